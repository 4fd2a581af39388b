"""Biểu số 03: topics, initiatives, works and new products; sums by kind, then each work by upper union."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from campaigns.figures.address import ALL, DIRECT
from campaigns.figures.work_provider import VALUES
from campaigns.figures.work_types import WorkOutcome
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
from foundation.vietnamese import format_date
from summaries.annexes.base import NOTHING, SILENT, Annex, count_cell, million_cell, packed, period
from summaries.figures.book import SummaryBook
from summaries.figures.labels import NamedSlice

Dong = Decimal | int | None
LABEL = "Biểu số 03"
NOTE = "Ghi chú: (-) Không phát sinh; (…) Chưa rà soát. Giá trị tính bằng triệu đồng."
NO_WORKS = "Chưa có đề tài, sáng kiến, công trình được báo cáo."
_RECOGNISED = "Công nhận"
_BENEFIT, _PRODUCTS = "Giá trị làm lợi (triệu đồng)", "Giá trị công trình, sản phẩm (triệu đồng)"


def _value_columns(width: float) -> list[TableColumn]:
    titles = ("Đơn vị khai", "Đã rà soát")
    return [TableColumn(title, width, group=group) for group in (_BENEFIT, _PRODUCTS) for title in titles]


SUM_COLUMNS = (
    TableColumn("Loại", 30, TEXT),
    TableColumn("Số đăng ký", 10),
    TableColumn("Số hoàn thành", 10),
    TableColumn("Số được công nhận", 10),
    *(
        TableColumn(title, 10, group=group)
        for group in (_BENEFIT, _PRODUCTS)
        for title in ("Đơn vị khai", "Đã rà soát")
    ),
)
UPPER_COLUMNS = (TableColumn("Công đoàn cấp trên", 30, TEXT), *SUM_COLUMNS[1:])
COLUMNS = (
    TableColumn("TT", 3.5, CENTRE),
    TableColumn("Tên đề tài, sáng kiến, công trình", 12, TEXT),
    TableColumn("Tác giả (nhóm tác giả)", 8.5, TEXT),
    TableColumn("Đơn vị", 9, TEXT),
    TableColumn("Loại", 5, TEXT),
    TableColumn("Đối tượng (trực tiếp / quản lý)", 5, TEXT),
    TableColumn("Cơ quan công nhận", 7.5, TEXT, group=_RECOGNISED),
    TableColumn("Số, ngày", 8.5, TEXT, group=_RECOGNISED),
    *_value_columns(4.5),
    TableColumn("Hiệu quả không tính được thành tiền", 10, TEXT),
    TableColumn("Chào mừng dịp", 6, TEXT),
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
    return TableRow([name, *counts, *_values(book, subject, slice)], kind)


def _values(book: SummaryBook, subject: str, slice: str) -> list[TableCell]:
    """Return benefit, then value of products, each as declared and as checked."""
    benefit, benefit_checked, product_value, product_checked = (
        book.value(subject, measure, slice).value for measure in VALUES
    )
    return [*_value_cells(benefit, benefit_checked), *_value_cells(product_value, product_checked)]


def _value_cells(declared: Dong, checked: Dong) -> list[TableCell]:
    """Return a declared value and the checked one; a value that nobody has checked is not the same as none."""
    return [million_cell(declared), million_cell(checked, SILENT if declared is not None else NOTHING)]


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
    registered, done, recognised = (
        book.value("work:all", measure, upper.slice).value for measure in ("registered", "done", "recognised")
    )
    name = f"Trực thuộc {upper.name}" if is_own else upper.name
    sums = [f"{name}: đăng ký {registered}", f"hoàn thành {done}", f"được công nhận {recognised}"]
    benefit, benefit_checked, product_value, product_checked = _values(book, "work:all", upper.slice)
    for what, declared, checked in (
        ("giá trị làm lợi", benefit, benefit_checked),
        ("giá trị công trình, sản phẩm", product_value, product_checked),
    ):
        if declared.value is not None:
            sums.append(f"{what} đơn vị khai {declared.text} triệu đồng, đã rà soát {checked.text}")
    return "; ".join(sums)


def _occasion(line: WorkOutcome) -> str:
    """The day that the work welcomes, in short: "Ngày 30/4"; the name of an event whose day is not known."""
    return f"Ngày {line.occasion_on.day}/{line.occasion_on.month}" if line.occasion_on else line.occasion


def _row(number: int, line: WorkOutcome) -> TableRow:
    is_product = line.kind == WorkKind.PRODUCT
    cells: list[str | TableCell] = [
        ordinal_cell(number),
        line.title,
        line.authors,
        line.unit,
        _KINDS[WorkKind(line.kind)],
        _CLASSES[AuthorClass(line.author_class)],
        line.recognised_by or NOTHING,
        _recognition(line) or NOTHING,
        *(_value_cells(None, None) if is_product else _value_cells(line.declared, line.checked)),
        *(_value_cells(line.declared, line.checked) if is_product else _value_cells(None, None)),
        line.benefit or NOTHING,
        _occasion(line) or NOTHING,
        "Hoàn thành" if line.done else f"Chưa hoàn thành: {line.why_not}",
    ]
    return TableRow(cells)


def _recognition(line: WorkOutcome) -> str:
    """Number and day of the employer's decision."""
    day = f"ngày {format_date(line.recognised_on)}" if line.recognised_on else ""
    return ", ".join(part for part in (line.recognised_no, day) if part)
