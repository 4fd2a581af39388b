"""A summary as PDF: the text upright, each annex lying, the long ones only in the full file."""

from __future__ import annotations

from datetime import datetime

from foundation.documents import pdf
from foundation.documents.pdf import PaperPart, Progress
from foundation.vietnamese import long_date
from summaries.annexes import annexes_of
from summaries.report.contents import Contents
from summaries.report.document import Document


def short_pdf(contents: Contents, made_at: datetime) -> bytes:
    """A draft to read: without the long annexes, stamped. Raises foundation.documents.pdf.PdfUnavailable."""
    return _render(contents, made_at, full=False, draft=True)


def full_pdf(contents: Contents, made_at: datetime, progress: Progress | None = None) -> bytes:
    """The file of a final summary, with every annex; the same contents and moment give the same bytes."""
    return _render(contents, made_at, full=True, draft=False, progress=progress)


def _render(
    contents: Contents, made_at: datetime, *, full: bool, draft: bool, progress: Progress | None = None
) -> bytes:
    document = contents.document
    return pdf.render_parts(
        parts_of(contents, full=full),
        title=f"Báo cáo: {document.about}",
        made_at=made_at,
        draft=draft,
        page_number=document.page_number,
        progress=progress,
    )


def parts_of(contents: Contents, *, full: bool) -> list[PaperPart]:
    document, attached = contents.document, attached_to(contents.document)
    annexes = annexes_of(contents.figures, full=full)
    text = PaperPart("papers/summary.html", {"document": document})
    context = [{"annex": annex, "attached": attached} for annex in annexes]
    return [text, *(PaperPart("papers/summary_annex.html", one, landscape=True) for one in context)]


def attached_to(document: Document) -> str:
    """The line under an annex's title, without which it is worth nothing."""
    number = document.number if "/" in document.number else f"{document.number or '      '}/{document.symbol}"
    day = long_date(document.dated_on, (document.year, None))
    organ = "Ban Chấp hành" if document.employer_position else "Ban Thường vụ"
    return f"Kèm theo Báo cáo số {number} {day} của {organ} {document.body}".replace("  ", "\u00a0\u00a0")
