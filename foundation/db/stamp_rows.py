"""Migration operations whose triggers give a row a new random `stamp` when a row that belongs to it is written.

The stamp is the cache key of what belongs to the row: also SQL outside the portal invalidates the cached copy.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db.migrations.operations.base import Operation

LENGTH = 32
SQLITE = """
CREATE TRIGGER {name}_{act} AFTER {act} ON {table}
BEGIN UPDATE {owner} SET stamp = lower(hex(randomblob(16))) WHERE id = {whose}; END;
"""
POSTGRES = """
CREATE FUNCTION {name}_{act}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN UPDATE {owner} SET stamp = md5(random()::text || clock_timestamp()) WHERE id = {whose}; RETURN NULL; END $$;
CREATE TRIGGER {name}_{act} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_{act}();
"""
UNDO = {
    "sqlite": "DROP TRIGGER {name}_{act};",
    "postgresql": "DROP TRIGGER {name}_{act} ON {table}; DROP FUNCTION {name}_{act}();",
}
ROW = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def new_stamp() -> str:
    return secrets.token_hex(LENGTH // 2)


class StampRows(Operation):
    """Renew the stamp of the row in the table `owner` for each row written in `table`.

    `whose` is SQL for the owner's id, in which ROW is the written row. SQLite drops a table's triggers when a later
    migration rebuilds it, so that migration ends with this operation again.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, owner: str, whose: str):
        self.table, self.owner, self.whose = table, owner, whose

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the state of the models as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._execute(UNDO[schema_editor.connection.vendor], schema_editor)

    def _execute(self, template: str, schema_editor: Any) -> None:
        for act, row in ROW.items():
            whose = self.whose.replace("ROW.", f"{row}.")
            names = {"name": f"{self.table}_stamps", "act": act, "table": self.table, "owner": self.owner}
            schema_editor.execute(template.format(**names, whose=whose), params=None)

    def describe(self) -> str:
        return f"Rows of {self.table} renew the stamp of {self.owner}"


class UnstampRows(StampRows):
    """Drop the triggers. A migration that rebuilds the owner, or a table that `whose` reads, begins with this and ends
    with StampRows: SQLite renames no table that a trigger of another table names.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Rows of {self.table} no longer renew the stamp of {self.owner}"
