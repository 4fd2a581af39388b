"""What `manage.py metrics` tells besides requests: the state of database, processes, jobs, mails and disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import DatabaseError
from django.db.models import Count, Min

from emulation.health import CHECKS, disk_free
from foundation import clock
from foundation.metrics import sample
from units.models import Heartbeat, Job, JobState, MailState, OutgoingMail


def state_lines() -> Iterator[str]:
    """Yield the lines; without a database only that it is away, and the disk."""
    free, _folder = disk_free()
    yield from gauge("portal_disk_free_bytes", [sample("portal_disk_free_bytes", free)])
    try:
        lines = [line for lines in GAUGES for line in lines()]
    except DatabaseError:
        yield from gauge("portal_database_up", [sample("portal_database_up", 0)])
        return
    yield from gauge("portal_database_up", [sample("portal_database_up", 1)])
    yield from lines


def gauge(name: str, samples: list[str]) -> Iterator[str]:
    if samples:
        yield f"# TYPE {name} gauge"
        yield from samples


def _ready() -> Iterator[str]:
    name = "portal_ready"
    yield from gauge(name, [sample(name, int(not check()), check=check.__name__.strip("_")) for check in CHECKS])


def _processes() -> Iterator[str]:
    name, now = "portal_process_silent_seconds", clock.now()
    beats = [(beat.process, (now - beat.at).total_seconds()) for beat in Heartbeat.objects.order_by("process")]
    yield from gauge(name, [sample(name, round(seconds, 1), process=process) for process, seconds in beats])


def _jobs() -> Iterator[str]:
    name = "portal_jobs"
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    yield from gauge(name, [sample(name, counts.get(state, 0), state=state) for state in JobState.values])


def _mails() -> Iterator[str]:
    name, oldest = "portal_mails", "portal_mail_waiting_seconds"
    counts = dict(OutgoingMail.objects.order_by().values_list("state").annotate(Count("pk")))
    yield from gauge(name, [sample(name, counts.get(state, 0), state=state) for state in MailState.values])
    since = OutgoingMail.objects.filter(state=MailState.QUEUED).aggregate(since=Min("written_at"))["since"]
    waited = (clock.now() - since).total_seconds() if since else 0
    yield from gauge(oldest, [sample(oldest, round(waited, 1))])


GAUGES: tuple[Callable[[], Iterator[str]], ...] = (_ready, _processes, _jobs, _mails)
