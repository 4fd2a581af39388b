"""Lets tests write what the database's triggers refuse: to empty tables and set rows back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

from foundation.db import append_only, triggers
from units.models import Rule, StrandName, Term, UnitType

FILLED_BY_MIGRATIONS = {ContentType._meta.db_table, Permission._meta.db_table}
SHIPPED = (Rule, UnitType, StrandName, Term)
"""Migrations write rows of these models too; PostgreSQL cannot spare a table that has a key of a unit."""


@contextmanager
def without_triggers() -> Iterator[None]:
    """Switch our triggers off inside: for this connection, or on SQLite by dropping them."""
    if connection.vendor == "postgresql":
        with _replica():
            yield
        return
    wanted = append_only.wanted_triggers(connection)
    triggers.drop(wanted, connection)
    try:
        yield
    finally:
        triggers.create(wanted, connection)


@contextmanager
def _replica() -> Iterator[None]:
    """Write as a replica (for superusers): neither triggers nor foreign keys are checked."""
    _execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        _execute("SET session_replication_role = DEFAULT")


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def restore(_test: Any) -> None:
    """Make the database that of the template again, in place of TransactionTestCase._fixture_teardown.

    Django flushes all tables, content types too, and has them written anew with other ids, which a running server and
    SQL recorded earlier do not know. Here the rows that migrations wrote stay.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    written = [table for table in tables if table not in FILLED_BY_MIGRATIONS]
    shipped = shipped_rows()
    with without_triggers(), transaction.atomic(), connection.cursor() as cursor:
        for sql in connection.ops.sql_flush(no_style(), written):
            cursor.execute(sql)
        write_shipped(shipped)


def shipped_rows() -> list[list[Any]]:
    """Return the rows of the SHIPPED models, those of a unit's own words left out."""
    rows = [list(model._base_manager.order_by("pk")) for model in SHIPPED]
    return [[row for row in of_model if getattr(row, "root_id", None) is None] for of_model in rows]


def write_shipped(shipped: list[list[Any]]) -> None:
    for model, rows in zip(SHIPPED, shipped, strict=True):
        model._base_manager.bulk_create(rows)
