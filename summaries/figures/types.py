"""The figures of one summary as one value: what is counted of the campaign's rows and of the awards."""

from __future__ import annotations

from dataclasses import dataclass

from awards.figures.types import AwardFigures
from campaigns.figures.types import AmountByBloc, ExemplarLine, IndicatorFigures, Participation, SpringLine, WorkFigures


@dataclass(frozen=True)
class PhaseFigures:
    """All that a summary says in figures. `whole`: of the campaign up to this phase, not of the phase.

    `added`: added up from those of the unions right below, so without lists of units, works and persons.
    `awards`: None in summaries made final before awards were counted.
    """

    year: int
    number: int
    whole: bool
    unit_id: int
    unit: str
    is_campaign_unit: bool
    participation: Participation
    indicators: tuple[IndicatorFigures, ...]
    works: WorkFigures
    spring: tuple[SpringLine, ...]
    exemplars: tuple[ExemplarLine, ...]
    awards: AwardFigures | None = None
    added: bool = False

    def indicator(self, code: str) -> IndicatorFigures | None:
        return next((one for one in self.indicators if one.code == code), None)

    def actual(self, one: IndicatorFigures) -> AmountByBloc:
        """What this summary reports: the year's accumulated actual, or the phase's own."""
        return one.year if self.whole else one.phase
