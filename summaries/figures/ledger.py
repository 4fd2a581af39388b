"""Each unit's target and actuals for each indicator, before units are added up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from campaigns.catalogue import catalogue
from campaigns.models import FilingKind, Indicator, OverPhases
from campaigns.sheet.asked import column_of, is_asked_in
from summaries.figures.rows import Given, Rows, Sheet

Key = tuple[int, int]  # unit, indicator


class Entry(NamedTuple):
    """A unit's figure, with the bloc it belongs to ("" for an upper union's own)."""

    bloc: str
    numerator: Decimal
    denominator: Decimal | None


class Ledger:
    """By unit and indicator.

    `target`: of the latest accepted pledge that asks it; `phase`: of this phase's accepted report; `year`: of
    all accepted reports so far.
    """

    def __init__(self, rows: Rows):
        self.rows = rows
        self.last = catalogue(rows.campaign).last_number
        self._asked: dict[tuple[str, str, int, str], frozenset[int]] = {}
        self._given = {(one.sheet.called.pk, one.sheet.kind, one.indicator_id): one for one in rows.given}
        self.target = self._targets()
        self.phase = {key: _entry(found[-1]) for key, found in self._reported(now=True).items()}
        over = {one.pk: one.over_phases for one in rows.catalogue}
        self.year = {key: accumulated(found, over[key[1]]) for key, found in self._reported(now=False).items()}

    def asked(self, sheet: Sheet) -> frozenset[int]:
        """The indicators a sheet asks, typed and computed, by id; the same for all units of a column."""
        called = sheet.called
        key = (column_of(called), called.working_year, called.phase_id, sheet.kind)
        if key not in self._asked:
            self._asked[key] = frozenset(one.pk for one in self.rows.catalogue if self._asks(one, sheet, key[0]))
        return self._asked[key]

    def _asks(self, indicator: Indicator, sheet: Sheet, column: str) -> bool:
        in_column = any(row.column == column for row in indicator.asked.all())
        return in_column and is_asked_in(indicator, sheet.called, sheet.kind, self.last)

    def _targets(self) -> dict[Key, Entry]:
        """A later pledge that asks and leaves an answer open has no target, whatever an earlier one said."""
        found: dict[Key, Entry | None] = {}
        for sheet in self._accepted(FilingKind.PLEDGE):
            for indicator_id in self.asked(sheet):
                given = self._given.get((sheet.called.pk, sheet.kind, indicator_id))
                found[sheet.called.unit_id, indicator_id] = _entry(given) if given else None
        return {key: entry for key, entry in found.items() if entry}

    def _reported(self, *, now: bool) -> dict[Key, list[Given]]:
        """Figures of accepted reports by unit and indicator, the earliest phase first."""
        known = {indicator.pk for indicator in self.rows.catalogue}
        found: dict[Key, list[Given]] = {}
        for given in sorted(self.rows.given, key=lambda given: given.sheet.called.phase.number):
            sheet = given.sheet
            in_time = not now or sheet.called.phase_id == self.rows.phase.pk
            if sheet.kind == FilingKind.REPORT and sheet.is_accepted and in_time and given.indicator_id in known:
                found.setdefault((sheet.called.unit_id, given.indicator_id), []).append(given)
        return found

    def _accepted(self, kind: str) -> Iterable[Sheet]:
        sheets = [sheet for sheet in self.rows.sheets.values() if sheet.kind == kind and sheet.is_accepted]
        return sorted(sheets, key=lambda sheet: sheet.called.phase.number)


def accumulated(found: list[Given], over_phases: str) -> Entry:
    """A unit's figures of several phases as one: added, the last, or the highest."""
    if over_phases == OverPhases.SUM:
        denominators = [one.denominator for one in found if one.denominator is not None]
        numerator = sum((one.numerator for one in found), Decimal(0))
        return Entry(found[-1].sheet.called.bloc, numerator, sum(denominators, Decimal(0)) if denominators else None)
    if over_phases == OverPhases.MAX:
        return _entry(max(found, key=_height))
    return _entry(found[-1])


def _height(given: Given) -> Decimal:
    return given.numerator / given.denominator if given.denominator else given.numerator


def _entry(given: Given) -> Entry:
    return Entry(given.sheet.called.bloc, given.numerator, given.denominator)
