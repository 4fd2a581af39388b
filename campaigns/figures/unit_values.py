"""Each unit's target and actual for each indicator, before units are added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from copy import copy
from decimal import Decimal

from campaigns.figures.inputs import CountedFiling, FigureInputs, SheetFigures, UnitValue
from campaigns.figures.types import total
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, OverPhases
from campaigns.sheet.asked_indicators import column_of, is_asked_in

Values = Mapping[int, Mapping[int, UnitValue]]  # by the indicator's id, then by the unit's


class UnitValues:
    """The numbers of all units, by indicator and unit.

    `target`: from the latest accepted pledge that asks for the indicator; `phase`: from this phase's accepted report;
    `year`: accumulated over all accepted reports so far. `waiting` and `estimated` say for which units and indicators
    this phase's report awaits acceptance with a figure, and has an accepted figure that is an estimate.
    """

    target: Values
    phase: Values
    year: Values

    def __init__(self, inputs: FigureInputs):
        self.catalogues = inputs.catalogues
        meanings = {indicator.pk: indicator.meaning for indicator in inputs.indicators}
        self._counted = {  # by the phase's id: the indicators that it asked in the meaning that is counted
            phase_id: frozenset(row.pk for row in catalogue.indicators if meanings[row.pk] == row.meaning)
            for phase_id, catalogue in inputs.catalogues.items()
        }
        self._asked: dict[tuple[str, str, int, str], frozenset[int]] = {}
        reports = [sheet for sheet in inputs.figures if sheet.filing.kind == FilingKind.REPORT]
        accepted = [sheet for sheet in reports if sheet.filing.is_accepted]
        reported_now = [sheet for sheet in reports if sheet.filing.phase_id == inputs.phase.pk]
        self.target = self._targets(inputs)
        self.phase, self.year = self._results(inputs, accepted)
        self.waiting = {
            (filing.unit_id, indicator_id)
            for filing, values, _estimated in reported_now
            if filing.status == FilingStatus.SUBMITTED
            for indicator_id in values
        }
        self.estimated = {
            (filing.unit_id, indicator_id)
            for filing, _values, estimated in reported_now
            if filing.is_accepted
            for indicator_id in estimated
        }

    def with_units(self, again: UnitValues, unit_ids: Set[int]) -> UnitValues:
        """Return these numbers, of which those of some units are those of `again`."""
        merged = copy(self)
        merged._asked = dict(self._asked)  # `asked` writes into it, perhaps in two threads
        for name in ("target", "phase", "year"):
            setattr(merged, name, _merged(getattr(self, name), getattr(again, name), unit_ids))
        for name in ("waiting", "estimated"):
            setattr(merged, name, {key for key in getattr(self, name) if key[0] not in unit_ids} | getattr(again, name))
        return merged

    def asked(self, filing: CountedFiling) -> frozenset[int]:
        """Return the ids of the indicators a filing asks for, those it computes included."""
        # the answer depends on these four only, so it is worked out once for all units alike
        key = (column_of(filing.called), filing.called.working_year, filing.phase_id, filing.kind)
        if key not in self._asked:
            catalogue, column = self.catalogues[filing.phase_id], key[0]
            self._asked[key] = frozenset(
                indicator.pk
                for indicator in catalogue.indicators
                if indicator.pk in self._counted[filing.phase_id]
                and column in indicator.asked
                and is_asked_in(indicator, catalogue.phase, filing.called, filing.kind)
            )
        return self._asked[key]

    def _targets(self, inputs: FigureInputs) -> Values:
        """A later pledge that asks for an indicator and leaves it empty withdraws the target of an earlier pledge."""
        answers = {
            (sheet.filing.unit_id, sheet.filing.phase_id): sheet.values
            for sheet in inputs.figures
            if sheet.filing.kind == FilingKind.PLEDGE
        }
        pledges = [
            filing for filing in inputs.filings.values() if filing.kind == FilingKind.PLEDGE and filing.is_accepted
        ]
        targets: dict[int, dict[int, UnitValue]] = defaultdict(dict)
        for filing in sorted(pledges, key=lambda filing: filing.number):
            unit_id, pledged = filing.unit_id, answers.get((filing.unit_id, filing.phase_id), {})
            for indicator_id in self.asked(filing):
                if indicator_id in pledged:
                    targets[indicator_id][unit_id] = pledged[indicator_id]
                else:
                    targets[indicator_id].pop(unit_id, None)
        return dict(targets)

    def _results(self, inputs: FigureInputs, reports: Iterable[SheetFigures]) -> tuple[Values, Values]:
        """Return what each unit reported in this phase, and in all phases so far."""
        over_phases = {indicator.pk: indicator.over_phases for indicator in inputs.indicators}
        phase: dict[int, dict[int, UnitValue]] = defaultdict(dict)
        year: dict[int, dict[int, UnitValue]] = defaultdict(dict)
        for filing, of_report, _estimated in sorted(reports, key=lambda sheet: sheet.filing.number):
            unit_id, is_now = filing.unit_id, filing.phase_id == inputs.phase.pk
            for indicator_id in of_report.keys() & self._counted[filing.phase_id]:
                by_unit, value = year[indicator_id], of_report[indicator_id]
                if is_now:
                    phase[indicator_id][unit_id] = value
                earlier = by_unit.get(unit_id)
                by_unit[unit_id] = accumulated(earlier, value, over_phases[indicator_id]) if earlier else value
        return dict(phase), dict(year)


def _merged(values: Values, again: Values, unit_ids: Set[int]) -> Values:
    """Return `values`, of which those of some units are those of `again`."""
    kept = {
        indicator_id: {unit_id: value for unit_id, value in by_unit.items() if unit_id not in unit_ids}
        for indicator_id, by_unit in values.items()
    }
    return kept | {indicator_id: {**kept.get(indicator_id, {}), **by_unit} for indicator_id, by_unit in again.items()}


def accumulated(earlier: UnitValue, later: UnitValue, over_phases: str) -> UnitValue:
    """Return a unit's figures of two phases as one: their sum, the later, or the higher."""
    if over_phases == OverPhases.SUM:
        denominators = (earlier.denominator, later.denominator)
        return UnitValue(later.bloc, earlier.numerator + later.numerator, total(denominators))
    if over_phases == OverPhases.MAX:
        return max(earlier, later, key=_ratio_or_value)
    return later


def _ratio_or_value(value: UnitValue) -> Decimal:
    return value.numerator / value.denominator if value.denominator else value.numerator
