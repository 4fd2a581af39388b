"""Queries of many columns that are compiled once a process and asked again with other values.

Django writes the SQL of a query anew each time it is asked. Of the two that begin every page of a sheet, with two
hundred columns of eight tables, that takes longer than the database does (docs/decisions/0095).
"""

from __future__ import annotations

from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Expression, Field, Model, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)
LARGEST = 2**63 - 1
"""The largest whole number of a column; asked for a larger one, a database would fail."""


class Parameter(Expression):
    """A value of a condition that is given when the query is asked: `posts.filter(user=number("user"))`."""

    def __init__(self, name: str, field: Field[Any, Any]):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", (self,)


def number(name: str) -> Parameter:
    return Parameter(name, BigIntegerField())


def text(name: str) -> Parameter:
    return Parameter(name, TextField())


class CompiledQuery(Generic[Row]):
    """The rows of a query set whose conditions have parameters. It reads no prefetched rows along."""

    def __init__(self, rows: QuerySet[Row]):
        self._rows = rows
        self._compiled: dict[str, tuple[SQLCompiler, str, tuple[Any, ...]]] = {}  # by database

    def fetch(self, **values: Any) -> list[Row]:
        """Return the rows for these values of the parameters; none for a number that no column holds."""
        if any(isinstance(value, int) and not -LARGEST <= value <= LARGEST for value in values.values()):
            return []
        rows = self._rows.all()
        if rows.db not in self._compiled:
            compiler = rows.query.get_compiler(using=rows.db)
            self._compiled[rows.db] = (compiler, *compiler.as_sql())
        compiler, sql, parameters = self._compiled[rows.db]
        given = [values[each.name] if isinstance(each, Parameter) else each for each in parameters]
        asking = copy(compiler)  # a connection belongs to one thread
        vars(asking).update(connection=connections[rows.db], as_sql=lambda: (sql, given))
        vars(rows.query)["get_compiler"] = lambda using: asking
        return list(rows)
