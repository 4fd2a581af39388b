"""Roll-ups: what a confederation is shown was counted by the worker, and says when.

Everybody else is counted for on the spot. A page that shows an old count asks the worker for a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from campaigns.models import Count, Phase
from foundation import clock
from units.models import Unit, UnitKind

AGE = timedelta(minutes=10)
"""A count older than this is made anew when somebody looks."""

Counter = Callable[[Phase, Unit], Any]
COUNTERS: dict[str, Counter] = {}
"""By subject: what counts, and gives what JSON holds. Filled by the modules that show it."""


def is_rolled_up(unit: Unit) -> bool:
    """Whether there is too much below a union to count while somebody waits."""
    return unit.kind == UnitKind.CONFEDERATION


def rollup(phase: Phase, unit: Unit, subject: str) -> Count:
    """What was counted last; asks for a new count when that is old, or when there is none."""
    now = clock.now()
    count, created = Count.objects.get_or_create(phase=phase, unit=unit, subject=subject, defaults={"asked_at": now})
    if created or (count.asked_at < now - AGE and _claimed(count)):
        transaction.on_commit(partial(count_again.enqueue, count.pk))
    return count


def _claimed(count: Count) -> bool:
    """One of those who look at the same moment asks."""
    return bool(Count.objects.filter(pk=count.pk, asked_at=count.asked_at).update(asked_at=clock.now()))


@task()
def count_again(pk: int) -> None:
    recount(Count.objects.get(pk=pk))


def recount(count: Count) -> Any:
    """Count now, keep it, and say what it was before."""
    phase = Phase.objects.select_related("campaign__unit").prefetch_related("due_dates").get(pk=count.phase_id)
    at, value = clock.now(), COUNTERS[count.subject](phase, count.unit)
    Count.objects.filter(pk=count.pk).update(value=value, counted_at=at)
    before, count.value, count.counted_at = count.value, value, at
    return before


def all_rollups() -> Iterator[Count]:
    """All that may be kept: every opened phase of a confederation's campaigns, every subject."""
    phases = Phase.objects.filter(campaign__unit__kind=UnitKind.CONFEDERATION).exclude(opened_at=None)
    for phase in phases.select_related("campaign__unit").order_by("campaign", "number"):
        for subject in COUNTERS:
            about = {"phase": phase, "unit": phase.campaign.unit, "subject": subject}
            yield Count.objects.get_or_create(**about, defaults={"asked_at": clock.now()})[0]
