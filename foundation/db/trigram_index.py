"""A migration operation that creates a trigram index (pg_trgm) for LIKE '%text%' on PostgreSQL. SQLite has none."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

AVAILABLE = "SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm')"
DO = "CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)"
UNDO = "DROP INDEX IF EXISTS {name}"


class IndexWords(Operation):
    """Index `column` by trigrams. On a server without pg_trgm no index is made, and searches are slower."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, name: str, model: str, column: str):
        self.name, self.model, self.column = name, model, column

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the state of the models as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql" or not self._available(schema_editor.connection):
            return
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm", params=None)
        self._execute(DO, app_label, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            self._execute(UNDO, app_label, schema_editor)

    @staticmethod
    def _available(connection: Any) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(AVAILABLE)
            return bool(cursor.fetchone()[0])

    def _execute(self, template: str, app_label: str, schema_editor: Any) -> None:
        table = f"{app_label}_{self.model}"
        schema_editor.execute(template.format(name=self.name, table=table, column=self.column), params=None)

    def describe(self) -> str:
        return f"Index the words of {self.model}"
