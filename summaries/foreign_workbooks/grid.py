"""A sheet of a form as a page draws it: rows of cells, merged ones over as many as they cover, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import Truncator

from foundation.filling.addresses import CellPosition
from foundation.filling.sheet_reading import FormSheet
from foundation.filling.styles import CellStyle
from foundation.tables.cells import Merged, column_name

ROWS, COLUMNS = 100, 60
"""How many are on a page; further columns are not drawn."""
LONGEST = 200
"""Characters of a cell that are shown."""
BLANK_COLUMNS = 3
"""Columns drawn behind the last one that has a text or a formula: others are only formatted."""


@dataclass(frozen=True)
class GridCell:
    """A cell: what it shows, how far it reaches, whether it may be pointed at, and what goes into it."""

    name: str
    text: str
    colspan: int = 1
    rowspan: int = 1
    is_formula: bool = False
    may_be_pointed: bool = False
    is_yellow: bool = False
    note: str = ""
    missing: bool = False

    @property
    def css(self) -> str:
        classes = {
            "formula": self.is_formula,
            "pointed": bool(self.note) and not self.missing,
            "yellow": self.missing or (self.is_yellow and not self.note),
        }
        return " ".join(name for name, holds in classes.items() if holds)


@dataclass(frozen=True)
class GridRow:
    number: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class SheetGrid:
    """`first`, `last`: the rows drawn; `previous`, `following`: the first row of the pieces beside, 0 for none."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    first: int
    last: int
    previous: int
    following: int
    left_out: int

    @property
    def is_whole(self) -> bool:
        return not self.previous and not self.following


@dataclass(frozen=True)
class CellNote:
    """What goes into a cell, in words, or with `missing` why nothing does."""

    words: str
    missing: bool = False


def grid_of(
    sheet: FormSheet, styles: list[CellStyle], notes: Mapping[CellPosition, CellNote], first: int = 1
) -> SheetGrid:
    """Return the piece of a sheet that begins at row `first`; `notes`: what goes into which cell."""
    used = [position.column for position, cell in sheet.cells.items() if cell.text or cell.is_formula]
    used += [position.column for position in notes]
    width = min(max(used, default=0) + 1 + BLANK_COLUMNS, sheet.last_column + 1)
    drawn = max(1, min(width, COLUMNS))
    last = min(first + ROWS - 1, max(sheet.last_row, 1))
    piece = _Piece(sheet, styles, notes, first, last, drawn)
    return SheetGrid(
        columns=tuple(map(column_name, range(drawn))),
        rows=tuple(GridRow(row, tuple(piece.cells(row))) for row in range(first, last + 1)),
        first=first,
        last=last,
        previous=max(first - ROWS, 1) if first > 1 else 0,
        following=last + 1 if last < sheet.last_row else 0,
        left_out=width - drawn,
    )


@dataclass(frozen=True)
class _Piece:
    sheet: FormSheet
    styles: list[CellStyle]
    notes: Mapping[CellPosition, CellNote]
    first: int
    last: int
    drawn: int

    @cached_property
    def areas(self) -> dict[CellPosition, Merged]:
        return {CellPosition(area.first_row, area.first_column): area for area in self.sheet.merged}

    def cells(self, row: int) -> Iterator[GridCell]:
        """Yield the cells of a row; what a merged one covers is left out, unless that begins in an earlier piece."""
        for column in range(self.drawn):
            position = CellPosition(row, column)
            first = self.sheet.covered.get(position)
            if first is None or first.row < self.first:
                yield self._cell(position)

    def _cell(self, position: CellPosition) -> GridCell:
        sheet = self.sheet
        cell, area, note = sheet.cells.get(position), self.areas.get(position), self.notes.get(position)
        style = self.styles[cell.style] if cell and cell.style < len(self.styles) else CellStyle()
        return GridCell(
            name=position.name,
            text=Truncator(cell.text).chars(LONGEST) if cell else "",
            colspan=min(area.last_column, self.drawn - 1) - position.column + 1 if area else 1,
            rowspan=min(area.last_row, self.last) - position.row + 1 if area else 1,
            is_formula=bool(cell and cell.is_formula) or position in sheet.computed,
            may_be_pointed=sheet.may_be_written(position),
            is_yellow=style.is_yellow,
            note=note.words if note else "",
            missing=note.missing if note else False,
        )
