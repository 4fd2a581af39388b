"""The rows of a table that were not taken, as a workbook to be mended and sent again, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from foundation.documents.list_workbook import workbook_pieces
from foundation.list_table import ListColumn, ValueKind
from foundation.tables.cells import CellValue, ReadSheet, Row
from foundation.tables.declaration import FileColumn
from foundation.tables.headings import Headings
from foundation.vietnamese import format_date, format_number

REASON_WIDTH = 60
_Refused = tuple[Row, str]


def refused_pieces(
    head: Sequence[str],
    sheet: ReadSheet,
    headings: Headings,
    columns: Sequence[FileColumn],
    mapping: Mapping[str, int],
    reasons: Mapping[int, str],
    *,
    made_at: datetime,
) -> Iterator[bytes]:
    """Yield the workbook of the rows that have a reason, by their number: their cells as they were, the reason behind.

    `head`: lines above the table. A column that somebody named by hand (`mapping`) is called as the declaration does,
    so that it is recognised when the file comes back.
    """
    rows = [(row, reasons[row.number]) for row in sheet.rows if row.number in reasons]
    names = {mapping[column.key]: column for column in columns if column.key in mapping}
    written = []
    for at in range(sheet.width):
        text = headings.texts[at] if at < len(headings.texts) else ""
        values = [row[at] for row, _reason in rows]
        heading, width = (names[at].heading, names[at].width) if at in names else (text, 24)
        if heading or any(value is not None for value in values):
            written.append(_column(at, heading, width, values))
    written.append(ListColumn(_("Lý do chưa nhận"), lambda pair: pair[1], width=REASON_WIDTH))
    return workbook_pieces(head, written, rows, made_at=made_at)


def _column(at: int, heading: str, width: int, values: Sequence[CellValue]) -> ListColumn:
    """Return a column that is of numbers or of days if all of its cells are; else they are texts."""
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, Decimal) for value in present):
        return ListColumn(heading, partial(_value, at=at), kind=ValueKind.NUMBER, width=width)
    if present and all(isinstance(value, date) for value in present):
        return ListColumn(heading, partial(_value, at=at), kind=ValueKind.DAY, width=width)
    return ListColumn(heading, partial(_text, at=at), width=width)


def _value(pair: _Refused, *, at: int) -> Any:
    return pair[0][at]


def _text(pair: _Refused, *, at: int) -> str:
    value = pair[0][at]
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, Decimal):
        return format_number(value)
    return format_date(value) if isinstance(value, date) else value or ""
