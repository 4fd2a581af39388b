"""The progress of each indicator towards the plan of the year, as verdicts judge it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from campaigns.catalogue.types import CatalogueIndicator, CataloguePhase
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import QUOTIENT, YES_NO, Progress
from campaigns.figures.unit_values import UnitValue, UnitValues
from campaigns.figures.verdicts import expected_share
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind
from campaigns.models.indicator import Pace

LEVELS = (QUOTIENT, YES_NO)
"""What is added up so has no share of a plan: levels are compared with last year, yes and no are counted."""


class ProgressOf:
    """Makes the progress of indicators; what the units were asked is added up once for all of them."""

    def __init__(self, inputs: FigureInputs, unit_values: UnitValues):
        self._inputs = inputs
        self._workers: dict[int, int] = {}
        self._asked: dict[frozenset[int], list[int]] = defaultdict(lambda: [0, 0])  # units and workers by what is asked
        for called in inputs.called_now:
            workers = inputs.headcounts_of(called)[0]["workers"] or 0 if called.is_grassroots else 0
            self._workers[called.unit_id] = workers
            report = inputs.filing(called, FilingKind.REPORT)
            if report and report.status != FilingStatus.EXCUSED:
                counts = self._asked[unit_values.asked(report)]
                counts[0] += 1
                counts[1] += workers

    def of(
        self,
        indicator: CatalogueIndicator,
        aggregation: str,
        targets: Mapping[int, UnitValue],
        results: Mapping[int, UnitValue],
    ) -> Progress | None:
        """Return the progress of one indicator; None where shares of a plan mean nothing. Values are by unit."""
        if aggregation in LEVELS or indicator.less_is_better:
            return None
        reports = [counts for ids, counts in self._asked.items() if indicator.pk in ids]
        answered = {unit: value.numerator for unit, value in results.items() if unit in self._workers}
        pledged = [targets[unit].numerator for unit in answered if unit in targets]
        return Progress(
            plan=self._inputs.assigned_targets.get(indicator.pk) or (sum(pledged, Decimal(0)) if pledged else None),
            done=sum(answered.values(), Decimal(0)) if answered else None,
            expected=_expected(indicator, self._inputs.catalogue.phase),
            at_end=self._inputs.catalogue.phase.is_last,
            asked_units=sum(units for units, _workers in reports),
            answered_units=len(answered),
            asked_workers=sum(workers for _units, workers in reports),
            answered_workers=sum(self._workers[unit] for unit in answered),
            contributing=sum(bool(amount) for amount in answered.values()),
            largest=max(answered.values(), default=None),
        )


def _expected(indicator: CatalogueIndicator, phase: CataloguePhase) -> Decimal | None:
    pace, months = Pace(indicator.pace), phase.ends_on.month
    return expected_share(pace, months, is_last=phase.is_last, holds_june=phase.holds_june)
