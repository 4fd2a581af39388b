"""Biểu số 06: tree planting and the spring campaign, by place union."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from campaigns.figures.address import UPPER, sliced
from campaigns.models.indicator import Category
from foundation.documents.table import CENTRE, TEXT, TOTAL, PaperTable, TableColumn, TableRow, ordinal_cell
from summaries.annexes.base import NOTHING, SILENT, WAITING, Annex, quantity_cell
from summaries.figures.book import SummaryBook
from summaries.figures.labels import SpringLabel
from units.models import UnitKind
from units.models.vocabulary import kind_name


class IndicatorColumn(Protocol):
    """A column of the annex: the code of its indicator, and its heading."""

    @property
    def code(self) -> str: ...
    @property
    def heading(self) -> str: ...


NOTE = "Ghi chú: (-) Không phát sinh; (…) Chưa báo cáo; (*) Đã báo cáo, chưa tổng hợp."
AFTER = TableColumn("Ghi chú", 10, TEXT)
WIDTH = 10


def spring_annex(book: SummaryBook, columns: Sequence[IndicatorColumn] = ()) -> list[Annex]:
    """One annex, or none where no place union was asked; without `columns` each indicator about spring has one."""
    if not book.spring:
        return []
    headings = {column.code: column.heading for column in columns} or _headings(book)
    codes = list(headings)
    rows = [_row(book, number, line, codes) for number, line in enumerate(book.spring, start=1)]
    sums = [quantity_cell(book.value(f"spring:{code}", "value").value) for code in codes]
    if len(rows) > 1:
        rows.append(TableRow(["", "Cộng", *sums, ""], TOTAL))
    before = (TableColumn("TT", 5, CENTRE), TableColumn(kind_name(UnitKind.UPPER_PLACE), 25, TEXT))
    table_columns = (*before, *(TableColumn(heading, WIDTH) for heading in headings.values()), AFTER)
    title = "Kết quả “Tết trồng cây” và ra quân đầu xuân"
    return [Annex("Biểu số 06", title, [PaperTable(table_columns, rows, notes=[NOTE])])]


def _headings(book: SummaryBook) -> dict[str, str]:
    in_spring = (indicator for indicator in book.indicators if indicator.category == Category.SPRING)
    return {indicator.code: f"{indicator.name} ({indicator.unit_of_measure})" for indicator in in_spring}


def _row(book: SummaryBook, number: int, line: SpringLabel, codes: Sequence[str]) -> TableRow:
    sign, remark = _state(line)
    slice = sliced(UPPER, line.unit_id)
    values = [quantity_cell(book.value(f"spring:{code}", "value", slice).value, sign) for code in codes]
    return TableRow([ordinal_cell(number), line.name, *values, remark])


def _state(line: SpringLabel) -> tuple[str, str]:
    """Return the sign in place of each figure that a union does not have, and the remark behind."""
    if line.reported:
        return NOTHING, ""
    return (WAITING, "Đã báo cáo, chưa tổng hợp") if line.waiting else (SILENT, "Chưa báo cáo")
