"""Biểu số 03: topics, initiatives, works and new products; sums by kind, then each work by upper union."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.figures.types import WorkOutcome, WorkTotals
from campaigns.models import WorkKind
from campaigns.models.work import AuthorClass
from foundation.documents.table import (
    CENTRE,
    GROUP,
    ROW,
    TEXT,
    TOTAL,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    ordinal_cell,
)
from foundation.vietnamese import paper_date
from summaries.annexes.base import NOTHING, SILENT, Annex, count_cell, million_cell, packed, period
from summaries.figures.types import PhaseFigures

LABEL = "Biểu số 03"
NOTE = "Ghi chú: (-) Không phát sinh; (…) Chưa rà soát. Giá trị tính bằng triệu đồng."
NO_WORKS = "Chưa có đề tài, sáng kiến, công trình được báo cáo."
_RECOGNISED, _VALUE = "Công nhận", "Giá trị làm lợi (triệu đồng)"
SUM_COLUMNS = (
    TableColumn("Loại", 40, TEXT),
    TableColumn("Số đăng ký", 12),
    TableColumn("Số hoàn thành", 12),
    TableColumn("Số được công nhận", 12),
    TableColumn("Đơn vị khai", 12, group=_VALUE),
    TableColumn("Đã rà soát", 12, group=_VALUE),
)
UPPER_COLUMNS = (TableColumn("Công đoàn cấp trên", 40, TEXT), *SUM_COLUMNS[1:])
COLUMNS = (
    TableColumn("TT", 3.5, CENTRE),
    TableColumn("Tên đề tài, sáng kiến, công trình", 14.5, TEXT),
    TableColumn("Tác giả (nhóm tác giả)", 9.5, TEXT),
    TableColumn("Đơn vị", 10, TEXT),
    TableColumn("Loại", 6, TEXT),
    TableColumn("Đối tượng (trực tiếp / quản lý)", 6.5, TEXT),
    TableColumn("Cơ quan công nhận", 9, TEXT, group=_RECOGNISED),
    TableColumn("Số, ngày", 9, TEXT, group=_RECOGNISED),
    TableColumn("Đơn vị khai", 5, group=_VALUE),
    TableColumn("Đã rà soát", 5, group=_VALUE),
    TableColumn("Hiệu quả không tính được thành tiền", 10, TEXT),
    TableColumn("Chào mừng dịp", 5, TEXT),
    TableColumn("Kết quả", 7, TEXT),
)
_KINDS = {WorkKind.TOPIC: "Đề tài", WorkKind.INITIATIVE: "Sáng kiến", WorkKind.PRODUCT: "Công trình"}
_CLASSES = {AuthorClass.DIRECT: "Trực tiếp", AuthorClass.MANAGER: "Quản lý"}


def works_annexes(figures: PhaseFigures) -> list[Annex]:
    """Each work by name, or the sums by upper union where figures were added up from those of the unions below."""
    title = f"Đề tài, sáng kiến, công trình, sản phẩm mới {period(figures)}"
    if figures.added:
        return [Annex(LABEL, title, [_sums_by_kind(figures), _sums_by_upper(figures)])]
    tables = [PaperTable(COLUMNS, rows, notes=[NOTE]) for rows in packed(_groups(figures))]
    first, *rest = tables or [PaperTable(COLUMNS, [TableRow(["", NO_WORKS])])]
    return [Annex(LABEL, title, [_sums_by_kind(figures), first]), *(Annex(LABEL, title, [table]) for table in rest)]


def _sums_by_kind(figures: PhaseFigures) -> PaperTable:
    works = figures.works
    rows = [_sum_row(totals) for totals in works.kinds.values()]
    return PaperTable(SUM_COLUMNS, [*rows, _sum_row(works.total, TOTAL)], name="theo loại")


def _sums_by_upper(figures: PhaseFigures) -> PaperTable:
    rows = [_sum_row(totals) for totals in figures.works.uppers if totals.registered or totals.done]
    return PaperTable(UPPER_COLUMNS, rows, name="theo công đoàn cấp trên")


def _sum_row(totals: WorkTotals, kind: str = ROW) -> TableRow:
    counts = [count_cell(totals.registered), count_cell(totals.done), count_cell(totals.recognised)]
    return TableRow([totals.name, *counts, million_cell(totals.declared), _checked_sum(totals)], kind)


def _checked_sum(totals: WorkTotals) -> TableCell:
    """Return the sum of checked values; works whose values nobody has checked are not the same as none."""
    return million_cell(totals.checked, SILENT if totals.valued else NOTHING)


def _groups(figures: PhaseFigures) -> Iterable[list[TableRow]]:
    """Return for each upper union a heading with sums, then its works; numbers run on from one union to the next."""
    before = 0
    for upper in figures.works.uppers:
        lines = [line for line in figures.works.rows if line.upper == upper.name]
        if lines:
            rows = [_row(number, line) for number, line in enumerate(lines, start=before + 1)]
            yield [TableRow(["", _heading(upper, figures)], GROUP), *rows]
            before += len(lines)


def _heading(upper: WorkTotals, figures: PhaseFigures) -> str:
    """An upper union's name with its sums."""
    name = f"Trực thuộc {upper.name}" if upper.name == figures.unit and figures.is_campaign_unit else upper.name
    sums = [f"{name}: đăng ký {upper.registered}", f"hoàn thành {upper.done}", f"được công nhận {upper.recognised}"]
    if upper.declared is not None:
        declared, checked = million_cell(upper.declared).text, _checked_sum(upper).text
        sums.append(f"giá trị đơn vị khai {declared} triệu đồng, đã rà soát {checked}")
    return "; ".join(sums)


def _occasion(line: WorkOutcome) -> str:
    """The day that the work welcomes, in short: "Ngày 30/4"."""
    return f"Ngày {line.occasion_on.day}/{line.occasion_on.month}" if line.occasion_on else ""


def _row(number: int, line: WorkOutcome) -> TableRow:
    cells: list[str | TableCell] = [
        ordinal_cell(number),
        line.title,
        line.authors,
        line.unit,
        _KINDS[WorkKind(line.kind)],
        _CLASSES[AuthorClass(line.author_class)],
        line.recognised_by or NOTHING,
        _recognition(line) or NOTHING,
        million_cell(line.declared),
        million_cell(line.checked, SILENT if line.declared is not None else NOTHING),
        line.benefit or NOTHING,
        _occasion(line) or NOTHING,
        "Hoàn thành" if line.done else f"Chưa hoàn thành: {line.why_not}",
    ]
    return TableRow(cells)


def _recognition(line: WorkOutcome) -> str:
    """Number and day of the employer's decision."""
    day = f"ngày {paper_date(line.recognised_on)}" if line.recognised_on else ""
    return ", ".join(part for part in (line.recognised_no, day) if part)
