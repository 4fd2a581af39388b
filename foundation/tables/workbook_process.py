"""Reads a workbook in a process of its own: run as a file, with the bytes on standard input.

Calamine makes room for the whole rectangle of a sheet: two cells in far corners ask for more memory than there is, and
that ends a process. So it is another one than the portal's, with limits of memory and time, and it knows nothing
of the portal. It writes lines of JSON: what each sheet is, then its rows, each value a text with its type before it
(s, n, d, b; "" for a blank cell), or at last why the file is refused. Its argument is `limits.FOR_PROCESS`
as JSON.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, time, timedelta
from math import isfinite
from typing import Any

import python_calamine

EXACT = 2**53
"""Whole numbers below it are exact."""


class Refused(Exception):
    """Raised with the reason as a word: file, locked, macro, or which limit was passed."""


def main(limits: dict[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for line in lines_of(sys.stdin.buffer.read(), limits):
            _write(line)
    except Refused as refusal:
        _write({"refused": str(refusal)})


def _write(line: Any) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode(errors="replace") + b"\n")


def lines_of(content: bytes, limits: dict[str, int]) -> Iterator[Any]:
    """Yield what the module says. Raises Refused."""
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as workbook:
            yield from _sheets(workbook, limits)
    except python_calamine.PasswordError as error:
        raise Refused("locked") from error
    except (Refused, MemoryError):
        raise
    except BaseException as error:  # what Calamine stumbles over in a broken file is no Exception
        raise Refused("file") from error


def _sheets(workbook: Any, limits: dict[str, int]) -> Iterator[Any]:
    kinds = python_calamine.SheetTypeEnum
    if len(workbook.sheets_metadata) > limits["sheets"]:
        raise Refused("sheets")
    if any(sheet.typ in (kinds.MacroSheet, kinds.Vba) for sheet in workbook.sheets_metadata):
        raise Refused("macro")
    left = Left(limits)
    for sheet in workbook.sheets_metadata:
        if sheet.typ != kinds.WorkSheet:
            continue
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            yield {"hidden": sheet.name}
            continue
        read = workbook.get_sheet_by_name(sheet.name)
        yield {"sheet": sheet.name, "merged": (read.merged_cell_ranges or [])[: limits["merged"]]}
        yield from _rows(read, left)


class Left:
    """How many rows and characters may still be read."""

    def __init__(self, limits: dict[str, int]):
        self.rows, self.columns, self.characters = limits["rows"], limits["columns"], limits["characters"]

    def take(self, values: list[str]) -> None:
        self.rows -= 1
        self.characters -= sum(map(len, values))
        if self.rows < 0:
            raise Refused("rows")
        if len(values) > self.columns:
            raise Refused("columns")
        if self.characters < 0:
            raise Refused("characters")


def _rows(sheet: Any, left: Left) -> Iterator[list[Any]]:
    """Yield the number of each row that is not blank and its values."""
    for number, values in enumerate(sheet.iter_rows(), start=1):
        written = [_written(value) if value != "" else "" for value in values]
        while written and not written[-1]:
            written.pop()
        if written:
            left.take(written)
            yield [number, *written]


def _written(value: Any) -> str:
    if isinstance(value, str):
        return f"s{value}" if value.strip() else ""
    if isinstance(value, bool):
        return f"b{int(value)}"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return f"d{value.isoformat()[:10]}"
    if isinstance(value, time):
        return f"s{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"s{minutes // 60}:{minutes % 60:02}"
    return ""


def _number(value: float) -> str:
    """Return a number with as many digits as programs show: 0.1 + 0.2 is 0.3."""
    if not isfinite(value):
        return ""
    return f"n{int(value)}" if value == int(value) and abs(value) < EXACT else f"n{value:.15g}"


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
