"""Reads the rows below the headings of a table, and leaves out those that are none of its own.

Left out, and said so: rows that count the columns, totals, titles of groups, headings written again, and what is signed
below the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lazy_text import LazyText
from foundation.tables.cells import ERROR, CellValue, ReadSheet, Row
from foundation.tables.declaration import FileColumn, FileRow, Stored
from foundation.tables.headings import Headings
from foundation.vietnamese import format_date, format_number

TOTAL = gettext_lazy("dòng cộng")
COLUMN_NUMBERS = gettext_lazy("dòng đánh số cột")
GROUP_TITLE = gettext_lazy("dòng tên nhóm")
HEADINGS_AGAIN = gettext_lazy("dòng tiêu đề lặp lại")
BELOW_TABLE = gettext_lazy("dòng dưới bảng")

_TOTAL = re.compile(r"(?:tổng(?: cộng| số)?|(?:tổng cộng|tổng số|cộng)(?: (?!đồng|hòa|hoà).*|\W.*)?)\W*", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"\(?(?:[A-Z]|[0-9]{1,2})\)?(?: ?=.*)?")
_GROUP_NUMBER = re.compile(r"(?:[IVX]+|[A-Z])[.)]?")
_NUMBERED = re.compile(r"(?:[IVX]+|[A-Z])[.)/]\s*\S")
_ERRORS = (ERROR, "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
_FEW = 2  # cells of a line below a table


@dataclass(frozen=True)
class LeftOut:
    """A row that is none of the table: what it says, and what it is taken for."""

    number: int
    text: str
    reason: LazyText


def rows_below(
    sheet: ReadSheet, headings: Headings, columns: Sequence[FileColumn], mapping: Mapping[str, int] | None = None
) -> tuple[list[FileRow], list[LeftOut]]:
    """Return the rows of the table, their cells read by the columns of the declaration, and the rows left out.

    `mapping`: the column of the sheet for each key, where somebody has said so; else those that were recognised.
    """
    by_key = {column.key: column for column in columns}
    chosen = headings.columns if mapping is None else mapping
    where = [(by_key[key], at) for key, at in chosen.items() if key in by_key]
    below = [row for row in sheet.rows if row.number > headings.last_row]
    reasons = _Reasons(sheet, headings, where).of(below)
    parse = _Parser()
    rows = [_table_row(sheet.name, row, where, parse) for row in below if row.number not in reasons]
    return rows, [LeftOut(row.number, _text(row), reasons[row.number]) for row in below if row.number in reasons]


class _Reasons:
    """Tells what rows are taken for that are left out."""

    def __init__(self, sheet: ReadSheet, headings: Headings, where: Sequence[tuple[FileColumn, int]]):
        self.heading_texts = {part for text in headings.texts for part in text.split(": ")}
        self.required = [at for column, at in where if column.required]
        self.has_few_columns = len(where) <= _FEW
        self.across = {
            number
            for cells in sheet.merged
            if cells.last_column > cells.first_column
            for number in range(cells.first_row, min(cells.last_row, cells.first_row + 1) + 1)
        }

    def of(self, rows: Sequence[Row]) -> dict[int, LazyText]:
        """Return the reasons by the number of the row."""
        reasons = {row.number: reason for at, row in enumerate(rows) if (reason := self._of_row(row, is_first=at == 0))}
        last_total = max((number for number, reason in reasons.items() if reason is TOTAL), default=None)
        for row in reversed(rows):
            if reasons.get(row.number, GROUP_TITLE) is not GROUP_TITLE:
                continue
            is_behind = last_total is not None and row.number > last_total and not self.has_few_columns
            is_of_table = not (is_behind or row.number in reasons or self._lacks_required(row))
            if len(_filled(row)) > _FEW or is_of_table:
                break
            reasons[row.number] = BELOW_TABLE
        return reasons

    def _lacks_required(self, row: Row) -> bool:
        return bool(self.required) and all(row[at] is None for at in self.required)

    def _of_row(self, row: Row, *, is_first: bool) -> LazyText:
        filled = _filled(row)
        texts = [value for value in filled if isinstance(value, str)]
        if is_first and len(filled) > 1 and all(_COLUMN_NUMBER.fullmatch(_plain(value)) for value in filled):
            return COLUMN_NUMBERS
        if any(_TOTAL.fullmatch(text) for text in texts[:2]):
            return TOTAL
        if len(texts) == len(filled) > 1 and self.heading_texts.issuperset(texts):
            return HEADINGS_AGAIN
        return GROUP_TITLE if len(texts) == len(filled) and self._is_group(row, texts) else ""

    def _is_group(self, row: Row, texts: Sequence[str]) -> bool:
        """Return whether a row has one text, apart from the number of a group, and that is no row of the table."""
        titles = [text for text in texts if not _GROUP_NUMBER.fullmatch(text)]
        if len(titles) != 1 or self.has_few_columns:
            return False
        is_numbered = len(texts) > 1 or _NUMBERED.match(titles[0]) is not None
        return is_numbered or row.number in self.across or self._lacks_required(row)


class _Parser:
    """Reads cells by their columns; what a column makes of a value is asked once a file."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, type, CellValue], tuple[Stored, str]] = {}

    def __call__(self, column: FileColumn, value: CellValue) -> tuple[Stored, str]:
        """Return what is stored of a value, and why it is refused, "" if it is not."""
        if value in _ERRORS:
            return None, _("công thức bị lỗi")
        key = (column.key, type(value), value)
        if key not in self._read:
            try:
                self._read[key] = column.parse(value), ""
            except ValidationError as error:
                self._read[key] = None, " ".join(error.messages)
        return self._read[key]


def _table_row(sheet: str, row: Row, where: Sequence[tuple[FileColumn, int]], parse: _Parser) -> FileRow:
    read = FileRow(sheet, row.number, {}, {column.key: row.address(at) for column, at in where})
    for column, at in where:
        value = row[at]
        if value is None:
            if column.required:
                read.refuse(_("thiếu {heading}").format(heading=column.heading.lower()), column.key)
            continue
        stored, sentence = parse(column, value)
        if sentence:
            read.refuse(sentence, column.key)
        else:
            read.values[column.key] = stored
    return read


def _filled(row: Row) -> list[CellValue]:
    return [value for value in row.values if value is not None]


def _text(row: Row) -> str:
    """Return what a row says, as one line."""
    return " · ".join(map(_plain, _filled(row)))


def _plain(value: CellValue) -> str:
    if isinstance(value, Decimal):
        return format_number(value)
    return format_date(value) if isinstance(value, date) else " ".join(str(value).split())
