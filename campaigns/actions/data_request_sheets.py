"""Actions on the sheet of a data request: of the unit (save, send, take back) and of who reviews it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns import data_request_access as access
from campaigns.actions.data_requests import judge_again
from campaigns.actions.locking import lock_data_request_sheet, lock_data_request_sheets
from campaigns.actions.sheet_steps import (
    decision_fields,
    due_before_return,
    instead_of,
    move_from_excused,
    move_to_excused,
    move_to_submitted,
    require_same_submission,
    review_move,
    send_back,
    write_draft,
)
from campaigns.data_requests.answers_form import AnswersForm, typed_answers
from campaigns.data_requests.odd_answers import confirmations, odd_answers
from campaigns.data_requests.prefilling import OfferedAnswer, offered_answers
from campaigns.lifecycle import FilingStatus
from campaigns.mails import tell_officers
from campaigns.models import (
    DataRequestAnswer,
    DataRequestQuestion,
    DataRequestRemark,
    DataRequestSheet,
    DataRequestSubmission,
)
from campaigns.models.data_request_sheet import ANSWERS
from foundation import clock, vietnamese
from foundation.digest import SPACED, digest
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units.access import Forbidden
from units.acting import Acting
from units.history import MovedRow, move, move_all, record, require_still_allowed
from units.models import MailKind, Post

Remarks = Mapping[str, str]
"""What a reviewer asks to be mended, by the code of the question."""


class AnswersMissing(Exception):
    """A sheet was to be sent that lacks an answer, has one that cannot be read, or an odd one that is not confirmed.

    `form` says which.
    """

    def __init__(self, form: AnswersForm):
        super().__init__()
        self.form = form


@transaction.atomic
def save_answers(
    sheet: DataRequestSheet, posted: Mapping[str, str], *, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> dict[str, str]:
    """Save the draft as typed, even what cannot be read; return it. Raises EditConflict.

    `fingerprints`: of the draft that the page showed.
    """
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_answer(sheet, by), sheet)
    typed = typed_answers(list(sheet.request.questions.all()), posted) | confirmations(sheet.draft)
    if not lines_to_write({WHOLE_FORM: typed}, {WHOLE_FORM: sheet.draft}, fingerprints, lambda: _conflict(sheet)):
        return typed
    write_draft(sheet, typed, ANSWERS, by=by, post=post)
    return typed


def _conflict(sheet: DataRequestSheet) -> str:
    sentence = _("{who} cũng đang sửa phiếu này. Nội dung vừa nhập chưa được lưu, còn giữ bên dưới.")
    return sentence.format(who=sheet.typed_by or _("Người khác"))


@transaction.atomic
def confirm_answers(sheet: DataRequestSheet, right: Mapping[str, str], *, by: Acting) -> None:
    """Save in the draft that odd answers are right: the figures by the question's key.

    What the sheet does not ask of the figures it has now is left out.
    """
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_answer(sheet, by), sheet)
    form = AnswersForm(sheet.draft, questions=list(sheet.request.questions.all()))
    form.is_valid()
    raised = {question.key: question.of for question in odd_answers(form, sheet.draft) if not question.confirmed}
    if said := {key: of for key, of in right.items() if raised.get(key) == of}:
        write_draft(sheet, sheet.draft | said, ANSWERS, by=by, post=post)


@transaction.atomic
def send_answers(sheet: DataRequestSheet, *, by: Acting) -> DataRequestSubmission:
    """Send the draft. Raises AnswersMissing, and writes nothing, if an answer is missing, unreadable or asked about."""
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_send_answers(sheet, by), sheet)
    assert post is not None, "may_send_answers names the officer's post"
    questions = list(sheet.request.questions.all())
    form = AnswersForm(sheet.draft, questions=questions)
    if not form.is_valid():
        raise AnswersMissing(form)
    odd = odd_answers(form, sheet.draft)
    if not all(question.confirmed for question in odd):
        raise AnswersMissing(form)
    content = typed_answers(questions, sheet.draft) | {question.key: question.of for question in odd}
    submission = DataRequestSubmission.objects.create(
        sheet=sheet,
        number=sheet.submissions.count() + 1,
        at=clock.now(),
        by=by.user,
        post=post,
        on_behalf_of=sheet.unit if by.unit.pk != sheet.unit_id else None,
        content=content,
        format=ANSWERS.present,
        sha256=digest(content, separators=SPACED),
    )
    offered = offered_answers(sheet, questions)
    answers = (_answer_row(submission, question, form, offered) for question in questions)
    DataRequestAnswer.objects.bulk_create([row for row in answers if row])
    move_to_submitted(sheet, submission, verb="submit", came_at=submission.at, by=by, post=post)
    sheet.__dict__.pop("last_submission", None)
    return submission


def _answer_row(
    submission: DataRequestSubmission,
    question: DataRequestQuestion,
    form: AnswersForm,
    offered: Mapping[str, OfferedAnswer],
) -> DataRequestAnswer | None:
    """Return the row of an answer, not saved yet; None where a question that may be left open was."""
    answer, offer = form.answer(question), offered.get(question.code)
    if not answer.is_given:
        return None
    return DataRequestAnswer(
        submission=submission,
        question=question,
        value=answer.value,
        numerator=answer.numerator,
        denominator=answer.denominator,
        text=answer.text,
        day=answer.day,
        offered=offer.answer.main if offer else None,
        offered_denominator=offer.answer.denominator if offer else None,
    )


@transaction.atomic
def take_answers_back(sheet: DataRequestSheet, *, by: Acting) -> None:
    """Take a sheet that was sent back to correct it."""
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_take_answers_back(sheet, by), sheet)
    move(sheet, FilingStatus.DRAFT, verb="take_back", by=by, post=post, unit=sheet.unit)


@transaction.atomic
def accept_answers(sheet: DataRequestSheet, *, by: Acting, submission_number: int | None = None) -> None:
    """Accept a sheet: its answers are counted. `submission_number` is that of the submission the reviewer read."""
    lock_data_request_sheet(sheet)
    post = _require_acceptable(sheet, submission_number, by)
    counted: dict[str, Any] = {"counted_submission_id": sheet.current_submission_id}
    review_move(sheet, FilingStatus.ACCEPTED, "accept", by=by, post=post, **counted, **decision_fields(by))


@transaction.atomic
def accept_all_answers(
    sheets: Sequence[DataRequestSheet], *, by: Acting, submission_numbers: Mapping[int, int | None]
) -> tuple[list[DataRequestSheet], list[tuple[DataRequestSheet, Exception]]]:
    """Accept the sheets that may be accepted; return them, and the others with the reason why not.

    It takes as many statements as one sheet. `submission_numbers` is the number of the submission that the reviewer
    read, by the sheet's id.
    """
    going: list[MovedRow] = []
    accepted: list[DataRequestSheet] = []
    failed: list[tuple[DataRequestSheet, Exception]] = []
    for sheet in lock_data_request_sheets(sheets):
        try:
            post = _require_acceptable(sheet, submission_numbers.get(sheet.pk), by)
        except (Forbidden, StateConflict) as error:
            failed.append((sheet, error))
        else:
            accepted.append(sheet)
            going.append(MovedRow(sheet, post, sheet.unit, instead_of(sheet, post, by)))
    if going:
        counted = {"counted_submission_id": F("current_submission")}
        move_all(going, FilingStatus.ACCEPTED, verb="accept", by=by, **counted, **decision_fields(by))
        for sheet in accepted:
            sheet.counted_submission_id = sheet.current_submission_id
    return accepted, failed


def _require_acceptable(sheet: DataRequestSheet, submission_number: int | None, by: Acting) -> Post | None:
    """Return the post that accepts this sheet; the caller has locked it. Raises Forbidden, StateConflict."""
    post = require_still_allowed(access.may_accept_answers(sheet, by), sheet)
    require_same_submission(sheet, submission_number)
    return post


@transaction.atomic
def undo_decision(sheet: DataRequestSheet, *, by: Acting) -> None:
    """Undo one's own acceptance or return: the sheet waits again, as it was sent."""
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_undo_decision(sheet, by), sheet)
    cleared: dict[str, Any] = {"decided_by": None, "decided_at": None, "counted_submission": None}
    verb = "undo_accept"
    if sheet.status == FilingStatus.RETURNED:
        verb, cleared = "undo_return", cleared | {"reason": "", "due_again": due_before_return(sheet)}
    review_move(sheet, FilingStatus.SUBMITTED, verb, by=by, post=post, **cleared)


