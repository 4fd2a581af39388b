"""Writes a column of many rows, in a migration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import connections, models

BATCH = 1_000
UPDATE = """
UPDATE {table} SET {column} = new.value{cast} FROM unnest(%s::bigint[], %s::text[]) AS new (pk, value)
WHERE {table}.{key} = new.pk
"""


def fill(rows: Any, column: str, compute: Callable[[Any], Any]) -> None:
    """Write `compute(row)` into a column wherever it differs. `rows`: a queryset of a migration's model."""
    changed = {}
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        value = compute(row)
        if value != getattr(row, column):
            changed[row.pk] = value
        if len(changed) == BATCH:
            write_column(rows.model, column, changed)
            changed = {}
    write_column(rows.model, column, changed)


def write_column(model: type[models.Model], column: str, values: dict[int, Any]) -> None:
    """Write a column of text or JSON: key of a row → its value. One statement, where bulk_update weighs each row
    against a list of all of them.
    """
    if not values:
        return
    field = model._meta.get_field(column)
    assert isinstance(field, models.Field)
    connection = connections[model._base_manager.db]
    if connection.vendor != "postgresql":
        model._base_manager.bulk_update([model(pk=pk, **{column: value}) for pk, value in values.items()], [column])
        return
    is_json = isinstance(field, models.JSONField)
    texts = [json.dumps(value) if is_json else value for value in values.values()]
    names = {"table": f'"{model._meta.db_table}"', "column": f'"{field.column}"', "key": f'"{model._meta.pk.column}"'}
    with connection.cursor() as cursor:
        cursor.execute(UPDATE.format(**names, cast="::jsonb" if is_json else ""), [list(values), texts])
