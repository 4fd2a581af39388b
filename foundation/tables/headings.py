"""Finds the headings of a table in a sheet, and which column of the declaration each of them names.

Offices write lines above a table, headings in two or three rows of merged cells, and the same heading in other words.
Headings are compared by their words, whatever their order, marks and case: "Đoàn viên" above "Nữ" is "Nữ đoàn viên".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from foundation.tables.cells import ReadSheet, Row, Workbook
from foundation.tables.declaration import FileColumn
from foundation.tables.limits import MOST_COLUMNS
from foundation.vietnamese import fold
from foundation.vietnamese.abbreviations import spelled_out

LOOKED_AT = 40
"""Rows at the beginning of a sheet among which the headings are looked for."""
MOST_ROWS_OF_HEADINGS = 3

_REMARK = re.compile(r"\([^()]*\)")
_Key = frozenset[str]


@dataclass(frozen=True)
class Headings:
    """Where the headings of a table are. Rows have the numbers that programs show; columns count from 0.

    `texts`: what each column of the sheet is called, "" for one without a heading. `columns`: the column of the sheet
    for each key of the declaration that was recognised.
    """

    sheet: str
    first_row: int
    last_row: int
    texts: tuple[str, ...]
    columns: Mapping[str, int]


def find_headings(workbook: Workbook, columns: Sequence[FileColumn]) -> Headings | None:
    """Return the headings by which most columns are recognised, required ones first; None if none is."""
    best: tuple[tuple[int, ...], Headings] | None = None
    for sheet in workbook.sheets:
        for position in range(min(len(sheet.rows), LOOKED_AT)):
            for depth in range(1, MOST_ROWS_OF_HEADINGS + 1):
                headings, joined = _headings(sheet, position, depth, columns)
                required = sum(column.required and column.key in headings.columns for column in columns)
                score = (required, len(headings.columns), joined, -depth)
                if headings.columns and (best is None or score > best[0]):
                    best = score, headings
    return best[1] if best else None


def headings_at(sheet: ReadSheet, last_row: int, columns: Sequence[FileColumn]) -> Headings:
    """Return the headings whose last row somebody has shown; those of one row if there is no such row."""
    position = next((at for at, row in enumerate(sheet.rows) if row.number >= last_row), 0)
    read = (
        _headings(sheet, position - depth + 1, depth, columns)
        for depth in range(1, MOST_ROWS_OF_HEADINGS + 1)
        if position - depth + 1 >= 0
    )
    return max(read, key=lambda pair: (len(pair[0].columns), pair[1]))[0]


def _headings(sheet: ReadSheet, position: int, depth: int, columns: Sequence[FileColumn]) -> tuple[Headings, int]:
    """Return the headings in some rows of a sheet, and how many columns were recognised by more than one of them."""
    rows = sheet.rows[position : position + depth]
    lines = [_spread(row, sheet, is_last=row is rows[-1]) for row in rows]
    width = max(map(len, lines))
    stacks = [
        tuple(dict.fromkeys(line[column] for line in lines if column < len(line) and line[column]))
        for column in range(width)
    ]
    recognised: dict[str, int] = {}
    joined = 0
    by_key = {_key(heading): column.key for column in columns for heading in (*column.headings, *column.old_headings)}
    for whole in (True, False):  # "Đoàn viên: Nữ" before "Nữ" alone
        for at, stack in enumerate(stacks):
            key = by_key.get(_key(" ".join(stack) if whole else "".join(stack[-1:])))
            if key and key not in recognised and at not in recognised.values():
                recognised[key] = at
                joined += whole and len(stack) > 1
    texts = tuple(": ".join(stack) for stack in stacks)
    in_order = {column.key: recognised[column.key] for column in columns if column.key in recognised}
    return Headings(sheet.name, rows[0].number, rows[-1].number, texts, in_order), joined


def _spread(row: Row, sheet: ReadSheet, *, is_last: bool) -> list[str]:
    """Return the texts of a row of headings, those of a group above each column of the group."""
    texts = [value if isinstance(value, str) else "" for value in row.values]
    of_row = (cells for cells in sheet.merged if cells.first_row <= row.number <= cells.last_row)
    for cells in islice(of_row, MOST_COLUMNS):
        if cells.first_column < len(texts):
            last = min(cells.last_column, sheet.width - 1)
            texts += [""] * (last + 1 - len(texts))
            texts[cells.first_column : last + 1] = [texts[cells.first_column]] * (last + 1 - cells.first_column)
    if not sheet.merged and not is_last:  # a file that does not say what is merged: a group reaches to the next
        texts += [""] * (sheet.width - len(texts))
        for column in range(1, len(texts)):
            texts[column] = texts[column] or texts[column - 1]
    return texts


def _key(heading: str) -> _Key:
    """Return the words of a heading, without remarks in brackets and without case and marks."""
    return frozenset(_words(_REMARK.sub(" ", heading)) or _words(heading))


def _words(text: str) -> Iterable[str]:
    return re.findall(r"\w+", fold(spelled_out(text)))
