"""Find the workbook, sheet, cell and source that a page is about; 404 for what is out of reach or not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.filling.addresses import CellPosition, cell_position
from foundation.filling.package import FormPackage, FormSheetPart
from summaries import access
from summaries.foreign_workbooks.sources import FillSource, fill_sources
from summaries.models import ForeignWorkbook, Pointing, PointingState, WorkbookVersion
from units.access import require_allowed
from units.acting_request import acting_of, user_of


def workbook_or_404(request: HttpRequest, pk: int) -> ForeignWorkbook:
    """Return a workbook in reach of a person who may fill it. Raises Forbidden for others in whose reach it is."""
    workbooks = ForeignWorkbook.objects.visible_to(user_of(request)).select_related("unit")
    workbook = get_object_or_404(workbooks, pk=pk)
    require_allowed(access.may_point(workbook, acting_of(request)))
    return workbook


def pointings_of(version: WorkbookVersion) -> list[Pointing]:
    """Return what goes into the cells of a file, in the order of its cells."""
    return _in_order(version.pointings.filter(state=PointingState.POINTED))


def pointings_by_state(version: WorkbookVersion) -> dict[str, list[Pointing]]:
    """Return all pointings of a file with what they were carried over from, by their state, in the same order."""
    by_state: dict[str, list[Pointing]] = {state.value: [] for state in PointingState}
    for pointing in _in_order(version.pointings.select_related("origin")):
        by_state[pointing.state].append(pointing)
    return by_state


def _in_order(pointings: Iterable[Pointing]) -> list[Pointing]:
    return sorted(pointings, key=lambda pointing: (pointing.sheet, cell_position(pointing.cell) or (0, 0)))


def sheet_or_404(package: FormPackage, number: int) -> FormSheetPart:
    for sheet in package.sheets:
        if sheet.number == number:
            return sheet
    raise Http404


def cell_or_404(cell: str) -> CellPosition:
    position = cell_position(cell)
    if position is None:
        raise Http404
    return position


def sources_of(request: HttpRequest, workbook: ForeignWorkbook) -> list[FillSource]:
    return fill_sources(workbook.unit, user_of(request))


def source_asked(request: HttpRequest, sources: list[FillSource]) -> FillSource | None:
    """Return the source that the address names, else the first; None where nothing is opened yet. Raises Http404."""
    key = request.GET.get("source")
    if key is None:
        return sources[0] if sources else None
    for source in sources:
        if source.key == key:
            return source
    raise Http404


def trail_of(workbook: ForeignWorkbook | None = None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page of workbooks."""
    names = [(_("Điều hành"), reverse("admin:index")), (_("Biểu mẫu của cấp trên"), reverse("workbooks:list"))]
    if workbook:
        names.append((workbook.title, workbook.get_absolute_url()))
    return [*names, *more]


class AtCell(Protocol):
    """What is about a cell: a pointing, a yellow cell."""

    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...


AboutCell = TypeVar("AboutCell", bound=AtCell)


class CellUrls:
    """Returns the addresses of the pages of cells; "" for those of a sheet that the file does not have."""

    def __init__(self, workbook: ForeignWorkbook, package: FormPackage):
        self.workbook = workbook
        self.numbers = {part.name: part.number for part in package.sheets}

    def url(self, sheet: str, cell: str) -> str:
        number = self.numbers.get(sheet)
        return reverse("workbooks:cell", args=[self.workbook.pk, number, cell]) if number else ""

    def beside(self, rows: Iterable[AboutCell]) -> list[tuple[AboutCell, str]]:
        """Return each row with the address of its cell's page."""
        return [(row, self.url(row.sheet, row.cell)) for row in rows]
