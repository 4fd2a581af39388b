"""What cells are called: "C7" is row 7, column 2; rows count from 1, columns from 0."""

from __future__ import annotations

import re
from typing import NamedTuple

from foundation.tables.cells import Merged, column_name, column_number

LAST_ROW, LAST_COLUMN = 1_048_576, 16_383
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


class CellPosition(NamedTuple):
    row: int
    column: int

    @property
    def name(self) -> str:
        return f"{column_name(self.column)}{self.row}"


def cell_position(name: str) -> CellPosition | None:
    """Return the position of a cell; None for what is no name of one."""
    match = _CELL.fullmatch(name)
    if match is None:
        return None
    position = CellPosition(int(match[2]), column_number(match[1]))
    return position if position.row <= LAST_ROW and position.column <= LAST_COLUMN else None


def cell_range(name: str) -> Merged | None:
    """Return the cells of "B2:D5", or of one cell; None for anything else."""
    first, _colon, last = name.partition(":")
    begin, end = cell_position(first), cell_position(last or first)
    if begin is None or end is None or end.row < begin.row or end.column < begin.column:
        return None
    return Merged(begin.row, end.row, begin.column, end.column)
