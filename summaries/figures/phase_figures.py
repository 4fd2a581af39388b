"""All figures of a phase at a unit, counted from the rows of its campaign and from the awards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from awards.figures.inputs import AwardInputs
from awards.figures.queries import read_award_inputs
from awards.figures.register import award_figures
from campaigns.figures.exemplars import exemplars
from campaigns.figures.guidance import guidance
from campaigns.figures.guidance_types import GuidanceFigures
from campaigns.figures.indicators import indicators
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.last_year import same_period
from campaigns.figures.participation import participation
from campaigns.figures.praised import praised
from campaigns.figures.progress import ProgressOf
from campaigns.figures.queries import read_inputs
from campaigns.figures.request_figures import request_figures
from campaigns.figures.request_types import RequestFigures
from campaigns.figures.spring import spring
from campaigns.figures.unit_values import UnitValues
from campaigns.figures.works import works
from campaigns.figures.written import movements, question_answers
from campaigns.models import Phase
from campaigns.models.phase_names import period_words
from foundation import garbage
from summaries.figures.types import PhaseFigures
from units.models import Unit


@dataclass(frozen=True)
class PhaseInputs:
    """What the figures of a summary are counted from: the campaign's rows, each unit's numbers, awards, requests."""

    rows: FigureInputs
    unit_values: UnitValues
    awards: AwardInputs
    requests: tuple[RequestFigures, ...]
    guidance: GuidanceFigures


def phase_figures(phase: Phase, unit: Unit, *, whole: bool = False, excluding: Sequence[Unit] = ()) -> PhaseFigures:
    """Count what was called at or below the unit, as it was called, except at or below the units in `excluding`.

    With `whole` the figures are those of the campaign, accumulated up to this phase.
    """
    with garbage.few_collections():
        return count(read_phase_inputs(phase, unit, whole=whole, excluding=excluding))


def read_phase_inputs(phase: Phase, unit: Unit, *, whole: bool, excluding: Sequence[Unit] = ()) -> PhaseInputs:
    rows = read_inputs(phase, unit, whole=whole, excluding=excluding)
    unit_values = UnitValues(rows)
    rows = replace(rows, figures=[])  # they are in `unit_values`, and would be half of the memory of a cached draft
    requests = request_figures(phase, unit, whole=whole)
    return PhaseInputs(rows, unit_values, read_award_inputs(rows), requests, guidance(rows))


def count(inputs: PhaseInputs) -> PhaseFigures:
    """Count the figures without asking the database."""
    rows, unit_values = inputs.rows, inputs.unit_values
    progress, participation_figures = ProgressOf(rows, unit_values), participation(rows)
    indicator_figures = indicators(rows, unit_values, progress)
    return PhaseFigures(
        year=rows.campaign.year,
        number=rows.phase.number,
        whole=rows.whole,
        unit_id=rows.unit.pk,
        unit=rows.unit.name,
        is_campaign_unit=rows.unit.pk == rows.campaign.unit_id,
        participation=participation_figures,
        indicators=indicator_figures,
        works=works(rows),
        spring=spring(rows, unit_values),
        exemplars=exemplars(rows),
        answers=question_answers(rows),
        movements=movements(rows),
        small_below=rows.catalogue.small_below,
        asks_works=any(catalogue.asks_works for catalogue in rows.catalogues.values()),
        asks_pledge=rows.phase.asks_pledge,
        period=period_words(rows.catalogue.phase, is_only=len(rows.campaign.live_phases) == 1),
        school_year=rows.phase.school_year,
        limits=rows.limits,
        same_period=same_period(rows),
        guidance=inputs.guidance,
        praised=praised(rows, participation_figures.lines, progress),
        awards=award_figures(inputs.awards, indicator_figures),
        requests=inputs.requests,
    )
