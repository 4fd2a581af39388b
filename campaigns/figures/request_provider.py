"""Figures of data requests: `request:<id>.<code>`, what the accepted answers to a question add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from campaigns.figures.address import (
    ALL,
    COUNT,
    PERCENT,
    SUM,
    UPPER,
    YES_NO,
    FigureKey,
    FigureValue,
    UnknownFigure,
    sliced,
)
from campaigns.figures.request_types import RequestAmount, RequestFigures, RequestQuestionFigures
from campaigns.models import AnswerKind
from foundation.vietnamese import percent

TOTAL, ANSWERED = "total", "answered"
"""Measures: the sum over the accepted answers (of yes-no the number of yes), and how many units these are of."""
KINDS = {AnswerKind.SUM: SUM, AnswerKind.RATIO: PERCENT, AnswerKind.YES_NO: YES_NO}


@dataclass(frozen=True)
class RequestProvider:
    """The figures of requests, of all units and by upper union; the base of each is how many units of how many."""

    requests: tuple[RequestFigures, ...]
    prefix: str = "request"

    @cached_property
    def by_subject(self) -> dict[str, RequestQuestionFigures]:
        return {
            f"request:{request.pk}.{question.code}": question
            for request in self.requests
            for question in request.questions
        }

    def keys(self) -> Iterator[FigureKey]:
        for subject, question in self.by_subject.items():
            yield FigureKey(subject, ANSWERED)
            if question.kind in KINDS:
                yield FigureKey(subject, TOTAL)
                yield from (FigureKey(subject, TOTAL, sliced(UPPER, pk)) for pk in question.uppers)

    def value(self, key: FigureKey) -> FigureValue | None:
        if key.measure not in (TOTAL, ANSWERED):
            raise UnknownFigure(key)
        question = self.by_subject.get(key.subject)
        amount = _amount_of(question, key.slice) if question else None
        if question is None or amount is None:
            return None
        base = (amount.answered, amount.expected)
        if key.measure == ANSWERED:
            return FigureValue(amount.answered, COUNT, base=base)
        kind = KINDS.get(AnswerKind(question.kind))
        if kind is None:
            return None
        if kind == PERCENT:
            numerator, denominator = amount.numerator, amount.denominator
            share = None if numerator is None or denominator is None else percent(numerator, denominator)
            return FigureValue(share, PERCENT, numerator, denominator, base)
        return FigureValue(amount.value, kind, amount.value, base=base)

    def label(self, key: FigureKey) -> str:
        question = self.by_subject.get(key.subject)
        name = question.name if question else key.subject
        return _("{question}, đơn vị đã trả lời").format(question=name) if key.measure == ANSWERED else name


def _amount_of(question: RequestQuestionFigures, slice: str) -> RequestAmount | None:
    name, _colon, argument = slice.partition(":")
    if slice == ALL:
        return question.total
    return question.uppers.get(argument) if name == UPPER else None
