"""All figures of a phase at a unit."""

from __future__ import annotations

from collections.abc import Sequence

from awards.figures.queries import award_inputs
from awards.figures.register import award_figures
from campaigns.figures.exemplars import exemplars
from campaigns.figures.indicators import indicators
from campaigns.figures.participation import participation
from campaigns.figures.queries import collect
from campaigns.figures.spring import spring
from campaigns.figures.unit_values import UnitValues
from campaigns.figures.works import works
from campaigns.models import Phase
from summaries.figures.types import PhaseFigures
from units.models import Unit


def phase_figures(phase: Phase, unit: Unit, *, whole: bool = False, without: Sequence[Unit] = ()) -> PhaseFigures:
    """What was called at or below the unit, as it was called; not what lies at or below those in `without`.

    `whole`: of the campaign, accumulated up to this phase.
    """
    rows = collect(phase, unit, whole=whole, without=without)
    ledger = UnitValues(rows)
    counted = indicators(rows, ledger)
    return PhaseFigures(
        year=rows.campaign.year,
        number=phase.number,
        whole=whole,
        unit_id=unit.pk,
        unit=unit.name,
        is_campaign_unit=unit.pk == rows.campaign.unit_id,
        participation=participation(rows),
        indicators=counted,
        works=works(rows),
        spring=spring(rows, ledger),
        exemplars=exemplars(rows),
        awards=award_figures(award_inputs(rows), counted),
    )
