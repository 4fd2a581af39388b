"""The page that says what would be written into a workbook of the higher body, and the filled file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from foundation.documents.xlsx import CONTENT_TYPE
from summaries.foreign_workbook_forms import SourceForm
from summaries.foreign_workbooks.files import package_of
from summaries.foreign_workbooks.filling import days_as_text, filled_cells, filled_workbook, unpointed_yellow_cells
from summaries.foreign_workbooks.sources import FilledFrom
from summaries.views.workbook_lookups import (
    CellUrls,
    pointings_of,
    source_asked,
    sources_of,
    trail_of,
    workbook_or_404,
)


def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """List what goes into each cell from the chosen phase, year or final summary, and what stays empty and why."""
    workbook = workbook_or_404(request, pk)
    version = workbook.latest_version()
    sources = sources_of(request, workbook)
    source = source_asked(request, sources)
    package, pointings = package_of(version), pointings_of(version)
    cells = filled_cells(pointings, FilledFrom(source, sources)) if source else []
    urls = CellUrls(workbook, package)
    title = _("Điền số liệu")
    context = {
        "workbook": workbook,
        "version": version,
        "source": source,
        "form": SourceForm({"source": source.key}, sources=sources) if source else None,
        "written": [(cell, urls.url(cell.pointing.sheet, cell.pointing.cell)) for cell in cells if not cell.why_not],
        "missing": [(cell, urls.url(cell.pointing.sheet, cell.pointing.cell)) for cell in cells if cell.why_not],
        "as_text": days_as_text(package, cells),
        "yellow": urls.beside(unpointed_yellow_cells(package, pointings)),
        "sheets": package.sheets,
        "title": title,
        "breadcrumb": trail_of(workbook, (title, "")),
    }
    return render(request, "summaries/workbooks/fill.html", context)


def filled_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the file with the values of the chosen source."""
    workbook = workbook_or_404(request, pk)
    version = workbook.latest_version()
    sources = sources_of(request, workbook)
    source = source_asked(request, sources)
    if source is None:
        raise Http404
    cells = filled_cells(pointings_of(version), FilledFrom(source, sources))
    response = HttpResponse(filled_workbook(package_of(version), cells), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=version.name)
    return response


def version_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Return the file of a form as it was sent in, also that of an earlier year."""
    workbook = workbook_or_404(request, pk)
    version = get_object_or_404(workbook.versions, number=number)
    response = HttpResponse(package_of(version).content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=version.name)
    return response
