"""Moves statuses and writes events, both in one transaction. Only actions call these functions."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.lifecycle import StateConflict, StatusChanged, compare_and_set, compare_and_set_all
from units.access import Answer, require_allowed
from units.acting import Acting
from units.event_labels import verb_words
from units.models import Event, EventPersonal, Post, Unit, User
from units.models.event import PersonalData, personal_digest


def record(
    target: Model,
    verb: str,
    *,
    by: Acting | User | None,
    post: Post | None = None,
    unit: Unit | None = None,
    source: str = "",
    to: str = "",
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> Event:
    """Write one event about `target`. `by`: a person alone at what needs no post; None when the system itself acts."""
    event = event_of(
        target, verb, at=clock.now(), by=by, post=post, unit=unit, source=source, to=to, reason=reason, changes=changes
    )
    save_events([event])
    return event


def save_events(events: Iterable[Event]) -> None:
    """Save events with their personal text: two statements. Each event gets its id."""
    saved = Event.objects.bulk_create(events)
    for event in saved:
        event.personal.event_id = event.pk
    EventPersonal.objects.bulk_create([event.personal for event in saved])


def event_of(
    target: Model,
    verb: str,
    *,
    at: datetime,
    by: Acting | User | None,
    post: Post | None = None,
    unit: Unit | None = None,
    source: str = "",
    to: str = "",
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> Event:
    """Return the event with its personal text, both not saved yet."""
    actor = by.user if isinstance(by, Acting) else by
    salt, personal = secrets.token_hex(16), _personal_data(actor, reason, changes)
    event = Event(
        at=at,
        actor=actor,
        post=post,
        acting_as=f"{post.title}, {post.unit.name}" if post else "",
        verb=verb,
        target=target,
        unit=unit,
        source=source,
        to=to,
        personal_hash=personal_digest(salt, personal),
    )
    EventPersonal(event=event, salt=salt, data=personal)  # sets event.personal
    return event


def _personal_data(actor: User | None, reason: str, changes: dict[str, Any] | None) -> PersonalData:
    personal: PersonalData = {"actor_name": actor.full_name if actor else "Hệ thống"}
    if reason:
        personal["reason"] = reason
    if changes:
        personal["changes"] = changes
    return personal


@transaction.atomic
def move(
    target: Any,
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
    """Move `target` to a status by compare-and-set, setting `fields` with it, and write the event.

    `event_reason` is stored in the event only; a keyword `reason` is a column of the target.
    Raises StateConflict, saying who did what meanwhile, when another transaction was first.
    """
    source = target.status
    try:
        compare_and_set(target, to, **fields)
    except StatusChanged as error:
        raise StateConflict(changed_meanwhile(target)) from error
    return record(target, verb, by=by, post=post, unit=unit, source=source, to=to, reason=event_reason, changes=changes)


@dataclass(frozen=True)
class MovedRow:
    """One of the rows that move together, with what its event says."""

    target: Any
    post: Post | None
    unit: Unit | None
    changes: dict[str, Any]


@transaction.atomic
def move_all(moving: Sequence[MovedRow], to: str, *, verb: str, by: Acting | None, **fields: Any) -> None:
    """Move rows of one model and one status, locked by this transaction, and write their events: three statements."""
    at, source = clock.now(), moving[0].target.status
    compare_and_set_all([row.target for row in moving], to, **fields)
    save_events(
        event_of(
            row.target, verb, at=at, by=by, post=row.post, unit=row.unit, source=source, to=to, changes=row.changes
        )
        for row in moving
    )


def require_still_allowed(answer: Answer, target: Model) -> Post | None:
    """Return the post of a yes. A no raises Forbidden or StateConflict; if the status moved, saying who acted first."""
    if answer.moved:
        raise StateConflict(f"{changed_meanwhile(target)} {answer.why_not}")
    return require_allowed(answer)


def latest(target: Model, *verbs: str) -> Event | None:
    """Return the last event about `target`, or the last with one of these verbs; None if there is none."""
    events = Event.objects.about(target)
    return (events.filter(verb__in=verbs) if verbs else events).first()


def changed_meanwhile(target: Model) -> str:
    """Return the sentence for who acted second: who just did what, and when."""
    last = latest(target)
    if last is None:
        return _("Trạng thái vừa thay đổi, việc vừa chọn chưa được thực hiện.")
    sentence = _("{who} vừa {what} lúc {when}. Trang đã được cập nhật.")
    return sentence.format(who=last.actor_name, what=verb_words(last.verb), when=vietnamese.format_moment(last.at))


@dataclass(frozen=True)
class HistoryLine:
    """The texts of one event in a page's history."""

    at: str
    actor: str
    words: str
    reason: str


def events_about(target: Model) -> list[Event]:
    """Return the events about `target`, newest first, in one query."""
    return list(Event.objects.about(target))


def history_of(target: Model) -> list[HistoryLine]:
    """Return the history of `target`, newest first, in one query."""
    return history_lines(Event.objects.about(target))


def history_lines(events: Iterable[Event]) -> list[HistoryLine]:
    """Return the lines of a page's history of these events, in their order."""
    return [
        HistoryLine(
            vietnamese.format_moment(event.at),
            f"{event.actor_name} ({event.acting_as})" if event.acting_as else event.actor_name,
            capfirst(verb_words(event.verb)),
            event.reason,
        )
        for event in events
    ]
