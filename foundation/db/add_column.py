"""A migration operation that adds a column without rebuilding the table."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddField


class AddColumn(AddField):
    """Like AddField, for a plain field with a constant `db_default`.

    For a field that is not null Django rebuilds the table on SQLite, and the table's triggers are gone. ALTER TABLE
    does without, because the column has its default in the database.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            BaseDatabaseSchemaEditor.add_field(schema_editor, model, model._meta.get_field(self.name))
