"""The progress of each indicator towards the plan of the year, as verdicts judge it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import PERCENT, PERSONS, QUOTIENT, YES_NO, Progress
from campaigns.figures.unit_values import UnitValue, UnitValues
from campaigns.figures.verdicts import expected_share
from campaigns.figures.works import latest_results
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, WorkKind
from campaigns.models.indicator import Computed, Pace

LEVELS = (QUOTIENT, YES_NO)
"""What is added up so has no share of a plan: levels are compared with last year, yes and no are counted."""


@dataclass
class _Reports:
    """The reports of this phase that ask the same indicators: ids of the units that are `asked`, without the excused.

    `unfinished`: those whose report is not accepted, so that what earlier phases told is not all they did.
    """

    asked: set[int] = field(default_factory=set)
    unfinished: set[int] = field(default_factory=set)


class ProgressOf:
    """Makes the progress of indicators; what the units were asked is added up once for all of them."""

    def __init__(self, inputs: FigureInputs, unit_values: UnitValues):
        self._inputs = inputs
        self._workers: dict[int, int] = {}
        self._names = {called.unit_id: called.name for called in inputs.called_now}
        self._reports: dict[frozenset[int], _Reports] = defaultdict(_Reports)  # by the ids of the indicators they ask
        for called in inputs.called_now:
            self._workers[called.unit_id] = (
                inputs.headcounts_of(called)[0]["workers"] or 0 if called.is_grassroots else 0
            )
            report = inputs.filing(called, FilingKind.REPORT)
            if report is None:
                continue
            reports = self._reports[unit_values.asked(report)]
            if report.status != FilingStatus.EXCUSED:
                reports.asked.add(called.unit_id)
            if not report.is_accepted:
                reports.unfinished.add(called.unit_id)

    def of(
        self,
        indicator: CatalogueIndicator,
        aggregation: str,
        targets: Mapping[int, UnitValue],
        results: Mapping[int, UnitValue],
    ) -> Progress | None:
        """Return the progress of one indicator; None where shares of a plan mean nothing. Values are by unit."""
        if aggregation in LEVELS or indicator.less_is_better or _is_true_rate(indicator, aggregation):
            return None
        reports = [reports for ids, reports in self._reports.items() if indicator.pk in ids]
        missing = set().union(*(of_some.unfinished for of_some in reports))
        told = {unit: value for unit, value in results.items() if unit in self._workers and unit not in missing}
        answered = {unit: value.numerator for unit, value in told.items()}
        # some were asked in an earlier phase only
        called_upon = answered.keys() | set().union(*(of_some.asked for of_some in reports))
        pledged = [targets[unit].numerator for unit in answered if unit in targets]
        pledges = sum(pledged, Decimal(0)) if pledged else None
        largest = max(answered.values(), default=None)
        return Progress(
            plan=self._assigned(indicator, aggregation, told.values()) or pledges,
            pledged=pledges,
            done=sum(answered.values(), Decimal(0)) if answered else None,
            expected=self._expected(indicator),
            at_end=self._inputs.catalogue.phase.is_last,
            asked_units=len(called_upon),
            answered_units=len(answered),
            asked_workers=sum(self._workers[unit] for unit in called_upon),
            answered_workers=sum(self._workers[unit] for unit in answered),
            contributing=sum(bool(amount) for amount in answered.values()),
            largest=largest,
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
        phase = self._inputs.catalogue.phase
        years = phase.ends_on.year - self._inputs.campaign.year  # a phase may end after New Year
        return expected_share(
            Pace(indicator.pace), 12 * years + phase.ends_on.month, is_last=phase.is_last, holds_june=phase.holds_june
        )

    @cached_property
    def _is_money_checked(self) -> bool:
        """Whether so much of the value that units declare of their initiatives was checked that it can be judged."""
        results = [row for row in latest_results(self._inputs) if row.registered.kind == WorkKind.INITIATIVE]
        declared = sum(row.value or 0 for row in results)
        checked = sum(row.value or 0 for row in results if row.checked_value is not None)
        return checked >= self._inputs.limits.checked_money * declared


def _is_true_rate(indicator: CatalogueIndicator, aggregation: str) -> bool:
    """Return whether an indicator is a share of other things than persons, of which no plan is a count."""
    return aggregation == PERCENT and indicator.counting != PERSONS
