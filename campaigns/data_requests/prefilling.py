"""What the answers of a unit are prefilled with: the accepted figures of a phase at that unit and below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from campaigns.data_requests.answers_form import AnswerValue
from campaigns.lifecycle import FilingStatus
from campaigns.models import AnswerKind, CalledUnit, DataRequestQuestion, DataRequestSheet, Figure, PrefilledFrom
from foundation.vietnamese import format_typed


@dataclass(frozen=True)
class OfferedAnswer:
    """The sum of accepted figures at a unit and below it, and of how many units."""

    question: DataRequestQuestion
    answer: AnswerValue
    units: int
    phase: str

    @property
    def source(self) -> str:
        """Where the number comes from, as pages say it."""
        kind = "báo cáo" if self.question.prefilled_from == PrefilledFrom.ACTUAL else "bản đăng ký"
        return f"cộng từ {kind} đã xác nhận của {self.units} đơn vị, {self.phase}"

    def texts(self) -> dict[str, str]:
        """Return it as it would be typed, by the names of the fields."""
        code, decimals = self.question.code, self.question.decimals
        if self.question.is_ratio:
            parts = {f"{code}-n": self.answer.numerator, f"{code}-d": self.answer.denominator}
        else:
            parts = {code: self.answer.value}
        return {name: format_typed(part, decimals=decimals) for name, part in parts.items() if part is not None}


def offered_answers(sheet: DataRequestSheet, questions: Sequence[DataRequestQuestion]) -> dict[str, OfferedAnswer]:
    """Return what may be taken over, by the question's code: two queries, none without a mapping.

    A question that asks a number from a yes-no indicator is offered how many units answered yes.
    """
    mapped = [question for question in questions if question.indicator_id is not None]
    phase = sheet.request.phase
    if not mapped or phase is None:
        return {}
    called = CalledUnit.objects.filter(phase=phase, unit=sheet.unit_id).values_list("path", flat=True).first()
    below = CalledUnit.objects.under(called or sheet.path).filter(phase=phase)
    if not sheet.coordinated:
        below = below.filter(coordinated=False)
    figures = Figure.objects.filter(
        submission__counted_for__called__in=below,
        submission__counted_for__status=FilingStatus.ACCEPTED,
        indicator__in=[question.indicator_id for question in mapped],
    )
    sums = figures.values("indicator", "submission__filing__kind").annotate(
        value=Sum("value"), numerator=Sum("numerator"), denominator=Sum("denominator"), units=Count("pk")
    )
    by_source: dict[tuple[int | None, str], Mapping[str, Any]] = {
        (row["indicator"], row["submission__filing__kind"]): row for row in sums
    }
    offered = {}
    for question in mapped:
        row = by_source.get((question.indicator_id, question.prefilled_from))
        if row is None:
            continue
        answer = _answer(question, row["value"], row["numerator"], row["denominator"])
        if answer is not None:
            offered[question.code] = OfferedAnswer(question, answer, row["units"], phase.words)
    return offered


def _answer(
    question: DataRequestQuestion, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> AnswerValue | None:
    """Return the sums as an answer to the question; None where they are not of its kind."""
    if question.kind == AnswerKind.RATIO:
        whole = numerator is not None and denominator is not None
        return AnswerValue(numerator=numerator, denominator=denominator) if whole else None
    return None if value is None else AnswerValue(value=value)
