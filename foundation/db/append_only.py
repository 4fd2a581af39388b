"""The registry of tables that the database itself keeps: which columns may still be written, and when.

An app declares its tables in `append_only.py` and passes them to `keep` in `AppConfig.ready`. Triggers then refuse
UPDATE of every column that is not declared open, DELETE, on PostgreSQL TRUNCATE, and on SQLite REPLACE. They are
dropped before migrations run and created after them: SQLite drops a table's triggers when it rebuilds the table, and
neither database lets a migration change a column that a trigger names. `check_triggers` compares the database with the
registry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate, pre_migrate

from foundation.db import triggers
from foundation.db.triggers import Trigger
from foundation.db.unique_keys import none_taken, unique_keys

TRIGGERS_DIFFER = "foundation.W001"
NEVER = "false"
"""SQL of a condition that no row meets."""


@dataclass(frozen=True)
class OpenColumns:
    """Columns that may be written while `condition`, SQL about OLD and NEW, is true; `when` says it in words.

    `name`: of the trigger that refuses the write otherwise. Without columns the condition is asked for every column.
    """

    name: str
    columns: tuple[str, ...]
    condition: str
    when: str


@dataclass(frozen=True)
class AppendOnlyTable:
    """A table whose rows stay as they were written, but for its open columns.

    `name`: of its trigger against UPDATE; those against DELETE, TRUNCATE and REPLACE add a suffix. `draft`: SQL about
    OLD, true for rows that are not final yet, of which every column may be written; `draft_when` says it in words.
    `beside`: SQL about NEW, true for a row that may be inserted beside those there; asked on SQLite alone, for what
    PostgreSQL refuses by an exclusion constraint. `released`: SQL about OLD, true for rows that may be deleted;
    `released_when` says it in words.
    """

    model: str
    name: str
    open: tuple[OpenColumns, ...] = ()
    draft: str = NEVER
    draft_when: str = ""
    beside: str = "true"
    released: str = NEVER
    released_when: str = ""

    def triggers(
        self, model: type[models.Model], connection: Any, columns: Collection[str] | None = None
    ) -> Iterator[Trigger]:
        """Yield the triggers of the table; `columns`: those it has while migrations are applied only in part."""
        table = model._meta.db_table
        in_table = [column for column in columns_of(model) if columns is None or column in columns]
        opened = {column for group in self.open for column in group.columns}
        closed = tuple(column for column in in_table if column not in opened)
        yield Trigger(self.name, table, "UPDATE", closed, self.draft)
        for group in self.open:
            looked_at = tuple(column for column in in_table if column in group.columns or not group.columns)
            if looked_at:
                yield Trigger(group.name, table, "UPDATE", looked_at, group.condition)
        yield Trigger(f"{self.name}_delete", table, "DELETE", allowed=self.released)
        if connection.vendor == "postgresql":
            yield Trigger(f"{self.name}_truncate", table, "TRUNCATE")
        else:
            yield from self._against_replace(model, connection, in_table)

    def _against_replace(
        self, model: type[models.Model], connection: Any, in_table: Collection[str]
    ) -> Iterator[Trigger]:
        """Yield the triggers against INSERT OR REPLACE and UPDATE OR REPLACE, which throw out rows on SQLite alone."""
        table = model._meta.db_table
        keys = [key for key in unique_keys(model, connection) if set(key.all_columns) <= set(in_table)]
        allowed = f"({none_taken(keys, table)}) AND {self.beside}"
        yield Trigger(
            f"{self.name}_replace",
            table,
            "INSERT",
            allowed=allowed if self.beside != "true" else none_taken(keys, table),
        )
        if self.draft != NEVER:
            columns = tuple(column for column in in_table if any(column in key.all_columns for key in keys))
            allowed = none_taken(keys, table, by_another=True)
            yield Trigger(f"{self.name}_replace_update", table, "UPDATE", columns, allowed)


_tables: dict[str, tuple[AppConfig, tuple[AppendOnlyTable, ...]]] = {}


def keep(app: AppConfig, tables: tuple[AppendOnlyTable, ...]) -> None:
    """Let the database keep these tables of an app."""
    _tables[app.label] = (app, tables)
    pre_migrate.connect(_drop_before_migrations, sender=app)
    post_migrate.connect(_create_after_migrations, sender=app)


def kept_tables() -> list[tuple[type[models.Model], AppendOnlyTable]]:
    """Return every table of the registry with its model."""
    return [(app.get_model(table.model), table) for app, tables in _tables.values() for table in tables]


def columns_of(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def wanted_triggers(connection: Any, app_label: str = "") -> list[Trigger]:
    """Return the triggers that the database should have, of the tables and columns that are there already."""
    wanted: list[Trigger] = []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model, table in kept_tables():
            if model._meta.db_table not in there or app_label not in ("", model._meta.app_label):
                continue
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" WHERE 1 = 0')  # noqa: S608 - a table of ours
            wanted += table.triggers(model, connection, {column[0] for column in cursor.description})
    return wanted


def missing_or_changed(connection: Any, app_label: str = "") -> list[Trigger]:
    """Return the triggers of the registry that the database has not, has otherwise or has switched off."""
    return triggers.missing_or_changed(wanted_triggers(connection, app_label), connection)


def check_triggers(
    app_configs: Sequence[AppConfig] | None = None, databases: Collection[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """A system check: `manage.py check --database default` names each trigger that is missing or different.

    It warns and is no error, as an error would keep `migrate`, which mends it, from running. While migrations wait
    to be applied it finds nothing: the registry is that of the database after them.
    """
    messages: list[CheckMessage] = []
    for alias in databases or ():
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            continue
        messages += [_warning(trigger) for trigger in missing_or_changed(connections[alias])]
    return messages


def register_check() -> None:
    register(check_triggers, Tags.database)


def _warning(trigger: Trigger) -> CheckMessage:
    return Warning(
        f"The trigger {trigger.name} on {trigger.table} is missing or different: {trigger.event} is not refused.",
        hint="`manage.py migrate` creates it anew. Find out who dropped it.",
        id=TRIGGERS_DIFFER,
    )


def _drop_before_migrations(sender: AppConfig, using: str, plan: list[Any], **_kwargs: Any) -> None:
    if plan:
        connection = connections[using]
        triggers.drop(wanted_triggers(connection, sender.label), connection)


def _create_after_migrations(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    connection = connections[using]
    triggers.create(missing_or_changed(connection, sender.label), connection)
