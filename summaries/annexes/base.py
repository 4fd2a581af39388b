"""What the annexes share: their headings, and how a cell is written (Thông tư 01/2011: signs explained beneath)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.figures.types import PERCENT, QUOTIENT, YES_NO, IndicatorAmount
from foundation.documents.table import PaperTable, TableCell, TableRow
from foundation.vietnamese import dong_to_million, format_number, format_percent
from summaries.figures.types import PhaseFigures

NOTHING, SILENT, NOT_ASKED = "-", "…", "x"
SIGNS = "Ghi chú: (-) Không phát sinh; (…) Chưa báo cáo; (x) Không thuộc diện."
MOST_ROWS = 400
"""Rows laid out at once: time and memory of a table grow with it."""


@dataclass(frozen=True)
class Annex:
    """`label`: "Biểu số 01". Tables stand below each other; all annexes lie across."""

    label: str
    title: str
    tables: Sequence[PaperTable]


def period(figures: PhaseFigures) -> str:
    """As in the titles: "đợt 1 năm 2015", "năm 2015"."""
    return f"năm {figures.year}" if figures.whole else f"đợt {figures.number} năm {figures.year}"


def number(value: Decimal | int | None, sign: str = SILENT, decimals: int | None = None) -> str:
    return sign if value is None else format_number(value, decimals)


def rate(value: Decimal | None, sign: str = NOTHING) -> str:
    """Under a heading that already says (%)."""
    return sign if value is None else format_percent(value).removesuffix("%")


def million(dong: int | None, sign: str = NOTHING) -> str:
    return sign if dong is None else format_number(dong_to_million(dong))


def amount(value: IndicatorAmount, sign: str = SILENT) -> str | TableCell:
    """A ratio prints its percent, beneath it numerator/denominator; a count of yes, of how many."""
    if value.numerator is None:
        return sign
    if value.measure == YES_NO:
        return TableCell(format_number(value.numerator), f"trên {format_number(value.denominator or 0)}")
    if value.measure in (PERCENT, QUOTIENT):
        parts = f"{format_number(value.numerator)}/{format_number(value.denominator or 0)}"
        shown = format_percent(value.value) if value.measure == PERCENT else number(value.value, decimals=1)
        return TableCell(shown, parts)
    return format_number(value.numerator)


def packed(groups: Iterable[Sequence[TableRow]]) -> list[list[TableRow]]:
    """Groups of rows put together into tables of at most MOST_ROWS, a group never torn unless it is longer."""
    tables: list[list[TableRow]] = [[]]
    for group in groups:
        if tables[-1] and len(tables[-1]) + len(group) > MOST_ROWS:
            tables.append([])
        for row in group:
            if len(tables[-1]) >= MOST_ROWS:
                tables.append([])
            tables[-1].append(row)
    return [rows for rows in tables if rows]
