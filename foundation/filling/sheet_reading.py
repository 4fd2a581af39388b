"""Reads a sheet as people see it: texts and numbers by cell, which cells are computed, which are merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from foundation.filling.addresses import CellPosition, cell_range
from foundation.filling.sheet_parser import CELL, SheetParser, Tag, TooMuchToRead, UnreadableSheet, whole_of
from foundation.tables.cells import ERROR, Merged

MOST_CELLS = 60_000
MOST_MERGED = 20_000
_WHOLE_RANGES = ("array", "dataTable")  # kinds of formulas that compute all cells of a range


@dataclass
class FormCell:
    """What a cell shows. `is_formula`: it is computed, so nothing may be written into it. `style`: of the workbook."""

    text: str = ""
    is_formula: bool = False
    style: int = 0


@dataclass
class FormSheet:
    """The cells of a sheet that have anything, a style too; `merged` ranges have their text in the first cell.

    `arrays`: ranges that one formula computes.
    """

    cells: dict[CellPosition, FormCell] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    arrays: list[Merged] = field(default_factory=list)

    @cached_property
    def covered(self) -> dict[CellPosition, CellPosition]:
        """The cells that a merged one covers, each with that one, as far as the sheet has rows and columns."""
        firsts = ((CellPosition(area.first_row, area.first_column), self._positions(area)) for area in self.merged)
        return {position: first for first, positions in firsts for position in positions if position != first}

    @cached_property
    def computed(self) -> set[CellPosition]:
        """The cells that formulas of other cells compute, as far as the sheet has rows and columns."""
        return {position for area in self.arrays for position in self._positions(area)}

    def _positions(self, area: Merged) -> Iterator[CellPosition]:
        for row in range(area.first_row, min(area.last_row, self.last_row) + 1):
            for column in range(area.first_column, min(area.last_column, self.last_column) + 1):
                yield CellPosition(row, column)

    def require_small(self) -> None:
        """Raise TooMuchToRead if merged cells and arrays cover more than a sheet may have."""
        sizes = (
            max(0, min(area.last_row, self.last_row) - area.first_row + 1)
            * max(0, min(area.last_column, self.last_column) - area.first_column + 1)
            for area in (*self.merged, *self.arrays)
        )
        if sum(sizes) > MOST_CELLS:
            raise TooMuchToRead("merged cells")

    @cached_property
    def last_row(self) -> int:
        return max((position.row for position in self.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        return max((position.column for position in self.cells), default=0)

    def may_be_written(self, position: CellPosition) -> bool:
        """Return whether a value can stand there: not where the sheet computes, nor under a merged cell."""
        cell = self.cells.get(position)
        return not (cell and cell.is_formula) and position not in self.covered and position not in self.computed

    def text(self, position: CellPosition) -> str:
        """Return what is read there; of a merged cell everywhere the same."""
        cell = self.cells.get(self.covered.get(position, position))
        return cell.text if cell else ""


class _SheetReader(SheetParser):
    def __init__(self, xml: bytes, strings: Sequence[str]):
        super().__init__(xml)
        self.strings, self.sheet = strings, FormSheet()
        self.kind, self.value, self.written, self.listens = "n", FormCell(), "", False
        self.has_rows = False

    def begin(self, tag: Tag, path: tuple[str, ...]) -> None:
        below = path[1:]
        self.has_rows |= below == CELL[:1]
        if below == CELL:
            if len(self.sheet.cells) >= MOST_CELLS:
                raise TooMuchToRead("cells")
            self.kind, self.written = tag.attributes.get("t", "n"), ""
            self.value = FormCell(style=whole_of(tag.attributes.get("s")) or 0)
            self.sheet.cells[CellPosition(self.row, self.column)] = self.value
        elif below[:3] == CELL:
            if below[3:] == ("f",):
                self.value.is_formula = True
                if tag.attributes.get("t") in _WHOLE_RANGES and (area := cell_range(tag.attributes.get("ref", ""))):
                    self.sheet.arrays.append(area)
            self.listens = below[3:] == ("v",) or (below[3:4] == ("is",) and below[-1] == "t" and "rPh" not in below)
        elif below == ("mergeCells", "mergeCell") and (area := cell_range(tag.attributes.get("ref", ""))):
            if len(self.sheet.merged) >= MOST_MERGED:
                raise TooMuchToRead("merged cells")
            self.sheet.merged.append(area)

    def text(self, text: str) -> None:
        if self.listens:
            self.written += text

    def end(self, tag: Tag, path: tuple[str, ...], at: int) -> None:
        self.listens = False
        if path[1:] == CELL:
            self.value.text = self._shown()

    def _shown(self) -> str:
        written = self.written.strip()
        if self.kind == "s":
            number = whole_of(written)
            return "" if number is None or number >= len(self.strings) else self.strings[number].strip()
        if self.kind == "e":
            return ERROR
        return _as_shown(written) if self.kind == "n" else written


def _as_shown(number: str) -> str:
    """Return a number with as many digits as programs show, and a decimal comma."""
    try:
        return f"{Decimal(number):.15g}".replace(".", ",")
    except InvalidOperation:
        return number


def read_sheet(xml: bytes, strings: Sequence[str]) -> FormSheet:
    """Return what a sheet shows; `strings` are those its workbook shares. Raises UnreadableSheet, TooMuchToRead."""
    reader = _SheetReader(xml, strings)
    reader.parse()
    if not reader.has_rows:
        raise UnreadableSheet("no place for rows")
    reader.sheet.require_small()
    return reader.sheet


class _StringReader(SheetParser):
    """Reads the shared strings; of a text in several fonts all pieces, none of how it is pronounced."""

    def __init__(self, xml: bytes):
        super().__init__(xml)
        self.strings: list[str] = []
        self.listens = False

    def begin(self, tag: Tag, path: tuple[str, ...]) -> None:
        if path[1:] == ("si",):
            if len(self.strings) >= MOST_CELLS:
                raise TooMuchToRead("texts")
            self.strings.append("")
        self.listens = path[1:2] == ("si",) and path[-1] == "t" and "rPh" not in path

    def text(self, text: str) -> None:
        if self.listens:
            self.strings[-1] += text

    def end(self, tag: Tag, path: tuple[str, ...], at: int) -> None:
        self.listens = False


def read_strings(xml: bytes) -> list[str]:
    """Return the texts that the cells of a workbook share. Raises UnreadableSheet, TooMuchToRead."""
    reader = _StringReader(xml)
    reader.parse()
    return reader.strings
