"""Figures of drafts that were counted lately: looking at a summary twice counts it once.

A process keeps them until something happens to the unit, to a unit below it or to one above it. Those of a
confederation are counted by the worker (campaigns/progress/rollups.py), and say when.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.models import Phase
from campaigns.progress import rollups
from foundation.lifecycle import StateConflict
from summaries.figures.phase_figures import phase_figures
from summaries.figures.sum_of_children import figures_from_children
from summaries.figures.types import PhaseFigures
from summaries.serialization import from_json, to_json
from units.event_cache import EventCache
from units.models import Unit

COUNTERS: dict[str, rollups.Counter] = {
    "figures": lambda phase, unit: to_json(figures_from_children(phase, unit, whole=False)),
    "whole": lambda phase, unit: to_json(figures_from_children(phase, unit, whole=True)),
}
cache: EventCache[PhaseFigures] = EventCache(size=8)


class BeingCounted(StateConflict):
    """The worker has not counted yet."""

    def __init__(self) -> None:
        super().__init__(_("Số liệu của các đơn vị đang được đếm. Xin xem lại sau ít phút."))


def cached_figures(phase: Phase, unit: Unit, *, whole: bool) -> PhaseFigures:
    """As `phase_figures` counts them; one query when nothing happened since. Shared by all who ask."""
    return cache.get((phase.pk, unit.pk, whole), unit, lambda: phase_figures(phase, unit, whole=whole))


def figures_from_rollup(phase: Phase, unit: Unit, *, whole: bool) -> tuple[PhaseFigures, datetime]:
    """A confederation's figures as counted last, and when. Raises BeingCounted."""
    count = rollups.rollup(phase, unit, "whole" if whole else "figures")
    if count.counted_at is None:
        raise BeingCounted
    return from_json(PhaseFigures, count.value), count.counted_at
