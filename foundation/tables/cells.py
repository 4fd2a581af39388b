"""A workbook as it was read: its sheets, their rows and values, and what each cell is called ("B7")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

CellValue = str | Decimal | date | bool | None
"""A text is NFC, without blanks at its ends; None is a blank cell. A moment is read as its day, a time as text."""


ERROR = "#LỖI!"
"""What stands in a cell whose formula came to an error (#N/A, #REF! …)."""


def column_name(column: int) -> str:
    """Return what the programs call a column that is counted from 0: "A", "Z", "AA"."""
    name = ""
    while column >= 0:
        column, digit = divmod(column, 26)
        name, column = chr(ord("A") + digit) + name, column - 1
    return name


def column_number(name: str) -> int:
    """Return the column that the programs call by these letters, counted from 0."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class Cell(NamedTuple):
    value: CellValue
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank. `number` is the one that programs show; blank cells at its end are left out."""

    number: int
    values: tuple[CellValue, ...]

    def address(self, column: int) -> str:
        return f"{column_name(column)}{self.number}"

    def __getitem__(self, column: int) -> CellValue:
        """Return the value in a column, counted from 0; None behind the last one."""
        return self.values[column] if column < len(self.values) else None

    @property
    def cells(self) -> Iterator[Cell]:
        for column, value in enumerate(self.values):
            yield Cell(value, self.address(column))


class Merged(NamedTuple):
    """Cells that are merged into one, which has its value in the first. Rows count from 1, columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class ReadSheet:
    """The rows of a sheet that are not blank. What is merged over several rows is in each of them."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merged, ...] = ()

    @cached_property
    def width(self) -> int:
        return max((len(row.values) for row in self.rows), default=0)


@dataclass(frozen=True)
class OldText:
    """What makes a file look like one typed for the fonts of the nineties.

    `encoding`: a key of `old_text.ENCODINGS`; `samples`: up to ten texts as they stand and as they would read.
    """

    encoding: str
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Workbook:
    """`hidden`: names of sheets that nobody sees and that are not read. `old_text`: to be asked about, or None."""

    sheets: tuple[ReadSheet, ...]
    hidden: tuple[str, ...] = ()
    old_text: OldText | None = None
