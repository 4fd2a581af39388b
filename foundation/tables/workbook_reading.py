"""Reads workbooks of Excel and LibreOffice through a process of their own (`workbook_process`)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from foundation.tables import limits, refusals
from foundation.tables.cells import ERROR, CellValue, Merged, ReadSheet, Row
from foundation.tables.package_details import SheetDetails
from foundation.tables.refusals import refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What files of Office begin with that are no archives: .xls, .doc, and all that have a password."""

_PROCESS = Path(__file__).with_name("workbook_process.py")
_SECONDS = 60  # by the clock, on a machine that has other work
_DIRECTORY_ENTRY = 128  # bytes
_BEGINS, _LOCK = b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x2f\x00"  # records of old Excel
_RECORDS_BEFORE_LOCK = 8
_SENTENCES = {
    "file": refusals.NO_TABLE,
    "rows": refusals.TOO_MANY_ROWS,
    "columns": refusals.TOO_MANY_COLUMNS,
    "characters": refusals.SWOLLEN,
    "sheets": refusals.TOO_MANY_SHEETS,
    "locked": refusals.LOCKED,
    "macro": refusals.MACRO,
}


def require_old_workbook(content: bytes, name: str) -> None:
    """Raise RefusedTable unless a file of old Office is a workbook without macros and password."""
    if _has_stream(content, "EncryptedPackage") or _is_locked(content):
        raise refused(refusals.LOCKED, name)
    if not (_has_stream(content, "Workbook") or _has_stream(content, "Book")):
        raise refused(refusals.NO_TABLE, name)
    if _has_stream(content, "_VBA_PROJECT") or _has_stream(content, "_VBA_PROJECT_CUR"):
        raise refused(refusals.MACRO, name)


def _has_stream(content: bytes, stream: str) -> bool:
    """Return whether a directory of the file has an entry of this name, in any case."""
    name = stream.encode("utf-16-le") + b"\0\0"
    start = content.find(name)
    while start != -1 and start % _DIRECTORY_ENTRY:
        start = content.find(name, start + 1)
    return start != -1


def _is_locked(content: bytes) -> bool:
    """Return whether one of the first records of the workbook says that the others are encrypted."""
    at = content.find(_BEGINS)
    for _record in range(_RECORDS_BEFORE_LOCK):
        kind, length = content[at : at + 2], content[at + 2 : at + 4]
        if at < 0 or len(length) < 2 or kind == _LOCK:
            return at >= 0 and kind == _LOCK
        at += 4 + int.from_bytes(length, "little")
    return False


def sheets_of_workbook(content: bytes, name: str) -> tuple[list[ReadSheet], list[str]]:
    """Return the sheets that people see, and the names of hidden ones. Raises RefusedTable."""
    command = [sys.executable, "-I", str(_PROCESS), json.dumps(limits.FOR_PROCESS)]
    with TemporaryFile() as lines:
        try:
            subprocess.run(  # noqa: S603 - our own file
                command, input=content, stdout=lines, stderr=subprocess.DEVNULL, timeout=_SECONDS, env={}, check=True
            )
        except subprocess.SubprocessError as error:  # it was stopped by one of its limits
            raise refused(refusals.SWOLLEN, name) from error
        lines.seek(0)
        return _sheets(map(json.loads, lines), name)


def _sheets(lines: Iterable[Any], name: str) -> tuple[list[ReadSheet], list[str]]:
    hidden: list[str] = []
    sheets: list[tuple[str, list[Merged], list[Row]]] = []
    for line in lines:
        if isinstance(line, list):
            number, *values = line
            sheets[-1][2].append(Row(number, tuple(map(_value, values))))
        elif "hidden" in line:
            hidden.append(line["hidden"])
        elif "refused" in line:
            raise refused(_SENTENCES[line["refused"]], name)
        else:
            merged = [
                Merged(first_row + 1, last_row + 1, first_column, last_column)
                for (first_row, first_column), (last_row, last_column) in line["merged"]
            ]
            sheets.append((line["sheet"], merged, []))
    return [
        ReadSheet(sheet_name, _filled_down(rows, merged), tuple(merged)) for sheet_name, merged, rows in sheets
    ], hidden


def with_details(sheet: ReadSheet, details: SheetDetails | None) -> ReadSheet:
    """Return a sheet with ERROR in the cells that hold one, and with what its file says of merged cells."""
    if details is None:
        return sheet
    rows = _with_errors(sheet.rows, details.errors) if details.errors else sheet.rows
    if details.merged:
        return replace(sheet, rows=_filled_down(list(rows), details.merged), merged=tuple(details.merged))
    return replace(sheet, rows=rows)


def _with_errors(rows: Iterable[Row], errors: Iterable[tuple[int, int]]) -> tuple[Row, ...]:
    by_row: dict[int, set[int]] = defaultdict(set)
    for number, column in errors:
        if column < limits.MOST_COLUMNS:
            by_row[number].add(column)
    read = {row.number: row for row in rows}
    marked = {number: _marked(read.get(number, Row(number, ())), columns) for number, columns in by_row.items()}
    return tuple(sorted((read | marked).values(), key=lambda row: row.number))


def _marked(row: Row, columns: set[int]) -> Row:
    values = [*row.values, *[None] * (max(columns) + 1 - len(row.values))]
    return replace(row, values=tuple(ERROR if column in columns else value for column, value in enumerate(values)))


def _value(written: str) -> CellValue:
    if not written:
        return None
    kind, value = written[0], written[1:]
    if kind == "s":
        return value
    if kind == "n":
        return Decimal(value)
    return date.fromisoformat(value) if kind == "d" else value == "1"


def _filled_down(rows: list[Row], merged: Iterable[Merged]) -> tuple[Row, ...]:
    """Return the rows with the value of cells that are merged over several rows in each of them."""
    by_number = {row.number: position for position, row in enumerate(rows)}
    left = limits.MOST_ROWS
    for cells in merged:
        left -= cells.last_row - cells.first_row
        if cells.last_row == cells.first_row or left < 0 or cells.first_row not in by_number:
            continue
        column = cells.first_column
        value = rows[by_number[cells.first_row]][column]
        for number in range(cells.first_row + 1, cells.last_row + 1):
            position = by_number.get(number)
            if position is not None and value is not None and rows[position][column] is None:
                values = [*rows[position].values, *[None] * (column + 1 - len(rows[position].values))]
                values[column] = value
                rows[position] = replace(rows[position], values=tuple(values))
    return tuple(rows)
