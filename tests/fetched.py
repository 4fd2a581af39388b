"""What an answer cost at the cursor: the statements it executed and the rows it fetched.

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
    """`statements` as they were written, and the number of rows that came back."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0

    @property
    def queries(self) -> int:
        return len(self.statements)


class CountingCursor:
    """A cursor of the database's own module, which notes what goes through it."""

    def __init__(self, cursor: Any, cost: Cost):
        self._cursor, self._cost = cursor, cost

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, sql: str, *params: Any) -> Any:
        if not sql.startswith(BOOKKEEPING):
            self._cost.statements.append(sql)
        return self._cursor.execute(sql, *params)

    def executemany(self, sql: str, *params: Any) -> Any:
        self._cost.statements.append(sql)
        return self._cursor.executemany(sql, *params)

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        self._cost.rows += row is not None
        return row

    def fetchmany(self, *size: int) -> Any:
        return self._noted(self._cursor.fetchmany(*size))

    def fetchall(self) -> Any:
        return self._noted(self._cursor.fetchall())

    def __iter__(self) -> Iterator[Any]:
        for row in self._cursor:
            self._cost.rows += 1
            yield row

    def _noted(self, rows: Any) -> Any:
        self._cost.rows += len(rows)
        return rows


@contextmanager
def counted() -> Iterator[Cost]:
    """The cost of what happens inside, on the connection of this thread."""
    cost, create = Cost(), connection.create_cursor
    connection.create_cursor = lambda *name: CountingCursor(create(*name), cost)
    try:
        yield cost
    finally:
        connection.create_cursor = create
