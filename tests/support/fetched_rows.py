"""Counts what an answer costs: the statements sent to the database and the rows fetched.

Rows count, not only statements: a page of fifty may ask ten questions and read a whole province for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

BOOKKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@dataclass
class Cost:
    """Holds the `statements` of an answer and the number of rows that they fetched."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0

    @property
    def queries(self) -> int:
        return len(self.statements)


class CountingCursor:
    """A cursor of the database's own module, which notes what goes through it.

    One that has a name lives on the server: there its query, each fetch and its end are statements of their own.
    """

    def __init__(self, cursor: Any, cost: Cost):
        self._cursor, self._cost = cursor, cost
        self._is_on_server = bool(getattr(cursor, "name", None))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, sql: str, *params: Any) -> Any:
        if not sql.startswith(BOOKKEEPING):
            self._cost.statements.append(sql)
        return self._cursor.execute(sql, *params)

    def executemany(self, sql: str, params: Any) -> Any:
        """Count a statement for each of the params, as psycopg2 sends them so."""
        every = list(params)
        self._cost.statements += [sql] * len(every)
        return self._cursor.executemany(sql, every)

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        self._note([] if row is None else [row])
        return row

    def fetchmany(self, *size: int) -> Any:
        return self._note(self._cursor.fetchmany(*size))

    def fetchall(self) -> Any:
        return self._note(self._cursor.fetchall())

    def __iter__(self) -> Iterator[Any]:
        while rows := self.fetchmany(self._cursor.itersize if self._is_on_server else self._cursor.arraysize):
            yield from rows

    def close(self) -> None:
        if self._is_on_server:
            self._cost.statements.append("CLOSE")
        self._cursor.close()

    def _note(self, rows: Any) -> Any:
        if self._is_on_server:
            self._cost.statements.append("FETCH")
        self._cost.rows += len(rows)
        return rows


@contextmanager
def counted() -> Iterator[Cost]:
    """Yield the cost of what happens inside, on the connection of this thread."""
    cost, create = Cost(), connection.create_cursor
    connection.create_cursor = lambda *name: CountingCursor(create(*name), cost)
    try:
        yield cost
    finally:
        connection.create_cursor = create
