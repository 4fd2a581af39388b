"""How large a table may be."""

MOST_ROWS = 50_000
"""Rows that are not blank, of all sheets."""
MOST_COLUMNS = 200
MOST_SHEETS = 100
FOR_PROCESS = {
    "rows": MOST_ROWS,
    "columns": MOST_COLUMNS,
    "sheets": MOST_SHEETS,
    "characters": 20_000_000,  # in all cells: a short file can repeat one long text a million times
    "merged": 20_000,  # ranges
    "memory": 512 * 1024 * 1024,  # bytes of address space
    "seconds": 20,  # of a processor
}
"""What the process that reads workbooks is given."""
