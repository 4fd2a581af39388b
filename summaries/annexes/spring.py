"""Biểu số 06: tree planting and the spring campaign, by place union."""

from __future__ import annotations

from campaigns.figures.address import UPPER, sliced
from foundation.documents.table import CENTRE, TEXT, TOTAL, PaperTable, TableColumn, TableRow, ordinal_cell
from summaries.annexes.base import NOTHING, SIGNS, SILENT, Annex, quantity_cell
from summaries.figures.book import SummaryBook
from summaries.figures.labels import SpringLabel

CODES = ("RQ02", "RQ01", "RQ03", "RQ04", "RQ05", "RQ06")
COLUMNS = (
    TableColumn("TT", 5, CENTRE),
    TableColumn("LĐLĐ huyện, thành phố", 25, TEXT),
    TableColumn("Ngày công", 10),
    TableColumn("Cây trồng (cây)", 10),
    TableColumn("Kênh mương (m)", 10),
    TableColumn("Đường giao thông nông thôn (m)", 10),
    TableColumn("Công trình nước sinh hoạt", 10),
    TableColumn("Buổi vệ sinh môi trường", 10),
    TableColumn("Ghi chú", 10, TEXT),
)


def spring_annex(book: SummaryBook) -> list[Annex]:
    """One annex, or none where no place union was asked."""
    if not book.spring:
        return []
    rows = [_row(book, number, line) for number, line in enumerate(book.spring, start=1)]
    sums = [quantity_cell(book.value(f"spring:{code}", "value").value) for code in CODES]
    if len(rows) > 1:
        rows.append(TableRow(["", "Cộng", *sums, ""], TOTAL))
    title = "Kết quả “Tết trồng cây” và ra quân đầu xuân"
    return [Annex("Biểu số 06", title, [PaperTable(COLUMNS, rows, notes=[SIGNS])])]


def _row(book: SummaryBook, number: int, line: SpringLabel) -> TableRow:
    sign = NOTHING if line.reported else SILENT
    slice = sliced(UPPER, line.unit_id)
    values = [quantity_cell(book.value(f"spring:{code}", "value", slice).value, sign) for code in CODES]
    return TableRow([ordinal_cell(number), line.name, *values, "" if line.reported else "Chưa báo cáo"])
