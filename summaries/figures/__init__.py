"""The figures of a summary: read in a fixed number of queries, counted by plain functions, frozen."""

from __future__ import annotations

from campaigns.models import Campaign, Phase
from summaries.figures.awards import award_figures
from summaries.figures.collect import collect, collect_participation
from summaries.figures.exemplars import exemplars
from summaries.figures.indicators import indicators
from summaries.figures.ledger import Ledger
from summaries.figures.participation import participation
from summaries.figures.shapes import Participation, PhaseFigures
from summaries.figures.spring import spring
from summaries.figures.works import works
from units.models import Unit

__all__ = ["latest_phase", "participation_of", "phase_figures"]


def phase_figures(phase: Phase, unit: Unit, *, whole: bool = False) -> PhaseFigures:
    """All figures of a phase at a unit: what was called at or below it, as it was called.

    `whole`: of the campaign, accumulated up to this phase.
    """
    rows = collect(phase, unit, whole=whole)
    ledger = Ledger(rows)
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
        awards=award_figures(rows, counted),
    )


def latest_phase(campaign: Campaign) -> Phase | None:
    """The last phase that has called its units."""
    return campaign.phases.exclude(opened_at=None).order_by("-number").first()


def participation_of(phase: Phase, unit: Unit) -> Participation:
    """Expected and received alone: what the page of a phase shows."""
    return participation(collect_participation(phase, unit))
