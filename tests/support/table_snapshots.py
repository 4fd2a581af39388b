"""Reads all tables before and after an attack, and returns which rows are out of a person's reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import ForeignKey

from tests.support.access_states import put
from tests.support.access_walk import Walk, undone
from tests.support.casts import columns, models, plain
from tests.support.learned_forms import Typed, Way, send, send_raw
from units.actions.guessing import FAIL
from units.models import Event, EventPersonal, FailureCount, Unit

Rows = dict[tuple[str, int], dict[str, Any]]
EVENT = Event._meta.label
COUNTING = ("failed_sign_ins", "failed_from", "failed_at")
"""The columns of a person that tell of failed sign-ins."""
WRITING = ("INSERT", "UPDATE", "DELETE")


def rows() -> Rows:
    """Return every row of our tables by (model, id)."""
    rows_by_key: Rows = {}
    for model in models():
        names = columns(model)
        for row in model._base_manager.values_list(*names):
            kept = dict(zip(names, plain(row), strict=True))
            rows_by_key[model._meta.label, kept[model._meta.pk.attname]] = kept
    return rows_by_key


def references() -> dict[str, list[tuple[str, str]]]:
    """Return by model its columns that refer to rows, and to which model."""
    return {
        model._meta.label: [
            (field.attname, field.related_model._meta.label)
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey)
        ]
        for model in models()
    }


def types_told_of() -> dict[int, str]:
    """Return the models of events' targets by the id of their content type."""
    return {
        content_type.pk: content_type.model_class()._meta.label
        for content_type in ContentType.objects.all()
        if content_type.model_class()
    }


def foreign(kept: Rows, units: set[int]) -> Rows:
    """Return the rows of these units and the rows that refer to them: people by their posts, events by their target."""
    keys = {(Unit._meta.label, pk) for pk in units}
    keys |= {
        ("units.User", row["user_id"])
        for key, row in kept.items()
        if key[0] == "units.Post" and row["unit_id"] in units
    }
    names, size = references(), -1
    while size < len(keys):
        size = len(keys)
        for key, row in kept.items():
            if key not in keys and any((label, row[name]) in keys for name, label in names[key[0]] if key[0] != EVENT):
                keys.add(key)
    types = types_told_of()
    told = {
        key
        for key, row in kept.items()
        if key[0] == EVENT and (types.get(row["target_type_id"]), row["target_id"]) in keys
    }
    return {key: kept[key] for key in keys | told if key in kept}


def out_of_reach(walk: Walk, person: str) -> set[int]:
    """Return the units that this person neither reaches nor is below."""
    reach = walk.world.user(person).reach_paths()
    return {
        unit.pk
        for unit in walk.world.units.values()
        if not any(unit.path.startswith(path) or path.startswith(unit.path) for path in reach)
    }


@dataclass
class Outcome:
    """Holds an answer and all tables before and after it; both are the same when nothing was written."""

    response: Any
    before: Rows
    after: Rows

    @property
    def status(self) -> int:
        return self.response.status_code

    def changed(self) -> set[tuple[str, int]]:
        keys = self.before.keys() | self.after.keys()
        return {key for key in keys if self.before.get(key) != self.after.get(key)}

    def saved(self) -> set[tuple[str, int]]:
        """Return changed rows, but for what a wrong password leaves: counts of failures and their event."""
        guessed = {key[1] for key, row in self.after.items() if key[0] == EVENT and row["verb"] == FAIL}
        left = {(label, pk) for label in (EVENT, EventPersonal._meta.label) for pk in guessed}
        rest = (key for key in self.changed() - left if key[0] != FailureCount._meta.label)
        return {key for key in rest if _uncounted(self.before.get(key)) != _uncounted(self.after.get(key))}

    def touched(self, theirs: Rows) -> set[tuple[str, int]]:
        """Return changed rows of `theirs`, and new rows or columns that refer to one of them."""
        names = references()
        return {key for key in self.changed() if key in theirs or self.names_one(key, names[key[0]], theirs)}

    def names_one(self, key: tuple[str, int], names: list[tuple[str, str]], theirs: Rows) -> bool:
        old, new = self.before.get(key, {}), self.after.get(key, {})
        return any((label, new.get(name)) in theirs and old.get(name) != new.get(name) for name, label in names)


def _uncounted(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a row without its columns that count failed sign-ins."""
    return row and {name: value for name, value in row.items() if name not in COUNTING}


class Attack:
    """Sends one request after another to the same form or page; everything is rolled back each time."""

    def __init__(self, walk: Walk, way: Way):
        self.walk, self.way = walk, way

    @contextmanager
    def begun(self) -> Iterator[Attack]:
        with undone():
            if self.way.row.state != "-":
                put(self.walk.world, *self.walk.things.first(self.way.row.path), self.way.row.state)
            yield self

    @cached_property
    def before(self) -> Rows:
        return rows()

    @cached_property
    def theirs(self) -> Rows:
        return foreign(self.before, out_of_reach(self.walk, self.way.person))

    def sent(self, typed: Typed, unread: int = 0) -> Outcome:
        return self.outcome(lambda: send(self.walk, self.way, typed), unread)

    def sent_raw(self, *raw: Any) -> Outcome:
        return self.outcome(lambda: send_raw(self.walk, self.way, *raw))

    def outcome(self, ask: Any, unread: int = 0) -> Outcome:
        """The tables are read when something was written, but not after an answer of the status `unread`; what stood
        there is the same for all.
        """
        wrote: list[str] = []
        after: Rows = {}
        with undone(), connection.execute_wrapper(noting(wrote)):
            response = ask()
            look = bool(wrote) and response.status_code != unread
            if look:
                after = rows()
        return Outcome(response, self.before if look else {}, after)


def noting(wrote: list[str]) -> Any:
    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITING):
            wrote.append(sql)
        return execute(sql, params, many, context)

    return wrapper
