"""What makes rows of a table unique, as SQL: which other row an INSERT OR REPLACE on SQLite would throw out.

REPLACE deletes the rows that are in the way of a new one, without asking the triggers against DELETE.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class UniqueKey:
    """Columns that no two rows have alike. `condition`: SQL, of those rows alone that meet it; "" for all rows.

    `condition_columns`: those that the condition reads.
    """

    columns: tuple[str, ...]
    condition: str = ""
    condition_columns: tuple[str, ...] = ()

    @property
    def all_columns(self) -> tuple[str, ...]:
        return self.columns + self.condition_columns

    def taken(self, table: str, *, by_another: bool) -> str:
        """Return SQL for a trigger: whether the row NEW has the key of a stored row; `by_another`: other than OLD."""
        conditions = [f'"{column}" = NEW."{column}"' for column in self.columns]
        if by_another:
            conditions.append("rowid <> OLD.rowid")
        if not self.condition:
            return _exists(f'"{table}"', conditions)
        values = ", ".join(f'NEW."{column}" AS "{column}"' for column in self.condition_columns)
        among_those = _exists(f'"{table}"', [*conditions, f"({self.condition})"])
        return f"({among_those} AND {_exists(f'(SELECT {values})', [self.condition])})"


def unique_keys(model: type[models.Model], connection: Any) -> Iterator[UniqueKey]:
    """Yield the unique keys of a table, the primary key first."""
    for field in model._meta.concrete_fields:
        if field.unique:
            yield UniqueKey((str(field.column),))
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield _key_of(constraint, model, connection)


def none_taken(keys: Collection[UniqueKey], table: str, *, by_another: bool = False) -> str:
    """Return SQL for a trigger: the row NEW has no key of a stored row."""
    return " AND ".join(f"NOT {key.taken(table, by_another=by_another)}" for key in keys)


def _key_of(constraint: models.UniqueConstraint, model: type[models.Model], connection: Any) -> UniqueKey:
    columns = _columns(model, constraint.fields)
    if constraint.condition is None:
        return UniqueKey(columns)
    editor = connection.SchemaEditorClass(connection)
    condition = constraint._get_condition_sql(model, editor)  # type: ignore[attr-defined]  # as the index is created
    return UniqueKey(columns, str(condition), _columns(model, sorted(constraint.condition.referenced_base_fields)))


def _columns(model: type[models.Model], names: Collection[str]) -> tuple[str, ...]:
    fields = [model._meta.get_field(name) for name in names]
    return tuple(str(field.column) for field in fields)  # type: ignore[union-attr]  # no reverse relations


def _exists(rows: str, conditions: list[str]) -> str:
    return f"EXISTS (SELECT 1 FROM {rows} WHERE {' AND '.join(conditions)})"  # noqa: S608 - names of ours
