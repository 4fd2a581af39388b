"""Values counted from what lies below a unit, kept by this process until an event says that they may have changed.

Every act writes an event, so one question to the events says whether a value still holds.
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
    """The `size` values that this process counted last, by a key of the caller's."""

    def __init__(self, size: int):
        self.size = size
        self._entries: dict[Hashable, CachedValue[Value]] = {}

    def get(self, key: Hashable, unit: Unit, count: Callable[[], Value]) -> Value:
        """The value kept for `key`; `count()` when none is, or when something happened to the unit since.

        One query while nothing happens to it, to a unit below it or to one above it. All who ask share the value.
        """
        entry = self._entries.get(key)
        if entry is None or _happened_since(entry.last_event, unit):
            settled = Event.objects.filter(at__lt=clock.now() - SETTLING).aggregate(last=Max("pk"))["last"] or 0
            entry = self._entries[key] = CachedValue(count(), settled)
            for oldest in list(self._entries)[: -self.size]:  # a copy: another thread may add an entry meanwhile
                self._entries.pop(oldest, None)
        return entry.value

    def clear(self) -> None:
        """Keep nothing: tests count queries from a fresh start."""
        self._entries.clear()


def _happened_since(last_event: int, unit: Unit) -> bool:
    near = Q(unit=None) | within("unit__path", [unit.path]) | Q(unit__path__in=ancestor_paths(unit.path))
    return Event.objects.filter(near, pk__gt=last_event).exists()
