"""Tables as a workbook: the tables that papers print, one sheet each, with figures as numbers.

What looks like a formula or an address is a text here: a name that begins with "=" is only a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import groupby
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from foundation.documents.table import FIGURE, GROUP, ROW, TEXT, TOTAL, PaperTable, PlacedCell, TableCell, TableColumn

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters a cell can hold
PAGE = 160  # characters across a sheet: widths of columns are percent of it
UNDER = 16  # the same of a column for what papers print beneath a figure
SETTINGS = {
    "constant_memory": True,  # rows are written through, in order, and never held
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4 = 9
LINE = 15  # points a line of text
FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
HEADING = {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EEF5"}
CLOSED = {"border": 1}
OPEN_ABOVE, OPEN_BELOW = {"left": 1, "right": 1, "bottom": 1}, {"left": 1, "right": 1, "top": 1}
ALIGN = {FIGURE: "right", TEXT: "left"}
_NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?(%?)(\*?)")


@dataclass(frozen=True)
class WorkbookSheet:
    """`heading`: lines above the table. `tables` have the same columns and stand below each other."""

    name: str
    heading: Sequence[str]
    tables: Sequence[PaperTable]


def workbook(sheets: Sequence[WorkbookSheet], *, title: str, made_at: datetime) -> bytes:
    """The file. The same sheets, title and moment (aware) give the same bytes."""
    buffer = BytesIO()
    with Workbook(buffer, SETTINGS) as book:
        book.set_properties({"title": title, "created": made_at.astimezone(UTC).replace(tzinfo=None)})
        style = _styles(book)
        for sheet in sheets:
            _Writer(book.add_worksheet(sheet.name, _Page), style, sheet).write()
    return buffer.getvalue()


def number_of(text: str) -> tuple[float, str] | None:
    """A figure as papers write it, as a number and the format that shows it so: "98,5%" → (0.985, "0.0%").

    None: no figure. Four digits without a dot are a year. A mark (*) stays.
    """
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    sign, whole, fraction, percent, mark = match.groups()
    digits = whole.replace(".", "")
    value = Decimal(f"{sign}{digits}.{fraction or 0}") / (100 if percent else 1)
    pattern = "0" if percent or (digits == whole and len(digits) > 3) else "#,##0"
    pattern += "." + "0" * len(fraction) if fraction else ""
    return float(value), pattern + percent + ('"*"' if mark else "")


def _styles(book: Workbook) -> Any:
    """A function: the format with these properties, made once a workbook."""

    @cache
    def style(**properties: Any) -> Any:
        return book.add_format(FONT | properties)

    return style


class _Page(Worksheet):
    """XlsxWriter takes a text between <r> and </r> for markup of its own, and would write it as it stands."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class _Writer:
    """One sheet, row by row from the top: what is written is gone, so nothing is merged over rows."""

    def __init__(self, page: Any, style: Any, sheet: WorkbookSheet):
        self.page, self.style, self.sheet = page, style, sheet
        self.columns = sheet.tables[0].columns
        self.row = 0
        self.extra = _with_under(sheet.tables)

    def write(self) -> None:
        self._set_up()
        for place, line in enumerate(self.sheet.heading):
            self._text(0, line, self.style(bold=place < 2, font_size=13 if place < 2 else 11, italic=place > 1))
            self.row += 1
        first = self.row
        self._headings()
        self.page.freeze_panes(self.row, 0)
        self.page.repeat_rows(first, self.row - 1)
        for table in self.sheet.tables:
            for row, (kind, cells) in zip(table.rows, table.placed_rows, strict=True):
                self._row(kind, cells)
                self._under(kind, row.cells)
                self.row += 1
        for note in dict.fromkeys(note for table in self.sheet.tables for note in table.notes):
            self._text(0, note, self.style(italic=True))
            self.row += 1

    def _set_up(self) -> None:
        self.page.set_landscape()
        self.page.set_paper(A4)
        self.page.fit_to_pages(1, 0)
        for place in range(len(self.columns) + len(self.extra)):
            self.page.set_column(place, place, self._width(place))

    def _headings(self) -> None:
        """Groups above, merged; each column's own heading beneath, so that it stands right over its figures."""
        grouped = any(column.group for column in self.columns)
        if grouped:
            self._groups()
            self.row += 1
        titles = [column.title for column in self.columns]
        titles += [f"{_full(column)}: tử số/mẫu số" for column in self.extra.values()]
        self._height(titles)
        for place, title in enumerate(titles):
            beneath = grouped and not self._group(place)
            self._text(place, title, self.style(**HEADING, **(OPEN_ABOVE if beneath else CLOSED)))
        self.row += 1

    def _groups(self) -> None:
        """A column without a group has an empty cell that runs into its heading."""
        self.page.set_row(self.row, LINE * 2)
        for name, run in groupby(range(len(self.columns) + len(self.extra)), key=self._group):
            places = list(run)
            if name:
                self._across(places[0], len(places), name, self.style(**HEADING, **CLOSED))
            for place in () if name else places:
                self._text(place, "", self.style(**HEADING, **OPEN_BELOW))

    def _group(self, place: int) -> str:
        return self.columns[place].group if place < len(self.columns) else ""

    def _row(self, kind: str, cells: Sequence[PlacedCell]) -> None:
        if kind == ROW:
            self._height([cell.text for cell in cells])
        for place, cell in enumerate(cells):
            align = ALIGN.get(cell.align, "center")
            look = {"border": 1, "align": align, "bold": kind in (GROUP, TOTAL)}
            known = number_of(cell.text) if cell.align != TEXT else None
            if known:
                self.page.write_number(self.row, place, known[0], self.style(num_format=known[1], **look))
            else:
                self._across(place, cell.colspan, cell.text, self.style(text_wrap=kind == ROW, **look))

    def _under(self, kind: str, cells: Sequence[str | TableCell]) -> None:
        style = self.style(border=1, align="right", bold=kind == TOTAL)
        for place, number in enumerate(self.extra, start=len(self.columns)):
            cell = cells[number] if number < len(cells) else ""
            self._text(place, cell.under if isinstance(cell, TableCell) else "", style)

    def _height(self, texts: Sequence[str]) -> None:
        """Room for the longest text: programs make none by themselves for rows that were written through."""
        lines = max(len(wrap(text, int(self._width(place)))) for place, text in enumerate(texts))
        self.page.set_row(self.row, LINE * max(lines, 1))

    def _width(self, place: int) -> float:
        """In characters; what papers print beneath figures stands to the right of the table."""
        return max(6, self.columns[place].width * PAGE / 100) if place < len(self.columns) else UNDER

    def _across(self, place: int, span: int, text: str, style: Any) -> None:
        if span > 1:
            self.page.merge_range(self.row, place, self.row, place + span - 1, "", style)
        self._text(place, text, style)

    def _text(self, place: int, text: str, style: Any) -> None:
        if text:
            self.page.write_string(self.row, place, text[:LONGEST], style)
        else:
            self.page.write_blank(self.row, place, None, style)


def _with_under(tables: Sequence[PaperTable]) -> dict[int, TableColumn]:
    """The columns in which papers print something beneath a figure: it gets columns of its own, on the right."""
    found = {place for table in tables for place in _places(table)}
    return {place: tables[0].columns[place] for place in sorted(found)}


def _places(table: PaperTable) -> Iterator[int]:
    for row in table.rows:
        yield from (place for place, cell in enumerate(row.cells) if isinstance(cell, TableCell) and cell.under)


def _full(column: TableColumn) -> str:
    return f"{column.group}, {column.title}" if column.group else column.title
