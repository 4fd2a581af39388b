"""Lets tests write what the database's triggers refuse: to empty tables and set rows back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection

from foundation.db import append_only, triggers


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


def flush(_test: Any) -> None:
    """Empty the database after a test without a transaction, in place of TransactionTestCase._fixture_teardown."""
    with without_triggers():
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
