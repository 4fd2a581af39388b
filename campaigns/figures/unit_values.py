"""Each unit's target and actual for each indicator, before units are added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from copy import copy
from decimal import Decimal
from typing import NamedTuple

from campaigns.figures.inputs import CountedFiling, FigureInputs, FilingFigure
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, OverPhases
from campaigns.sheet.asked_indicators import column_of, is_asked_in

UnitIndicator = tuple[int, int]  # ids of a unit and an indicator
FiguresByFiling = list[tuple[CountedFiling, list[FilingFigure]]]


class UnitValue(NamedTuple):
    """A unit's number for an indicator, with the unit's bloc ("" for an upper union)."""

    bloc: str
    numerator: Decimal
    denominator: Decimal | None


class UnitValues:
    """The numbers of all units, each by unit and indicator.

    `target`: from the latest accepted pledge that asks for the indicator; `phase`: from this phase's accepted report;
    `year`: accumulated over all accepted reports so far. `waiting` and `estimated` say for which units and indicators
    this phase's report awaits acceptance with a figure, and has an accepted figure that is an estimate.
    """

    def __init__(self, inputs: FigureInputs):
        self.catalogues = inputs.catalogues
        meanings = {indicator.pk: indicator.meaning for indicator in inputs.indicators}
        self._counted = {  # by the phase's id: the indicators that it asked in the meaning that is counted
            phase_id: frozenset(pk for pk, indicator in catalogue.by_pk.items() if meanings[pk] == indicator.meaning)
            for phase_id, catalogue in inputs.catalogues.items()
        }
        self._asked: dict[tuple[str, str, int, str], frozenset[int]] = {}
        by_filing = _by_filing(inputs.figures)
        self.target = self._targets(inputs, by_filing)
        reports, this_phase = self._reports(by_filing), inputs.phase.pk
        self.phase = {
            key: _unit_value(figures[-1])
            for key, figures in reports.items()
            if figures[-1].filing.phase_id == this_phase
        }
        over_phases = {indicator.pk: indicator.over_phases for indicator in inputs.indicators}
        self.year = {key: accumulated(figures, over_phases[key[1]]) for key, figures in reports.items()}
        reported_now = [
            (filing, figures)
            for filing, figures in by_filing
            if filing.kind == FilingKind.REPORT and filing.phase_id == this_phase
        ]
        self.waiting = {
            _key(figure)
            for filing, figures in reported_now
            if filing.status == FilingStatus.SUBMITTED
            for figure in figures
        }
        self.estimated = {
            _key(figure)
            for filing, figures in reported_now
            if filing.is_accepted
            for figure in figures
            if figure.estimated
        }

    def with_units(self, again: UnitValues, unit_ids: Set[int]) -> UnitValues:
        """Return these numbers, of which those of some units are those of `again`."""
        merged = copy(self)
        merged._asked = dict(self._asked)  # `asked` writes into it, perhaps in two threads
        for name in ("target", "phase", "year"):
            kept = {key: value for key, value in getattr(self, name).items() if key[0] not in unit_ids}
            setattr(merged, name, kept | getattr(again, name))
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

    def _targets(self, inputs: FigureInputs, by_filing: FiguresByFiling) -> dict[UnitIndicator, UnitValue]:
        """A later pledge that asks for an indicator and leaves it empty withdraws the target of an earlier pledge."""
        pledged = {
            (filing.unit_id, filing.phase_id): {figure.indicator_id: figure for figure in figures}
            for filing, figures in by_filing
            if filing.kind == FilingKind.PLEDGE
        }
        pledges = [
            filing for filing in inputs.filings.values() if filing.kind == FilingKind.PLEDGE and filing.is_accepted
        ]
        latest: dict[UnitIndicator, FilingFigure | None] = {}
        for filing in sorted(pledges, key=lambda filing: filing.number):
            answers = pledged.get((filing.unit_id, filing.phase_id), {})
            for indicator_id in self.asked(filing):
                latest[filing.unit_id, indicator_id] = answers.get(indicator_id)
        return {key: _unit_value(figure) for key, figure in latest.items() if figure}

    def _reports(self, by_filing: FiguresByFiling) -> dict[UnitIndicator, list[FilingFigure]]:
        """Return the figures of accepted reports by unit and indicator, the earliest phase first."""
        reports = [pair for pair in by_filing if pair[0].is_accepted and pair[0].kind == FilingKind.REPORT]
        by_key: dict[UnitIndicator, list[FilingFigure]] = defaultdict(list)
        for filing, figures in sorted(reports, key=lambda pair: pair[0].number):
            unit_id, counted = filing.unit_id, self._counted[filing.phase_id]
            for figure in figures:
                if figure.indicator_id in counted:
                    by_key[unit_id, figure.indicator_id].append(figure)
        return by_key


def _by_filing(figures: Iterable[FilingFigure]) -> FiguresByFiling:
    """Return the figures of each filing together; those of one filing share its object."""
    together: dict[int, list[FilingFigure]] = {}
    for figure in figures:
        together.setdefault(id(figure.filing), []).append(figure)
    return [(of_filing[0].filing, of_filing) for of_filing in together.values()]


def accumulated(figures: Sequence[FilingFigure], over_phases: str) -> UnitValue:
    """Return a unit's figures of several phases, the earliest first, as one: their sum, the last, or the highest."""
    if len(figures) == 1:
        return _unit_value(figures[0])
    if over_phases == OverPhases.SUM:
        denominators = [figure.denominator for figure in figures if figure.denominator is not None]
        numerator = sum((figure.numerator for figure in figures), Decimal(0))
        return UnitValue(figures[-1].filing.bloc, numerator, sum(denominators, Decimal(0)) if denominators else None)
    if over_phases == OverPhases.MAX:
        return _unit_value(max(figures, key=_ratio_or_value))
    return _unit_value(figures[-1])


def _key(figure: FilingFigure) -> UnitIndicator:
    return figure.filing.unit_id, figure.indicator_id


def _ratio_or_value(figure: FilingFigure) -> Decimal:
    return figure.numerator / figure.denominator if figure.denominator else figure.numerator


def _unit_value(figure: FilingFigure) -> UnitValue:
    return UnitValue(figure.filing.bloc, figure.numerator, figure.denominator)
