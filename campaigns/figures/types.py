"""What a summary counts, as plain values: no rows of the database, no pages, no words of a report.

None always means that nobody reported, never nought. Amounts are exact Decimals; money is whole đồng.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SUM, PERCENT, QUOTIENT, YES_NO = "sum", "percent", "quotient", "yes_no"
"""How an indicator is read: added up · Σn/Σd as percent · Σn/Σd as it is (triệu đồng/người) · yes of all."""

JUDGED_NOW, JUDGED_SCHOOLS, JUDGED_LATER = "now", "schools", "later"
"""When titles are judged: in this phase · schools in this phase, the rest at year end · at year end."""

GROUP_PLACE, GROUP_TRADE, GROUP_DIRECT, GROUP_COORDINATED, GROUP_OWN = "A", "B", "C", "D", "own"
"""Groups of Biểu số 01; OWN is an upper union's own sheet in its own summary."""


def percent(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """Part of whole in percent; None when either is not known or the whole is nought."""
    if part is None or not whole:
        return None
    return Decimal(part) * 100 / Decimal(whole)


def quotient(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    return numerator / denominator if numerator is not None and denominator else None


def total(numbers: Iterable[Decimal | int | None]) -> Decimal | int | None:
    """The sum of what is known; None when nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known[1:], known[0]) if known else None


@dataclass(frozen=True)
class FilingCounts:
    """Pledges, or reports, of some units. The excused are not expected.

    Received: submitted, returned or accepted. Late: among the received, those first sent after their date.
    """

    expected: int = 0
    received: int = 0
    accepted: int = 0
    waiting: int = 0
    late: int = 0
    excused: int = 0

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def on_time(self) -> int:
        return self.received - self.late

    @property
    def percent(self) -> Decimal | None:
        return percent(self.received, self.expected)


@dataclass(frozen=True)
class HeadcountSums:
    """Headcounts added up.

    `as_called`: for how many units they are those of the day of the call, for want of an accepted sheet.
    """

    workers: int | None = None
    women: int | None = None
    minorities: int | None = None
    members: int | None = None
    women_members: int | None = None
    direct: int | None = None
    insured: int | None = None
    as_called: int = 0


@dataclass(frozen=True)
class ParticipationLine:
    """A row of Biểu số 01: a unit with all that was called below it, or a group of units. No id: a group."""

    name: str
    grassroots: int
    people: HeadcountSums
    pledges: FilingCounts
    reports: FilingCounts
    unit_id: int | None = None
    group: str = ""
    upper: str = ""


@dataclass(frozen=True)
class Participation:
    """Who was expected and who came. `total` leaves the coordinated out, unless the summary is their own.

    `lines`: what stands directly below the unit, in the office's order; `units`: each counted unit alone.
    """

    total: ParticipationLine
    lines: tuple[ParticipationLine, ...]
    coordinated: ParticipationLine | None
    coordinated_units: tuple[ParticipationLine, ...]
    units: tuple[ParticipationLine, ...]
    blocs: dict[str, ParticipationLine]
    strands: dict[str, ParticipationLine]
    uppers: int
    upper_places: int
    small: int

    @property
    def missing_pledges(self) -> list[ParticipationLine]:
        return [line for line in self.units if line.pledges.missing]

    @property
    def missing_reports(self) -> list[ParticipationLine]:
        return [line for line in self.units if line.reports.missing]


@dataclass(frozen=True)
class IndicatorAmount:
    """What some units gave for an indicator. A sum has its value as numerator; yes-no: yes of answered."""

    measure: str
    units: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """What is compared: the sum, the percent or quotient of the sums, the number of yes."""
        if self.measure == PERCENT:
            return percent(self.numerator, self.denominator)
        if self.measure == QUOTIENT:
            return quotient(self.numerator, self.denominator)
        return self.numerator


@dataclass(frozen=True)
class AmountByBloc:
    """An amount in all, and of each bloc; upper unions' own acts are in the total only."""

    total: IndicatorAmount
    administrative: IndicatorAmount
    enterprise: IndicatorAmount

    @property
    def grassroots(self) -> IndicatorAmount:
        """The two blocs together, without the upper unions' own."""
        one, other = self.administrative, self.enterprise
        return IndicatorAmount(
            one.measure,
            one.units + other.units,
            total((one.numerator, other.numerator)),
            total((one.denominator, other.denominator)),
        )


@dataclass(frozen=True)
class IndicatorFigures:
    """One indicator, over accepted sheets. `phase`: this phase's reports; `year`: accumulated up to it.

    `asked`: who reports it now, of "administrative", "enterprise", "own"; empty: nobody in this phase.
    `waiting`: reports with a figure that await acceptance. `estimated`: units whose figure is an estimate.
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

    @property
    def of_target(self) -> Decimal | None:
        """Accumulated actual in percent of the year's target; None while not judged, or without a target."""
        return self.share(self.year.total, self.target.total)

    @property
    def of_assigned(self) -> Decimal | None:
        return percent(self.year.total.value, self.assigned) if self.judged == JUDGED_NOW else None

    def share(self, actual: IndicatorAmount, target: IndicatorAmount) -> Decimal | None:
        return percent(actual.value, target.value) if self.judged == JUDGED_NOW else None

    @property
    def is_ratio(self) -> bool:
        return self.measure in (PERCENT, QUOTIENT)


@dataclass(frozen=True)
class WorkOutcome:
    """What became of a work. Recognition is the employer's act; the checked value is the union's, apart."""

    title: str
    authors: str
    author_class: str
    kind: str
    unit_id: int
    unit: str
    upper: str
    bloc: str
    strand: str
    done: bool
    why_not: str
    recognised: bool
    recognised_by: str
    recognised_no: str
    recognised_on: date | None
    declared: int | None
    checked: int | None
    no_money: bool
    benefit: str
    occasion: str
    occasion_on: date | None
    highlighted: bool


@dataclass(frozen=True)
class WorkTotals:
    """Works counted. `declared` and `checked` in đồng, None when no unit gave one; never mixed."""

    name: str
    registered: int
    done: int
    recognised: int
    declared: int | None
    checked: int | None
    valued: int = 0
    checked_works: int = 0


@dataclass(frozen=True)
class WorkFigures:
    rows: tuple[WorkOutcome, ...]
    total: WorkTotals
    kinds: dict[str, WorkTotals]
    blocs: dict[str, WorkTotals]
    strands: dict[str, WorkTotals]
    uppers: tuple[WorkTotals, ...]


@dataclass(frozen=True)
class SpringLine:
    """A place union's spring acts (Biểu số 06), by code; a code is absent when not answered."""

    unit_id: int
    name: str
    reported: bool
    values: dict[str, Decimal]


@dataclass(frozen=True)
class ExemplarLine:
    who: str
    story: str
    unit: str
    upper: str
