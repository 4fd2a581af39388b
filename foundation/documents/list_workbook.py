"""A list as a workbook of one sheet, written row by row to a file on the disk: no more than a row is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

from foundation.documents.xlsx import A4, CLOSED, FONT, HEADING, LINE_HEIGHT, LONGEST, SETTINGS, TALLEST
from foundation.list_table import ListColumn, ValueKind

SHEET = "Danh sách"
READ_TOGETHER = 65_536  # bytes
FORMATS: dict[ValueKind, dict[str, Any]] = {
    ValueKind.TEXT: {"text_wrap": True, "valign": "top"},
    ValueKind.NUMBER: {"num_format": "0", "valign": "top"},
    ValueKind.DAY: {"num_format": "dd/mm/yyyy", "align": "center", "valign": "top"},
    ValueKind.MOMENT: {"num_format": "dd/mm/yyyy hh:mm", "align": "center", "valign": "top"},
}


def workbook_pieces(
    head: Sequence[str], columns: Sequence[ListColumn], rows: Iterable[Any], *, made_at: datetime
) -> Iterator[bytes]:
    """Yield the bytes of a workbook, the first of them when it is written."""
    with TemporaryFile() as file:
        _write_workbook(file, head, columns, rows, made_at)
        file.seek(0)
        while piece := file.read(READ_TOGETHER):
            yield piece


def _write_workbook(
    file: IO[bytes], head: Sequence[str], columns: Sequence[ListColumn], rows: Iterable[Any], made_at: datetime
) -> None:
    """Write the lines of the head, the headings and the rows; texts stay texts, whatever they look like."""
    with Workbook(file, SETTINGS) as book:
        book.set_properties({"title": head[0], "created": made_at.astimezone(UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet(SHEET)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        for position, line in enumerate(head):
            look = {"italic": True} if position else {"bold": True, "font_size": 13}
            sheet.write_string(position, 0, line, book.add_format({**FONT, **look}))
        first = len(head) + 1
        styles = [book.add_format(FONT | CLOSED | FORMATS[column.kind]) for column in columns]
        heading = book.add_format(FONT | HEADING | CLOSED)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(first, position, str(column.heading), heading)
        sheet.freeze_panes(first + 1, 0)
        sheet.repeat_rows(first)
        last = first
        for last, row in enumerate(rows, start=first + 1):
            values = [column.read(row) for column in columns]
            lines = max(_lines(value, column.width) for value, column in zip(values, columns, strict=True))
            sheet.set_row(last, min(LINE_HEIGHT * lines, TALLEST))
            for position, value in enumerate(values):
                _write(sheet, last, position, value, styles[position])
        sheet.autofilter(first, 0, last, len(columns) - 1)


def _lines(value: Any, width: int) -> int:
    """Return about how many lines a value has; programs do not make room in rows that were written through."""
    return sum(len(line) // width + 1 for line in value.split("\n")) if isinstance(value, str) else 1


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST], style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)
