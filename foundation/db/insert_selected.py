"""Inserts the rows that a query selects, in one statement, however many they are."""

from __future__ import annotations

from typing import Any

from django.db import connections, models


def insert_selected(model: type[models.Model], columns: tuple[str, ...], rows: models.QuerySet[Any, Any]) -> None:
    """Insert the rows of a `values_list` query; `columns` are the columns of `model`, in the order of its values."""
    connection = connections[rows.db]
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    selected, params = rows.query.sql_with_params()
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {selected}", params)
