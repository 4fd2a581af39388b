"""The pages of a reviewer on a sheet of a data request, and of the Board on one unit that was asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import data_request_access as access
from campaigns.actions import data_request_sheets as actions
from campaigns.data_requests.reading import lines_of_submission
from campaigns.forms.data_requests import DataRequestDueForm, ReturnAnswersForm
from campaigns.forms.reviews import ExcuseForm
from campaigns.models import DataRequestSheet
from campaigns.views.data_requests.lookups import sheet_or_404
from campaigns.views.data_requests.sheet import sheet_trail
from foundation import vietnamese
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.acting_request import acting_of, require_acting
from units.confirming import Confirmation, ask, posted
from units.history import latest


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the submission that the page showed."""
    sheet = sheet_or_404(request, pk)
    try:
        seen = whole_number(request.POST.get("seen"))
        actions.accept_answers(sheet, by=require_acting(request), submission_number=seen)
    except StateConflict as error:
        error.back_url = sheet.get_absolute_url()
        raise
    messages.success(request, _("Đã xác nhận phiếu của {unit}.").format(unit=sheet.name))
    return redirect(sheet)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the user's own acceptance (on the same day) or return (until the unit changes its draft)."""
    sheet = sheet_or_404(request, pk)
    actions.undo_decision(sheet, by=require_acting(request))
    messages.success(request, _("Đã hoàn tác: phiếu trở lại “{status}”.").format(status=sheet.status_text))
    return redirect(sheet)


def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the sheet with remarks at its answers."""
    sheet = sheet_or_404(request, pk)
    form = _return_form(request, sheet)

    def act(typed: dict[str, Any]) -> str:
        actions.return_answers(
            sheet,
            reason=typed["reason"],
            due_on=typed["due_on"],
            remarks=form.remarks,
            by=require_acting(request),
            submission_number=whole_number(request.GET.get("seen")),
        )
        return _("Đã trả lại phiếu của {unit}.").format(unit=sheet.name)

    sentence = _("Ghi đề nghị ở câu trả lời cần sửa; để trống câu đã đúng. {unit} đọc được các đề nghị và hạn gửi lại.")
    return _ask(
        request, sheet, access.may_return_answers(sheet, acting_of(request)), act, _("Trả lại bổ sung"),
        sentence.format(unit=sheet.name), form,
    )  # fmt: skip


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an accepted sheet to its unit."""
    sheet = sheet_or_404(request, pk)
    form = _return_form(request, sheet)

    def act(typed: dict[str, Any]) -> str:
        actions.reopen_answers(
            sheet, reason=typed["reason"], due_on=typed["due_on"], remarks=form.remarks, by=require_acting(request)
        )
        return _("Đã mở lại phiếu của {unit}.").format(unit=sheet.name)

    sentence = _("Phiếu này đang được tính; mở lại thì rời khỏi số liệu cho đến khi xác nhận lại.")
    answer = access.may_reopen_answers(sheet, acting_of(request))
    return _ask(request, sheet, answer, act, _("Mở lại"), sentence, form)


def _return_form(request: HttpRequest, sheet: DataRequestSheet) -> ReturnAnswersForm:
    last, questions = sheet.last_submission, list(sheet.request.questions.all())
    lines = lines_of_submission(last, questions) if last else []
    answers = {line.question.code: (line.question.name, line.text) for line in lines}
    return ReturnAnswersForm(posted(request), questions=answers)


def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_or_404(request, pk)

    def act(typed: dict[str, Any]) -> str:
        actions.excuse_answers(sheet, reason=typed["reason"], by=require_acting(request))
        return _("{unit} không phải trả lời.").format(unit=sheet.name)

    sentence = _("Đơn vị rời khỏi số đơn vị phải trả lời; nội dung đã soạn vẫn được giữ.")
    answer = access.may_excuse_answers(sheet, acting_of(request))
    return _ask(request, sheet, answer, act, _("Cho miễn trả lời"), sentence, ExcuseForm(posted(request)))


@require_POST
def unexcuse(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_or_404(request, pk)
    actions.unexcuse_answers(sheet, by=require_acting(request))
    messages.success(request, _("{unit} phải trả lời trở lại.").format(unit=sheet.name))
    return redirect(sheet)


def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the unit its own due date."""
    sheet = sheet_or_404(request, pk)
    form = DataRequestDueForm(posted(request), request=sheet.request, sheet=sheet)

    def act(typed: dict[str, Any]) -> str:
        try:
            actions.extend_answers(
                sheet, on=typed["on"], reason=typed["reason"], by=require_acting(request),
                fingerprints=form.fingerprints,
            )  # fmt: skip
        except EditConflict:
            now = sheet_or_404(request, pk)
            stored = DataRequestDueForm(request=now.request, sheet=now, initial=actions.own_due_date(now))
            form.show_conflict(stored, latest(now, "extend"))
            raise
        return _("Đã gia hạn cho {unit} đến {due}.").format(
            unit=sheet.name, due=vietnamese.due_text(typed["on"])
        )  # fmt: skip

    sentence = _("Hạn hiện nay: {due}.").format(due=vietnamese.due_text(sheet.due))
    answer = access.may_extend_answers(sheet, acting_of(request))
    return _ask(request, sheet, answer, act, _("Cho gia hạn"), sentence, form)


def _ask(
    request: HttpRequest, sheet: DataRequestSheet, answer: Any, act: Any, title: str, sentence: str, form: Any
) -> HttpResponse:
    def question() -> Confirmation:
        return Confirmation(
            title=f"{title}: {sheet.name}", sentence=sentence, button=title, trail=sheet_trail(sheet), form=form
        )  # fmt: skip

    return ask(request, answer, question, act, back_url=sheet.get_absolute_url())
