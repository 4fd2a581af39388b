"""Results of a year ago: of the same period, to be compared with, and of the whole year, to see if a plan is easy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from campaigns.figures.inputs import FigureInputs, LastYearFigure, UnitValue
from campaigns.figures.types import SamePeriod
from campaigns.models import FilingKind, OverPhases
from foundation.vietnamese import same_day_in

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
        self._is_year_known = bool(phases) and phases[-1].catalogue_id is not None

    def same_period(self, code: str) -> list[UnitValue]:
        """Return each unit's result of the phase of this number; with `whole`, of all phases up to it."""
        number, whole = self._inputs.phase.number, self._inputs.whole
        rows = [row for row in self._by_code[code] if row.number == number or (whole and row.number < number)]
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
    before = inputs.phase_a_year_ago
    if before is None or not inputs.reports_a_year_ago:
        return None
    now: ReportsOfUnits = {}
    for called in inputs.called_now:
        if called.is_grassroots:
            report = inputs.filing(called, FilingKind.REPORT)
            workers = inputs.headcounts_of(called)[0]["workers"] or 0
            now[called.unit_id] = workers, bool(report and report.is_accepted)
    then = inputs.reports_a_year_ago
    first, first_before = (
        (phases[0] if inputs.whole else last)
        for phases, last in ((inputs.phases, inputs.phase), (inputs.phases_a_year_ago, before))
    )
    return SamePeriod(
        days=_days_in_common(
            (first.starts_on, inputs.phase.ends_on),
            tuple(same_day_in(day, day.year + 1) for day in (first_before.starts_on, before.ends_on)),
        ),
        workers=sum(workers for workers, _counted in now.values()),
        counted=sum(workers for workers, counted in now.values() if counted),
        kept=sum(workers for unit, (workers, _counted) in now.items() if unit in then),
        workers_then=sum(workers for workers, _counted in then.values()),
        counted_then=sum(workers for workers, counted in then.values() if counted),
        kept_then=sum(workers for unit, (workers, _counted) in then.items() if unit in now),
    )


def _days_in_common(period: Sequence[date], other: Sequence[date]) -> Decimal:
    """Return how many days two periods share, as a fraction of the longer one."""
    lengths = [(last - first).days + 1 for first, last in (period, other)]
    common = (min(period[1], other[1]) - max(period[0], other[0])).days + 1
    return (Decimal(max(common, 0)) / max(*lengths, 1)).quantize(Decimal("0.0001"))
