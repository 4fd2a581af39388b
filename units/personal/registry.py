"""The registry of what each table stores about people. Apps declare theirs in `personal_tables.py`.

From it come the page that tells people what is stored about them, the files with their data, and what a masking
removes. `tests/units/test_personal_tables.py` fails for a column that refers to an account, and for a model with texts,
that is in neither `TABLES` nor `IMPERSONAL`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from units.models import Masking
from units.personal.subject import DataSubject

Rows = QuerySet[Any, Any]
Eraser = Callable[[Rows, DataSubject, Masking], None]


@dataclass(frozen=True)
class PersonalTable:
    """What one table stores about people. Words are Vietnamese, as the page shows them.

    `rows`: those about a person. `columns`: those that the person is given; `notes`: what a row says besides them,
    under the same keys in each, where an encoded text keeps it. `goes`: of these rows the ones that a masking empties
    or deletes by `erase`; without it all of them, without `erase` none. `stays`: why other rows stay.
    """

    model: type[Model]
    says: Any
    why: Any
    kept: Any
    rows: Callable[[DataSubject], Rows]
    columns: tuple[str, ...]
    erase: Eraser | None = None
    goes: Callable[[Rows, DataSubject], Rows] | None = None
    stays: Any = ""
    notes: Callable[[Any], dict[str, Any]] | None = None

    @property
    def label(self) -> str:
        return self.model._meta.label

    def going(self, subject: DataSubject) -> Rows:
        rows = self.rows(subject)
        if self.erase is None:
            return rows.none()
        return self.goes(rows, subject) if self.goes else rows


TABLES: list[PersonalTable] = []
"""In the order in which they are shown and, but for the rows of the person themselves, which come last, emptied."""
IMPERSONAL: dict[str, str] = {}
"""Models with texts or references that are kept whoever they name, or name nobody: label → the reason."""


def declare(tables: Sequence[PersonalTable], impersonal: Mapping[str, str]) -> None:
    """Add the tables of an app, once."""
    TABLES.extend(table for table in tables if table not in TABLES)
    IMPERSONAL.update(impersonal)


@dataclass(frozen=True)
class TableCounts:
    """How many rows of a table are about a person, and how many of them a masking removes."""

    table: PersonalTable
    rows: int
    going: int

    @property
    def staying(self) -> int:
        return self.rows - self.going


def counts_about(subject: DataSubject) -> list[TableCounts]:
    """Return the tables that store something about a person, with their counts."""
    counted = [
        TableCounts(table, table.rows(subject).count(), table.going(subject).count() if table.erase else 0)
        for table in TABLES
    ]
    return [counts for counts in counted if counts.rows]


def referring(model: type[Model], *columns: str) -> Callable[[DataSubject], Rows]:
    """Return what finds the rows of a model in which one of these columns refers to the person's account."""

    def rows(subject: DataSubject) -> Rows:
        condition = Q(pk__in=[])
        for column in columns if subject.account else ():
            condition |= Q(**{column: subject.account})
        return model._base_manager.filter(condition)

    return rows


def deleted(rows: Rows, subject: DataSubject, masking: Masking) -> None:
    """Delete the rows."""
    rows.delete()


def counts_key(table: PersonalTable) -> str:
    """Return under which key `Masking.counts` has the rows of a table; it is stored."""
    keys = [other for other in TABLES if other.model == table.model and other.erase]
    return table.label if len(keys) == 1 else f"{table.label}.{keys.index(table) + 1}"
