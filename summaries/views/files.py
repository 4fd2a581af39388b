"""The files of a summary: of a draft made for each request, of a closed one made once by the worker and stored."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.http import quote_etag
from django.utils.text import slugify
from django.utils.translation import gettext as _

from foundation import clock
from foundation.documents.xlsx import CONTENT_TYPE
from foundation.drawing import client as drawing
from foundation.drawing.turns import in_turn
from foundation.kept_file import bytes_of
from foundation.pdf_response import pdf_response
from foundation.vietnamese import fold
from summaries.changed_figures import changes_annex
from summaries.figures_cache import BeingCounted
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from summaries.report.contents import NoOpenedPhase, contents_of
from summaries.report.paper import short_pdf
from summaries.tasks import ask_for_file, ask_for_workbook
from summaries.views.lookups import official_sheet, summary_or_404
from summaries.views.page import nothing_yet, trail
from summaries.workbook import workbook_of
from units import jobs
from units.models import JobKind


def phase_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _pdf(request, summary_or_404(request, slug, number))


def campaign_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _pdf(request, summary_or_404(request, slug))


def phase_xlsx(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _xlsx(request, summary_or_404(request, slug, number))


def campaign_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    return _xlsx(request, summary_or_404(request, slug))


def phase_docx(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _docx(request, summary_or_404(request, slug, number))


def campaign_docx(request: HttpRequest, slug: str) -> HttpResponse:
    return _docx(request, summary_or_404(request, slug))


def _pdf(request: HttpRequest, summary: Summary) -> HttpResponse:
    if report := official_sheet(request, summary):
        return redirect(report.url("paper"))
    if summary.is_closed:
        return _kept(request, summary, ask_for_file(summary), _pdf_response)
    try:
        with in_turn(request):
            contents = contents_of(summary, on_paper=True)
            content = short_pdf(contents, clock.now(), changes_annex(summary, contents))
    except (NoOpenedPhase, BeingCounted) as reason:
        return nothing_yet(request, summary, reason)
    return _pdf_response(content, summary)


def _xlsx(request: HttpRequest, summary: Summary) -> HttpResponse:
    if summary.is_closed:
        return _kept(request, summary, ask_for_workbook(summary), _xlsx_response)
    try:
        with in_turn(request):
            content = workbook_of(summary, contents_of(summary), clock.now())
    except (NoOpenedPhase, BeingCounted) as reason:
        return nothing_yet(request, summary, reason)
    return _xlsx_response(content, summary)


def _docx(request: HttpRequest, summary: Summary) -> HttpResponse:
    """Return the Word file, written for each request: a copy to work with, of a closed summary too.

    A grassroots union's report is written in its sheet, to which this leads.
    """
    if report := official_sheet(request, summary):
        return redirect(report)
    from summaries.report import word  # noqa: PLC0415 - python-docx takes a fifth of a second, at every start

    try:
        with in_turn(request):
            contents = contents_of(summary, on_paper=True)
            changes = changes_annex(summary, contents)
            content = drawing.draw(word.word_of, contents, draft=not summary.is_closed, changes=changes)
    except (NoOpenedPhase, BeingCounted) as reason:
        return nothing_yet(request, summary, reason)
    response = HttpResponse(content, content_type=word.CONTENT_TYPE)
    name = _filename(summary).removesuffix(".pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


def _kept(
    request: HttpRequest,
    summary: Summary,
    file: SummaryFile | SummaryWorkbook,
    respond: Callable[[bytes, Summary], HttpResponse],
) -> HttpResponse:
    """Return a stored file; while the worker makes it, a page that says so. Raises DamagedFile."""
    if not file.is_made:
        return _making(request, summary, file)
    etag = quote_etag(file.sha256)
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = respond(bytes_of(file), summary)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"  # stored by the browser, checked before each use
    return response


def _making(request: HttpRequest, summary: Summary, file: SummaryFile | SummaryWorkbook) -> HttpResponse:
    is_workbook = isinstance(file, SummaryWorkbook)
    title = _("Bản Excel đang được tạo") if is_workbook else _("Bản PDF đang được tạo")
    context = {
        "summary": summary,
        "job": jobs.latest(JobKind.SUMMARY_WORKBOOK if is_workbook else JobKind.SUMMARY_FILE, summary),
        "is_workbook": is_workbook,
        "title": title,
        "breadcrumb": [*trail(summary), (title, "")],
    }
    return render(request, "summaries/making.html", context, status=202)


def _pdf_response(content: bytes, summary: Summary) -> HttpResponse:
    return pdf_response(content, _filename(summary))


def _xlsx_response(content: bytes, summary: Summary) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_workbook_name(summary)}"'
    return response


def _filename(summary: Summary) -> str:
    what = slugify(fold(summary.phase.words)) if summary.phase else "tong-ket"
    state = f"lan-{summary.revision}" if summary.is_closed else "du-thao"
    return f"bao-cao-{summary.campaign.slug}-{what}-{summary.unit_id}-{state}.pdf"


def _workbook_name(summary: Summary) -> str:
    """Return "so-ket-dot-1-2015.xlsx", or for the whole campaign "tong-ket-2015.xlsx"."""
    if summary.phase is None:
        return f"tong-ket-{summary.campaign.slug}.xlsx"
    name = slugify(fold(summary.phase.review_words)) or "bao-cao"
    return f"{name}-{slugify(fold(summary.phase.words))}-{summary.campaign.slug}.xlsx"
