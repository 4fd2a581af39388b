"""A table of a paper: columns under headings that may be grouped, rows of values, a caption, notes beneath.

Cells hold values. How a value is written in Vietnamese, on papers and pages, is `TableCell.text`; a workbook stores
it as a number (`foundation.documents.xlsx`).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from foundation.vietnamese import format_number, format_percent

FIGURE, TEXT, CENTRE = "figure", "text", "centre"
"""How a column is aligned: right, left, in the middle."""
ROW, GROUP, TOTAL = "row", "group", "total"
"""Kinds of rows: an ordinary one, the heading of those below it, a sum."""

Number = int | Decimal


class CellKind(StrEnum):
    """What the value of a cell is."""

    TEXT = "text"
    COUNT = "count"  # how many, a whole number
    AMOUNT = "amount"  # a number with as many decimals as it has
    PERCENT = "percent"  # in percent points: 98.5 for 98,5%
    QUOTIENT = "quotient"  # which papers write with one decimal
    ORDINAL = "ordinal"  # a number that names, as a place in a list or a year: thousands are not parted
    MISSING = "missing"  # no value: nothing was reported, happened or asked


@dataclass(frozen=True)
class TableColumn:
    """`width` is in percent of the table; neighbours of one `group` have a common heading."""

    title: str
    width: float
    align: str = FIGURE
    group: str = ""


@dataclass(frozen=True)
class TableCell:
    """A value with its kind, at full precision.

    `mark` is a sign behind the number ("*"), or in place of a missing one ("-", "…", "x").
    `percent_sign` is False under a heading that says (%) already.
    `numerator` and `denominator` are what a percent or ratio was made of; a count may have a denominator alone.
    `address` says which figure it is, for a page that leads to its rows.
    """

    value: str | Number | None
    kind: CellKind
    mark: str = ""
    percent_sign: bool = True
    numerator: Number | None = None
    denominator: Number | None = None
    address: Hashable | None = None

    @property
    def text(self) -> str:
        """The value as papers and pages write it."""
        return self._written() + self.mark

    @property
    def under(self) -> str:
        """What papers print in small type beneath the value: "31/46", "trên 46"; mostly ""."""
        if self.denominator is None:
            return ""
        whole = format_number(self.denominator)
        return f"trên {whole}" if self.numerator is None else f"{format_number(self.numerator)}/{whole}"

    def _written(self) -> str:
        if self.value is None:
            return ""
        if isinstance(self.value, str) or self.kind == CellKind.ORDINAL:
            return str(self.value)
        if self.kind == CellKind.PERCENT:
            percent = format_percent(self.value)
            return percent if self.percent_sign else percent.removesuffix("%")
        return format_number(self.value, 1 if self.kind == CellKind.QUOTIENT else None)


def missing_cell(mark: str) -> TableCell:
    """A cell without a value; `mark` says why."""
    return TableCell(None, CellKind.MISSING, mark)


def ordinal_cell(value: int) -> TableCell:
    return TableCell(value, CellKind.ORDINAL)


@dataclass(frozen=True)
class TableRow:
    """A plain string is a cell of text. If there are fewer cells than columns, the last one spans the rest."""

    cells: Sequence[str | TableCell]
    kind: str = ROW


@dataclass(frozen=True)
class TableHeading:
    title: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class PlacedCell:
    """A cell with its alignment, the number of columns it spans and the heading of its column."""

    cell: TableCell
    align: str
    colspan: int
    heading: str = ""


@dataclass(frozen=True)
class PaperTable:
    """`caption` is printed in italics above the right corner, in the text of a report; annexes have a heading.

    `name` tells the tables of one annex apart where each needs a name, as on sheets of a workbook.
    """

    columns: Sequence[TableColumn]
    rows: Sequence[TableRow]
    caption: str = ""
    notes: Sequence[str] = ()
    name: str = ""

    @property
    def heading_rows(self) -> list[list[TableHeading]]:
        """One row of headings, or two if any column has a group."""
        if not any(column.group for column in self.columns):
            return [[TableHeading(column.title) for column in self.columns]]
        upper: list[TableHeading] = []
        for group, neighbours in groupby(self.columns, key=lambda column: column.group):
            columns = list(neighbours)
            if group:
                upper.append(TableHeading(group, colspan=len(columns)))
            else:
                upper += [TableHeading(column.title, rowspan=2) for column in columns]
        return [upper, [TableHeading(column.title) for column in self.columns if column.group]]

    @property
    def placed_rows(self) -> list[tuple[str, list[PlacedCell]]]:
        """Each row as (kind, its cells). A cell that spans columns is aligned as a text."""
        return [(row.kind, self._placed(row.cells)) for row in self.rows]

    def _placed(self, cells: Sequence[str | TableCell]) -> list[PlacedCell]:
        last = len(cells) - 1
        placed = []
        for number, cell in enumerate(cells):
            colspan = len(self.columns) - last if number == last else 1
            align = self.columns[number].align if colspan == 1 else TEXT
            placed.append(PlacedCell(_as_cell(cell), align, colspan, self.columns[number].title))
        return placed


def _as_cell(cell: str | TableCell) -> TableCell:
    return cell if isinstance(cell, TableCell) else TableCell(str(cell), CellKind.TEXT)
