"""The figures of a summary: read in a fixed number of queries, counted by plain functions, frozen."""

from __future__ import annotations

from campaigns.models import Campaign, Phase
from summaries.figures.added import added_figures
from summaries.figures.collect import collect_participation
from summaries.figures.counted import phase_figures
from summaries.figures.participation import participation
from summaries.figures.shapes import Participation
from units.models import Unit

__all__ = ["added_figures", "latest_phase", "participation_of", "phase_figures"]


def latest_phase(campaign: Campaign) -> Phase | None:
    """The last phase that has called its units."""
    opened = [phase for phase in campaign.live_phases if phase.opened_at]
    return max(opened, key=lambda phase: phase.number, default=None)


def participation_of(phase: Phase, unit: Unit) -> Participation:
    """Expected and received alone: what the page of a phase shows."""
    return participation(collect_participation(phase, unit))
