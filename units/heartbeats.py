"""Signs of life of the processes beside the web server: writing one, and which of them give none."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet

from foundation import clock
from units.models import Heartbeat, Process

SILENT_AFTER = {Process.WORKER: timedelta(minutes=1), Process.TICK: timedelta(minutes=10)}
"""The worker gives a sign every ten seconds; the tick when it is called, and one call may take minutes."""


def beat(process: Process) -> None:
    """Write that the process is alive now."""
    sign = Heartbeat(process=process, at=clock.now())
    Heartbeat.objects.bulk_create([sign], update_conflicts=True, unique_fields=["process"], update_fields=["at"])


def alive() -> QuerySet[Heartbeat]:
    """Return the rows of the processes that gave a sign of late."""
    now, of_late = clock.now(), Q()
    for process, limit in SILENT_AFTER.items():
        of_late |= Q(process=process, at__gte=now - limit)
    return Heartbeat.objects.filter(of_late)


def is_alive(process: Process) -> bool:
    return alive().filter(process=process).exists()
