"""What a row of the table of people does, through the actions on accounts and posts, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from foundation.tables.declaration import RowStatus
from foundation.vietnamese import sort_key
from units.acting import Acting
from units.actions import posts
from units.actions.accounts import add_account
from units.actions.people import describe_person
from units.models import Event, ImportRow, Post, Signer, Unit, User
from units.people_table.columns import BY_KEY, FIELDS, PERSONAL
from units.people_table.recognising import digits
from units.people_table.stored_people import name_key, personal_values

TargetOf = Callable[[Mapping[str, Any]], int | None]
"""Returns the id of the person whom a row of the same table made; None while it has not."""


def act(row: ImportRow, *, by: Acting, reason: str, target_of: TargetOf) -> Event:
    """Do what a row says, in one transaction, and return its last event. Sets the target of a new row."""
    if maker := row.links.get("person"):
        row.target = target_of(maker)
        if row.target is None:
            raise ValidationError(_("Người ở dòng {n} chưa được ghi.").format(n=maker["row"]))
        return _give(User.objects.get(pk=row.target), row, by=by, reason=reason)
    if row.target is None:
        return _add(row, by=by, reason=reason)
    return _change(User.objects.get(pk=row.target), row, by=by, reason=reason)


def _add(row: ImportRow, *, by: Acting, reason: str) -> Event:
    person = User(**_columns(row.after))
    person.clean_fields(exclude=["password", "username", "sort_key", "search_text"])
    post = _post(row)
    if not row.answer:
        _refuse_made_meanwhile(person, post.unit)
    add_account(person, post, by=by, reason=reason)
    row.target = person.pk
    return _last_event(post)


def _refuse_made_meanwhile(person: User, unit: Unit) -> None:
    """Raise StateConflict if the union has somebody of that name by now, unless the telephones tell them apart."""
    alike = Post.objects.filter(unit=unit, user__sort_key=sort_key(person.full_name))
    held = alike.exclude(until__lte=clock.today()).select_related("user")
    phone = digits(person.phone)
    for other in {post.user for post in held}:
        is_apart = phone and digits(other.phone) not in ("", phone)
        if name_key(other.full_name) == name_key(person.full_name) and not is_apart:
            raise StateConflict(_("{unit} vừa có {name}.").format(unit=unit.name, name=other.full_name))


def _change(person: User, row: ImportRow, *, by: Acting, reason: str) -> Event:
    _require_unchanged(person, row.before)
    event = None
    if values := {key: value for key, value in row.after.items() if key in PERSONAL}:
        event = _describe(person, values, row.before, by=by, reason=reason)
    if "unit" in row.after:
        event = _give(person, row, by=by, reason=reason)
    elif "until" in row.after:
        event = _end(Post.objects.get(pk=row.links["post"]), row.before, row.after, by=by, reason=reason)
    assert event is not None, "a row that changes nothing is not written"
    return event


def _give(person: User, row: ImportRow, *, by: Acting, reason: str) -> Event:
    post = _post(row)
    post.user = person
    if Post.objects.filter(user=person, unit=post.unit, role=post.role).exclude(until__lte=clock.today()).exists():
        raise StateConflict(_("Người này vừa được phân công vai trò đó tại đơn vị."))
    posts.give_post(post, by=by, reason=reason)
    return _last_event(post)


def _post(row: ImportRow) -> Post:
    """Return the post that a row gives, not saved. Raises StateConflict if its union has ended."""
    unit, since, until = Unit.objects.get(pk=row.links["unit"]), row.after["since"], row.after.get("until")
    if unit.valid_to is not None and unit.valid_to <= clock.today():
        raise StateConflict(_("{unit} đã kết thúc hoạt động.").format(unit=unit.name))
    return Post(
        unit=unit,
        role=row.after["role"],
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
    )


def _end(post: Post, before: Mapping[str, Any], after: Mapping[str, Any], *, by: Acting, reason: str) -> Event:
    if (post.until.isoformat() if post.until else None) != before["until"]:
        raise StateConflict(_("Ngày kết thúc phân công vừa được sửa; xin xem lại."))
    posts.end_post(post, until=date.fromisoformat(after["until"]) if after["until"] else None, by=by, reason=reason)
    return _last_event(post)


def undo(row: ImportRow, *, by: Acting, reason: str) -> Event:
    """Take back what a row did, in one transaction, and return the event. Raises StateConflict if more has happened."""
    assert row.event_id and row.target, "only what was written is taken back"
    person, given = User.objects.get(pk=row.target), _given(row)
    if _more_happened(row, person, given, by):
        raise StateConflict(_("Sau đó người này đã có việc khác trên cổng."))
    event = None
    if given is not None:
        posts.take_back_post(given, by=by, reason=reason)
        event = _last_event(given)
    elif "until" in row.before:
        event = _end(Post.objects.get(pk=row.links["post"]), row.after, row.before, by=by, reason=reason)
    if row.status == "new" and "person" not in row.links:
        event = _describe(person, {"active": False}, {"active": True}, by=by, reason=reason)
    elif values := {key: value for key, value in row.before.items() if key in PERSONAL}:
        _require_unchanged(person, row.after)
        event = _describe(person, values, row.after, by=by, reason=reason)
    assert event is not None, "a row that was written did something"
    return event


def _given(row: ImportRow) -> Post | None:
    """Return the post that a row gave."""
    if "unit" not in row.after:
        return None
    return Post.objects.filter(
        user=row.target, unit=row.links["unit"], role=row.after["role"], since=row.after["since"]
    ).latest("pk")


def _more_happened(row: ImportRow, person: User, given: Post | None, by: Acting) -> bool:
    """Return whether the person has done something since, or something else was done about the person or the post.

    Of a person whom the row made it counts too that they were given another post, or sign. What rows of the same file
    further down did, and what was taken back of them, is nothing else.
    """
    assert row.event is not None, "only what was written is taken back"
    alike = ImportRow.objects.filter(source=row.source_id, target=row.target, pk__gt=row.pk)
    last = alike.aggregate(last=Max(Greatest("event", Coalesce("undone_event", "event"))))["last"] or row.event_id
    of_file = Q(pk__lte=last, actor__in=(row.event.actor_id, by.user.pk))
    later = Event.objects.filter(pk__gt=row.event_id).exclude(of_file)
    posts = {given.pk} if given else set()
    if row.status == RowStatus.NEW and "person" not in row.links:
        posts |= set(person.posts.values_list("pk", flat=True))
        if Signer.objects.filter(user=person).exists():
            return True
    about = later.about(person).exists() or later.about_all(Post, posts).exists()
    return about or (person.pk != by.user.pk and later.filter(actor=person).exists())


def _describe(person: User, values: Mapping[str, Any], before: Mapping[str, Any], *, by: Acting, reason: str) -> Event:
    words = {BY_KEY[key].heading: [BY_KEY[key].words(before[key]), BY_KEY[key].words(values[key])] for key in values}
    held = person.posts.select_related("unit").order_by("unit__path", "pk").first()
    unit = held.unit if held else None
    return describe_person(person, _columns(values), words=words, unit=unit, by=by, reason=reason)


def _require_unchanged(person: User, values: Mapping[str, Any]) -> None:
    """Raise StateConflict if somebody has changed what a row says was there."""
    stored = personal_values(person)
    for key, value in values.items():
        if key in stored and stored[key] != value:
            raise StateConflict(_("{heading} vừa được sửa; xin xem lại.").format(heading=BY_KEY[key].heading))


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the model about a person, as the model has them."""
    return {FIELDS.get(key, key): value for key, value in values.items() if key in PERSONAL}


def _last_event(post: Post) -> Event:
    return Event.objects.all().about(post).order_by("-pk")[0]
