"""Rollups: counts that the worker makes for confederations, because counting them would keep a reader waiting.

A page shows a rollup with the time at which it was counted, and asks the worker for a new one when it is old. For
other units pages count when they are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django_tasks import task

from campaigns.lifecycle import PhaseStatus
from campaigns.models import Count, Phase
from foundation import clock
from foundation.stored_format import StoredFormat
from units import jobs
from units.models import Job, JobKind, Unit, UnitKind

MAX_AGE = timedelta(minutes=10)
"""A rollup older than this is counted again when somebody looks at it."""

MAX_UNSEEN_AGE = timedelta(hours=1)
"""A rollup of an open phase older than this is counted again though nobody looks."""

RollupFunction = Callable[[Phase, Unit], Any]


class Subject(NamedTuple):
    """What rollups count: `counter` returns JSON, whose formats are those of `stored_format`."""

    counter: RollupFunction
    stored_format: StoredFormat


SUBJECTS: dict[str, Subject] = {}
"""By name. The apps that show rollups register theirs here."""


def is_rolled_up(unit: Unit) -> bool:
    """True for confederations: their figures come from rollups."""
    return unit.kind == UnitKind.CONFEDERATION


def rollup(phase: Phase, unit: Unit, subject: str) -> Count:
    """Return the latest rollup, and ask the worker for a new one if it is old or there is none.

    A rollup that was never counted has neither `value` nor `counted_at`.
    """
    now = clock.now()
    count, created = Count.objects.get_or_create(phase=phase, unit=unit, subject=subject, defaults={"asked_at": now})
    if created or (count.asked_at < now - MAX_AGE and _claim(count)):
        _ask(count, title=f"{phase}, {unit.name}")
    return count


def ask_for_old_counts() -> str:
    """Ask for rollups of open phases that nobody has looked at for long: a duty of `tick`."""
    old = Count.objects.filter(phase__status=PhaseStatus.OPEN, asked_at__lt=clock.now() - MAX_UNSEEN_AGE)
    for count in old.select_related("phase__campaign", "unit").defer("value"):
        with transaction.atomic():
            if _claim(count):
                _ask(count, title=f"{count.phase}, {count.unit.name}")
    return ""


def _claim(count: Count) -> bool:
    """Return True for only one of those who look at an old rollup at the same moment: that one asks the worker."""
    return bool(Count.objects.filter(pk=count.pk, asked_at=count.asked_at).update(asked_at=clock.now()))


def _ask(count: Count, title: str) -> Job:
    return jobs.ask(JobKind.COUNT, count, unit=count.unit, title=title)


@task()
def count_again(pk: int) -> None:
    """Count a rollup at once: the task that earlier versions queued."""
    recount(Count.objects.get(pk=pk))


def count_by_job(run: jobs.Run) -> None:
    recount(Count.objects.get(pk=run.job.about_id))


BODIES = {JobKind.COUNT: count_by_job}


def recount(count: Count) -> Any:
    """Count a rollup now and store it. Return the value before."""
    phase = Phase.objects.select_related("campaign__unit").prefetch_related("due_dates").get(pk=count.phase_id)
    subject = SUBJECTS[count.subject]
    counted_at, value = clock.now(), subject.counter(phase, count.unit)
    before, count.value, count.counted_at = count.value, value, counted_at
    count.format = subject.stored_format.present
    Count.objects.filter(pk=count.pk).update(value=value, format=count.format, counted_at=counted_at)
    return before


def value_of(count: Count) -> Any:
    """Return the value of a rollup in the present format of its subject, None before the first count."""
    return SUBJECTS[count.subject].stored_format.read(count.value, count.format)


def all_rollups() -> Iterator[Count]:
    """Yield the rollup of every subject and every opened phase of confederations; create those that are missing."""
    phases = Phase.objects.filter(campaign__unit__kind=UnitKind.CONFEDERATION).exclude(opened_at=None)
    for phase in phases.select_related("campaign__unit").order_by("campaign", "number"):
        for subject in SUBJECTS:
            lookup = {"phase": phase, "unit": phase.campaign.unit, "subject": subject}
            yield Count.objects.get_or_create(**lookup, defaults={"asked_at": clock.now()})[0]