@transaction.atomic
def return_answers(
    sheet: DataRequestSheet,
    *,
    reason: str,
    due_on: date,
    remarks: Remarks,
    by: Acting,
    submission_number: int | None = None,
) -> None:
    """Send a sheet back with a reason, remarks at its answers, or both, and a new due date."""
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_return_answers(sheet, by), sheet)
    require_same_submission(sheet, submission_number)
    _send_back(sheet, "return", reason, due_on, remarks, by=by, post=post)


@transaction.atomic
def reopen_answers(sheet: DataRequestSheet, *, reason: str, due_on: date, remarks: Remarks, by: Acting) -> None:
    """Return an accepted sheet to its unit; its answers are not counted until it is accepted again."""
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_reopen_answers(sheet, by), sheet)
    _send_back(sheet, "reopen", reason, due_on, remarks, by=by, post=post)


@transaction.atomic
def excuse_answers(sheet: DataRequestSheet, *, reason: str, by: Acting) -> None:
    """Excuse the unit: it is not expected to answer."""
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_excuse_answers(sheet, by), sheet)
    move_to_excused(sheet, reason, by=by, post=post)


@transaction.atomic
def unexcuse_answers(sheet: DataRequestSheet, *, by: Acting) -> None:
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_unexcuse_answers(sheet, by), sheet)
    move_from_excused(sheet, by=by, post=post)


