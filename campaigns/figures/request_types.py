"""The figures of data requests in a summary. Field names are keys of stored JSON: they must not change."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.models.data_request import COUNTED


@dataclass(frozen=True)
class RequestAmount:
    """The sum of the accepted answers of some units to a question; of a yes-no question the number of yes.

    `answered`: how many accepted sheets answer it; `expected`: of how many that were asked and not excused.
    """

    answered: int
    expected: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class RequestTextAnswer:
    """What a unit answered in words, by a day or by a choice."""

    unit: str
    text: str


@dataclass(frozen=True)
class RequestQuestionFigures:
    """A question with its total, and by upper union (the id of the union as text) what its branch answered."""

    code: str
    name: str
    kind: str
    unit_of_measure: str
    decimals: int
    total: RequestAmount
    uppers: dict[str, RequestAmount] = field(default_factory=dict)
    texts: tuple[RequestTextAnswer, ...] = ()

    @property
    def is_counted(self) -> bool:
        return self.kind in COUNTED


@dataclass(frozen=True)
class RequestUpper:
    """An upper union whose branch was asked."""

    unit_id: int
    name: str


@dataclass(frozen=True)
class RequestFigures:
    """What the accepted answers to a data request add up to at a unit. `uppers` are in the office's order."""

    pk: int
    number: int
    title: str
    letter: str
    questions: tuple[RequestQuestionFigures, ...]
    uppers: tuple[RequestUpper, ...] = ()
