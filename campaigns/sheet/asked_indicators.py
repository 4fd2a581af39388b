"""The rules that decide which indicators a sheet asks, and which of them must be answered."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.catalogue_cache import catalogue
from campaigns.models import AskedLevel, CalledUnit, Column, FilingKind, Indicator, Judged
from units.models import UnitKind, WorkingYear


@dataclass(frozen=True)
class AskedIndicator:
    """An indicator that a sheet asks, and whether it must be answered before sending."""

    indicator: Indicator
    required: bool


def indicators_asked_of(called: CalledUnit, kind: str) -> list[AskedIndicator]:
    """Return the indicators that a called unit's sheet of this kind asks, typed and computed, in the table's order."""
    campaign_catalogue, column = catalogue(called.phase.campaign), column_of(called)
    asked_indicators = []
    for indicator in campaign_catalogue.indicators:
        level = next((row.level for row in indicator.asked.all() if row.column == column), None)
        if level and is_asked_in(indicator, called, kind, campaign_catalogue.last_number):
            asked_indicators.append(AskedIndicator(indicator, level == AskedLevel.ALL or _from_30(level, called)))
    return asked_indicators


def _from_30(level: str, called: CalledUnit) -> bool:
    return level == AskedLevel.FROM_30 and not called.is_small


def column_of(called: CalledUnit) -> str:
    """Return the column (`Column`) of the table of indicators that this unit answers in."""
    if called.kind == UnitKind.UPPER_PLACE:
        return Column.UPPER_PLACE
    if called.kind == UnitKind.UPPER_TRADE:
        return Column.UPPER_TRADE
    return Column.OCCUPATIONAL if called.is_occupational else called.strand


def is_asked_in(indicator: Indicator, called: CalledUnit, kind: str, last: int) -> bool:
    """Return whether this phase's sheet of this kind asks the indicator; `last` is the campaign's last phase number."""
    if not indicator.is_for_phase(called.phase.number):
        return False
    if kind == FilingKind.PLEDGE:
        return indicator.in_pledge
    return indicator.in_report and is_judged_in(indicator, called, last)


def is_judged_in(indicator: Indicator, called: CalledUnit, last: int) -> bool:
    """Return whether the indicator is judged in this phase.

    Titles are judged once a year: schools in the phase that contains 1 June, all other units in the last phase.
    """
    if indicator.judged == Judged.EACH_PHASE:
        return True
    if indicator.judged == Judged.SCHOOL_YEAR and called.working_year == WorkingYear.SCHOOL:
        return called.phase.holds_june
    return called.phase.number == last
