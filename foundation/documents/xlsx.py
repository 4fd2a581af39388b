"""Tables as a workbook: one sheet a table, counts, amounts and shares as numbers at full precision.

A text stays a text, even one that looks like a formula or an address: a name may begin with "=".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import groupby, zip_longest
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from foundation.documents.table import (
    FIGURE,
    GROUP,
    ROW,
    TEXT,
    TOTAL,
    CellKind,
    PaperTable,
    PlacedCell,
    TableCell,
    TableColumn,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters a cell can hold
SHEET_WIDTH = 160  # characters across a sheet: widths of columns are percent of it
PARTS_WIDTH = 16  # characters across a column of numerators and denominators
SETTINGS = {
    "constant_memory": True,  # rows are written through, in order, and never held
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4 = 9
LINE_HEIGHT = 15  # points a line of text
TALLEST = 409  # points a row can have
BOLD_SHARE = 0.9  # of the letters of a line, how many it has room for if they are bold
FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
HEADING = {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EEF5"}
CLOSED = {"border": 1}
OPEN_ABOVE, OPEN_BELOW = {"left": 1, "right": 1, "bottom": 1}, {"left": 1, "right": 1, "top": 1}
ALIGN = {FIGURE: "right", TEXT: "left"}
NUMBER_FORMATS = {
    CellKind.COUNT: "#,##0",
    CellKind.AMOUNT: "#,##0",
    CellKind.PERCENT: "0.0%",
    CellKind.QUOTIENT: "#,##0.0",
    CellKind.ORDINAL: "0",
}


@dataclass(frozen=True)
class WorkbookSheet:
    """`heading`: lines above the table. `tables` have the same columns and are written below each other."""

    name: str
    heading: Sequence[str]
    tables: Sequence[PaperTable]


def workbook(sheets: Sequence[WorkbookSheet], *, title: str, made_at: datetime, note: str = "") -> bytes:
    """The file. The same sheets, title, moment (aware) and note, which is printed at the foot of pages, give the same
    bytes.
    """
    buffer = BytesIO()
    with Workbook(buffer, SETTINGS) as book:
        book.set_properties({"title": title, "created": made_at.astimezone(UTC).replace(tzinfo=None)})
        style = _styles(book)
        for sheet in sheets:
            _SheetWriter(book.add_worksheet(sheet.name, _Worksheet), style, sheet).write(note)
    return buffer.getvalue()


def stored_number(cell: TableCell) -> int | float | None:
    """The number that a workbook holds for a cell, a percent as a fraction of 1; None for texts and missing values."""
    if cell.value is None or isinstance(cell.value, str):
        return None
    number = Decimal(cell.value) / 100 if cell.kind == CellKind.PERCENT else cell.value
    return int(number) if number == int(number) else float(number)


def number_format(cell: TableCell) -> str:
    """How programs show the number of a cell: an amount with as many decimals as it has, the mark behind it."""
    pattern = NUMBER_FORMATS[cell.kind]
    is_amount = cell.kind == CellKind.AMOUNT
    if is_amount and isinstance(cell.value, int | Decimal) and (decimals := _decimals(Decimal(cell.value))):
        pattern += f".{'0' * decimals}"
    return f'{pattern}"{cell.mark}"' if cell.mark else pattern


def _decimals(number: Decimal) -> int:
    _whole, _point, fraction = f"{number:f}".partition(".")
    return len(fraction.rstrip("0"))


def _styles(book: Workbook) -> Any:
    """A function that returns the format with the properties it is given, made once a workbook."""

    @cache
    def style(**properties: Any) -> Any:
        return book.add_format(FONT | properties)

    return style


class _Worksheet(Worksheet):
    """A worksheet that corrects two things XlsxWriter does."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        """XlsxWriter takes a text between <r> and </r> for markup of its own, and would not escape it."""
        self._xml_inline_string(string, True, attributes)

    def _xml_number_element(self, number: int | float, attributes: Any = ()) -> None:
        """XlsxWriter writes 16 digits, of which some floats, as 1/7, need 17 to be read again as the same."""
        written = "".join(f' {name}="{value}"' for name, value in attributes)
        self.fh.write(f"<c{written}><v>{number!r}</v></c>")


class _SheetWriter:
    """Writes one sheet from the top; written rows cannot be reached again, so nothing is merged over rows."""

    def __init__(self, worksheet: Any, style: Any, sheet: WorkbookSheet):
        self.worksheet, self.style, self.sheet = worksheet, style, sheet
        self.columns = sheet.tables[0].columns
        self.row = 0
        self.with_parts = _columns_with_parts(sheet.tables)

    def write(self, note: str = "") -> None:
        self._set_up(note)
        for number, line in enumerate(self.sheet.heading):
            self._text(0, line, self.style(bold=number < 2, font_size=13 if number < 2 else 11, italic=number > 1))
            self.row += 1
        first = self.row
        self._headings()
        self.worksheet.freeze_panes(self.row, 0)
        self.worksheet.repeat_rows(first, self.row - 1)
        for table in self.sheet.tables:
            for kind, cells in table.placed_rows:
                self._row(kind, cells)
                self._parts(kind, cells)
                self.row += 1
                self._go_on(kind, cells)
        for note in dict.fromkeys(note for table in self.sheet.tables for note in table.notes):
            self._text(0, note, self.style(italic=True))
            self.row += 1

    def _set_up(self, note: str) -> None:
        self.worksheet.set_landscape()
        self.worksheet.set_paper(A4)
        self.worksheet.fit_to_pages(1, 0)
        if note:
            self.worksheet.set_footer("&L" + note.replace("&", "&&"))
        for column in range(len(self.columns) + len(self.with_parts)):
            self.worksheet.set_column(column, column, self._width(column))

    def _headings(self) -> None:
        """Groups above, merged; each column's own heading beneath, so that it is right above its figures."""
        grouped = any(column.group for column in self.columns)
        if grouped:
            self._groups()
            self.row += 1
        titles = [column.title for column in self.columns]
        titles += [f"{_full_title(self.columns[column])}: tử số/mẫu số" for column in self.with_parts]
        self._set_height(dict(enumerate(titles)))
        for column, title in enumerate(titles):
            beneath = grouped and not self._group(column)
            self._text(column, title, self.style(**HEADING, **(OPEN_ABOVE if beneath else CLOSED)))
        self.row += 1

    def _groups(self) -> None:
        """A column without a group has an empty cell that is open towards its heading."""
        lines = 2
        for group, neighbours in groupby(range(len(self.columns) + len(self.with_parts)), key=self._group):
            columns = list(neighbours)
            lines = max(lines, self._lines(group, columns[0], len(columns), bold=True))
            if group:
                style = self.style(**HEADING, **CLOSED)
                self._merge(columns[0], len(columns), style)
                self._text(columns[0], group, style)
            else:
                for column in columns:
                    self._text(column, "", self.style(**HEADING, **OPEN_BELOW))
        self.worksheet.set_row(self.row, LINE_HEIGHT * lines)

    def _group(self, column: int) -> str:
        return self.columns[column].group if column < len(self.columns) else ""

    def _row(self, kind: str, cells: Sequence[PlacedCell]) -> None:
        lines = (
            self._lines(placed.cell.text, column, placed.colspan, bold=kind != ROW)
            for column, placed in enumerate(cells)
            if isinstance(placed.cell.value, str)
        )
        self._set_lines(max(lines, default=1))
        for column, placed in enumerate(cells):
            look = {"border": 1, "align": ALIGN.get(placed.align, "center"), "bold": kind in (GROUP, TOTAL)}
            number = stored_number(placed.cell)
            if number is None:
                style = self.style(text_wrap=True, **look)
            else:
                style = self.style(num_format=number_format(placed.cell), **look)
            self._merge(column, placed.colspan, style)
            if number is None:
                pages = self._pages(placed.cell.text, column) if kind == ROW and placed.colspan == 1 else []
                self._text(column, pages[0] if pages else placed.cell.text, style)
            else:
                self.worksheet.write_number(self.row, column, number, style)

    def _go_on(self, kind: str, cells: Sequence[PlacedCell]) -> None:
        """Writes what a row of the greatest height could not show into further rows below it."""
        if kind != ROW:
            return
        rests = {
            column: self._pages(placed.cell.text, column)[1:]
            for column, placed in enumerate(cells)
            if placed.colspan == 1 and isinstance(placed.cell.value, str)
        }
        for texts in zip_longest(*rests.values(), fillvalue=""):
            by_column = dict(zip(rests, texts, strict=True))
            self._set_height(by_column)
            for column, placed in enumerate(cells):
                align = ALIGN.get(placed.align, "center")
                self._text(column, by_column.get(column, ""), self.style(text_wrap=True, border=1, align=align))
            self.row += 1

    def _pages(self, text: str, column: int) -> list[str]:
        """Return a text as parts that rows of the greatest height can show; most have one."""
        most = TALLEST // LINE_HEIGHT
        if self._lines(text, column) <= most:
            return [text]
        width = int(self._width(column))
        lines = [part for line in text.split("\n") for part in wrap(line, width) or [""]]
        return ["\n".join(lines[start : start + most]) for start in range(0, len(lines), most)]

    def _parts(self, kind: str, cells: Sequence[PlacedCell]) -> None:
        """What papers print beneath figures, in columns of its own on the right."""
        style = self.style(border=1, align="right", bold=kind == TOTAL)
        for column, above in enumerate(self.with_parts, start=len(self.columns)):
            self._text(column, cells[above].cell.under if above < len(cells) else "", style)

    def _set_height(self, texts: dict[int, str]) -> None:
        """Makes room for the longest of the texts, by column: programs do not for rows that were written through."""
        self._set_lines(max((self._lines(text, column) for column, text in texts.items()), default=1))

    def _set_lines(self, lines: int) -> None:
        self.worksheet.set_row(self.row, min(LINE_HEIGHT * lines, TALLEST))

    def _lines(self, text: str, column: int, colspan: int = 1, *, bold: bool = False) -> int:
        """Return how many lines a text has in a column, or in as many as it reaches over."""
        width = int(sum(map(self._width, range(column, column + colspan))) * (BOLD_SHARE if bold else 1))
        return sum(max(1, len(wrap(line, width))) for line in text.split("\n"))

    def _width(self, column: int) -> float:
        """Return the width of a column in characters."""
        return max(6, self.columns[column].width * SHEET_WIDTH / 100) if column < len(self.columns) else PARTS_WIDTH

    def _merge(self, column: int, colspan: int, style: Any) -> None:
        if colspan > 1:
            self.worksheet.merge_range(self.row, column, self.row, column + colspan - 1, "", style)

    def _text(self, column: int, text: str, style: Any) -> None:
        if text:
            self.worksheet.write_string(self.row, column, text[:LONGEST], style)
        else:
            self.worksheet.write_blank(self.row, column, None, style)


def _columns_with_parts(tables: Sequence[PaperTable]) -> list[int]:
    """The columns in which papers print something beneath a figure."""
    return sorted({column for table in tables for column in _parts_of(table)})


def _parts_of(table: PaperTable) -> Iterator[int]:
    for _kind, cells in table.placed_rows:
        yield from (column for column, placed in enumerate(cells) if placed.cell.under)


def _full_title(column: TableColumn) -> str:
    return f"{column.group}, {column.title}" if column.group else column.title
