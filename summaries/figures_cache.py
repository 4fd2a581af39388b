"""The figures of drafts: from a cache of this process, or for confederations from rollups.

A cached value is valid until an event of the unit, of a unit below it or of one above it. Rollups are counted by the
worker (campaigns/progress/rollups.py) and have the time at which they were counted.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Phase
from campaigns.progress import rollups
from foundation.lifecycle import StateConflict
from foundation.serialization import to_json
from summaries.figures.phase_figures import phase_figures
from summaries.figures.stored_figures import FIGURES, read_figures
from summaries.figures.sum_of_children import figures_from_children
from summaries.figures.types import PhaseFigures
from units.event_cache import EventCache
from units.models import Unit


def _count_figures(phase: Phase, unit: Unit, *, whole: bool) -> Any:
    return to_json(figures_from_children(phase, unit, whole=whole))


SUBJECTS: dict[str, rollups.Subject] = {
    "figures": rollups.Subject(partial(_count_figures, whole=False), FIGURES),
    "whole": rollups.Subject(partial(_count_figures, whole=True), FIGURES),
}
cache: EventCache[PhaseFigures] = EventCache(size=8)


class BeingCounted(StateConflict):
    """Raised while the worker has not counted the rollup yet."""

    def __init__(self) -> None:
        super().__init__(_("Số liệu của các đơn vị đang được đếm. Xin xem lại sau ít phút."))


def cached_figures(phase: Phase, unit: Unit, *, whole: bool) -> PhaseFigures:
    """Return what `phase_figures` counts, with one query if it is cached. All callers share the same object."""
    return cache.get((phase.pk, unit.pk, whole), unit, lambda: phase_figures(phase, unit, whole=whole))


def figures_from_rollup(phase: Phase, unit: Unit, *, whole: bool) -> tuple[PhaseFigures, datetime]:
    """Return the figures of a confederation as last counted, and when. Raises BeingCounted."""
    rollup = rollups.rollup(phase, unit, "whole" if whole else "figures")
    if rollup.counted_at is None:
        raise BeingCounted
    return read_figures(rollup.value, rollup.format), rollup.counted_at
