"""A summary as PDF: the text in portrait, each annex in landscape; long annexes only in the full file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from foundation.documents import pdf
from foundation.documents.pdf import PaperPart, Progress
from foundation.vietnamese import long_date
from summaries.annexes import Annex, annexes_of
from summaries.report.citing import citing
from summaries.report.contents import SummaryContents
from summaries.report.document import Document
from units.models import UnitKind
from units.models.vocabulary import paper_note, type_for


def short_pdf(contents: SummaryContents, made_at: datetime, changes: Sequence[Annex] = ()) -> bytes:
    """Return the PDF of a draft, stamped as such, without long annexes. Raises PdfUnavailable.

    `changes`: the annex of a further revision, see `changes_annex`.
    """
    return _render(contents, made_at, full=False, draft=True, changes=changes)


def full_pdf(
    contents: SummaryContents, made_at: datetime, progress: Progress | None = None, changes: Sequence[Annex] = ()
) -> bytes:
    """Return the PDF of a closed summary with all annexes; the same contents and `made_at` give the same bytes."""
    return _render(contents, made_at, full=True, draft=False, progress=progress, changes=changes)


def _render(
    contents: SummaryContents,
    made_at: datetime,
    *,
    full: bool,
    draft: bool,
    progress: Progress | None = None,
    changes: Sequence[Annex] = (),
) -> bytes:
    document = contents.document
    return pdf.render_parts(
        parts_of(contents, full=full, changes=changes),
        title=f"Báo cáo: {document.about}",
        made_at=made_at,
        draft=draft,
        page_number=document.page_number,
        note=paper_note(),
        progress=progress,
    )


def parts_of(contents: SummaryContents, *, full: bool, changes: Sequence[Annex] = ()) -> list[PaperPart]:
    document, attached = contents.document, attached_to(contents.document)
    annexes = [*annexes_of(contents.book, document.spring_columns, full=full, not_due=document.not_due), *changes]
    text = PaperPart("papers/summary.html", {"document": document if full else citing(document, annexes)})
    contexts = [{"annex": annex, "attached": attached} for annex in annexes]
    return [text, *(PaperPart("papers/summary_annex.html", context, landscape=True) for context in contexts)]


def attached_to(document: Document) -> str:
    """Return the line below an annex's title that names the report it belongs to."""
    day = long_date(document.dated_on, (document.year, None))
    organ = type_for(UnitKind.GRASSROOTS if document.employer_position else UnitKind.PROVINCE).organ
    return f"Kèm theo Báo cáo số {document.full_number} {day} của {organ} {document.body}".replace("  ", "\u00a0\u00a0")
