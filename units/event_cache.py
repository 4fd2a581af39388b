"""A cache, in this process, of values counted from the rows below a unit; events say what has to be counted again.

Every action writes an event in its transaction, so one query on events says what happened since a value was counted.
Transactions do not commit in the order of their events' ids: an event may become visible after others with higher ids.
So a value remembers which of the latest events it has counted, and whichever turns up later is new.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Max, Q

from foundation import clock
from units.models import Event, Unit
from units.tree import ancestor_paths, within

Value = TypeVar("Value")

SETTLING = timedelta(minutes=1)
"""No transaction lasts longer, so once an event is older, every event with a lower id has become visible."""
MOST_EVENTS = 500
"""After more events than this a value is counted anew, which costs no more than looking at each."""


class NewEvent(NamedTuple):
    """An event that a cached value does not count yet. `model` is the name of the target's model, in lower case."""

    verb: str
    model: str
    unit_id: int | None


@dataclass(frozen=True)
class SeenEvents:
    """The events that meet `near` and that a value counts: all up to the id `settled`, and those with these `ids`."""

    near: Q
    settled: int
    ids: frozenset[int]


@dataclass(frozen=True)
class CachedValue(Generic[Value]):
    value: Value
    seen: SeenEvents


def _count_anew(_value: Any, _events: list[NewEvent]) -> None:
    """Return None: whatever happened, count anew."""


class EventCache(Generic[Value]):
    """Values counted by this process, by a key that the caller chooses.

    When their weights exceed `size`, those that were not asked for the longest are dropped, all but the newest.
    """

    def __init__(self, size: int, weight_of: Callable[[Value], int] = lambda _value: 1):
        self.size = size
        self._weight_of = weight_of
        self._entries: dict[Hashable, CachedValue[Value]] = {}

    def get(
        self,
        key: Hashable,
        near: Callable[[], Q],
        count: Callable[[], Value],
        update: Callable[[Value, list[NewEvent]], Value | None] = _count_anew,
    ) -> Value:
        """Return the cached value of `key`, or what `count` returns when there is none.

        After new events `update` returns the new value, made from the cached one, or None if it has to be counted
        anew. `near` returns the condition of the events that matter; it is asked before each count. A hit costs one
        query. Threads share the values: nobody may change them, not even `update`.
        """
        cached = self._entries.get(key)
        if cached is None or (later := _happened_since(cached.seen)) is None:
            return self._count(key, near, count)
        seen, new_events = later
        value = update(cached.value, new_events) if new_events else cached.value
        if value is None:
            return self._count(key, near, count)
        self._store(key, CachedValue(value, seen))
        return value

    def clear(self) -> None:
        """Empty the cache, for tests that count queries."""
        self._entries = {}

    def _count(self, key: Hashable, near: Callable[[], Q], count: Callable[[], Value]) -> Value:
        seen = _events_now(near())  # before counting: what happens meanwhile is new the next time
        value = count()
        self._store(key, CachedValue(value, seen))
        return value

    def _store(self, key: Hashable, cached: CachedValue[Value]) -> None:
        """Put the value at the end of a new dict, as other threads may be reading the old one."""
        entries = {other: kept for other, kept in self._entries.items() if other != key} | {key: cached}
        weight = sum(self._weight_of(kept.value) for kept in entries.values())
        for oldest in list(entries)[:-1]:
            if weight > self.size:
                weight -= self._weight_of(entries.pop(oldest).value)
        self._entries = entries


def near_unit(unit: Unit) -> Q:
    """Return the condition of events of the unit, of units below or above it, and of no unit."""
    return Q(unit=None) | within("unit__path", [unit.path]) | Q(unit__path__in=ancestor_paths(unit.path))


def _events_now(near: Q) -> SeenEvents:
    settled = Event.objects.filter(at__lt=clock.now() - SETTLING).aggregate(last=Max("pk"))["last"] or 0
    unsettled = Event.objects.filter(near, pk__gt=settled).values_list("pk", flat=True)
    return SeenEvents(near, settled, frozenset(unsettled))


def _happened_since(seen: SeenEvents) -> tuple[SeenEvents, list[NewEvent]] | None:
    """Return the events that are there now, and the new ones among them.

    None: there are too many, or an event that was counted is gone with its transaction, which was rolled back.
    """
    columns = ("pk", "at", "verb", "target_type__model", "unit_id")
    events = Event.objects.filter(seen.near, pk__gt=seen.settled).order_by("pk").values_list(*columns)
    rows = list(events[: MOST_EVENTS + 1])
    if len(rows) > MOST_EVENTS or not seen.ids.issubset(row[0] for row in rows):
        return None
    settled_before = clock.now() - SETTLING
    settled = max((pk for pk, at, *_event in rows if at < settled_before), default=seen.settled)
    new_events = [NewEvent(*event) for pk, _at, *event in rows if pk not in seen.ids]
    return SeenEvents(seen.near, settled, frozenset(pk for pk, *_rest in rows if pk > settled)), new_events
