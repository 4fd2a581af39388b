"""What is written into the cells of a form from a source, cell by cell; and which stay empty, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foundation.filling.addresses import CellPosition, cell_position
from foundation.filling.package import FormPackage
from foundation.filling.sheet_reading import FormSheet
from foundation.filling.sheet_writing import CellContent
from foundation.vietnamese import format_date, format_number
from summaries.foreign_workbooks.labels import CellLabels
from summaries.foreign_workbooks.providers import CellTarget, provider_of
from summaries.foreign_workbooks.sources import FilledFrom, NoFigure
from summaries.models import Pointing


@dataclass(frozen=True)
class FilledCell:
    """A pointing with what is written into its cell; `why_not`: why nothing is."""

    pointing: Pointing
    content: CellContent | None = None
    why_not: str = ""

    @property
    def shown(self) -> str:
        if isinstance(self.content, date):
            return format_date(self.content)
        return format_number(self.content) if isinstance(self.content, Decimal | int) else self.content or ""

    @property
    def labels(self) -> str:
        return CellLabels(self.pointing.beside, self.pointing.above).words

    @property
    def position(self) -> CellPosition | None:
        return cell_position(self.pointing.cell)


def filled_cells(pointings: Iterable[Pointing], filled: FilledFrom) -> list[FilledCell]:
    """Return what is written for each pointing."""
    cells = []
    for pointing in pointings:
        target = CellTarget.of(pointing)
        try:
            cells.append(FilledCell(pointing, provider_of(target.key.subject).value(target, filled)))
        except NoFigure as reason:
            cells.append(FilledCell(pointing, why_not=str(reason)))
    return cells


def filled_workbook(package: FormPackage, cells: Iterable[FilledCell]) -> bytes:
    """Return the workbook with these values; cells without one stay as they are.

    A day is a number that the cell's style shows as a day. Where the style does not, it is written as text: 46233 tells
    nobody anything, and the style is the form's.
    """
    values: dict[str, dict[CellPosition, CellContent]] = {}
    cells = list(cells)
    as_text = days_as_text(package, cells)
    for cell in cells:
        if cell.content is not None and (position := cell.position):
            content = cell.shown if cell in as_text else cell.content
            values.setdefault(cell.pointing.sheet, {})[position] = content
    return package.filled(values)


def days_as_text(package: FormPackage, cells: Iterable[FilledCell]) -> list[FilledCell]:
    """Return the cells that take a day and whose style shows no days."""
    sheets: dict[str, FormSheet] = {}
    shown = []
    for cell in cells:
        part = package.sheet_called(cell.pointing.sheet) if isinstance(cell.content, date) else None
        if part is None or (position := cell.position) is None:
            continue
        if part.name not in sheets:
            sheets[part.name] = package.sheet(part)
        if not package.style_of(sheets[part.name], position).is_date:
            shown.append(cell)
    return shown


@dataclass(frozen=True)
class YellowCell:
    """A cell that the form paints yellow, as those to be filled mostly are, and into which nothing goes."""

    sheet: str
    cell: str


def unpointed_yellow_cells(package: FormPackage, pointings: Iterable[Pointing]) -> list[YellowCell]:
    """Return the empty yellow cells at which nobody pointed, by sheet and row."""
    yellow = {number for number, style in enumerate(package.styles) if style.is_yellow}
    if not yellow:
        return []
    pointed = {(pointing.sheet, pointing.cell) for pointing in pointings}
    return [
        YellowCell(part.name, position.name)
        for part in package.sheets
        for sheet in [package.sheet(part)]
        for position, cell in sorted(sheet.cells.items())
        if cell.style in yellow and not cell.text and sheet.may_be_written(position)
        if (part.name, position.name) not in pointed
    ]
