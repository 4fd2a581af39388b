"""A summary as a workbook: where it stands, every annex as the paper has it, the figures of awards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from foundation.documents import xlsx
from foundation.documents.table import TEXT, PaperTable, TableColumn, TableRow
from foundation.documents.xlsx import WorkbookSheet
from foundation.vietnamese import format_moment, paper_date
from summaries.annexes import annexes_of
from summaries.annexes.awards import uppers_table
from summaries.annexes.base import period
from summaries.figures.types import PhaseFigures
from summaries.models import Summary
from summaries.report.award_tables import crossed_table, key_table
from summaries.report.contents import Contents
from summaries.report.paper import attached_to

DRAFT = "DỰ THẢO"


def workbook_of(summary: Summary, contents: Contents, made_at: datetime) -> bytes:
    """`made_at`: when a final one was made final, else now."""
    stamp = [] if summary.is_final else [DRAFT]
    sheets = [
        WorkbookSheet("Thông tin", [summary.title, *stamp], [_about(summary, contents, made_at)]),
        *_annexes(contents, stamp),
        *_awards(contents.figures, stamp),
    ]
    return xlsx.workbook(sheets, title=f"{summary.title}, {summary.unit.name}", made_at=made_at)


def _about(summary: Summary, contents: Contents, made_at: datetime) -> PaperTable:
    figures = contents.figures
    known = {
        "Đơn vị": figures.unit,
        "Kỳ báo cáo": f"Cả năm {figures.year}" if figures.whole else period(figures).capitalize(),
        "Trạng thái": summary.status_text,
        "Số, ngày báo cáo": f"{summary.number}, ngày {paper_date(summary.dated_on)}" if summary.is_final else "",
        "Thời điểm chốt" if summary.is_final else "Thời điểm lấy số liệu": format_moment(made_at),
        "Mã kiểm tra SHA-256": summary.sha256,
    }
    columns = (TableColumn("Nội dung", 20, TEXT), TableColumn("Giá trị", 60, TEXT))
    return PaperTable(columns, [TableRow(pair) for pair in known.items() if pair[1]])


def _annexes(contents: Contents, stamp: list[str]) -> Iterable[WorkbookSheet]:
    """One sheet an annex; tables of different columns on sheets of their own, the parts of a long one on one."""
    titles: dict[str, str] = {}
    found: dict[str, list[PaperTable]] = {}
    for annex in annexes_of(contents.figures, full=True):
        for table in annex.tables:
            name = f"{annex.label.replace('Biểu số', 'Biểu')} {table.name}".strip()
            titles[name] = f"{annex.label}. {annex.title}"
            found.setdefault(name, []).append(table)
    attached = f"({attached_to(contents.document)})"
    for name, tables in found.items():
        yield WorkbookSheet(name, [titles[name], *stamp, attached], tables)


def _awards(figures: PhaseFigures, stamp: list[str]) -> Iterable[WorkbookSheet]:
    """None in summaries made final before awards were counted."""
    if figures.awards is None:
        return
    title = f"Kết quả khen thưởng {period(figures)}"
    yield WorkbookSheet("Khen thưởng", [title, *stamp], [key_table(figures.awards)])
    if figures.awards.uppers:
        yield WorkbookSheet("Khen thưởng theo cấp trên", [title, *stamp], [uppers_table(figures.awards)])
    if figures.awards.lines:
        yield WorkbookSheet("Khen thưởng chi tiết", [title, *stamp], [crossed_table(figures.awards)])
