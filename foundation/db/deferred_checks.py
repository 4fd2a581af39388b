"""The checks of foreign keys that PostgreSQL defers to the end of a transaction, made early in a migration."""

from __future__ import annotations

from typing import Any


def check_foreign_keys(schema_editor: Any) -> None:
    """Check now what PostgreSQL checks at the end of a transaction: until then it alters none of these tables."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")
