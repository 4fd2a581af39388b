"""The migration operation that created the triggers of version 0.1.0; today's are those of append_only.py."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

SQLITE = """
CREATE TRIGGER {name} BEFORE UPDATE {of} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{name}'); END;
"""
POSTGRES = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER {name} BEFORE UPDATE {of} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}();
"""
UNDO = {
    "sqlite": "DROP TRIGGER IF EXISTS {name};",
    "postgresql": "DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();",
}


class FreezeRows(Operation):
    """Refuse (IntegrityError) any UPDATE of these columns, of rows for which `when` holds: SQL about OLD.

    Migrations of today need it no more: the registry's triggers replace these after each `migrate`.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, name: str, model: str, columns: tuple[str, ...], when: str = ""):
        self.name, self.model, self.columns, self.when = name, model, columns, when

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the state of the models as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
        self._execute(template, app_label, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._execute(UNDO[schema_editor.connection.vendor], app_label, schema_editor)

    def _execute(self, template: str, app_label: str, schema_editor: Any) -> None:
        of = f"OF {', '.join(self.columns)}" if self.columns else ""
        when = f"WHEN ({self.when})" if self.when else ""
        table = f"{app_label}_{self.model}"
        schema_editor.execute(template.format(name=self.name, table=table, of=of, when=when), params=None)

    def describe(self) -> str:
        return f"Freeze rows of {self.model}"
