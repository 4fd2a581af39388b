"""Results of a year ago: of the same period, to be compared with, and of the whole year, to see if a plan is easy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from campaigns.figures.comparisons import days_alike
from campaigns.figures.inputs import FigureInputs, LastYearFigure, UnitValue
from campaigns.figures.types import SamePeriod
from campaigns.models import FilingKind, OverPhases

ReportsOfUnits = dict[int, tuple[int, bool]]  # by the unit's id: its workers, and whether its report is counted


class LastYear:
    """The results of units a year ago, by the code of the indicator. They are those of accepted reports."""

    def __init__(self, inputs: FigureInputs):
        self._inputs = inputs
        self._over_phases = {indicator.code: indicator.over_phases for indicator in inputs.indicators}
        self._by_code: dict[str, list[LastYearFigure]] = defaultdict(list)
        for row in sorted(inputs.last_year, key=lambda row: row.number):
            self._by_code[row.code].append(row)
        phases = inputs.phases_a_year_ago
        days = days_alike(inputs.same_phases, inputs.period)
        self._numbers = {phase.number for phase in inputs.same_phases if days >= inputs.limits.same_days}
        self._is_year_known = bool(phases) and phases[-1].catalogue_id is not None

    def same_period(self, code: str) -> list[UnitValue]:
        """Return each unit's result of the same period of a year ago; nothing while no phases then had its days."""
        if not self._numbers:
            return []
        rows = [row for row in self._by_code[code] if row.number in self._numbers]
        return list(self._results(code, rows).values())

    def of_year(self, code: str, units: Iterable[int]) -> Decimal | None:
        """Return what some units did in the whole of last year; None if its last phase was never opened."""
        if not self._is_year_known or not self._by_code[code]:
            return None
        results = self._results(code, self._by_code[code])
        done = [results[unit].numerator for unit in units if unit in results]
        return sum(done, Decimal(0)) if done else None

    def _results(self, code: str, rows: Iterable[LastYearFigure]) -> dict[int, UnitValue]:
        by_unit: dict[int, list[LastYearFigure]] = {}
        for row in rows:
            by_unit.setdefault(row.unit_id, []).append(row)
        return {unit: over_phases(of_unit, self._over_phases[code]) for unit, of_unit in by_unit.items()}


def over_phases(rows: Sequence[LastYearFigure], way: str) -> UnitValue:
    """Return a unit's results of several phases, the earliest first, as one; `way` is one of `OverPhases`."""
    if way == OverPhases.SUM:
        denominators = [row.denominator for row in rows if row.denominator is not None]
        numerator = sum((row.numerator for row in rows), Decimal(0))
        return UnitValue("", numerator, sum(denominators, Decimal(0)) if denominators else None)
    chosen = max(rows, key=_ratio_or_value) if way == OverPhases.MAX else rows[-1]
    return UnitValue("", chosen.numerator, chosen.denominator)


def _ratio_or_value(row: LastYearFigure) -> Decimal:
    return row.numerator / row.denominator if row.denominator else row.numerator


def same_period(inputs: FigureInputs) -> SamePeriod | None:
    """Return what decides whether the period can be compared with that of a year ago; None where there was none."""
    if not inputs.phases_a_year_ago or not (inputs.reports_a_year_ago or _were_other_days(inputs)):
        return None
    now: ReportsOfUnits = {}
    for called in inputs.called_now:
        if called.is_grassroots:
            report = inputs.filing(called, FilingKind.REPORT)
            workers = inputs.headcounts_of(called)[0]["workers"] or 0
            now[called.unit_id] = workers, bool(report and report.is_accepted)
    then = inputs.reports_a_year_ago
    return SamePeriod(
        days=days_alike(inputs.same_phases, inputs.period),
        workers=sum(workers for workers, _counted in now.values()),
        counted=sum(workers for workers, counted in now.values() if counted),
        kept=sum(workers for unit, (workers, _counted) in now.items() if unit in then),
        workers_then=sum(workers for workers, _counted in then.values()),
        counted_then=sum(workers for workers, counted in then.values() if counted),
        kept_then=sum(workers for unit, (workers, _counted) in then.items() if unit in now),
    )


def _were_other_days(inputs: FigureInputs) -> bool:
    """Return whether phases of last year were opened, but none of the days of this period."""
    was_opened = any(phase.catalogue_id for phase in inputs.phases_a_year_ago)
    return was_opened and days_alike(inputs.same_phases, inputs.period) < inputs.limits.same_days
