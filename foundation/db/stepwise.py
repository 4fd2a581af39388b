"""Migrations that lock no table for long: each operation is a transaction of its own, and rows are written in pieces.

An ordinary migration is one transaction: what its first statement locked stays locked until its last one is done, which
takes minutes where a data migration goes through millions of rows. A `StepwiseMigration` commits after each operation
and remembers it, in the table of migrations itself, so that one that broke off goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import AppConfig
from django.db import connections, migrations, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min
from django.db.models.signals import post_migrate

PIECE = 5_000
"""Rows of a piece, which is written in less than a second."""
STEP = ", step "
"""Between the name of a migration and the number of its operation, where a step is recorded."""


class StepwiseMigration(migrations.Migration):
    """Commits after each operation. Of an operation that has it, `prepare` is called first, outside of a transaction,
    and called again if it broke off.
    """

    atomic = False

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        connection = schema_editor.connection
        recorder = MigrationRecorder(connection)
        done = set(recorder.applied_migrations())
        for number, operation in enumerate(self.operations, 1):
            before = project_state.clone()
            operation.state_forwards(self.app_label, project_state)
            step = f"{self.name}{STEP}{number}"
            if (self.app_label, step) in done:
                continue
            if prepare := getattr(operation, "prepare", None):
                prepare(self.app_label, schema_editor, before, project_state)
            with transaction.atomic(using=connection.alias):
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
                while schema_editor.deferred_sql:  # indexes and keys, which Django leaves to the end of the migration
                    schema_editor.execute(schema_editor.deferred_sql.pop(0))
                recorder.record_applied(self.app_label, step)
        return project_state

    def unapply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        """Go back in one transaction, as ordinary migrations do."""
        with transaction.atomic(using=schema_editor.connection.alias):
            return super().unapply(project_state, schema_editor, collect_sql)


def forget_steps_after_migrations(app: AppConfig) -> None:
    """Let steps be forgotten once their migrations are recorded as a whole. `app`: any, to be told once."""
    post_migrate.connect(_forget_steps, sender=app)


def _forget_steps(using: str, **_kwargs: Any) -> None:
    recorder = MigrationRecorder(connections[using])
    applied = recorder.applied_migrations()
    for app, name in applied:
        if STEP in name and (app, name.partition(STEP)[0]) in applied:
            recorder.record_unapplied(app, name)


class InPieces(migrations.RunPython):
    """Runs `code` outside of a transaction: it commits piece by piece, and does no harm when it is run again."""

    def __init__(self, code: Callable[..., Any], reverse_code: Callable[..., Any] | None = None):
        super().__init__(code, reverse_code, atomic=False)

    def prepare(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do nothing more: everything was done before the transaction."""


class AddUniqueConstraint(migrations.AddConstraint):
    """Adds a unique constraint; on PostgreSQL its index is built beforehand, while rows are read and written."""

    def prepare(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        assert isinstance(self.constraint, models.UniqueConstraint)
        model = to_state.apps.get_model(app_label, self.model_name)
        columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in self.constraint.fields)
        name, table = self.constraint.name, model._meta.db_table
        schema_editor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"')  # one that broke off is not valid
        schema_editor.execute(f'CREATE UNIQUE INDEX CONCURRENTLY "{name}" ON "{table}" ({columns})')

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        table, name = to_state.apps.get_model(app_label, self.model_name)._meta.db_table, self.constraint.name
        schema_editor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE USING INDEX "{name}"')


class IndexForeignKey(migrations.AlterField):
    """Gives a foreign key its index, and changes nothing else. On PostgreSQL it is built while rows are written."""

    def prepare(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table, column = _table_and_column(self, app_label, to_state)
            name = schema_editor._create_index_name(table.strip('"'), [column.strip('"')])
            schema_editor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"')  # one that broke off is not valid
            schema_editor.execute(f'CREATE INDEX CONCURRENTLY "{name}" ON {table} ({column})')

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)


class AllowNull(migrations.AlterField):
    """Lets a column be empty, and changes nothing else: AlterField drops a foreign key and checks all rows anew."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        table, column = _table_and_column(self, app_label, to_state)
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)


class RequireValue(migrations.AlterField):
    """Lets a column be empty no more, and changes nothing else. PostgreSQL checks the rows before."""

    def prepare(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table, column = _table_and_column(self, app_label, to_state)
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {HAS_VALUE}")
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {HAS_VALUE} CHECK ({column} IS NOT NULL) NOT VALID"
            )
            schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {HAS_VALUE}")

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        table, column = _table_and_column(self, app_label, to_state)
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {HAS_VALUE}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)


HAS_VALUE = '"column_has_value"'
"""Name of the constraint that stands for NOT NULL until that is set."""


def _table_and_column(operation: migrations.AlterField, app_label: str, state: Any) -> tuple[str, str]:
    model = state.apps.get_model(app_label, operation.model_name)
    return f'"{model._meta.db_table}"', f'"{model._meta.get_field(operation.name).column}"'


def pieces(model: type[models.Model], size: int = PIECE) -> Iterator[models.QuerySet[Any, Any]]:
    """Yield the rows of a model in pieces, by ranges of its numeric key."""
    ends = model._base_manager.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["last"] is None:
        return
    for start in range(ends["first"], ends["last"] + 1, size):
        yield model._base_manager.filter(pk__gte=start, pk__lt=start + size)
