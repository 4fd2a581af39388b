"""A list as CSV for a Vietnamese Excel: UTF-8 with a mark at its beginning, semicolons between the values.

Without the mark Excel reads UTF-8 as Windows-1258; with a decimal comma, as in Vietnam, it splits at semicolons.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from foundation.list_table import ListColumn

CONTENT_TYPE = "text/csv; charset=utf-8"
MARK = "\ufeff"
FORMULA = re.compile(r"\s*[=+\-@|＝＋－＠]|[\t\r\n]")
"""How a text begins that a spreadsheet may run."""
NUMBER_OR_DATE = re.compile(r"\d[\d.,/:\s-]*(e[+-]?\d+)?%?", re.ASCII | re.IGNORECASE)
WRITTEN_TOGETHER = 200


class _Returns:
    def write(self, line: str) -> str:
        return line


def csv_pieces(head: Sequence[str], columns: Sequence[ListColumn], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield the bytes: the lines of the head, a blank one, the headings, the rows."""
    writer: Any = csv.writer(_Returns(), delimiter=";")
    above = [[cell(line)] for line in head] + [[], [cell(str(column.heading)) for column in columns]]
    lines = (writer.writerow([cell(column.read(row)) for column in columns]) for row in rows)
    written = chain([MARK], map(writer.writerow, above), lines)
    while piece := "".join(islice(written, WRITTEN_TOGETHER)):
        yield piece.encode()


def cell(value: Any) -> Any:
    """Return what is written for a value: days as 2015-06-05, which each Excel reads as a day.

    An apostrophe precedes a text that Excel would take for a formula, a number or a day.
    """
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and (FORMULA.match(value) or NUMBER_OR_DATE.fullmatch(value.strip())):
        return f"'{value}"
    return value
