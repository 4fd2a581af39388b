"""Lets tests write what the database's triggers refuse: to empty tables and set rows back.

SQLite's triggers are switched off by a setting of the connection. To drop and create them would be a change of the
schema, and after one SQLite reads the whole schema again (4 ms for our 710 tables, indexes and triggers) whenever a
savepoint is rolled back, until the transaction ends, which for many tests is that of their module. Before Python 3.12
that setting is reached in the C library alone.
"""

from __future__ import annotations

import ctypes
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from units.models import Rule, StrandName, Term, UnitType

FILLED_BY_MIGRATIONS = {ContentType._meta.db_table, Permission._meta.db_table}
SHIPPED = (Rule, UnitType, StrandName, Term)
"""Migrations write rows of these models too; PostgreSQL cannot spare a table that has a key of a unit."""


ENABLE_TRIGGER = 1003
"""SQLITE_DBCONFIG_ENABLE_TRIGGER of sqlite3.h."""


@contextmanager
def without_triggers() -> Iterator[None]:
    """Switch triggers off inside, for this connection."""
    with _replica() if connection.vendor == "postgresql" else _no_triggers_of_sqlite():
        yield


@contextmanager
def _replica() -> Iterator[None]:
    """Write as a replica (for superusers): neither triggers nor foreign keys are checked."""
    _execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        _execute("SET session_replication_role = DEFAULT")


@contextmanager
def _no_triggers_of_sqlite() -> Iterator[None]:
    connection.ensure_connection()
    switch_triggers(connection.connection, on=False)
    try:
        yield
    finally:
        switch_triggers(connection.connection, on=True)


def switch_triggers(connected: sqlite3.Connection, *, on: bool) -> None:
    """Let a connection execute triggers, or not."""
    if hasattr(connected, "setconfig"):
        connected.setconfig(ENABLE_TRIGGER, on)
        return
    handle = ctypes.c_void_p.from_address(id(connected) + object.__basicsize__)  # the first field of the object
    library = ctypes.CDLL("libsqlite3.so.0")  # the one that Python has loaded
    assert library.sqlite3_db_config(handle, ctypes.c_int(ENABLE_TRIGGER), ctypes.c_int(on), None) == 0


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
    emptying = [f"DELETE FROM {connection.ops.quote_name(table)}" for table in written]
    with without_triggers(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # in one trip; with few rows a tenth of what TRUNCATE costs
            emptying = [";".join(emptying)]
        for sql in emptying:
            cursor.execute(sql)
        write_shipped(shipped)


def shipped_rows() -> list[list[Any]]:
    """Return the rows of the SHIPPED models, those of a unit's own words left out."""
    rows = [list(model._base_manager.order_by("pk")) for model in SHIPPED]
    return [[row for row in of_model if getattr(row, "root_id", None) is None] for of_model in rows]


def write_shipped(shipped: list[list[Any]]) -> None:
    for model, rows in zip(SHIPPED, shipped, strict=True):
        model._base_manager.bulk_create(rows)
