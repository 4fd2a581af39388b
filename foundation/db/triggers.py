"""Triggers that refuse statements: their SQL on SQLite and PostgreSQL, and those a database has.

A refused statement raises IntegrityError with the name of the trigger. SQLite has no TRUNCATE.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

SQLITE = """CREATE TRIGGER "{name}" BEFORE {event}{of} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{name}') WHERE ({allowed}) IS NOT TRUE; END"""
FUNCTION = """
BEGIN
IF ({allowed}) IS NOT TRUE THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END IF;
RETURN {returned};
END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $${body}$$;
CREATE TRIGGER "{name}" BEFORE {event}{of} ON "{table}" FOR EACH {each} EXECUTE FUNCTION "{name}"();
"""
DROP = {
    "sqlite": 'DROP TRIGGER IF EXISTS "{name}"',
    "postgresql": 'DROP TRIGGER IF EXISTS "{name}" ON "{table}"; DROP FUNCTION IF EXISTS "{name}"()',
}
RETURNED = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD", "TRUNCATE": "NULL"}
# Bits of pg_trigger.tgtype: 1 for each row, 2 before, then the event.
TYPES = {"INSERT": 1 + 2 + 4, "UPDATE": 1 + 2 + 16, "DELETE": 1 + 2 + 8, "TRUNCATE": 2 + 32}

EXISTING_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
EXISTING_POSTGRESQL = """
SELECT t.tgname, c.relname, t.tgtype, t.tgenabled::text, t.tgqual IS NULL, p.prosrc,
    ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (t.tgattr))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True)
class Trigger:
    """Refuses an event on a table unless `allowed`, SQL about OLD and NEW, is true.

    `event`: INSERT, UPDATE, DELETE or TRUNCATE. `columns`: those whose UPDATE it looks at, whether or not their value
    changes.
    """

    name: str
    table: str
    event: str
    columns: tuple[str, ...] = ()
    allowed: str = "false"

    def definition(self, vendor: str) -> Any:
        """Return what `existing` returns for this trigger as long as nobody changed it."""
        if vendor == "sqlite":
            return SQLITE.format(**self._parts())
        return (self.table, TYPES[self.event], "O", True, self._body(), frozenset(self.columns))

    def create(self, vendor: str) -> str:
        if vendor == "sqlite":
            return SQLITE.format(**self._parts())
        return POSTGRESQL.format(**self._parts(), body=self._body())

    def drop(self, vendor: str) -> str:
        return DROP[vendor].format(name=self.name, table=self.table)

    def _body(self) -> str:
        return FUNCTION.format(allowed=self.allowed, name=self.name, returned=RETURNED[self.event])

    def _parts(self) -> dict[str, str]:
        names = ", ".join(f'"{column}"' for column in self.columns)
        return {
            "name": self.name,
            "table": self.table,
            "event": self.event,
            "of": f" OF {names}" if names else "",
            "each": "STATEMENT" if self.event == "TRUNCATE" else "ROW",
            "allowed": self.allowed,
        }


def existing(connection: Any) -> dict[str, Any]:
    """Return the definitions of all triggers in the database, by name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(EXISTING_SQLITE)
            return dict(cursor.fetchall())
        cursor.execute(EXISTING_POSTGRESQL)
        return {name: (*parts, frozenset(columns)) for name, *parts, columns in cursor.fetchall()}


def missing_or_changed(triggers: Iterable[Trigger], connection: Any) -> list[Trigger]:
    """Return the triggers that the database has not, has otherwise or has switched off."""
    there = existing(connection)
    return [trigger for trigger in triggers if there.get(trigger.name) != trigger.definition(connection.vendor)]


def create(triggers: Collection[Trigger], connection: Any) -> None:
    """Create the triggers, in place of those of the same names."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            _drop(trigger, cursor, connection.vendor)
            cursor.execute(trigger.create(connection.vendor))


def drop(triggers: Iterable[Trigger], connection: Any) -> None:
    with connection.cursor() as cursor:
        for trigger in triggers:
            _drop(trigger, cursor, connection.vendor)


def _drop(trigger: Trigger, cursor: Any, vendor: str) -> None:
    for statement in trigger.drop(vendor).split("; "):
        cursor.execute(statement)
