"""A summary as a workbook: its state, every annex of the paper, the figures of awards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.text import capfirst

from foundation.documents import xlsx
from foundation.documents.table import TEXT, PaperTable, TableColumn, TableRow
from foundation.documents.xlsx import WorkbookSheet
from foundation.drawing import client as drawing
from foundation.vietnamese import format_date, format_moment
from summaries.annexes import Annex, annexes_of
from summaries.annexes.awards import uppers_table
from summaries.annexes.base import period
from summaries.changed_figures import changes_annex
from summaries.figures.book import SummaryBook
from summaries.models import Summary
from summaries.report.award_tables import crossed_table, key_table
from summaries.report.contents import SummaryContents
from summaries.report.paper import attached_to
from units.models.vocabulary import paper_note

DRAFT = "DỰ THẢO"


def workbook_of(summary: Summary, contents: SummaryContents, made_at: datetime) -> bytes:
    """The XLSX file. `made_at` is when a closed summary was closed, else now."""
    stamp = [] if summary.is_closed else [DRAFT]
    tables = [*_annexes(contents, changes_annex(summary, contents), stamp), *_awards(contents.book, stamp)]
    first = WorkbookSheet("Thông tin", [summary.title, *stamp], [_about(summary, contents, format_moment(made_at))])
    title, note = f"{summary.title}, {summary.unit.name}", paper_note()
    # A draft is the same draft a minute later.
    key = None if summary.is_closed else (title, note, _about(summary, contents, ""), tables)
    return drawing.draw(xlsx.workbook, [first, *tables], title=title, made_at=made_at, note=note, key=key)


def _about(summary: Summary, contents: SummaryContents, moment: str) -> PaperTable:
    about, document = contents.book.about, contents.document
    facts = {
        "Đơn vị": about.unit,
        "Kỳ báo cáo": f"Cả năm {about.year}" if about.whole else capfirst(period(about)),
        "Trạng thái": f"Đã chốt (lần {summary.revision})" if summary.is_closed else summary.status_text,
        "Lần lập": document.revision_note,
        "Lý do lập bản này": summary.reason or "",
        "Số, ngày báo cáo": f"{document.full_number}, ngày {format_date(document.dated_on)}"
        if document.dated_on
        else "",
        "Thời điểm chốt" if summary.is_closed else "Thời điểm lấy số liệu": moment,
        "Mã kiểm tra SHA-256": summary.sha256,
    }
    columns = (TableColumn("Nội dung", 20, TEXT), TableColumn("Giá trị", 60, TEXT))
    return PaperTable(columns, [TableRow([label, fact]) for label, fact in facts.items() if fact])


def _annexes(contents: SummaryContents, changes: list[Annex], stamp: list[str]) -> Iterable[WorkbookSheet]:
    """A sheet for each annex; tables of different columns on sheets of their own, the parts of a long one on one."""
    titles: dict[str, str] = {}
    tables: dict[str, list[PaperTable]] = {}
    for annex in [
        *annexes_of(contents.book, contents.document.spring_columns, full=True, not_due=contents.document.not_due),
        *changes,
    ]:
        for table in annex.tables:
            name = f"{annex.label.replace('Biểu số', 'Biểu')} {table.name}".strip()
            titles[name] = f"{annex.label}. {annex.title}"
            tables.setdefault(name, []).append(table)
    attached = f"({attached_to(contents.document)})"
    for name, title in titles.items():
        yield WorkbookSheet(name, [title, *stamp, attached], tables[name])


def _awards(book: SummaryBook, stamp: list[str]) -> Iterable[WorkbookSheet]:
    """No sheet for summaries made final before awards were counted."""
    if not book.has_awards:
        return
    heading = [f"Kết quả khen thưởng {period(book.about)}", *stamp]
    yield WorkbookSheet("Khen thưởng", heading, [key_table(book)])
    if book.award_uppers:
        yield WorkbookSheet("Khen thưởng theo cấp trên", heading, [uppers_table(book)])
    if book.honoured:
        yield WorkbookSheet("Khen thưởng chi tiết", heading, [crossed_table(book)])
