"""Which indicators a sheet asks for, and which of them must be answered."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.catalogue_cache import catalogue
from campaigns.models import AskedLevel, CalledUnit, Column, FilingKind, Indicator, Judged
from units.models import Kind, WorkingYear


@dataclass(frozen=True)
class AskedIndicator:
    indicator: Indicator
    required: bool

    @property
    def offered_only(self) -> bool:
        """Behind "chỉ tiêu tự chọn" in the form."""
        return not self.required


def asked_of(called: CalledUnit, kind: str) -> list[AskedIndicator]:
    """The indicators a called unit's pledge or report asks for, typed and computed, in order."""
    known, column = catalogue(called.phase.campaign), column_of(called)
    asked = []
    for indicator in known.indicators:
        level = next((row.level for row in indicator.asked.all() if row.column == column), None)
        if level and is_asked_in(indicator, called, kind, known.last_number):
            asked.append(AskedIndicator(indicator, level == AskedLevel.ALL or _from_30(level, called)))
    return asked


def _from_30(level: str, called: CalledUnit) -> bool:
    return level == AskedLevel.FROM_30 and not called.is_small


def column_of(called: CalledUnit) -> str:
    """The column of the table this unit answers in."""
    if called.kind == Kind.UPPER_PLACE:
        return Column.UPPER_PLACE
    if called.kind == Kind.UPPER_TRADE:
        return Column.UPPER_TRADE
    return Column.OCCUPATIONAL if called.is_occupational else called.strand


def is_asked_in(indicator: Indicator, called: CalledUnit, kind: str, last: int) -> bool:
    """Whether this phase's sheet of this kind asks it: the phases it names, and when it is judged."""
    if not indicator.is_for_phase(called.phase.number):
        return False
    if kind == FilingKind.PLEDGE:
        return indicator.in_pledge
    return indicator.in_report and is_judged_in(indicator, called, last)


def is_judged_in(indicator: Indicator, called: CalledUnit, last: int) -> bool:
    """Titles are judged once a year: schools in the phase that holds June, everybody else in the last phase."""
    if indicator.judged == Judged.EACH_PHASE:
        return True
    if indicator.judged == Judged.SCHOOL_YEAR and called.working_year == WorkingYear.SCHOOL:
        return called.phase.holds_june
    return called.phase.number == last
