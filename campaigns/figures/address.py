"""The address of a figure: what is counted, of which units, in which state, as of when; and the value found there.

A figure has the same address on every page, on paper and in every file, so that two of them can be compared and each
leads to its rows. Values are read from a `FigureBook` (book.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from foundation.vietnamese import percent

ALL, OWN, DIRECT, COORDINATED, GRASSROOTS = "all", "own", "direct", "coordinated", "grassroots"
"""Slices without an argument: all units but the coordinated; the upper union's own sheet; the grassroots unions right
below; the coordinated unions; the grassroots unions without the upper ones. The others have one: see `sliced`."""
BLOC, STRAND, TYPE, UPPER, UNIT = "bloc", "strand", "type", "upper", "unit"

COUNT, SUM, PERCENT, QUOTIENT, YES_NO, MONEY = "count", "sum", "percent", "quotient", "yes_no", "money"
"""Kinds of values. SUM to YES_NO are the ways in which indicators add up (types.py); MONEY is in đồng."""


def sliced(name: str, argument: object) -> str:
    """Return the slice of one bloc, strand, type, upper union with all below it, or unit alone: "bloc:enterprise"."""
    return f"{name}:{argument}"


UpperSlice = Callable[[int | None, str], str]
"""Returns the slice of an upper union, given its id and its name; the id is None where figures have the name alone."""


class FigureScope(NamedTuple):
    """Where and when figures are counted: ids of campaign, phase (None for the year) and unit.

    Sheets and headcounts of the year are those of its latest opened phase, up to which the rest is accumulated.
    `as_of` is the id of a final summary whose figures are meant; None means now.
    """

    campaign: int
    phase: int | None
    unit: int
    as_of: int | None = None


class FigureKey(NamedTuple):
    """A figure within a scope.

    `subject`: "count:report", "people:workers", "indicator:…", "work:initiative", "award:BK_T" … `measure`: what of
    it: "units", "target", "year", "persons" … `slice`: of which units. `state`: of which sheets, one of the six states
    (campaigns.lifecycle.STATES); "" for all, or for those that count.
    """

    subject: str
    measure: str
    slice: str = ALL
    state: str = ""


@dataclass(frozen=True)
class Address:
    """The full address of a figure; its parts are those of `FigureScope` and `FigureKey`."""

    campaign: int
    phase: int | None
    unit: int
    subject: str
    measure: str
    slice: str = ALL
    state: str = ""
    as_of: int | None = None

    @classmethod
    def of(cls, scope: FigureScope, key: FigureKey) -> Address:
        return cls(scope.campaign, scope.phase, scope.unit, *key, as_of=scope.as_of)

    @property
    def scope(self) -> FigureScope:
        return FigureScope(self.campaign, self.phase, self.unit, self.as_of)

    @property
    def key(self) -> FigureKey:
        return FigureKey(self.subject, self.measure, self.slice, self.state)

    def as_of_now(self) -> Address:
        return replace(self, as_of=None)


class FigureValue(NamedTuple):
    """What stands at an address. `value` is None when nobody reported a number, which is never zero.

    Ratios have `numerator` and `denominator`, which are percents themselves if it is `of_percents`; a sum has its value
    as numerator; a yes-no indicator the number of yes and of answers. `base`: how many units the value rests on, and of
    how many (None where that was not counted). `rows_url`: the list of its rows; "" where there is no such page.
    """

    value: Decimal | int | None = None
    kind: str = COUNT
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    base: tuple[int, int | None] | None = None
    rows_url: str = ""
    of_percents: bool = False

    @property
    def number(self) -> int:
        """The value of a count, 0 where there is none."""
        return int(self.value or 0)

    @property
    def share(self) -> Decimal | None:
        """The base in percent: n of m; None without both numbers."""
        return percent(*self.base) if self.base and self.base[1] is not None else None


NO_VALUE = FigureValue()


class UnknownFigure(LookupError):
    """Raised for an address whose subject or measure does not exist: a mistake in the program."""
