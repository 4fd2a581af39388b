"""Moving a status and writing what happened, in one transaction. Only actions call these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.lifecycle import StateConflict, StatusChanged, compare_and_set, compare_and_set_all
from units.access import Answer, require_allowed
from units.acting import Acting
from units.event_labels import verb_words
from units.models import Event, Post, Unit


def record(
    thing: Any,
    verb: str,
    *,
    by: Acting | None,
    post: Post | None = None,
    unit: Unit | None = None,
    source: str = "",
    to: str = "",
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> Event:
    """Write one event. `by` is None when the system itself acts."""
    event = event_of(
        thing, verb, at=clock.now(), by=by, post=post, unit=unit, source=source, to=to, reason=reason, changes=changes
    )
    event.save()
    return event


def event_of(
    thing: Any,
    verb: str,
    *,
    at: datetime,
    by: Acting | None,
    post: Post | None = None,
    unit: Unit | None = None,
    source: str = "",
    to: str = "",
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> Event:
    """The event, not saved yet."""
    return Event(
        at=at,
        actor=by.user if by else None,
        actor_name=by.user.full_name if by else "Hệ thống",
        post=post,
        acting_as=f"{post.title}, {post.unit.name}" if post else "",
        verb=verb,
        target=thing,
        unit=unit,
        source=source,
        to=to,
        reason=reason,
        changes=changes or {},
    )


@transaction.atomic
def move(
    thing: Any,
    to: str,
    *,
    verb: str,
    by: Acting | None,
    post: Post | None = None,
    unit: Unit | None = None,
    event_reason: str = "",
    changes: dict[str, Any] | None = None,
    **fields: Any,
) -> Event:
    """Move `thing` to a status by compare-and-set, setting `fields` with it, and write the event.

    `event_reason` goes to the event alone, a field `reason` to the thing.
    Raises StateConflict, with who did what in between, when another transaction was first.
    """
    source = thing.status
    try:
        compare_and_set(thing, to, **fields)
    except StatusChanged as error:
        raise StateConflict(changed_meanwhile(thing)) from error
    return record(thing, verb, by=by, post=post, unit=unit, source=source, to=to, reason=event_reason, changes=changes)


@dataclass(frozen=True)
class MovedRow:
    """One of the things that move together: what its event says besides."""

    thing: Any
    post: Post | None
    unit: Unit | None
    changes: dict[str, Any]


@transaction.atomic
def move_all(moving: Sequence[MovedRow], to: str, *, verb: str, by: Acting | None, **fields: Any) -> None:
    """`move` for things of one kind and one status that this transaction holds: two statements, however many."""
    at, source = clock.now(), moving[0].thing.status
    compare_and_set_all([one.thing for one in moving], to, **fields)
    Event.objects.bulk_create(
        event_of(one.thing, verb, at=at, by=by, post=one.post, unit=one.unit, source=source, to=to, changes=one.changes)
        for one in moving
    )


def require_still_allowed(answer: Answer, thing: Any) -> Post | None:
    """The post of a yes. A no raises Forbidden or StateConflict; of a status that moved on it says who was quicker."""
    if answer.moved:
        raise StateConflict(f"{changed_meanwhile(thing)} {answer.why_not}")
    return require_allowed(answer)


def latest(thing: Any, *verbs: str) -> Event | None:
    """What happened to a thing last, or which of these acts."""
    events = Event.objects.about(thing)
    return (events.filter(verb__in=verbs) if verbs else events).first()


def changed_meanwhile(thing: Any) -> str:
    """The sentence for the one who came second: who just did what, and when."""
    last = latest(thing)
    if last is None:
        return _("Trạng thái vừa thay đổi, việc vừa chọn chưa được thực hiện.")
    sentence = _("{who} vừa {what} lúc {when}. Trang đã được cập nhật.")
    return sentence.format(who=last.actor_name, what=verb_words(last.verb), when=vietnamese.format_moment(last.at))


@dataclass(frozen=True)
class HistoryLine:
    """An event in words, for a page's history."""

    at: str
    actor: str
    words: str
    reason: str


def history_of(thing: Any) -> list[HistoryLine]:
    """What happened to a thing, newest first: one query."""
    return [
        HistoryLine(
            vietnamese.format_moment(event.at),
            f"{event.actor_name} ({event.acting_as})" if event.acting_as else event.actor_name,
            capfirst(verb_words(event.verb)),
            event.reason,
        )
        for event in Event.objects.about(thing)
    ]
