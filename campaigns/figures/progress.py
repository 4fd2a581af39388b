"""The progress of each indicator towards the plan of the year, as verdicts judge it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.figures.inputs import FigureInputs, UnitValue
from campaigns.figures.last_year import LastYear
from campaigns.figures.types import PERCENT, PERSONS, QUOTIENT, SUM, YES_NO, Progress
from campaigns.figures.unit_values import UnitValues
from campaigns.figures.verdicts import expected_share, months_of_campaign
from campaigns.figures.works import latest_results
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, Indicator, WorkKind
from campaigns.models.indicator import Computed, Pace

LEVELS = (QUOTIENT, YES_NO)
"""What is added up so has no share of a plan: levels are compared with last year, yes and no are counted."""


@dataclass
class _Reports:
    """The reports of this phase that ask some indicators: ids of the units `asked`, without the excused.

    `unfinished`: units whose report is not accepted, so that what earlier phases told is not all they did.
    """

    asked: set[int] = field(default_factory=set)
    unfinished: set[int] = field(default_factory=set)


class ProgressOf:
    """Makes the progress of indicators; what the units were asked is added up once for all of them.

    `targets`, `phase` and `year` are what units pledged, did in this phase, and did since the beginning of the year.
    """

    def __init__(self, inputs: FigureInputs, unit_values: UnitValues):
        self._inputs = inputs
        self.last_year = LastYear(inputs)
        self.targets, self.phase, self.year = unit_values.target, unit_values.phase, unit_values.year
        self._workers: dict[int, int] = {}
        self._names = {called.unit_id: called.name for called in inputs.called_now}
        self._alike: dict[frozenset[int], _Reports] = defaultdict(_Reports)  # by the ids of the indicators they ask
        for called in inputs.called_now:
            self._workers[called.unit_id] = (
                inputs.headcounts_of(called)[0]["workers"] or 0 if called.is_grassroots else 0
            )
            report = inputs.filing(called, FilingKind.REPORT)
            if report is None:
                continue
            reports = self._alike[unit_values.asked(report)]
            if report.status != FilingStatus.EXCUSED:
                reports.asked.add(called.unit_id)
            if not report.is_accepted:
                reports.unfinished.add(called.unit_id)
        self._together: dict[tuple[int, ...], _Reports] = {}

    def _reports_asking(self, indicator_id: int) -> _Reports:
        """Return the reports that ask an indicator; those of several that are asked alike are put together once."""
        key = tuple(position for position, ids in enumerate(self._alike) if indicator_id in ids)
        if key not in self._together:
            alike = list(self._alike.values())
            self._together[key] = _Reports(
                set().union(*(alike[position].asked for position in key)),
                set().union(*(alike[position].unfinished for position in key)),
            )
        return self._together[key]

    def of(self, indicator: CatalogueIndicator, only: Set[int] | None = None) -> Progress | None:
        """Return the progress of an indicator, of all units or `only` some; None where no share of a plan is told."""
        aggregation = aggregation_of(indicator)
        if aggregation in LEVELS or indicator.less_is_better or _is_true_rate(indicator, aggregation):
            return None
        targets, reports = self.targets.get(indicator.pk, {}), self._reports_asking(indicator.pk)
        counted = (self._workers.keys() if only is None else only) - reports.unfinished
        told = {unit: value for unit, value in self.year.get(indicator.pk, {}).items() if unit in counted}
        answered = {unit: value.numerator for unit, value in told.items()}
        called_upon = reports.asked if only is None else reports.asked & only
        if not answered.keys() <= called_upon:
            called_upon = called_upon | answered.keys()  # some were asked in an earlier phase only
        pledged = [targets[unit].numerator for unit in answered if unit in targets]
        pledges = sum(pledged, Decimal(0)) if pledged else None
        largest = max(answered.values(), default=None)
        return Progress(
            plan=(self._assigned(indicator, aggregation, told.values()) if only is None else None) or pledges,
            pledged=pledges,
            done=sum(answered.values(), Decimal(0)) if answered else None,
            expected=self._expected(indicator),
            at_end=self._inputs.catalogue.phase.is_last,
            asked_units=len(called_upon),
            answered_units=len(answered),
            asked_workers=sum(map(self._workers.__getitem__, called_upon)),
            answered_workers=sum(map(self._workers.__getitem__, answered)),
            contributing=sum(1 for amount in answered.values() if amount),
            largest=largest,
            last_year=self.last_year.of_year(indicator.code, answered),
            largest_at=min((self._names[unit] for unit in answered if answered[unit] == largest), default=""),
        )

    def _assigned(self, indicator: CatalogueIndicator, aggregation: str, told: Iterable[UnitValue]) -> Decimal | None:
        """Return the assigned target; that of a share is in percent, so it is the number of persons which it means."""
        if indicator.pace == Pace.SCHOOL_YEAR and not self._inputs.catalogue.phase.is_last:
            return None  # schools alone are judged, and the target is everybody's
        target = self._inputs.assigned_targets.get(indicator.pk)
        if target is None or aggregation != PERCENT:
            return target
        return target * sum((value.denominator or Decimal(0) for value in told), Decimal(0)) / 100

    def _expected(self, indicator: CatalogueIndicator) -> Decimal | None:
        if indicator.computed == Computed.INITIATIVES_VALUE and not self._is_money_checked:
            return None
        phase, (months, of_months) = self._inputs.catalogue.phase, self._months
        return expected_share(
            Pace(indicator.pace), months, is_last=phase.is_last, holds_june=phase.holds_june, of_months=of_months
        )

    @cached_property
    def _months(self) -> tuple[int, int]:
        return months_of_campaign(self._inputs.catalogue.phase, self._inputs.campaign.live_phases)

    @cached_property
    def _is_money_checked(self) -> bool:
        """Whether so much of the value that units declare of their initiatives was checked that it can be judged."""
        results = [row for row in latest_results(self._inputs) if row.registered.kind == WorkKind.INITIATIVE]
        declared = sum(row.value or 0 for row in results)
        checked = sum(row.value or 0 for row in results if row.checked_value is not None)
        return checked >= self._inputs.limits.checked_money * declared


def aggregation_of(indicator: CatalogueIndicator | Indicator) -> str:
    """Return how an indicator is added up over units: SUM, PERCENT, QUOTIENT or YES_NO."""
    if indicator.is_ratio:
        return QUOTIENT if indicator.is_quotient else PERCENT
    return YES_NO if indicator.is_yes_no else SUM


def _is_true_rate(indicator: CatalogueIndicator, aggregation: str) -> bool:
    """Return whether an indicator is a share of other things than persons, of which no plan is a count."""
    return aggregation == PERCENT and indicator.counting != PERSONS
