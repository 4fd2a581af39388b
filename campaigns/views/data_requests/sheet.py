"""The pages of a unit on its sheet of a data request: read it, type the answers, check them and send them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import data_request_access as access
from campaigns.actions import data_request_sheets as actions
from campaigns.data_requests.answers_form import AnswersForm, names_of, typed_answers
from campaigns.data_requests.odd_answers import CONFIRMED, odd_answers
from campaigns.data_requests.paper import sheet_pdf
from campaigns.data_requests.prefilling import OfferedAnswer, offered_answers
from campaigns.data_requests.reading import (
    AnswerLine,
    lines_of_draft,
    lines_of_submission,
    open_remarks,
    remarks_by_question,
)
from campaigns.lifecycle import RECEIVED, FilingStatus
from campaigns.models import DataRequestQuestion, DataRequestRemark, DataRequestSheet, DataRequestSubmission
from campaigns.views.data_requests.lookups import sheet_or_404
from foundation import clock, vietnamese
from foundation.drawing.turns import in_turn
from foundation.forms.autosave import kept, saves_itself
from foundation.forms.edit_conflicts import WHOLE_FORM, ConflictNotice, EditConflict, fingerprint
from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from foundation.pdf_response import pdf_response
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.attachments import scans_of
from units.history import history_of

ACTS = (
    "answer", "send_answers", "take_answers_back", "accept_answers", "return_answers", "reopen_answers",
    "undo_decision", "excuse_answers", "unexcuse_answers", "extend_answers",
)  # fmt: skip


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sheet: what was sent, or what is typed, beside what was offered; and what the reader may do."""
    sheet = sheet_or_404(request, pk)
    by = acting_of(request)
    submissions = list(sheet.submissions.select_related("by", "post__unit").order_by("-number"))
    sheet.last_submission = submissions[0] if submissions else None
    remarks = open_remarks(sheet)
    context = {
        "sheet": sheet,
        "data_request": sheet.request,
        "scans": scans_of(sheet.request).in_force(),
        "can": {name: getattr(access, f"may_{name}")(sheet, by) for name in ACTS},
        "of_unit": by is not None and by.unit.pk == sheet.unit_id,
        "lines": shown_lines(sheet, submissions, remarks),
        "whole_remarks": remarks_by_question(remarks).get(None, []),
        "has_changes": len(submissions) > 1 and sheet.status in RECEIVED,
        "notice": _notice(sheet),
        "submissions": submissions,
        "story": history_of(sheet),
        "breadcrumb": sheet_trail(sheet)[:-1] + [(sheet_name(sheet), "")],
    }
    return render(request, "campaigns/data_requests/sheet.html", context)


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the paper as PDF, stamped DỰ THẢO until the sheet is accepted."""
    sheet = sheet_or_404(request, pk)
    submissions = list(sheet.submissions.order_by("-number")[:2])
    is_sent = bool(submissions) and sheet.status in RECEIVED
    with in_turn(request):
        content = sheet_pdf(sheet, shown_lines(sheet, submissions), submissions[0] if is_sent else None)
        return pdf_response(content, f"data-request-{sheet.pk}.pdf")


def shown_lines(
    sheet: DataRequestSheet, submissions: list[DataRequestSubmission], remarks: Sequence[DataRequestRemark] = ()
) -> list[AnswerLine]:
    """Return the lines to read: of a sheet that was received its last submission, else what is typed."""
    questions = list(sheet.request.questions.all())
    if submissions and sheet.status in RECEIVED:
        before = submissions[1] if len(submissions) > 1 else None
        return lines_of_submission(submissions[0], questions, before=before, remarks=remarks)
    form = AnswersForm(sheet.draft, questions=questions) if sheet.typed else AnswersForm(questions=questions)
    return lines_of_draft(form, offered_answers(sheet, questions), remarks)


def _notice(sheet: DataRequestSheet) -> tuple[str, str]:
    """Return the sentence on the state of a sheet, and its tone; "" where its tag says all."""
    request = sheet.request
    if sheet.status == FilingStatus.EXCUSED:
        return _("Đơn vị không phải trả lời: {reason}.").format(reason=sheet.reason.rstrip(".")), "plain"
    if not request.is_open:
        sentence = _("Yêu cầu này đang ở trạng thái “{status}”.")
        return sentence.format(status=request.get_status_display()), "plain"
    if sheet.status == FilingStatus.RETURNED:
        sentence = _("Được trả lại để bổ sung: {reason}. Gửi lại trước hết ngày {day}.")
        return sentence.format(reason=sheet.reason.rstrip("."), day=vietnamese.format_date(sheet.due)), "no"
    if sheet.status == FilingStatus.SUBMITTED:
        return _("Đã gửi {moment}, chờ xác nhận.").format(moment=vietnamese.format_moment(sheet.received_at)), "wait"
    if sheet.status == FilingStatus.ACCEPTED:
        return _("Đã xác nhận; số liệu được tính vào tổng hợp của yêu cầu."), "ok"
    return "", ""


def sheet_name(sheet: DataRequestSheet) -> str:
    return f"{sheet.name}, {sheet.request.title}"


def sheet_trail(sheet: DataRequestSheet, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the breadcrumb down to a sheet, and to pages below it."""
    here = (sheet_name(sheet), sheet.get_absolute_url())
    return [(_("Phiếu bổ sung số liệu"), reverse("data_requests:list")), here, *more]


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and save the answers, all on one page. A draft with errors is saved; the check follows only without."""
    sheet = sheet_or_404(request, pk)
    questions = list(sheet.request.questions.all())
    if request.method != "POST":
        require_allowed(access.may_answer(sheet, acting_of(request)))
        return _edit_page(request, sheet, questions)
    seen = request.POST.get("seen")
    fingerprints = {} if seen is None else {WHOLE_FORM: seen}
    try:
        typed = actions.save_answers(sheet, request.POST, by=require_acting(request), fingerprints=fingerprints)
    except EditConflict:
        return _edit_page(request, sheet, questions, typed=typed_answers(questions, request.POST))
    except StateConflict as error:
        names = {name: question.name for question in questions for name in names_of(question)}
        typed = typed_answers(questions, request.POST)
        error.typed = [(names[name], text) for name, text in typed.items() if text]
        error.back_url = sheet.get_absolute_url()
        raise
    if saves_itself(request):
        return kept(fingerprint(typed))
    if "next" in request.POST:
        if not AnswersForm(typed, questions=questions).is_valid():
            return _edit_page(request, sheet, questions)
        return redirect(sheet.url("check"))
    messages.success(request, _("Đã lưu tạm lúc {time}.").format(time=vietnamese.format_time(clock.now())))
    return redirect(sheet.url("edit"))


def _edit_page(
    request: HttpRequest,
    sheet: DataRequestSheet,
    questions: list[DataRequestQuestion],
    *,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """Return the page; `typed` is what was refused because somebody else saved the sheet meanwhile."""
    offered = offered_answers(sheet, questions)
    shown = sheet.draft if typed is None else typed
    form = AnswersForm(shown, questions=questions) if shown else _prefilled(questions, offered)
    remarks = open_remarks(sheet)
    lines = lines_of_draft(form, offered, remarks)
    title = _("Trả lời")
    context = {
        "sheet": sheet,
        "data_request": sheet.request,
        "scans": scans_of(sheet.request).in_force(),
        "lines": lines,
        "whole_remarks": remarks_by_question(remarks).get(None, []),
        "is_prefilled": not shown and bool(offered),
        "on_behalf": require_acting(request).unit.pk != sheet.unit_id,
        "fingerprint": fingerprint(sheet.draft),
        "conflict": None if typed is None else _conflict(sheet, form),
        "problems": error_summary(form),
        "breadcrumb": sheet_trail(sheet, (title, "")),
    }
    return render(request, "campaigns/data_requests/edit.html", context, status=200 if typed is None else 409)


def _prefilled(questions: list[DataRequestQuestion], offered: dict[str, OfferedAnswer]) -> AnswersForm:
    initial: dict[str, Any] = {}
    for offer in offered.values():
        initial |= offer.texts()
    return AnswersForm(questions=questions, initial=initial)


def _conflict(sheet: DataRequestSheet, form: AnswersForm) -> ConflictNotice:
    draft = sheet.draft
    differences = [
        (str(field.label), draft.get(field.name, ""), str(field.value() or ""))
        for field in form
        if draft.get(field.name, "") != (field.value() or "")
    ]
    return ConflictNotice(str(sheet.typed_by or _("Người khác")), sheet.typed_at, differences)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would be sent, what is missing and what is asked about; by POST confirm that and send it."""
    sheet = sheet_or_404(request, pk)
    if request.method != "POST":
        require_allowed(access.may_answer(sheet, acting_of(request)))
        return _check_page(request, sheet)
    by = require_acting(request)
    try:
        if right := {name: request.POST.get(name, "") for name in request.POST if name.startswith(CONFIRMED)}:
            actions.confirm_answers(sheet, right, by=by)
        actions.send_answers(sheet, by=by)
    except actions.AnswersMissing:
        return _check_page(request, sheet, sending=True)
    except StateConflict as error:
        error.back_url = sheet.get_absolute_url()
        raise
    messages.success(request, _("Đã gửi. Còn sửa được cho đến khi có người xác nhận: chọn “Rút lại để sửa”."))
    return redirect(sheet)


def _check_page(request: HttpRequest, sheet: DataRequestSheet, *, sending: bool = False) -> HttpResponse:
    questions = list(sheet.request.questions.all())
    form = AnswersForm(sheet.draft, questions=questions)
    title = _("Kiểm tra lại trước khi gửi")
    lines = lines_of_draft(form, offered_answers(sheet, questions), open_remarks(sheet))
    odd = odd_answers(form, sheet.draft)
    context = {
        "odd": odd,
        "unanswered": sending and not all(question.confirmed for question in odd),
        "sheet": sheet,
        "data_request": sheet.request,
        "lines": lines,
        "problems": [(f"{sheet.url('edit')}#{anchor}", sentence) for anchor, sentence in error_summary(form)],
        "title": title,
        "breadcrumb": sheet_trail(sheet, (title, "")),
    }
    return render(request, "campaigns/data_requests/check.html", context)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_or_404(request, pk)
    actions.take_answers_back(sheet, by=require_acting(request))
    messages.success(request, _("Đã rút lại để sửa. Sửa xong, xin gửi lại."))
    return redirect(sheet)
