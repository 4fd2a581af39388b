"""`{% silent_worker %}` for pages that wait for the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template

from foundation import clock
from units.heartbeats import is_alive
from units.models import Process

register = template.Library()

LONG_AGO = timedelta(minutes=20)
"""A count is made again ten minutes after the last one, if somebody looks."""


@register.inclusion_tag("units/silent_worker.html")
def silent_worker(counted_at: datetime | None = None) -> dict[str, Any]:
    """Say that the worker is silent, if it is. With `counted_at` it is asked only when that count is old."""
    if counted_at is not None and counted_at > clock.now() - LONG_AGO:
        return {"is_silent": False}
    return {"is_silent": not is_alive(Process.WORKER)}
