"""Cache, in this process, of values counted from the rows below a unit; new events invalidate them.

Every action writes an event, so one query on events says whether a value is still valid.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from django.db.models import Max, Q

from foundation import clock
from units.models import Event, Unit
from units.tree import ancestor_paths, within

Value = TypeVar("Value")

SETTLING = timedelta(minutes=1)
"""Events younger than this may belong to transactions that had not committed when the value was counted."""


@dataclass(frozen=True)
class CachedValue(Generic[Value]):
    value: Value
    last_event: int  # every event up to this one was counted


class EventCache(Generic[Value]):
    """The last `size` values counted by this process, by a key that the caller chooses."""

    def __init__(self, size: int):
        self.size = size
        self._entries: dict[Hashable, CachedValue[Value]] = {}

    def get(self, key: Hashable, unit: Unit, count: Callable[[], Value]) -> Value:
        """Return the cached value of `key`, or `count()` when there is none or an event has invalidated it.

        Events of the unit, of units below or above it, and of no unit invalidate. A hit costs one query. Callers share
        the value: they must not change it.
        """
        cached = self._entries.get(key)
        if cached is None or _happened_since(cached.last_event, unit):
            settled = Event.objects.filter(at__lt=clock.now() - SETTLING).aggregate(last=Max("pk"))["last"] or 0
            cached = self._entries[key] = CachedValue(count(), settled)
            for oldest in list(self._entries)[: -self.size]:  # a copy: another thread may add an entry meanwhile
                self._entries.pop(oldest, None)
        return cached.value

    def clear(self) -> None:
        """Empty the cache, for tests that count queries."""
        self._entries.clear()


def _happened_since(last_event: int, unit: Unit) -> bool:
    near = Q(unit=None) | within("unit__path", [unit.path]) | Q(unit__path__in=ancestor_paths(unit.path))
    return Event.objects.filter(near, pk__gt=last_event).exists()
