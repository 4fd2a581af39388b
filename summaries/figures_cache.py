"""The figures of drafts: from a cache of this process, or for confederations from rollups.

A draft is cached with what it was counted from. After events only what they touched is read again
(summaries/figures/event_effects.py), after one more accepted sheet the rows of its unit; all units are added up anew.
Rollups are counted by the worker (campaigns/progress/rollups.py) and have the time at which they were counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Phase
from campaigns.progress import rollups
from foundation import garbage
from foundation.lifecycle import StateConflict
from foundation.serialization import to_json
from summaries.figures.phase_figures import PhaseInputs, count, read_phase_inputs
from summaries.figures.phase_updates import near_figures, updated
from summaries.figures.stored_figures import FIGURES, read_figures
from summaries.figures.sum_of_children import figures_from_children
from summaries.figures.types import PhaseFigures
from units.event_cache import EventCache, NewEvent
from units.models import Unit


def _count_figures(phase: Phase, unit: Unit, *, whole: bool) -> Any:
    return to_json(figures_from_children(phase, unit, whole=whole))


SUBJECTS: dict[str, rollups.Subject] = {
    "figures": rollups.Subject(partial(_count_figures, whole=False), FIGURES),
    "whole": rollups.Subject(partial(_count_figures, whole=True), FIGURES),
}


@dataclass(frozen=True)
class CountedFigures:
    """Figures, and what they were counted from."""

    inputs: PhaseInputs
    figures: PhaseFigures


def _weight(counted: CountedFigures) -> int:
    """Return how many units were called, of which each takes some 12 kB; the smallest draft takes as much as twenty."""
    return 20 + len(counted.inputs.rows.called)


MOST_CALLED = 9_000  # in all cached drafts: 110 MB, three drafts of a province of 1,413 unions after two phases
cache: EventCache[CountedFigures] = EventCache(MOST_CALLED, _weight)


class BeingCounted(StateConflict):
    """Raised while the worker has not counted the rollup yet."""

    def __init__(self) -> None:
        super().__init__(_("Số liệu của các đơn vị đang được đếm. Xin xem lại sau ít phút."))


def cached_figures(phase: Phase, unit: Unit, *, whole: bool) -> PhaseFigures:
    """Return what `phase_figures` counts, with one query if nothing happened. All callers share the same object."""
    # what was counted for another version of what the phase asks is of no use
    key = (phase.pk, unit.pk, whole, phase.catalogue_id)
    counted = cache.get(
        key,
        near=lambda: near_figures(unit),
        count=lambda: _counted_anew(phase, unit, whole=whole),
        update=_updated,
    )
    return counted.figures


def _counted_anew(phase: Phase, unit: Unit, *, whole: bool) -> CountedFigures:
    with garbage.few_collections():
        return _counted(read_phase_inputs(phase, unit, whole=whole))


def _counted(inputs: PhaseInputs) -> CountedFigures:
    return CountedFigures(inputs, count(inputs))


def _updated(counted: CountedFigures, events: list[NewEvent]) -> CountedFigures | None:
    inputs = updated(counted.inputs, events)
    if inputs is counted.inputs:
        return counted
    return None if inputs is None else _counted(inputs)


def figures_from_rollup(phase: Phase, unit: Unit, *, whole: bool) -> tuple[PhaseFigures, datetime]:
    """Return the figures of a confederation as last counted, and when. Raises BeingCounted."""
    rollup = rollups.rollup(phase, unit, "whole" if whole else "figures")
    if rollup.counted_at is None:
        raise BeingCounted
    return read_figures(rollup.value, rollup.format), rollup.counted_at
