"""Figures of drafts that were counted lately: looking at a summary twice counts it once.

A process keeps them until something happens to the unit, to a unit below it or to one above it. Those of a
confederation are counted by the worker (campaigns/counts.py), and say when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from campaigns import counts
from campaigns.models import Phase
from emulation import clock
from emulation.lifecycle import NotNow
from summaries.figures import added_figures, phase_figures
from summaries.figures.shapes import PhaseFigures
from summaries.frozen import from_json, to_json
from units.models import Event, Unit
from units.tree import ancestor_paths, within

COUNTERS: dict[str, counts.Counter] = {
    "figures": lambda phase, unit: to_json(added_figures(phase, unit, whole=False)),
    "whole": lambda phase, unit: to_json(added_figures(phase, unit, whole=True)),
}
KEPT = 8  # summaries a process keeps
SETTLING = timedelta(minutes=1)
"""What happened so shortly before a count may not have been seen by it: an act under way has its number already."""

_kept: dict[tuple[int, int, bool], Kept] = {}


class BeingCounted(NotNow):
    """The worker has not counted yet."""

    def __init__(self) -> None:
        super().__init__(_("Số liệu của các đơn vị đang được đếm. Xin xem lại sau ít phút."))


@dataclass(frozen=True)
class Kept:
    figures: PhaseFigures
    last_event: int  # everything up to it was counted


def kept_figures(phase: Phase, unit: Unit, *, whole: bool) -> PhaseFigures:
    """As `phase_figures` counts them; one query when nothing happened since. Shared by all who ask."""
    key = (phase.pk, unit.pk, whole)
    found = _kept.get(key)
    if found is None or _happened_since(found.last_event, unit):
        settled = Event.objects.filter(at__lt=clock.now() - SETTLING).aggregate(last=Max("pk"))["last"] or 0
        found = _kept[key] = Kept(phase_figures(phase, unit, whole=whole), settled)
        while len(_kept) > KEPT:
            _kept.pop(next(iter(_kept)), None)
    return found.figures


def counted_by_worker(phase: Phase, unit: Unit, *, whole: bool) -> tuple[PhaseFigures, datetime]:
    """A confederation's figures as counted last, and when. Raises BeingCounted."""
    count = counts.kept(phase, unit, "whole" if whole else "figures")
    if count.counted_at is None:
        raise BeingCounted
    return from_json(PhaseFigures, count.value), count.counted_at


def _happened_since(last: int, unit: Unit) -> bool:
    near = Q(unit=None) | within("unit__path", [unit.path]) | Q(unit__path__in=ancestor_paths(unit.path))
    return Event.objects.filter(near, pk__gt=last).exists()


def forget() -> None:
    """Keep nothing: tests count queries from a fresh start."""
    _kept.clear()
