"""Writes values into cells of a sheet: bytes of other cells stay, but for what formulas last came to."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from foundation.filling.addresses import CellPosition
from foundation.filling.sheet_parser import CELL, ROW, SheetParser, Tag, UnreadableSheet, tag_without, whole_of

CellContent = Decimal | int | str | date
"""A number, a text, or a day."""
FIRST_DAY, FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The days that files write as 0: programs take 1900 for a leap year, so the first is a day earlier than they say."""
MOST_DIGITS = 15
"""As many as the programs keep of a number."""
LONGEST_TEXT = 32_767
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class _RowSpan:
    """A row as it lies in the bytes: its start tag, its cells in their order, and where its end tag begins."""

    tag: Tag
    columns: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    end: int = 0


@dataclass
class _Edit:
    start: int
    end: int
    content: bytes


class _SheetWriter(SheetParser):
    """Notes which bytes become which others, then puts them together."""

    def __init__(self, xml: bytes, values: Mapping[CellPosition, CellContent], first_day: date):
        super().__init__(xml)
        self.first_day = first_day
        self.left = dict(values)
        self.edits: list[_Edit] = []
        self.rows: dict[int, _RowSpan] = {}
        self.columns: list[tuple[int, int, str]] = []
        self.data: Tag | None = None
        self.data_end = 0
        self.cell: Tag | None = None
        self.cached: Tag | None = None
        self.wanted = {position.row for position in values}
        self.positions: list[tuple[int, int]] = []  # of all rows: number and start
        self.has_formula = False

    def begin(self, tag: Tag, path: tuple[str, ...]) -> None:
        below = path[1:]
        if below == ("cols", "col"):
            attributes = tag.attributes
            first, last = whole_of(attributes.get("min")), whole_of(attributes.get("max"))
            if attributes.get("style") and first is not None and last is not None:
                self.columns.append((first - 1, last - 1, attributes["style"]))
        elif below == ("sheetData",):
            self.data = tag
        elif below == ROW:
            self.positions.append((self.row, tag.start))
            if self.row in self.wanted:
                self.rows[self.row] = _RowSpan(tag)
        elif below == CELL:
            self.cell, self.cached, self.has_formula = tag, None, False
            if self.row in self.wanted:
                self.rows[self.row].columns.append(self.column)
                self.rows[self.row].starts.append(tag.start)
        elif below == (*CELL, "f"):
            self.has_formula = True
        elif below == (*CELL, "v"):
            self.cached = tag

    def end(self, tag: Tag, path: tuple[str, ...], at: int) -> None:
        below = path[1:]
        if below == (*CELL, "v") and self.cached:
            self.cached = Tag(tag.start, self._behind(tag, at), tag.name, {}, tag.is_empty)
        elif below == CELL:
            self._end_of_cell(tag, self._behind(tag, at))
        elif below == ROW and self.row in self.wanted:
            self.rows[self.row].end = at
        elif below == ("sheetData",):
            self.data_end = at

    def _behind(self, tag: Tag, at: int) -> int:
        """Return where the end tag ends that begins at `at`."""
        return tag.end if tag.is_empty else self.xml.index(b">", at) + 1

    def _end_of_cell(self, tag: Tag, end: int) -> None:
        position = CellPosition(self.row, self.column)
        if position in self.left:
            if self.has_formula:
                raise UnreadableSheet(f"{position.name} is computed")
            start_tag = tag_without(self.xml[tag.start : tag.end], "t", "cm", "vm").rstrip(b"/>").rstrip()
            self.edits.append(_Edit(tag.start, end, self._cell(start_tag, self.left.pop(position))))
        elif self.has_formula and self.cached:
            start_tag = tag_without(self.xml[tag.start : tag.end], "t")
            self.edits.append(_Edit(tag.start, tag.end, start_tag))
            self.edits.append(_Edit(self.cached.start, self.cached.end, b""))

    def _cell(self, start_tag: bytes, content: CellContent) -> bytes:
        """Return a cell with this content; of its start tag, which is still open, everything stays."""
        prefix = self.prefix.encode()
        if isinstance(content, str):
            text = escape(_NOT_IN_XML.sub("", content)[:LONGEST_TEXT]).encode()
            inside = b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (prefix, prefix, text, prefix, prefix)
            return b'%s t="inlineStr">%s</%sc>' % (start_tag, inside, prefix)
        number = (content - self.first_day).days if isinstance(content, date) else content
        return b"%s><%sv>%s</%sv></%sc>" % (start_tag, prefix, _number(number).encode(), prefix, prefix)

    # Cells and rows that are not there

    def insert_missing(self) -> None:
        by_row: dict[int, list[CellPosition]] = {}
        for position in sorted(self.left):
            by_row.setdefault(position.row, []).append(position)
        for number, positions in by_row.items():
            if number in self.rows:
                self._into_row(self.rows[number], positions)
        new = {number: positions for number, positions in by_row.items() if number not in self.rows}
        if new:
            self._new_rows(new)

    def _into_row(self, row: _RowSpan, positions: list[CellPosition]) -> None:
        tag = tag_without(self.xml[row.tag.start : row.tag.end], "spans")
        if row.tag.is_empty:
            cells = b"".join(self._new_cell(position, row.tag) for position in positions)
            open_tag = tag.rstrip(b"/>").rstrip() + b">"
            closing = f"</{row.tag.name}>".encode()
            self.edits.append(_Edit(row.tag.start, row.tag.end, open_tag + cells + closing))
            return
        self.edits.append(_Edit(row.tag.start, row.tag.end, tag))
        for position in positions:
            behind = bisect(row.columns, position.column)
            at = row.starts[behind] if behind < len(row.starts) else row.end
            self.edits.append(_Edit(at, at, self._new_cell(position, row.tag)))

    def _new_rows(self, rows: dict[int, list[CellPosition]]) -> None:
        if self.data is None:
            raise UnreadableSheet("no rows")
        written = {number: self._new_row(number, positions) for number, positions in rows.items()}
        if self.data.is_empty:
            open_tag = self.xml[self.data.start : self.data.end].rstrip(b"/>").rstrip() + b">"
            content = open_tag + b"".join(written.values()) + f"</{self.data.name}>".encode()
            self.edits.append(_Edit(self.data.start, self.data.end, content))
            return
        numbers = [number for number, _start in self.positions]
        for number, content in written.items():
            behind = bisect(numbers, number)
            at = self.positions[behind][1] if behind < len(self.positions) else self.data_end
            self.edits.append(_Edit(at, at, content))

    def _new_row(self, number: int, positions: list[CellPosition]) -> bytes:
        prefix = self.prefix.encode()
        cells = b"".join(self._new_cell(position, None) for position in positions)
        return b'<%srow r="%d">%s</%srow>' % (prefix, number, cells, prefix)

    def _new_cell(self, position: CellPosition, row: Tag | None) -> bytes:
        """Return a cell in the style of its row, else of its column, as programs make one that somebody types into."""
        style = row.attributes.get("s", "") if row and row.attributes.get("customFormat") in ("1", "true") else ""
        style = style or next((s for first, last, s in self.columns if first <= position.column <= last), "")
        attributes = f' r="{position.name}"' + (f' s="{escape(style)}"' if style else "")
        return self._cell(f"<{self.prefix}c{attributes}".encode(), self.left[position])

    def put_together(self) -> bytes:
        pieces, at = [], 0
        # What is inserted comes before what begins there, in the order in which it was noted.
        for edit in sorted(self.edits, key=lambda edit: (edit.start, edit.end)):
            pieces += [self.xml[at : edit.start], edit.content]
            at = edit.end
        return b"".join([*pieces, self.xml[at:]])


def _number(value: Decimal | int) -> str:
    """Return a number as files hold it: 15 digits, a point, no zeros behind."""
    written = f"{Decimal(value):.{MOST_DIGITS}g}"
    if "e" in written:
        written = f"{Decimal(written):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def written_sheet(xml: bytes, values: Mapping[CellPosition, CellContent], *, first_day: date = FIRST_DAY) -> bytes:
    """Return a sheet with values in some cells, and without what its formulas last came to.

    A day is written as the number of days since `first_day`; the cell's style says how it looks.

    A cell keeps its style; one that is not there is made. Raises UnreadableSheet, also for a cell that is computed.
    """
    writer = _SheetWriter(xml, values, first_day)
    writer.parse()
    writer.insert_missing()
    return writer.put_together()
