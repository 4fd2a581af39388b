"""The figures that are counted from a campaign's rows, as frozen dataclasses without database rows and screen texts.

None always means that nobody reported a number, never zero. Amounts are exact Decimals; money is in whole đồng.
Field names are keys of the JSON in which summaries and rollups store these figures: they must not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from foundation.vietnamese import percent

SUM, PERCENT, QUOTIENT, YES_NO = "sum", "percent", "quotient", "yes_no"
"""How an indicator is added up over units: a sum; Σn/Σd as percent; Σn/Σd as it is (triệu đồng/người); yes of all."""

PERSONS = "persons"
"""What an indicator counts, where it is persons: `campaigns.models.indicator.Counting`."""

JUDGED_NOW, JUDGED_SCHOOLS, JUDGED_LATER = "now", "schools", "later"
"""When an indicator is judged: in this phase; for schools in this phase and for the rest at year end; at year end."""


def quotient(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """Return the quotient; None when either number is unknown or the denominator is zero."""
    return numerator / denominator if numerator is not None and denominator else None


Number = TypeVar("Number", int, Decimal)


def total(numbers: Iterable[Number | None]) -> Number | None:
    """Return the sum of the known numbers; None when all are unknown."""
    known_numbers = [number for number in numbers if number is not None]
    return sum(known_numbers[1:], known_numbers[0]) if known_numbers else None


@dataclass(frozen=True)
class IndicatorAmount:
    """What some units reported for an indicator, added up. `units` is how many of them did.

    A sum has its value as numerator. A yes-no indicator has the number of yes as numerator, of answers as denominator.
    """

    measure: str
    units: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """The number to compare: the sum, the percent or quotient of the sums, or the number of yes."""
        if self.measure == PERCENT:
            return percent(self.numerator, self.denominator)
        if self.measure == QUOTIENT:
            return quotient(self.numerator, self.denominator)
        return self.numerator


@dataclass(frozen=True)
class AmountByBloc:
    """The amount of an indicator in total and of each bloc; what upper unions did themselves is in the total only."""

    total: IndicatorAmount
    administrative: IndicatorAmount
    enterprise: IndicatorAmount

    @property
    def grassroots(self) -> IndicatorAmount:
        """Both blocs together, without what upper unions did themselves."""
        administrative, enterprise = self.administrative, self.enterprise
        return IndicatorAmount(
            administrative.measure,
            administrative.units + enterprise.units,
            total((administrative.numerator, enterprise.numerator)),
            total((administrative.denominator, enterprise.denominator)),
        )

    @property
    def own(self) -> IndicatorAmount:
        """What upper unions did themselves: the total without both blocs."""
        whole, blocs = self.total, self.grassroots
        units = whole.units - blocs.units
        if units <= 0:
            return IndicatorAmount(whole.measure)
        return IndicatorAmount(
            whole.measure,
            units,
            _without(whole.numerator, blocs.numerator),
            _without(whole.denominator, blocs.denominator),
        )


def _without(whole: Decimal | None, part: Decimal | None) -> Decimal | None:
    return None if whole is None else whole - (part or 0)


@dataclass(frozen=True)
class Progress:
    """What is judged of one indicator: `done` of `plan` by the units that answered, and how many of the asked they are.

    `plan`: the assigned target where given, else what these units `pledged`. `expected`: the share of the plan expected
    by now (`campaigns.figures.verdicts`), None where nothing is judged; `at_end`: on the last day of the year.
    `contributing`: how many of the units did anything; `largest`: the most that one of them did, `largest_at` its name,
    the first of several; "" in added figures. `last_year`: what the same units did in the whole of last year.
    Field names are keys of stored JSON.
    """

    plan: Decimal | None
    done: Decimal | None
    expected: Decimal | None
    at_end: bool
    asked_units: int
    answered_units: int
    asked_workers: int = 0
    answered_workers: int = 0
    contributing: int = 0
    largest: Decimal | None = None
    pledged: Decimal | None = None
    last_year: Decimal | None = None
    largest_at: str = ""

    @property
    def share(self) -> Decimal | None:
        """`done` as a fraction of `plan`, unrounded; None without a plan or a result."""
        return None if self.done is None or not self.plan else self.done / self.plan


@dataclass(frozen=True)
class SamePeriod:
    """What decides whether a period can be compared with the same one a year ago. Numbers of workers but `days`.

    `days`: how many days both share, as a fraction of the longer. `counted`: of unions whose report is counted; `kept`:
    of unions that were called in both years. Field names are keys of stored JSON.
    """

    days: Decimal
    workers: int
    counted: int
    kept: int
    workers_then: int
    counted_then: int
    kept_then: int


@dataclass(frozen=True)
class IndicatorFigures:
    """The targets and actuals of one indicator, from accepted filings.

    `phase`: from this phase's reports; `year`: accumulated over all phases up to this one. `asked`: which of
    "administrative", "enterprise" and "own" (upper unions) report it now; empty when nobody does in this phase.
    `waiting`: how many reports with a figure await acceptance. `estimated`: how many units' figures are estimates.
    `counted_reports`: how many counted reports of this phase ask for it, by bloc as in `asked`. `comparable`: the
    targets of the units that have an actual. `expected_reports`: how many units' reports of this phase ask for it, by
    bloc. These three are None where they were stored before that was counted. `other_meaning`: a year ago its code
    stood for something else, as in another unit of measure. `above`: the section that its section stands below.
    `number`: that of its line where it is the same on every sheet. `progress`: what is judged of it; None for levels,
    for yes or no, and where less is better.
    """

    code: str
    name: str
    unit_of_measure: str
    section: str
    category: str
    measure: str
    decimals: int
    less_is_better: bool
    judged: str
    asked: tuple[str, ...]
    assigned: Decimal | None
    target: AmountByBloc
    phase: AmountByBloc
    year: AmountByBloc
    last_year: IndicatorAmount | None
    waiting: int = 0
    estimated: int = 0
    counted_reports: dict[str, int] | None = None
    counting: str = ""
    comparable: AmountByBloc | None = None
    progress: Progress | None = None
    expected_reports: dict[str, int] | None = None
    other_meaning: bool = False
    above: str = ""
    number: str = ""

    @property
    def of_assigned(self) -> Decimal | None:
        return percent(self.year.total.value, self.assigned) if self.judged == JUDGED_NOW else None

    @property
    def has_share(self) -> bool:
        """Whether what was done can be told in percent of a target.

        Of a percent only persons can, compared with persons; yes and no are counted. Figures stored before `comparable`
        was counted compare all of them.
        """
        return self.comparable is None or self.measure in (SUM, QUOTIENT) or self.counting == PERSONS

    def compared(self, actual: IndicatorAmount, target: IndicatorAmount) -> tuple[Decimal | None, Decimal | None]:
        """Return the two numbers of which the share of a target is made; None while it is not judged.

        Where schools alone are judged it is made of their numbers, which `comparable` has.
        """
        is_judged = self.judged == JUDGED_NOW or (self.judged == JUDGED_SCHOOLS and self.comparable is not None)
        if not (is_judged and self.has_share):
            return None, None
        if self.comparable is None or self.measure != PERCENT:
            return actual.value, target.value
        return actual.numerator, target.numerator

    @property
    def is_ratio(self) -> bool:
        return self.measure in (PERCENT, QUOTIENT)


@dataclass(frozen=True)
class SpringLine:
    """What one upper union of a place did in spring (Biểu số 06): `values` by the indicator's code, if answered.

    `reported`: its report is counted, or it has values of earlier phases. `waiting`: its report was received and is not
    counted yet; None where it was stored before that was counted.
    """

    unit_id: int
    name: str
    reported: bool
    values: dict[str, Decimal]
    waiting: bool | None = None


@dataclass(frozen=True)
class UnitAnswer:
    """What a unit answered in words in the report of the phase of this number.

    `phase`: what that is called; "" in what was stored before phases had names.
    """

    unit: str
    upper: str
    number: int
    text: str
    phase: str = ""


@dataclass(frozen=True)
class AnswerCount:
    """How many units gave an answer out of those that are offered: an option, "Có", "Không"."""

    words: str
    units: int


@dataclass(frozen=True)
class QuestionAnswers:
    """A question that is answered in words, and what units answered; `section` is its heading.

    `answered`: how many units did, each once; `counts`: of those that choose, how many chose what, their last answers.
    `kind`: what answers it (`AnsweredBy`). `code` is "" of a sector union's own question. All four are empty in what
    was stored before answers were counted.
    """

    name: str
    section: str
    answers: tuple[UnitAnswer, ...]
    code: str = ""
    answered: int = 0
    counts: tuple[AnswerCount, ...] = ()
    kind: str = ""

    @property
    def unit_of_measure(self) -> str:
        """What its counts are of, for lists of figures."""
        return "đơn vị"


@dataclass(frozen=True)
class Movement:
    """A sector union's own movement: its name, and whose it is, "" in the summary of that union itself."""

    name: str
    unit: str


@dataclass(frozen=True)
class ExemplarLine:
    """A person or collective that a reviewer chose to publish as an example."""

    who: str
    story: str
    unit: str
    upper: str
