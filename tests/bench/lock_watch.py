"""Watches for how long nobody could write a row of a table, while something else works on the same database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2

from tests.bench.table_sums import keys_of

EVERY = 0.05  # seconds
# What a visitor's statements take: the table's lock of INSERT and UPDATE, and that of a row. Nobody is waited for.
ASKED = (
    "LOCK TABLE {table} IN ROW EXCLUSIVE MODE NOWAIT; SELECT 1 FROM {table} WHERE {key} = %s FOR NO KEY UPDATE NOWAIT"
)


@dataclass(frozen=True)
class Blocked:
    """A table of which a row could not be written, from `began` on, by the clock of `time.monotonic`."""

    table: str
    began: float
    seconds: float
    during: str


class Watch:
    """What was blocked for how long, by a second connection that asks for a row of each table every 50 ms."""

    def __init__(self, connection: Any, during: Callable[[], str]):
        self.connection, self.during = connection, during
        self.rows = dict(self._first_rows())
        self.blocked: list[Blocked] = []
        self.asked = 0
        self._since: dict[str, tuple[float, str]] = {}

    def _first_rows(self) -> Iterator[tuple[str, tuple[str, Any]]]:
        """Yield table → (its key, the key of its first row) of every table that has rows."""
        with self.connection.cursor() as cursor:
            for table, key in keys_of(cursor).items():
                cursor.execute(f"SELECT {key} FROM {table} ORDER BY {key} LIMIT 1")
                if row := cursor.fetchone():
                    yield table, (key, row[0])
        self.connection.rollback()

    def ask(self) -> None:
        """Ask once for a row of each table."""
        for table, (key, row) in [*self.rows.items()]:
            now = time.monotonic()
            try:
                with self.connection.cursor() as cursor:
                    cursor.execute(ASKED.format(table=table, key=key), [row])
            except psycopg2.errors.LockNotAvailable:
                self._since.setdefault(table, (now, self.during()))
            except (psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedColumn):
                del self.rows[table]  # a migration took it away
                self._free(table, now)
            else:
                self._free(table, now)
            self.connection.rollback()
            self.asked += 1

    def _free(self, table: str, now: float) -> None:
        if table in self._since:
            began, during = self._since.pop(table)
            self.blocked.append(Blocked(table, began, now - began, during))

    def longest(self) -> list[Blocked]:
        """Return of each table the longest time that it was blocked, the longest first."""
        by_table: dict[str, Blocked] = {}
        for blocked in sorted(self.blocked, key=lambda blocked: blocked.seconds):
            by_table[blocked.table] = blocked
        return sorted(by_table.values(), key=lambda blocked: -blocked.seconds)


@contextmanager
def watching(connection: Any, during: Callable[[], str]) -> Iterator[Watch]:
    """Watch while the body runs. `during` names what is under way."""
    watch, over = Watch(connection, during), threading.Event()

    def run() -> None:
        while not over.wait(EVERY):
            watch.ask()
        watch.ask()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()
