"""A table as papers print it: headings that may be grouped, rows, a caption, notes beneath."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

FIGURE, TEXT, CENTRE = "figure", "text", "centre"
ROW, GROUP, TOTAL = "row", "group", "total"


@dataclass(frozen=True)
class TableColumn:
    """`width` in percent of the table; neighbours of one `group` stand under a common heading."""

    title: str
    width: float
    align: str = FIGURE
    group: str = ""


@dataclass(frozen=True)
class TableCell:
    """A text, and in small type what stands beneath it, such as numerator and denominator of a percent."""

    text: str
    under: str = ""


@dataclass(frozen=True)
class TableRow:
    """Texts or Cells, written as on paper. If there are fewer than columns, the last one spans the rest."""

    cells: Sequence[str | TableCell]
    kind: str = ROW


@dataclass(frozen=True)
class TableHeading:
    title: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class PlacedCell:
    """A cell where it stands: its text, what stands beneath, how it is aligned, over how many columns."""

    text: str
    under: str
    align: str
    colspan: int


@dataclass(frozen=True)
class PaperTable:
    """`caption` stands in italics above the right corner, in the text of a report; annexes have a heading.

    `name` tells tables of one annex apart where they cannot stand below each other, as on sheets of a workbook.
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
        for name, run in groupby(self.columns, key=lambda column: column.group):
            members = list(run)
            grouped = [TableHeading(name, colspan=len(members))]
            upper += grouped if name else [TableHeading(column.title, rowspan=2) for column in members]
        return [upper, [TableHeading(column.title) for column in self.columns if column.group]]

    @property
    def placed_rows(self) -> list[tuple[str, list[PlacedCell]]]:
        """Each row as (kind, its cells in place). A cell over several columns is a text."""
        return [(row.kind, self._place(row)) for row in self.rows]

    def _place(self, row: TableRow) -> list[PlacedCell]:
        placed = []
        last = len(row.cells) - 1
        for number, cell in enumerate(row.cells):
            text, under = (cell.text, cell.under) if isinstance(cell, TableCell) else (cell, "")
            span = len(self.columns) - last if number == last else 1
            align = self.columns[number].align if span == 1 else TEXT
            placed.append(PlacedCell(text, under, align, span))
        return placed
