"""Adds up what a PostgreSQL database holds, column by column, so that two databases can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

COLUMNS = """
SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t
USING (table_schema, table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
ORDER BY c.table_name, c.ordinal_position
"""
KEYS = """
SELECT i.indrelid::regclass::text, a.attname FROM pg_index i JOIN pg_attribute a
ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE i.indisprimary AND i.indnatts = 1 AND i.indrelid::regclass::text NOT LIKE 'pg\\_%'
"""
# Of a key and a value a number, added up over the rows in any order: whatever changes, or goes to another row, is seen.
SUM = "coalesce(sum(hashtextextended({key}::text || '=' || coalesce({value}::text, '(null)'), 0)::numeric), 0)"


@dataclass(frozen=True)
class Sums:
    """What a table holds: how many rows, and of each column a sum over its values and the keys of their rows."""

    rows: int
    columns: dict[str, int]


def columns_of(cursor: Any) -> dict[str, list[str]]:
    """Return table → its columns, of all tables."""
    cursor.execute(COLUMNS)
    tables: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        tables.setdefault(table, []).append(column)
    return tables


def keys_of(cursor: Any) -> dict[str, str]:
    """Return table → its primary key."""
    cursor.execute(KEYS)
    return dict(cursor.fetchall())


def sums_of(cursor: Any, table: str, key: str, columns: list[str], source: str = "") -> Sums:
    """Add up a table. `source`: a query that gives `columns` under their names, instead of the table."""
    quoted = f'"{table}"'
    summed = [SUM.format(key=f'"{key}"', value=f'"{column}"') for column in columns]
    cursor.execute(f"SELECT {', '.join(['count(*)', *summed])} FROM {source or quoted}")
    rows, *sums = cursor.fetchone()
    return Sums(rows, dict(zip(columns, map(int, sums), strict=True)))


def database_sums(cursor: Any) -> dict[str, Sums]:
    """Return table → its sums, of every table with a primary key of one column."""
    keys = keys_of(cursor)
    tables = columns_of(cursor)
    return {table: sums_of(cursor, table, keys[table], columns) for table, columns in tables.items() if table in keys}
