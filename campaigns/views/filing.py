"""The pages of one sheet: its state, answers, buttons and history; an earlier version; the paper."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.actions import filings
from campaigns.deviations import deviations_in
from campaigns.filing_notices import correction_notices, guidance, heading, late_targets_notice
from campaigns.forms.replies import RepliesForm
from campaigns.lifecycle import FilingStatus
from campaigns.mending import Mending, mending_of, show_in_parts
from campaigns.models import CalledUnit, Filing, Submission
from campaigns.models.called import is_in_reach
from campaigns.models.filing import FilingQuerySet, due_dates, filing_list_url
from campaigns.oddity_evidence import oddities_to_show
from campaigns.papers import filing_pdf
from campaigns.review_preview import SHOWN
from campaigns.review_queue import place_in_queue
from campaigns.sheet import Sheet
from campaigns.sheet.reading import differences, reading_of
from campaigns.where_now import where_now
from foundation.db.compiled import CompiledQuery, number, text
from foundation.drawing.turns import in_turn
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from foundation.pdf_response import pdf_response
from units.access import NowElsewhere, require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.history import events_about, history_lines
from units.models import Event

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
WITH_LAST_SUBMISSION = ("current_submission__by", "current_submission__post")


def filing_or_404(request: HttpRequest, kind: str, pk: int, *related: str) -> Filing:
    """Return the sheet of this kind in the user's reach, with what every page of it needs and `related`; else 404."""
    filing = _in_reach(request, _for_page(*related), kind, pk)
    if filing.status != FilingStatus.SUBMITTED:  # while it waits, no page tells when it was due
        prefetch_related_objects([filing], due_dates())
    return filing


@cache
def _for_page(*related: str) -> CompiledQuery[Filing]:
    """Return the sheet of a kind and id as a page reads it: compiled once."""
    return _by_id(Filing.objects.for_page(*related))


def filing_to_act_on(request: HttpRequest, kind: str, pk: int) -> Filing:
    """Return the same sheet with little more than its status; else 404. The act reads the rest, under its lock."""
    return _in_reach(request, _with_reach(), kind, pk)


@cache
def _with_reach() -> CompiledQuery[Filing]:
    """Return the sheet of a kind and id with the columns that decide about reach: every act begins with it."""
    own = ("kind", "status", "current_submission")
    reach = ("called__path", "called__unit__path", "called__phase__campaign__year")
    return _by_id(Filing.objects.select_related("called__unit", "called__phase__campaign").only(*own, *reach))


def _by_id(filings: FilingQuerySet) -> CompiledQuery[Filing]:
    return CompiledQuery(filings.filter(kind=text("kind"), pk=number("pk")))


def _in_reach(request: HttpRequest, query: CompiledQuery[Filing], kind: str, pk: int) -> Filing:
    for filing in query.fetch(kind=kind, pk=pk):
        if is_in_reach(filing.called, user_of(request)):
            return filing
        called = filing.called
        raise NowElsewhere(where_now(called.unit, called.phase.campaign, called.phase, user_of(request)))
    raise Http404


def answers(filing: Filing, by: Acting | None) -> dict[str, access.Answer]:
    """Return the answers of `campaigns.access` by name; a button is shown where the answer is yes."""
    return {name: getattr(access, f"may_{name}")(filing, by) for name in ACTIONS}


def shown_sheet(filing: Filing) -> Sheet:
    """Return the content to read: of a submitted, returned or accepted sheet its last submission, else the draft."""
    last = filing.last_submission
    sent = filing.status in (FilingStatus.SUBMITTED, FilingStatus.ACCEPTED, FilingStatus.RETURNED)
    return Sheet(filing, submission=last) if last and sent else Sheet(filing)


