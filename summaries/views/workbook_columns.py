"""The page on which a whole column of a form takes one figure: of each union in the row that has its name."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.tables.cells import column_name
from foundation.vietnamese import format_number
from summaries import foreign_workbook_actions
from summaries.foreign_workbook_forms import ColumnForm
from summaries.foreign_workbooks.choosing import MOST_SHOWN, matching
from summaries.foreign_workbooks.columns import (
    MOST_ROWS,
    chosen_keys,
    figures_of_unions,
    rows_of_column,
    unions_of,
)
from summaries.foreign_workbooks.files import package_of
from summaries.foreign_workbooks.providers import CellTarget, OfferedTarget, shown
from summaries.foreign_workbooks.sources import FilledFrom, NoFigure
from summaries.models import WrittenAs
from summaries.views.workbook_cells import period_asked, search_form
from summaries.views.workbook_lookups import (
    cell_or_404,
    sheet_or_404,
    source_asked,
    sources_of,
    trail_of,
    workbook_or_404,
)
from units.acting_request import require_acting
from units.confirming import posted


def column(request: HttpRequest, pk: int, number: int, column: str) -> HttpResponse:
    """Offer figures that are counted for each union; with `?target=` show which row is which union, and keep it."""
    workbook = workbook_or_404(request, pk)
    version = workbook.latest_version()
    package, index = package_of(version), cell_or_404(f"{column}1").column
    part = sheet_or_404(package, number)
    sources = sources_of(request, workbook)
    source = source_asked(request, sources)
    search = search_form(request, sources, source)
    period, offered = period_asked(search), list[OfferedTarget]()
    filled = FilledFrom(source, sources) if source else None
    try:
        offered = figures_of_unions(filled, period) if filled else []
    except NoFigure as reason:
        messages.info(request, str(reason))
    sheet_url = reverse("workbooks:sheet", args=[pk, number])
    query = urlencode({name: search[name].value() or "" for name in search.fields})
    words = search["words"].value() or ""
    matched = matching(offered, words)
    title = _("Điền cả cột {column}").format(column=column_name(index))
    context = {
        "workbook": workbook,
        "part": part,
        "title": title,
        "search": search,
        "query": query,
        "searched": words,
        "offered": [(target, f"?{query}&{urlencode({'target': target.posted})}") for target in matched[:MOST_SHOWN]],
        "more": max(len(matched) - MOST_SHOWN, 0),
        "sheet_url": sheet_url,
        "chosen": None,
        "breadcrumb": trail_of(workbook, (part.name, sheet_url), (title, "")),
    }
    if "target" not in request.GET:
        return render(request, "summaries/workbooks/column.html", context)
    chosen = next((target for target in offered if target.posted == request.GET["target"]), None)
    if chosen is None or filled is None:
        raise Http404
    names, book = unions_of(chosen.key, filled, period), filled.book(period)
    rows = rows_of_column(package.sheet(part), index, names)
    form = ColumnForm(posted(request), rows=rows[:MOST_ROWS], names=names)
    if form.is_bound and form.is_valid():
        written_as = form.cleaned_data["written_as"] or WrittenAs.NUMBER
        keys = chosen_keys(rows, form.cleaned_data, chosen.key)
        targets = {cell: (CellTarget(key, period, written_as), book.label(key)) for cell, key in keys.items()}
        try:
            foreign_workbook_actions.point_at_cells(version, part, targets, by=require_acting(request))
            sentence = _("Đã chỉ {n} ô của cột {column}: {words}.")
            messages.success(
                request,
                sentence.format(n=format_number(len(targets)), column=column_name(index), words=chosen.words),
            )
            return redirect(sheet_url)
        except ValidationError as error:
            refuse(form, error)
        except StateConflict as error:
            error.back_url = sheet_url
            raise
    context |= {
        "chosen": chosen,
        "form": form,
        "problems": error_summary(form),
        "rows": [
            (row, form[row.field], shown(book.at(chosen.key._replace(slice=row.slice))) if row.slice else "")
            for row in rows[:MOST_ROWS]
        ],
        "recognised": sum(bool(row.slice) for row in rows[:MOST_ROWS]),
        "left_out": max(len(rows) - MOST_ROWS, 0),
        "unnamed": [name for slice, name in names.items() if slice not in {row.slice for row in rows}],
        "post_query": f"{query}&{urlencode({'target': chosen.posted})}",
    }
    return render(request, "summaries/workbooks/column.html", context)
