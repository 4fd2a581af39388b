"""What sheets answer in words, as columns of the file of a list of one phase's sheets: a question, a column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol

from campaigns.catalogue.stored import catalogue_of
from campaigns.catalogue.types import CatalogueIndicator
from campaigns.lifecycle import FilingStatus
from campaigns.models import Filing, FilingKind, Phase, WrittenAnswer
from campaigns.models.indicator import AnsweredBy
from campaigns.sheet.written import Written, written_text
from foundation.list_table import ListColumn, ValueKind

SENT = (FilingStatus.SUBMITTED, FilingStatus.ACCEPTED)
"""The statuses of sheets whose answers are listed: of a returned one they are about to change."""
Answers = dict[int, str | date]
"""By the question's id."""


class AnsweredRow(Protocol):
    """A row of a list of sheets, with the answers of its sheet."""

    @property
    def answers(self) -> Answers: ...


def answer_columns(phase_id: int, kind: str, within: object) -> tuple[ListColumn, ...]:
    """Return a column of files for each question that the phase asks in a kind of sheet."""
    phase = Phase.objects.select_related("campaign__unit").get(pk=phase_id)
    return tuple(
        ListColumn(
            question.name,
            _answer_to(question.pk),
            ValueKind.DAY if question.answer == AnsweredBy.DATE else ValueKind.TEXT,
            within=within,
            width=14 if question.answer == AnsweredBy.DATE else 40,
        )
        for question in catalogue_of(phase).questions
        if _is_asked_in(question, kind)
    )


def _is_asked_in(question: CatalogueIndicator, kind: str) -> bool:
    return question.in_pledge if kind == FilingKind.PLEDGE else question.in_report


def _answer_to(question: int) -> Callable[[AnsweredRow], str | date]:
    return lambda row: row.answers.get(question, "")


def answers_of_sheets(sheets: Iterable[Filing]) -> dict[int, Answers]:
    """Return what sheets that were sent answered in words, by the id of the sheet: one query."""
    by_submission = {sheet.current_submission_id: sheet.pk for sheet in sheets if sheet.status in SENT}
    answers: dict[int, Answers] = {}
    for row in WrittenAnswer.objects.filter(submission__in=[pk for pk in by_submission if pk is not None]):
        answer = row.day or written_text(Written(row.text, row.day, row.yes))
        answers.setdefault(by_submission[row.submission_id], {})[row.indicator_id] = answer
    return answers
