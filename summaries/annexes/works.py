"""Biểu số 03: topics, initiatives, works and new products, by upper union; the sums by kind stand above."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.figures.types import WorkOutcome, WorkTotals
from campaigns.models import WorkKind
from campaigns.models.work import AuthorClass
from foundation.documents.table import CENTRE, GROUP, TEXT, TOTAL, PaperTable, TableColumn, TableRow
from foundation.vietnamese import paper_date
from summaries.annexes.base import NOTHING, Annex, million, number, packed, period
from summaries.figures.types import PhaseFigures

LABEL = "Biểu số 03"
NOTE = "Ghi chú: (-) Không phát sinh; (…) Chưa rà soát. Giá trị tính bằng triệu đồng."
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
    """Each work by name; of figures that were added up, their sums by upper union."""
    title = f"Đề tài, sáng kiến, công trình, sản phẩm mới {period(figures)}"
    if figures.added:
        uppers = [_sum_row(one) for one in figures.works.uppers if one.registered or one.done]
        return [
            Annex(LABEL, title, [_sums(figures), PaperTable(UPPER_COLUMNS, uppers, name="theo công đoàn cấp trên")])
        ]
    tables = [PaperTable(COLUMNS, rows, notes=[NOTE]) for rows in packed(_groups(figures))]
    first, *rest = tables or [
        PaperTable(COLUMNS, [TableRow(["", "Chưa có đề tài, sáng kiến, công trình được báo cáo."])])
    ]
    return [Annex(LABEL, title, [_sums(figures), first]), *(Annex(LABEL, title, [table]) for table in rest)]


def _sums(figures: PhaseFigures) -> PaperTable:
    works = figures.works
    rows = [_sum_row(one) for one in works.kinds.values()]
    return PaperTable(SUM_COLUMNS, [*rows, _sum_row(works.total, TOTAL)], name="theo loại")


def _sum_row(one: WorkTotals, kind: str = "row") -> TableRow:
    counts = [number(one.registered), number(one.done), number(one.recognised)]
    return TableRow([one.name, *counts, million(one.declared), million(one.checked, _checked_sign(one))], kind)


def _checked_sign(one: WorkTotals) -> str:
    return "…" if one.valued else NOTHING


def _groups(figures: PhaseFigures) -> Iterable[list[TableRow]]:
    """A heading with sums, then its works, numbered through."""
    place = 0
    for upper in figures.works.uppers:
        lines = [line for line in figures.works.rows if line.upper == upper.name]
        if lines:
            rows = [_row(place + position, line) for position, line in enumerate(lines, start=1)]
            yield [TableRow(["", _heading(upper, figures)], GROUP), *rows]
            place += len(lines)


def _heading(upper: WorkTotals, figures: PhaseFigures) -> str:
    """An upper union's name with its sums."""
    name = f"Trực thuộc {upper.name}" if upper.name == figures.unit and figures.is_campaign_unit else upper.name
    sums = [f"{name}: đăng ký {upper.registered}", f"hoàn thành {upper.done}", f"được công nhận {upper.recognised}"]
    if upper.declared is not None:
        checked = million(upper.checked, _checked_sign(upper))
        sums.append(f"giá trị đơn vị khai {million(upper.declared)} triệu đồng, đã rà soát {checked}")
    return "; ".join(sums)


def occasion(line: WorkOutcome) -> str:
    """The day it welcomes, as one says it: "Ngày 30/4"; its full name stands in the campaign."""
    return f"Ngày {line.occasion_on.day}/{line.occasion_on.month}" if line.occasion_on else ""


def _row(place: int, line: WorkOutcome) -> TableRow:
    cells = [
        str(place),
        line.title,
        line.authors,
        line.unit,
        _KINDS[WorkKind(line.kind)],
        _CLASSES[AuthorClass(line.author_class)],
        line.recognised_by or NOTHING,
        recognition(line) or NOTHING,
        million(line.declared),
        million(line.checked, "…" if line.declared is not None else NOTHING),
        line.benefit or NOTHING,
        occasion(line) or NOTHING,
        "Hoàn thành" if line.done else f"Chưa hoàn thành: {line.why_not}",
    ]
    return TableRow(cells)


def recognition(line: WorkOutcome) -> str:
    """Number and day of the employer's decision."""
    day = f"ngày {paper_date(line.recognised_on)}" if line.recognised_on else ""
    return ", ".join(part for part in (line.recognised_no, day) if part)
