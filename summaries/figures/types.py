"""All figures of one summary as one frozen dataclass.

Field names are keys of the JSON in which summaries and rollups store these figures: they must not change.
"""

from __future__ import annotations

from dataclasses import dataclass

from awards.figures.types import AwardFigures
from campaigns.figures.guidance_types import GuidanceFigures
from campaigns.figures.participation_types import Participation
from campaigns.figures.request_types import RequestFigures
from campaigns.figures.types import (
    AmountByBloc,
    ExemplarLine,
    IndicatorFigures,
    Movement,
    QuestionAnswers,
    SamePeriod,
    SpringLine,
)
from campaigns.figures.work_types import WorkFigures
from campaigns.models.assessment_limits import DEFAULT_LIMITS, VerdictLimits


@dataclass(frozen=True)
class PhaseFigures:
    """The figures of the phase with this `number` at a unit; with `whole`, of the campaign up to this phase.

    `added`: added up from the figures of the unions right below, so without lists of units, works and persons.
    `awards`: None in summaries that became final before awards were counted. `limits`: those it is judged with.
    `same_period`: None where there was none a year ago, and in what was stored before that was counted, as nobody is
    `praised` there.
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
    limits: VerdictLimits = DEFAULT_LIMITS
    same_period: SamePeriod | None = None
    praised: tuple[str, ...] = ()
    asks_works: bool = True
    small_below: int = 30  # members: below it a union counts as small
    asks_pledge: bool = True
    answers: tuple[QuestionAnswers, ...] = ()
    movements: tuple[Movement, ...] = ()
    period: str = ""  # what the phase is called; "" in what was stored before it was
    requests: tuple[RequestFigures, ...] | None = None  # None in what was stored before there were requests
    guidance: GuidanceFigures | None = None  # None in what was stored before it was counted
    school_year: str = ""  # that of the phase; "" in what was stored before it was counted by date

    def indicator(self, code: str) -> IndicatorFigures | None:
        return next((indicator for indicator in self.indicators if indicator.code == code), None)

    def actual(self, indicator: IndicatorFigures) -> AmountByBloc:
        """Return what this summary reports of an indicator: the year's accumulated actual, or the phase's own."""
        return indicator.year if self.whole else indicator.phase
