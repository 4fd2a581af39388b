"""Many rows into the database, a few thousand at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection, reset_queries
from django.db.models import JSONField, Model

BATCH = 2000
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def bulk_insert(model: type[Model], rows: Iterable[Any]) -> None:
    """Insert rows of a model as they come; each gets its id. What the caller does not keep is not kept here."""
    for batch in _batches(rows):
        model._base_manager.bulk_create(batch)
        reset_queries()  # in DEBUG every statement is kept to be looked at


def bulk_insert_without_ids(model: type[Model], rows: Iterable[Any]) -> None:
    """The same for rows that nothing refers to: they get no id here, and PostgreSQL copies them in, faster."""
    if connection.vendor != "postgresql":
        bulk_insert(model, rows)
        return
    columns = [(field.attname, _writer(field)) for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key)
    for batch in _batches(rows):
        lines = ("\t".join(write(getattr(row, name)) for name, write in columns) for row in batch)
        with connection.cursor() as cursor:
            cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', StringIO("\n".join(lines)))


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _writer(field: Any) -> Callable[[Any], str]:
    """How values of a column are written in the text form of COPY."""
    if isinstance(field, JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    return _text


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)
