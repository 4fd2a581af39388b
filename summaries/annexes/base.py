"""What the annexes share: headings, and cells with the signs that Thông tư 01/2011 has explained beneath a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from string import ascii_uppercase

from campaigns.figures.address import PERCENT, QUOTIENT, YES_NO, FigureValue
from campaigns.figures.count_provider import OCCUPATIONAL
from campaigns.models.phase_names import in_year
from foundation.documents.table import CellKind, PaperTable, TableCell, TableRow, missing_cell
from foundation.vietnamese import dong_to_million
from summaries.figures.book import SummaryBook
from summaries.figures.labels import SummaryFacts
from units.models import Bloc
from units.models.vocabulary import short_bloc_name

NOTHING, SILENT, NOT_ASKED = "-", "…", "x"
WAITING = "*"
"""In place of a figure that was reported and is not counted yet, where a row is of one report alone."""
SIGNS = "Ghi chú: (-) Không phát sinh; (…) Chưa có số liệu được tổng hợp; (x) Không thuộc diện."
MOST_ROWS = 400
"""Rows of one table: the time and memory of laying a table out grow with them."""


@dataclass(frozen=True)
class Annex:
    """A numbered annex in landscape: its label ("Biểu số 01"), title, and tables below each other."""

    label: str
    title: str
    tables: Sequence[PaperTable]


def bloc_heading(book: SummaryBook, bloc: Bloc) -> str:
    """Return what a column of a bloc's figures is headed; those of nghiệp đoàn are among the enterprises'."""
    with_occupational = bloc == Bloc.ENTERPRISE and book.value("units:grassroots", "units", OCCUPATIONAL).value
    return f"Khối {short_bloc_name(bloc)}{', nghiệp đoàn' if with_occupational else ''}"


def period(about: SummaryFacts) -> str:
    """What a summary covers, as titles say it: "đợt 1 năm 2015", "năm 2015"."""
    return f"năm {about.year}" if about.whole else in_year(phase_of(about), about.year)


def phase_of(about: SummaryFacts) -> str:
    """What the phase of a summary is called, "đợt 1"; figures stored before it had a name have its number alone."""
    return about.period or f"đợt {about.number}"


def count_cell(value: Decimal | int | None, sign: str = SILENT, mark: str = "") -> TableCell:
    """How many. `sign` is written where there is no number, `mark` behind either."""
    return missing_cell(sign + mark) if value is None else TableCell(value, CellKind.COUNT, mark)


def quantity_cell(value: Decimal | int | None, sign: str = SILENT) -> TableCell:
    """A number with as many decimals as it has."""
    return missing_cell(sign) if value is None else TableCell(value, CellKind.AMOUNT)


def rate_cell(percent: Decimal | int | None, sign: str = NOTHING) -> TableCell:
    """A percent under a heading that already says (%)."""
    return missing_cell(sign) if percent is None else TableCell(percent, CellKind.PERCENT, percent_sign=False)


def million_cell(dong: Decimal | int | None, sign: str = NOTHING) -> TableCell:
    """Money in millions of đồng."""
    return quantity_cell(None if dong is None else dong_to_million(int(dong)), sign)


def indicator_cell(amount: FigureValue, sign: str = SILENT) -> TableCell:
    """A percent or quotient over its numerator and denominator, a count of yes over the number of answers, or a sum."""
    if amount.numerator is None:
        return missing_cell(sign)
    denominator = amount.denominator or Decimal(0)
    if amount.kind == YES_NO:
        return TableCell(amount.numerator, CellKind.COUNT, denominator=denominator)
    if amount.kind not in (PERCENT, QUOTIENT):
        return TableCell(amount.numerator, CellKind.AMOUNT)
    kind = CellKind.PERCENT if amount.kind == PERCENT else CellKind.QUOTIENT
    cell = missing_cell(SILENT) if amount.value is None else TableCell(amount.value, kind)
    return replace(cell, numerator=amount.numerator, denominator=denominator)


def group_letters() -> Iterator[str]:
    """Return the letters of a table's groups: A, B, C …"""
    return iter(ascii_uppercase)


def packed(groups: Iterable[Sequence[TableRow]]) -> list[list[TableRow]]:
    """The rows of tables of at most MOST_ROWS each; only a group longer than that is divided between tables."""
    tables: list[list[TableRow]] = [[]]
    for group in groups:
        if tables[-1] and len(tables[-1]) + len(group) > MOST_ROWS:
            tables.append([])
        for row in group:
            if len(tables[-1]) >= MOST_ROWS:
                tables.append([])
            tables[-1].append(row)
    return [rows for rows in tables if rows]
