"""A sheet of a data request as it is read: each question with its answer as a text, beside what was offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.forms import BoundField
from django.utils.translation import gettext as _

from campaigns.data_requests.answers_form import NO_ANSWER, AnswersForm, AnswerValue, names_of
from campaigns.data_requests.odd_answers import odd_answer
from campaigns.data_requests.prefilling import OfferedAnswer
from campaigns.lifecycle import FilingStatus
from campaigns.models import AnswerKind, DataRequestQuestion, DataRequestRemark, DataRequestSheet, DataRequestSubmission
from campaigns.sheet.questions import Question
from foundation.vietnamese import format_date, format_number, format_percent, percent


@dataclass
class AnswerLine:
    """A question with its answer.

    `offered`: what it was or would be prefilled with, and `source` where that comes from; `difference`: by how much the
    answer is above or below that, "" where it is the same or nothing was offered. `odd`: what is asked
    about it, or was. `fields`: while it is typed.
    """

    question: DataRequestQuestion
    answer: AnswerValue
    text: str
    offered: str = ""
    source: str = ""
    difference: str = ""
    before: str = ""
    odd: Question | None = None
    fields: list[BoundField] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def has_changed(self) -> bool:
        """Whether it differs from what was sent before, where there was a submission before."""
        return self.before != self.text


def answer_text(question: DataRequestQuestion, answer: AnswerValue) -> str:
    """Return an answer as text: 1.250 người, 55/62 (88,7%), Có, 16/11/2026."""
    if not answer.is_given:
        return ""
    if question.kind == AnswerKind.YES_NO:
        return str(_("Có") if answer.value else _("Không"))
    if question.kind == AnswerKind.RATIO:
        return ratio_text(answer.numerator, answer.denominator)
    if answer.day:
        return format_date(answer.day)
    return answer.text if answer.value is None else format_number(answer.value, question.decimals)


def ratio_text(numerator: Decimal | None, denominator: Decimal | None) -> str:
    if numerator is None or denominator is None:
        return ""
    share = percent(numerator, denominator)
    parts = f"{format_number(numerator)}/{format_number(denominator)}"
    return parts if share is None else f"{parts} ({format_percent(share)})"


def difference_text(answer: AnswerValue, offered: AnswerValue) -> str:
    """Return by how much the answer is above or below what was offered: +5, −12; of a ratio in both of its parts."""
    if offered.main is None or answer.main is None or answer == offered:
        return ""
    if offered.numerator is None:
        return _signed(answer.main - offered.main)
    parts = (answer.numerator, offered.numerator), (answer.denominator, offered.denominator)
    return "/".join(_signed((typed or Decimal(0)) - (sum_below or Decimal(0))) for typed, sum_below in parts)


def _signed(number: Decimal) -> str:
    sign = "−" if number < 0 else "+" if number > 0 else ""
    return f"{sign}{format_number(abs(number))}"


def lines_of_draft(
    form: AnswersForm, offered: Mapping[str, OfferedAnswer], remarks: Sequence[DataRequestRemark] = ()
) -> list[AnswerLine]:
    """Return the lines of what is typed; a bound form has been cleaned."""
    by_question = remarks_by_question(remarks)
    form.is_valid()
    lines = []
    for question in form.questions:
        answer = form.answer(question) if form.is_bound else NO_ANSWER
        offer = offered.get(question.code)
        lines.append(
            AnswerLine(
                question,
                answer,
                answer_text(question, answer),
                offered=answer_text(question, offer.answer) if offer else "",
                source=offer.source if offer else "",
                difference=difference_text(answer, offer.answer) if offer else "",
                odd=odd_answer(question, answer, form.data),
                fields=[form[name] for name in names_of(question)],
                remarks=by_question.get(question.pk, []),
            )
        )
    return lines


def lines_of_submission(
    submission: DataRequestSubmission,
    questions: Sequence[DataRequestQuestion],
    *,
    before: DataRequestSubmission | None = None,
    remarks: Sequence[DataRequestRemark] = (),
) -> list[AnswerLine]:
    """Return the lines of what was sent; `before`: what each said in an earlier submission."""
    answers, earlier = _answers_of(submission), _answers_of(before) if before else {}
    by_question = remarks_by_question(remarks)
    lines = []
    for question in questions:
        answer, offer = answers.get(question.pk, (NO_ANSWER, NO_ANSWER))
        text = answer_text(question, answer)
        then = answer_text(question, earlier.get(question.pk, (NO_ANSWER, NO_ANSWER))[0]) if before else text
        lines.append(
            AnswerLine(
                question,
                answer,
                text,
                offered=answer_text(question, offer),
                difference=difference_text(answer, offer),
                before=then,
                odd=odd_answer(question, answer, submission.typed),
                remarks=by_question.get(question.pk, []),
            )
        )
    return lines


def _answers_of(submission: DataRequestSubmission) -> dict[int, tuple[AnswerValue, AnswerValue]]:
    """Return by the question's id what was answered and what had been offered."""
    return {
        row.question_id: (
            AnswerValue(row.value, row.numerator, row.denominator, row.text, row.day),
            AnswerValue(numerator=row.offered, denominator=row.offered_denominator)
            if row.numerator is not None and row.offered is not None
            else AnswerValue(value=row.offered),
        )
        for row in submission.answers.all()
    }


def remarks_by_question(remarks: Sequence[DataRequestRemark]) -> dict[int | None, list[str]]:
    """Return the texts of remarks by the question's id; None for those on the whole sheet."""
    texts: dict[int | None, list[str]] = {}
    for remark in remarks:
        texts.setdefault(remark.question_id, []).append(remark.text)
    return texts


def open_remarks(sheet: DataRequestSheet) -> list[DataRequestRemark]:
    """Return the remarks of the return by which the sheet is with its unit now; none once it was sent again."""
    last = sheet.last_submission
    if last is None or sheet.status != FilingStatus.RETURNED:  # a draft's last submission was not sent back, or undone
        return []
    remarks = list(last.remarks.all())
    newest = max((remark.event_id for remark in remarks), default=None)
    return [remark for remark in remarks if remark.event_id == newest]
