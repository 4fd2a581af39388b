"""The rules that decide which indicators a sheet asks, and which of them must be answered."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.catalogue.types import Catalogue, CatalogueIndicator, CataloguePhase
from campaigns.models import AskedLevel, CalledUnit, Column, FilingKind, Pace
from units.models import UnitKind, WorkingYear
from units.models.unit import UnitShape


@dataclass(frozen=True)
class AskedIndicator:
    """An indicator that a sheet asks, and whether it must be answered before sending.

    `number` is that of its line if it is the same on every sheet, else "".
    """

    indicator: CatalogueIndicator
    required: bool
    number: str = ""

    @property
    def label(self) -> str:
        return f"{self.number}. {self.indicator.name}" if self.number else self.indicator.name


def indicators_asked_of(catalogue: Catalogue, called: CalledUnit, kind: str) -> list[AskedIndicator]:
    """Return the indicators that a called unit's sheet of this kind asks, typed and computed, in the table's order."""
    return [line for line in lines_asked_of(catalogue, called, kind) if not line.indicator.is_question]


def lines_asked_of(catalogue: Catalogue, called: CalledUnit, kind: str) -> list[AskedIndicator]:
    """Return the same with the questions among them."""
    column, is_small = column_of(called), called.is_small(catalogue.small_below)
    asked_indicators = []
    for indicator in catalogue.lines:
        level, owner = indicator.asked.get(column), indicator.section.owner
        if owner and not called.path.startswith(owner.path):
            continue  # a sector union's own movement is asked of its branch alone
        if level and is_asked_in(indicator, catalogue.phase, called, kind):
            required, number = _is_required(level, is_small=is_small), catalogue.line_numbers.get(indicator.pk, "")
            asked_indicators.append(AskedIndicator(indicator, required, number))
    return asked_indicators


def _is_required(level: str, *, is_small: bool) -> bool:
    return level == AskedLevel.ALL or (level == AskedLevel.NOT_SMALL and not is_small)


def column_of(called: UnitShape) -> str:
    """Return the column (`Column`) of the table of indicators that this unit answers in."""
    if called.kind == UnitKind.UPPER_PLACE:
        return Column.UPPER_PLACE
    if called.kind == UnitKind.UPPER_TRADE:
        return Column.UPPER_TRADE
    return Column.OCCUPATIONAL if called.is_occupational else called.strand


def is_asked_in(indicator: CatalogueIndicator, phase: CataloguePhase, called: CalledUnit, kind: str) -> bool:
    """Return whether a sheet of this kind asks an indicator that is in the phase's catalogue."""
    if kind == FilingKind.PLEDGE:
        return indicator.in_pledge
    return indicator.in_report and is_judged_in(indicator, phase, called)


def is_judged_in(indicator: CatalogueIndicator, phase: CataloguePhase, called: CalledUnit) -> bool:
    """Return whether the indicator is judged in this phase.

    Titles are judged once a year: schools in the phase that contains 1 June, all other units in the last phase.
    """
    pace = Pace(indicator.pace)
    if not pace.is_once_a_year:
        return True
    if pace == Pace.SCHOOL_YEAR and called.working_year == WorkingYear.SCHOOL:
        return phase.holds_june
    return phase.is_last
