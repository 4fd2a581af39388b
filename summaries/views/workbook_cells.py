"""The sheets of a workbook of the higher body as grids, and the page on which one says what goes into a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.filling.addresses import LAST_ROW, CellPosition
from foundation.filling.package import FormPackage
from foundation.filling.sheet_reading import FormSheet
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from summaries import foreign_workbook_actions
from summaries.foreign_workbook_forms import PointingForm, SearchForm, period_choices
from summaries.foreign_workbooks.choosing import MOST_SHOWN, all_offered, matching, most_alike
from summaries.foreign_workbooks.files import package_of
from summaries.foreign_workbooks.filling import filled_cells
from summaries.foreign_workbooks.grid import CellNote, grid_of
from summaries.foreign_workbooks.labels import labels_at
from summaries.foreign_workbooks.providers import CellTarget, OfferedTarget
from summaries.foreign_workbooks.sources import FilledFrom, FillSource
from summaries.models import Pointing, WrittenAs
from summaries.views.workbook_lookups import (
    cell_or_404,
    pointings_of,
    sheet_or_404,
    source_asked,
    sources_of,
    trail_of,
    workbook_or_404,
)
from units.acting_request import require_acting
from units.confirming import posted


def sheet(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Draw a sheet: each cell leads to what goes into it. With `?source=` cells show what would be written."""
    workbook = workbook_or_404(request, pk)
    version = workbook.latest_version()
    package = package_of(version)
    part = sheet_or_404(package, number)
    sources = sources_of(request, workbook)
    source = source_asked(request, sources) if "source" in request.GET else None
    pointings = [pointing for pointing in pointings_of(version) if pointing.sheet == part.name]
    first = whole_number(request.GET.get("row")) or 1
    if first > LAST_ROW:
        raise Http404
    context = {
        "workbook": workbook,
        "part": part,
        "sheets": package.sheets,
        "source": source,
        "grid": grid_of(package.sheet(part), package.styles, _notes(pointings, source, sources), first),
        "title": part.name,
        "breadcrumb": trail_of(workbook, (part.name, "")),
    }
    return render(request, "summaries/workbooks/sheet.html", context)


def _notes(
    pointings: Sequence[Pointing], source: FillSource | None, sources: Sequence[FillSource]
) -> dict[CellPosition, CellNote]:
    if source is None:
        named = ((cell_or_404(pointing.cell), CellNote(pointing.words)) for pointing in pointings)
        return dict(named)
    cells = filled_cells(pointings, FilledFrom(source, sources))
    return {cell_or_404(cell.pointing.cell): CellNote(cell.shown or cell.why_not, bool(cell.why_not)) for cell in cells}


def cell(request: HttpRequest, pk: int, number: int, name: str) -> HttpResponse:
    """Offer what may go into a cell, and keep what is chosen."""
    workbook = workbook_or_404(request, pk)
    version = workbook.latest_version()
    package, position = package_of(version), cell_or_404(name)
    part = sheet_or_404(package, number)
    read = package.sheet(part)
    if not read.may_be_written(position):
        raise Http404
    labels = labels_at(read, position)
    before = next((p for p in pointings_of(version) if (p.sheet, p.cell) == (part.name, position.name)), None)
    sources = sources_of(request, workbook)
    source = source_asked(request, sources)
    search = search_form(request, sources, source, before)
    offered = all_offered(FilledFrom(source, sources), period_asked(search)) if source else []
    form = PointingForm(posted(request), offered=offered, initial=_initial(before, package, read, position))
    sheet_url = reverse("workbooks:sheet", args=[pk, number])
    if form.is_bound and form.is_valid():
        chosen = form.chosen()
        target = CellTarget(chosen.key, period_asked(search), form.cleaned_data["written_as"] or WrittenAs.NUMBER)
        try:
            foreign_workbook_actions.point_at_cell(
                version, part, position, target, chosen.words, by=require_acting(request)
            )
            messages.success(request, _("Ô {cell}: {words}.").format(cell=position.name, words=chosen.words))
            return redirect(f"{sheet_url}#{position.name}")
        except ValidationError as error:
            refuse(form, error)
        except StateConflict as error:
            error.back_url = sheet_url
            raise
    words = search["words"].value() or ""
    shown = matching(offered, words) if words else most_alike(offered, labels)
    context = {
        "workbook": workbook,
        "part": part,
        "position": position,
        "labels": labels,
        "before": before,
        "search": search,
        "form": form,
        "problems": error_summary(form),
        "more": max(len(shown) - MOST_SHOWN, 0),
        "searched": words,
        "count": len(shown),
        "query": urlencode({name: search[name].value() or "" for name in search.fields}),
        "sheet_url": sheet_url,
        "breadcrumb": trail_of(workbook, (part.name, sheet_url), (position.name, "")),
    }
    form.show(_with_chosen(shown[:MOST_SHOWN], offered, form["target"].value()))
    return render(request, "summaries/workbooks/cell.html", context)


def search_form(
    request: HttpRequest, sources: Sequence[FillSource], source: FillSource | None, before: Pointing | None = None
) -> SearchForm:
    initial = {"source": source.key if source else "", "period": before.period if before else ""}
    given = {name: request.GET[name] for name in ("words", "source", "period") if name in request.GET}
    return SearchForm(initial | given, sources=sources, periods=period_choices(sources))


def period_asked(search: SearchForm) -> str:
    """Return the period that the address asks for; the chosen one for one that there is not."""
    search.is_valid()
    return search.cleaned_data.get("period", "")


def _initial(before: Pointing | None, package: FormPackage, read: FormSheet, position: CellPosition) -> dict[str, Any]:
    """Return what is marked at first: what goes into the cell now; a share in a cell of percents."""
    if before:
        posted_key = OfferedTarget(CellTarget.of(before).key, "", "").posted
        return {"target": posted_key, "written_as": before.written_as}
    is_percent = package.style_of(read, position).is_percent
    return {"written_as": WrittenAs.FRACTION if is_percent else WrittenAs.NUMBER}


def _with_chosen(
    shown: list[OfferedTarget], offered: Sequence[OfferedTarget], chosen: str | None
) -> list[OfferedTarget]:
    """Return what is shown, with what is marked before it if that is not among it."""
    if chosen and chosen not in {target.posted for target in shown}:
        return [target for target in offered if target.posted == chosen] + shown
    return shown
