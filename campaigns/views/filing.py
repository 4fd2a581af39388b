"""The pages of one sheet: its state, answers, buttons and history; an earlier version; the paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.filing_notices import correction_notices, guidance, heading, late_targets_notice, targets_to_check_notice
from campaigns.lifecycle import FilingStatus
from campaigns.models import CalledUnit, Filing, Submission
from campaigns.models.called import is_in_reach
from campaigns.models.filing import filing_list_url
from campaigns.papers import filing_pdf
from campaigns.sheet import Sheet
from campaigns.sheet.reading import differences, reading_of
from foundation.pdf_response import pdf_response
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.history import history_of

ACTIONS = (
    "edit",
    "confirm_unchanged",
    "take_back",
    "confirm_on_behalf",
    "accept",
    "return",
    "undo_accept",
    "undo_return",
    "reopen",
    "excuse",
    "unexcuse",
    "check_values",
    "keep_consents",
)


WITH_LIMITS = "called__phase__campaign__assessment_limits"


def filing_or_404(request: HttpRequest, kind: str, pk: int) -> Filing:
    """Return the sheet of this kind in the user's reach, with what its page needs; else 404."""
    filing = get_object_or_404(
        Filing.objects.with_context().select_related("decided_by", WITH_LIMITS), kind=kind, pk=pk
    )
    if not is_in_reach(filing.called, user_of(request)):
        raise Http404
    return filing


def answers(filing: Filing, by: Acting | None) -> dict[str, access.Answer]:
    """Return the answers of `campaigns.access` by name; a button is shown where the answer is yes."""
    return {name: getattr(access, f"may_{name}")(filing, by) for name in ACTIONS}


def shown_sheet(filing: Filing) -> Sheet:
    """Return the content to read: of a submitted, returned or accepted sheet its last submission, else the draft."""
    last = filing.last_submission
    sent = filing.status in (FilingStatus.SUBMITTED, FilingStatus.ACCEPTED, FilingStatus.RETURNED)
    return Sheet(filing, submission=last) if last and sent else Sheet(filing)


def detail(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    filing = filing_or_404(request, kind, pk)
    submissions = list(filing.submissions.select_related("by", "post__unit", "confirmed_by").order_by("-number"))
    filing.last_submission = submissions[0] if submissions else None
    can = answers(filing, acting_of(request))
    sheet = Sheet(filing) if can["edit"] else shown_sheet(filing)
    reading = reading_of(sheet)
    context = {
        "filing": filing,
        "can": can,
        "sheet": sheet,
        "reading": reading,
        "on_behalf": can["edit"] and require_acting(request).unit.pk != filing.unit.pk,
        "heading": heading(sheet, editing=bool(can["edit"])),
        "guidance": [
            *guidance(filing, sender=bool(can["take_back"])) + late_targets_notice(sheet),
            *(targets_to_check_notice(filing, reading) if can["accept"] else ()),
            *correction_notices(sheet),
        ],
        "next_part": next((part for part in sheet.parts if part.state != "done"), None),
        "submissions": submissions,
        "story": history_of(filing),
        "breadcrumb": trail(sheet),
    }
    return render(request, "campaigns/filing/detail.html", context)


def trail(sheet: Sheet, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the breadcrumb of a sheet as (text, URL); `more` are pages below it."""
    filing = sheet.filing
    here = filing.get_absolute_url() if more else ""
    list_title = _("Đăng ký thi đua") if filing.is_pledge else _("Báo cáo")
    return [(list_title, filing_list_url(filing.kind)), (f"{filing.called.name}, {sheet.phase_name}", here), *more]


def version(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponse:
    """Show a submission and how it differs from the one before it."""
    filing = filing_or_404(request, kind, pk)
    submissions = {
        submission.number: submission for submission in filing.submissions.select_related("by", "post__unit")
    }
    if number not in submissions:
        raise Http404
    sheet = Sheet(filing, submission=submissions[number])
    before = submissions.get(number - 1)
    title = _("Lần gửi {n}").format(n=number)
    context = {
        "filing": filing,
        "submission": submissions[number],
        "before": before,
        "differences": differences(Sheet(filing, submission=before), sheet) if before else [],
        "reading": reading_of(sheet),
        "title": title,
        "sheet": sheet,
        "sender": sender_of(submissions[number], filing.called),
        "breadcrumb": trail(sheet, (title, "")),
    }
    return render(request, "campaigns/filing/version.html", context)


def sender_of(submission: Submission, called: CalledUnit) -> str:
    """Return the name of the unit that sent a submission, as it was called if it is the sheet's or the one above."""
    names = {called.unit_id: called.name, called.parent_id: called.parent_name}
    return names.get(submission.post.unit_id, submission.post.unit.name)


def paper(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Send the paper as PDF (pledge.pdf, report.pdf), stamped DỰ THẢO until it is accepted."""
    filing = filing_or_404(request, kind, pk)
    sheet = Sheet(filing) if filing.status == FilingStatus.DRAFT else shown_sheet(filing)
    return pdf_response(filing_pdf(sheet), f"{kind}-{filing.pk}.pdf")
