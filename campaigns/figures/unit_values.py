"""Each unit's target and actuals for each indicator, before units are added up."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from campaigns.catalogue_cache import catalogue
from campaigns.figures.inputs import CountedFiling, FigureInputs, FilingFigure
from campaigns.models import FilingKind, Indicator, OverPhases
from campaigns.sheet.asked_indicators import column_of, is_asked_in

UnitIndicator = tuple[int, int]  # unit, indicator


class UnitValue(NamedTuple):
    """A unit's figure, with the bloc it belongs to ("" for an upper union's own)."""

    bloc: str
    numerator: Decimal
    denominator: Decimal | None


class UnitValues:
    """By unit and indicator.

    `target`: of the latest accepted pledge that asks it; `phase`: of this phase's accepted report; `year`: of
    all accepted reports so far.
    """

    def __init__(self, rows: FigureInputs):
        self.rows = rows
        self.last = catalogue(rows.campaign).last_number
        self._asked: dict[tuple[str, str, int, str], frozenset[int]] = {}
        self.target = self._targets()
        reports, now = self._reports(), rows.phase.pk
        self.phase = {key: _entry(found[-1]) for key, found in reports.items() if found[-1].sheet.phase_id == now}
        over = {one.pk: one.over_phases for one in rows.catalogue}
        self.year = {key: accumulated(found, over[key[1]]) for key, found in reports.items()}

    def asked(self, sheet: CountedFiling) -> frozenset[int]:
        """The indicators a sheet asks, typed and computed, by id; the same for all units of a column."""
        key = (column_of(sheet.called), sheet.called.working_year, sheet.phase_id, sheet.kind)
        if key not in self._asked:
            self._asked[key] = frozenset(one.pk for one in self.rows.catalogue if self._asks(one, sheet, key[0]))
        return self._asked[key]

    def _asks(self, indicator: Indicator, sheet: CountedFiling, column: str) -> bool:
        in_column = any(row.column == column for row in indicator.asked.all())
        return in_column and is_asked_in(indicator, sheet.called, sheet.kind, self.last)

    def _targets(self) -> dict[UnitIndicator, UnitValue]:
        """A later pledge that asks and leaves an answer open has no target, whatever an earlier one said."""
        given = {
            (one.sheet.unit_id, one.sheet.phase_id, one.indicator_id): one
            for one in self.rows.given
            if one.sheet.kind == FilingKind.PLEDGE
        }
        pledges = (one for one in self.rows.sheets.values() if one.kind == FilingKind.PLEDGE and one.is_accepted)
        found: dict[UnitIndicator, FilingFigure | None] = {}
        for sheet in sorted(pledges, key=lambda sheet: sheet.number):
            unit_id, phase_id = sheet.unit_id, sheet.phase_id
            for indicator_id in self.asked(sheet):
                found[unit_id, indicator_id] = given.get((unit_id, phase_id, indicator_id))
        return {key: _entry(answer) for key, answer in found.items() if answer}

    def _reports(self) -> dict[UnitIndicator, list[FilingFigure]]:
        """Figures of accepted reports by unit and indicator, the earliest phase first."""
        known = {indicator.pk for indicator in self.rows.catalogue}
        reported = [
            one
            for one in self.rows.given
            if one.sheet.is_accepted and one.sheet.kind == FilingKind.REPORT and one.indicator_id in known
        ]
        found: dict[UnitIndicator, list[FilingFigure]] = defaultdict(list)
        for one in sorted(reported, key=lambda one: one.sheet.number):
            found[one.sheet.unit_id, one.indicator_id].append(one)
        return found


def accumulated(found: list[FilingFigure], over_phases: str) -> UnitValue:
    """A unit's figures of several phases as one: added, the last, or the highest."""
    if over_phases == OverPhases.SUM:
        if len(found) == 1:
            return _entry(found[0])
        denominators = [one.denominator for one in found if one.denominator is not None]
        numerator = sum((one.numerator for one in found), Decimal(0))
        return UnitValue(found[-1].sheet.bloc, numerator, sum(denominators, Decimal(0)) if denominators else None)
    if over_phases == OverPhases.MAX:
        return _entry(max(found, key=_height))
    return _entry(found[-1])


def _height(given: FilingFigure) -> Decimal:
    return given.numerator / given.denominator if given.denominator else given.numerator


def _entry(given: FilingFigure) -> UnitValue:
    return UnitValue(given.sheet.bloc, given.numerator, given.denominator)
