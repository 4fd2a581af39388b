"""All figures of a phase at a unit, counted from the rows of its campaign and from the awards."""

from __future__ import annotations

from collections.abc import Sequence

from awards.figures.queries import read_award_inputs
from awards.figures.register import award_figures
from campaigns.figures.exemplars import exemplars
from campaigns.figures.indicators import indicators
from campaigns.figures.participation import participation
from campaigns.figures.queries import read_inputs
from campaigns.figures.spring import spring
from campaigns.figures.unit_values import UnitValues
from campaigns.figures.works import works
from campaigns.models import Phase
from summaries.figures.types import PhaseFigures
from units.models import Unit


def phase_figures(phase: Phase, unit: Unit, *, whole: bool = False, excluding: Sequence[Unit] = ()) -> PhaseFigures:
    """Count what was called at or below the unit, as it was called, except at or below the units in `excluding`.

    With `whole` the figures are those of the campaign, accumulated up to this phase.
    """
    inputs = read_inputs(phase, unit, whole=whole, excluding=excluding)
    unit_values = UnitValues(inputs)
    indicator_figures = indicators(inputs, unit_values)
    return PhaseFigures(
        year=inputs.campaign.year,
        number=phase.number,
        whole=whole,
        unit_id=unit.pk,
        unit=unit.name,
        is_campaign_unit=unit.pk == inputs.campaign.unit_id,
        participation=participation(inputs),
        indicators=indicator_figures,
        works=works(inputs),
        spring=spring(inputs, unit_values),
        exemplars=exemplars(inputs),
        awards=award_figures(read_award_inputs(inputs), indicator_figures),
    )
