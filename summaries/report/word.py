"""A summary as a Word file, for whoever corrects it there: the text, each sentence under a mark, and all annexes."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.documents.word import Letterhead, SignatureLines, WordPaper
from foundation.templatetags.papers import date_line, full_stop, name_lines, number_line, two_lines
from summaries.annexes import Annex, annexes_of
from summaries.report.contents import SummaryContents
from summaries.report.document import Document, DocumentRecipient
from summaries.report.paper import attached_to
from summaries.report.word_marks import mark_of
from units.models.vocabulary import paper_note

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BY_HAND = "(ký tên, đóng dấu)"
OPENING, CLOSING = "opening", "closing"


def word_of(contents: SummaryContents, *, draft: bool, changes: Sequence[Annex] = ()) -> bytes:
    """Return the Word file of a summary; the same contents give the same bytes.

    `changes`: the annex of a further revision, see `changes_annex`.
    """
    document = contents.document
    paper = WordPaper(
        title=f"Báo cáo: {document.about}",
        issuer=document.body,
        page_number=document.page_number,
        draft=draft,
        note=paper_note(),
    )
    paper.letterhead(
        Letterhead(
            name_lines(document.higher_body),
            name_lines(document.body),
            number_line(document.number, document.symbol),
            f"{document.place}, {date_line(document.dated_on, document.year)}",
        )
    )
    paper.title("BÁO CÁO", two_lines(document.about), document.revision_note)
    if document.addressees:
        paper.addressees(document.addressees)
    _write_text(paper, document)
    _write_closing(paper, document)
    attached = attached_to(document)
    for annex in [*annexes_of(contents.book, document.spring_columns, full=True, not_due=document.not_due), *changes]:
        paper.annex(annex.label, annex.title, attached, annex.tables)
    return paper.content()


def _write_text(paper: WordPaper, document: Document) -> None:
    if document.revision_reason:
        paper.line(f"Lý do lập bản này: {full_stop(document.revision_reason)}", mark="")
    paper.line(document.opening, mark=mark_of(OPENING))
    for section in document.sections:
        paper.heading(section.heading)
        for line in section.lines:
            paper.line(line.text, mark=line.key and mark_of(line.key), number=line.number, title=line.title)
    paper.line(document.closing, mark=mark_of(CLOSING))


def _write_closing(paper: WordPaper, document: Document) -> None:
    union = [line for line in (document.on_behalf, document.position) if line]
    if document.employer_position:
        employer = SignatureLines([document.employer_position], how=BY_HAND)
        paper.closing([], employer, SignatureLines(union, how=BY_HAND, name=document.signer_name))
    else:
        paper.closing([*map(_recipient, _file_last(document))], SignatureLines(union, name=document.signer_name))


def _file_last(document: Document) -> list[DocumentRecipient]:
    return sorted(document.recipients, key=lambda recipient: recipient.role == "file")


def _recipient(recipient: DocumentRecipient) -> str:
    if recipient.role == "file":
        return f"{recipient.name}."
    return f"{recipient.name} ({recipient.role});" if recipient.role else f"{recipient.name};"