@transaction.atomic
def extend_answers(
    sheet: DataRequestSheet, *, on: date, reason: str, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Give one unit its own due date. Raises EditConflict."""
    lock_data_request_sheet(sheet)
    post = require_still_allowed(access.may_extend_answers(sheet, by), sheet)
    if on < clock.today():
        raise ValidationError({"on": _("Hạn mới phải từ hôm nay trở đi.")})
    text, due = required_text(reason), clock.end_of_day(on)
    stored = own_due_date(sheet)
    after = {"on": vietnamese.format_date(due), "reason": text}
    if not lines_to_write({WHOLE_FORM: after}, {WHOLE_FORM: stored}, fingerprints):
        return
    sheet.own_due_at, sheet.due_reason = due, text
    sheet.save(update_fields=["own_due_at", "due_reason"])
    if sheet.late:
        judge_again([sheet])
    changes = {"hạn": [stored["on"], after["on"]]}
    record(sheet, "extend", by=by, post=post, unit=sheet.unit, reason=text, changes=changes)


def own_due_date(sheet: DataRequestSheet) -> dict[str, str]:
    """Return the unit's own due date as text ("" for none), and its reason."""
    on = vietnamese.format_date(sheet.own_due_at) if sheet.own_due_at else ""
    return {"on": on, "reason": sheet.due_reason}


def _send_back(
    sheet: DataRequestSheet,
    verb: str,
    reason: str,
    due_on: date,
    remarks: Remarks,
    *,
    by: Acting,
    post: Post | None,
) -> None:
    questions = {question.code: question for question in sheet.request.questions.all()}
    rows = [
        DataRequestRemark(submission=sheet.last_submission, question=questions[code], text=text.strip())
        for code, text in remarks.items()
        if text.strip() and code in questions
    ]
    if reason.strip():
        rows.append(DataRequestRemark(submission=sheet.last_submission, question=None, text=reason.strip()))
    told = [f"{row.question.name}: {row.text}" if row.question else row.text for row in rows]
    event = send_back(sheet, verb, reason=reason, remarks=told, due_on=due_on, by=by, post=post)
    for row in rows:
        row.event = event
    DataRequestRemark.objects.bulk_create(rows)
    tell_officers(MailKind.REQUEST_RETURNED, [sheet], when=str(event.pk))
