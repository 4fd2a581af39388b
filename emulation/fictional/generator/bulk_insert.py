"""Inserts many rows, in batches of BATCH."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection, reset_queries
from django.db.models import JSONField, Max, Model

from units.models import Event, EventPersonal

BATCH = 2000
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def bulk_insert(model: type[Model], rows: Iterable[Any]) -> None:
    """Insert rows of a model from an iterable, batch by batch; each row object gets its id."""
    for batch in _batches(rows):
        model._base_manager.bulk_create(batch)
        reset_queries()  # in DEBUG Django keeps every statement in memory


def bulk_insert_without_ids(model: type[Model], rows: Iterable[Any]) -> None:
    """Insert rows that nothing refers to: the objects get no id, so PostgreSQL can use COPY, which is faster."""
    _copy(model, rows, [field for field in model._meta.concrete_fields if not field.primary_key])


def bulk_insert_with_ids(model: type[Model], rows: Iterable[Any]) -> None:
    """Insert rows whose ids are known before, from `reserve_ids`; on PostgreSQL by COPY too."""
    _copy(model, rows, list(model._meta.concrete_fields))


def bulk_insert_events(events: Iterable[Event]) -> None:
    """Insert events and their personal text."""
    for batch in _batches(events):
        for event, pk in zip(batch, reserve_ids(Event, len(batch)), strict=True):
            event.pk = event.personal.event_id = pk
        bulk_insert_with_ids(Event, batch)
        bulk_insert_with_ids(EventPersonal, (event.personal for event in batch))


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """Return ids that no other row of the model has or will get; the caller inserts rows with them."""
    if connection.vendor != "postgresql":
        last = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        return list(range(last + 1, last + 1 + count))
    with connection.cursor() as cursor:
        numbers = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(numbers, [model._meta.db_table, count])
        return [number for (number,) in cursor.fetchall()]


def _copy(model: type[Model], rows: Iterable[Any], fields: list[Any]) -> None:
    if connection.vendor != "postgresql":
        bulk_insert(model, rows)
        return
    columns = [(field.attname, _writer(field)) for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    for batch in _batches(rows):
        lines = ("\t".join(write(getattr(row, name)) for name, write in columns) for row in batch)
        with connection.cursor() as cursor:
            cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', StringIO("\n".join(lines)))


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _writer(field: Any) -> Callable[[Any], str]:
    """Return the function that writes a column's values in the text format of COPY."""
    if isinstance(field, JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    return _text


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)
