"""What sheets answer to what no total has, as columns of the file of a list of one phase's sheets: a line, a column.

These are the questions that are answered in words, and the lines of sector unions' own movements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from campaigns.catalogue.stored import catalogue_of
from campaigns.catalogue.types import CatalogueIndicator
from campaigns.lifecycle import FilingStatus
from campaigns.models import Figure, Filing, FilingKind, Phase, WrittenAnswer
from campaigns.models.indicator import AnsweredBy
from campaigns.sheet.written import Written, written_text
from foundation.list_table import ListColumn, ValueKind
from foundation.vietnamese import format_number
from units.models import Unit

SENT = (FilingStatus.SUBMITTED, FilingStatus.ACCEPTED)
"""The statuses of sheets whose answers are listed: of a returned one they are about to change."""
Answers = dict[int, str | date | int]
"""By the line's id."""


class AnsweredRow(Protocol):
    """A row of a list of sheets, with the answers of its sheet."""

    @property
    def answers(self) -> Answers: ...


def answered_lines(phase_id: int, kind: str, unit: Unit | None) -> list[CatalogueIndicator]:
    """Return the lines that the phase asks in a kind of sheet and that no total has, as far as they concern a unit.

    A movement of a sector union concerns itself, its branch and the unions above it.
    """
    catalogue = catalogue_of(Phase.objects.select_related("campaign__unit").get(pk=phase_id))
    own = [line for line in catalogue.branch_lines if unit and _concerns(line, unit)]
    lines = (*catalogue.questions, *own)
    return [line for line in lines if (line.in_pledge if kind == FilingKind.PLEDGE else line.in_report)]


def _concerns(line: CatalogueIndicator, unit: Unit) -> bool:
    owner = line.section.owner
    return owner is not None and (unit.contains(owner.path) or unit.path.startswith(owner.path))


def answer_columns(lines: Iterable[CatalogueIndicator], within: object) -> tuple[ListColumn, ...]:
    """Return the columns of some lines, in the cells of the screen's column `within`."""
    return tuple(
        ListColumn(_heading(line), _answer_to(line.pk), _kind_of(line), within=within, width=_width_of(line))
        for line in lines
    )


def _width_of(line: CatalogueIndicator) -> int:
    return 40 if _kind_of(line) is ValueKind.TEXT else 14


def _heading(line: CatalogueIndicator) -> str:
    return f"{line.name} ({line.unit_of_measure})" if line.unit_of_measure else line.name


def _kind_of(line: CatalogueIndicator) -> ValueKind:
    if not line.is_question:
        return ValueKind.NUMBER
    return ValueKind.DAY if line.answer == AnsweredBy.DATE else ValueKind.TEXT


def _answer_to(line: int) -> Callable[[AnsweredRow], str | date | int]:
    return lambda row: row.answers.get(line, "")


def answers_of_sheets(sheets: Iterable[Filing], lines: Sequence[CatalogueIndicator]) -> dict[int, Answers]:
    """Return what sheets that were sent answered to some lines, by the id of the sheet: one query, with figures two."""
    by_submission = {sheet.current_submission_id: sheet.pk for sheet in sheets if sheet.status in SENT}
    submissions = [pk for pk in by_submission if pk is not None]
    answers: dict[int, Answers] = {}
    for row in WrittenAnswer.objects.filter(submission__in=submissions):
        answer = row.day or written_text(Written(row.text, row.day, row.yes))
        answers.setdefault(by_submission[row.submission_id], {})[row.indicator_id] = answer
    figures = [line.pk for line in lines if not line.is_question]
    rows = Figure.objects.filter(submission__in=submissions, indicator__in=figures) if figures else ()
    for figure in rows:
        answers.setdefault(by_submission[figure.submission_id], {})[figure.indicator_id] = _number(figure.value)
    return answers


def _number(value: Decimal | None) -> int | str:
    """Return a whole number as such, another one as text."""
    if value is None:
        return ""
    return int(value) if value == int(value) else format_number(value)
