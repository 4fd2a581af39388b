"""The files of a summary: a draft is drawn while one waits, a final one is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from emulation import clock
from summaries.contents import NothingYet, contents_of
from summaries.models import Summary, SummaryFile
from summaries.paper import short_pdf
from summaries.tasks import ask_for_file
from summaries.views.page import nothing_yet, trail
from summaries.views.reach import summary_or_404


def phase_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _pdf(request, summary_or_404(request, slug, number))


def campaign_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _pdf(request, summary_or_404(request, slug))


def phase_xlsx(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _xlsx(request, summary_or_404(request, slug, number))


def campaign_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    return _xlsx(request, summary_or_404(request, slug))


def _pdf(request: HttpRequest, summary: Summary) -> HttpResponse:
    if summary.is_final:
        return _stored(request, summary)
    try:
        content = short_pdf(contents_of(summary), clock.now())
    except NothingYet:
        return nothing_yet(request, summary)
    return _response(content, summary)


def _stored(request: HttpRequest, summary: Summary) -> HttpResponse:
    """The file as it was made, never drawn again; while it is being made, how far it is."""
    file = ask_for_file(summary)
    if not file.is_made:
        return _making(request, summary, file)
    etag = quote_etag(file.sha256)
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = _response(bytes(SummaryFile.objects.values_list("content", flat=True).get(pk=file.pk)), summary)
    response["ETag"] = etag
    return response


def _making(request: HttpRequest, summary: Summary, file: SummaryFile) -> HttpResponse:
    title = _("Bản PDF đang được tạo")
    context = {"summary": summary, "file": file, "title": title, "breadcrumb": [*trail(summary), (title, "")]}
    return render(request, "summaries/making.html", context, status=202)


def _response(content: bytes, summary: Summary) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_filename(summary)}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _filename(summary: Summary) -> str:
    what = f"dot-{summary.phase.number}" if summary.phase else "tong-ket"
    state = f"lan-{summary.revision}" if summary.is_final else "du-thao"
    return f"bao-cao-{summary.campaign.slug}-{what}-{summary.unit_id}-{state}.pdf"


def _xlsx(request: HttpRequest, summary: Summary) -> HttpResponse:
    """Excel comes with the awards: until then this page says so."""
    title = _("Bản Excel chưa có")
    context = {"summary": summary, "title": title, "breadcrumb": [*trail(summary), (title, "")]}
    return render(request, "summaries/no_excel.html", context)