def detail(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the sheet: to the unit what is left to do; to everybody else its answers, and what was asked and changed.

    Who may also fill it in on the unit's behalf does so with `?behalf=1`.
    """
    return filing_page(request, filing_or_404(request, kind, pk, WITH_LIMITS, *WITH_LAST_SUBMISSION))


def filing_page(request: HttpRequest, filing: Filing, replies: RepliesForm | None = None) -> HttpResponse:
    """Return the page of a sheet; `replies` is the posted form of replies that could not be saved."""
    submissions = _submissions(filing)
    filing.last_submission = submissions[0] if submissions else None
    by = acting_of(request)
    can = answers(filing, by)
    of_unit = by is not None and by.unit.pk == filing.unit.pk
    editing = bool(can["edit"]) and (of_unit or "behalf" in request.GET or replies is not None)
    sheet = Sheet(filing) if editing else shown_sheet(filing)
    events = events_about(filing)
    mending = mark_mending(sheet, events)
    if mending and editing:
        replies = replies or RepliesForm(mending=mending)
    reading = reading_of(sheet)
    context = {
        "filing": filing,
        "can": can,
        "editing": editing,
        "sheet": sheet,
        "reading": reading,
        "mending": mending,
        "oddities": oddities_to_show(sheet) if can["accept"] and access.may_dismiss_oddities(filing, by) else [],
        "deviations": deviations_in(sheet)[:SHOWN] if can["accept"] else [],
        "replies": replies,
        "problems": error_summary(replies),
        "on_behalf": editing and not of_unit,
        "heading": heading(sheet, editing=editing, mending=mending),
        "guidance": [
            *guidance(filing, sender=bool(can["take_back"]), of_unit=of_unit, mending=mending)
            + late_targets_notice(sheet),
            *correction_notices(sheet),
        ],
        "queue": place_in_queue(filing, by) if by and can["accept"] else None,
        "next_part": next((part for part in sheet.parts if not part.is_settled), None) if editing else None,
        "submissions": submissions,
        "story": history_lines(events),
        "breadcrumb": trail(sheet),
    }
    return render(request, "campaigns/filing/detail.html", context, status=replies.status if replies else 200)


def _submissions(filing: Filing) -> list[Submission]:
    """Return the submissions of a sheet, the last one first; asks for no others where it is the first."""
    last = filing.current_submission
    if last is None or last.number == 1:
        return [last] if last else []
    return list(filing.submissions.select_related("by", "post").order_by("-number"))


def _shows_mending(filing: Filing) -> bool:
    """Return whether a page tells what was asked: of a sheet that is returned, being mended, or sent again.

    The date of a return stays until the sheet is accepted or the return is undone.
    """
    returned = filing.due_again is not None
    return returned and filing.status in (FilingStatus.RETURNED, FilingStatus.DRAFT, FilingStatus.SUBMITTED)


def mark_mending(sheet: Sheet, events: list[Event] | None = None) -> Mending | None:
    """Mark the parts of a draft with what is to be mended in them; return what was asked when it was sent back."""
    mending = mending_of(sheet, events) if _shows_mending(sheet.filing) else None
    if mending:
        show_in_parts(sheet, mending)
    return mending


@require_POST
def replies(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Save the unit's replies to what was asked to be mended; the sheet's page shows what could not be saved."""
    filing = filing_or_404(request, kind, pk)
    mending = mark_mending(Sheet(filing))
    if mending is None:
        require_allowed(access.may_edit(filing, acting_of(request)))
        raise Http404
    form = RepliesForm(request.POST, mending=mending)
    if not form.is_valid():
        require_allowed(access.may_edit(filing, acting_of(request)))
        return filing_page(request, filing, form)
    try:
        filings.reply(filing, form.replies, by=require_acting(request), fingerprints=form.reply_fingerprints)
    except EditConflict:
        form.show_conflict(RepliesForm(mending=mark_mending(Sheet(filing)) or mending), None)
        if form.conflict:
            form.conflict = replace(form.conflict, who=str(filing.typed_by), at=filing.typed_at)
        return filing_page(request, filing, form)
    except StateConflict as error:
        error.typed = [
            (line.remark.text, form.replies[line.key]) for line, _field in form.lines() if form.replies[line.key]
        ]
        error.back_url = filing.get_absolute_url()
        raise
    messages.success(request, _("Đã lưu trả lời."))
    of_unit = require_acting(request).unit.pk == filing.unit.pk
    return redirect(filing.get_absolute_url() + ("" if of_unit else "?behalf=1"))


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
    with in_turn(request):
        sheet = Sheet(filing) if filing.status == FilingStatus.DRAFT else shown_sheet(filing)
        return pdf_response(filing_pdf(sheet), f"{kind}-{filing.pk}.pdf")
