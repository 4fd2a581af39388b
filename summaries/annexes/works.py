"""Biểu số 03: topics, initiatives, works and new products; sums by kind, then each work by upper union."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.figures.address import ALL, DIRECT
from campaigns.figures.types import WorkOutcome
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
from summaries.figures.book import SummaryBook
from summaries.figures.labels import NamedSlice

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


def works_annexes(book: SummaryBook) -> list[Annex]:
    """Each work by name, or the sums by upper union where figures were added up from those of the unions below."""
    title = f"Đề tài, sáng kiến, công trình, sản phẩm mới {period(book.about)}"
    if book.about.added:
        return [Annex(LABEL, title, [_sums_by_kind(book), _sums_by_upper(book)])]
    tables = [PaperTable(COLUMNS, rows, notes=[NOTE]) for rows in packed(_groups(book))]
    first, *rest = tables or [PaperTable(COLUMNS, [TableRow(["", NO_WORKS])])]
    return [Annex(LABEL, title, [_sums_by_kind(book), first]), *(Annex(LABEL, title, [table]) for table in rest)]


def _sums_by_kind(book: SummaryBook) -> PaperTable:
    rows = [_sum_row(book, name, f"work:{kind}", ALL) for kind, name in book.work_kinds]
    return PaperTable(SUM_COLUMNS, [*rows, _sum_row(book, "Cộng", "work:all", ALL, TOTAL)], name="theo loại")


def _sums_by_upper(book: SummaryBook) -> PaperTable:
    rows = [_sum_row(book, upper.name, "work:all", upper.slice) for upper in book.work_uppers if _has(book, upper)]
    return PaperTable(UPPER_COLUMNS, rows, name="theo công đoàn cấp trên")


def _has(book: SummaryBook, upper: NamedSlice) -> bool:
    return any(book.value("work:all", measure, upper.slice).value for measure in ("registered", "done"))


def _sum_row(book: SummaryBook, name: str, subject: str, slice: str, kind: str = ROW) -> TableRow:
    counts = [count_cell(book.value(subject, measure, slice).value) for measure in ("registered", "done", "recognised")]
    declared = million_cell(book.value(subject, "declared", slice).value)
    return TableRow([name, *counts, declared, _checked_sum(book, subject, slice)], kind)


def _checked_sum(book: SummaryBook, subject: str, slice: str) -> TableCell:
    """Return the sum of checked values; works whose values nobody has checked are not the same as none."""
    valued = book.value(subject, "valued", slice).value
    return million_cell(book.value(subject, "checked", slice).value, SILENT if valued else NOTHING)


def _groups(book: SummaryBook) -> Iterable[list[TableRow]]:
    """Return for each upper union a heading with sums, then its works; numbers run on from one union to the next."""
    before = 0
    for upper in book.work_uppers:
        lines = book.works_under(upper)
        if lines:
            rows = [_row(number, line) for number, line in enumerate(lines, start=before + 1)]
            yield [TableRow(["", _heading(book, upper)], GROUP), *rows]
            before += len(lines)


def _heading(book: SummaryBook, upper: NamedSlice) -> str:
    """An upper union's name with its sums."""
    is_own = upper.slice == DIRECT
    registered, done, recognised, declared = (
        book.value("work:all", measure, upper.slice).value
        for measure in ("registered", "done", "recognised", "declared")
    )
    name = f"Trực thuộc {upper.name}" if is_own else upper.name
    sums = [f"{name}: đăng ký {registered}", f"hoàn thành {done}", f"được công nhận {recognised}"]
    if declared is not None:
        checked = _checked_sum(book, "work:all", upper.slice).text
        sums.append(f"giá trị đơn vị khai {million_cell(declared).text} triệu đồng, đã rà soát {checked}")
    return "; ".join(sums)


def _occasion(line: WorkOutcome) -> str:
    """The day that the work welcomes, in short: "Ngày 30/4"; the name of an event whose day is not known."""
    return f"Ngày {line.occasion_on.day}/{line.occasion_on.month}" if line.occasion_on else line.occasion


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
