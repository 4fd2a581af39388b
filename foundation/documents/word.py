"""Papers as Word files, for whoever corrects them there: laid out as the PDF is (static/css/paper.css).

A paper is built from above to below. Everything is plain text in Times New Roman, tables are tables with headings that
repeat on every page. The same calls give the same bytes: the file says no moment, and names the issuing body alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from foundation.documents.no_break import kept_together
from foundation.documents.pdf import TOP_CENTRE
from foundation.documents.table import PaperTable
from foundation.documents.word_page import (
    BODY,
    GAP,
    LANDSCAPE,
    NUMBER,
    PORTRAIT,
    element,
    say_no_more_than,
    set_page,
    set_styles,
)
from foundation.documents.word_table import add_table

ORGAN, MOTTO, RECIPIENTS, RECIPIENT, LYING_TITLE, LYING_TABLE = Pt(12), Pt(13), Pt(12), Pt(11), Pt(13), Pt(11)
INDENT, ROOM_TO_SIGN = Mm(12.7), Pt(74)
ORGAN_COLUMN, RECIPIENTS_COLUMN = 0.44, 0.51
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
LEFT, CENTRE, RIGHT, JUSTIFIED = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True)
class Letterhead:
    """Who issues a paper: lines in capitals, the last of `higher` and `own` may have several; its number and day."""

    higher: str
    own: str
    number: str
    place_and_day: str


@dataclass(frozen=True)
class SignatureLines:
    """Who signs: lines above the room for the hand, what is written small below them, the name beneath."""

    lines: Sequence[str]
    how: str = ""
    name: str = ""


class WordPaper:
    """A paper that is being written; `content` returns it as a file."""

    def __init__(self, *, title: str, issuer: str, page_number: str, draft: bool, note: str = ""):
        self.document = docx.Document()
        self.top_centre, self.draft, self.note = page_number == TOP_CENTRE, draft, note
        self.marks = 0
        say_no_more_than(self.document, _plain(title), _plain(issuer))
        set_styles(self.document)
        section = self.document.sections[0]
        self.width = set_page(section, PORTRAIT, top_centre=self.top_centre, draft=draft, note=note)

    def letterhead(self, head: Letterhead) -> None:
        left, right = self._two_columns(ORGAN_COLUMN)
        if head.higher:
            _line(left, head.higher, ORGAN)
        _line(left, head.own, ORGAN, bold=True)
        _rule(left, 0.3)
        _line(left, head.number, NUMBER)
        _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ORGAN, bold=True)
        _line(right, "Độc lập - Tự do - Hạnh phúc", MOTTO, bold=True)
        _rule(right, 0.18)
        _line(right, head.place_and_day, NUMBER, italic=True)
        self._text("", CENTRE)

    def title(self, kind: str, about: str, note: str = "") -> None:
        self._title_line(kind, style="Heading 1")
        self._title_line(about)
        if note:
            self._title_line(f"({note})", bold=False, italic=True)
        _bordered(self._text("", CENTRE, size=Pt(2)), Mm(60))

    def addressees(self, lines: Sequence[str]) -> None:
        if len(lines) == 1:
            self._text(f"Kính gửi: {lines[0]}", CENTRE)
            return
        self._text("Kính gửi:", LEFT, indent=Mm(25))
        for line in lines:
            self._text(f"- {line}{'.' if line == lines[-1] else ';'}", LEFT, indent=Mm(25))

    def heading(self, text: str) -> None:
        paragraph = self._text(text, JUSTIFIED, style="Heading 2")
        paragraph.paragraph_format.first_line_indent = INDENT

    def line(self, text: str, *, mark: str, number: str = "", title: str = "") -> None:
        """Write a line of the text, of one or more paragraphs, its title in italics.

        `mark`: the name of a bookmark around the text, which Word hides if it begins with a low line.
        """
        paragraphs = [self._text("", JUSTIFIED) for _paragraph in text.split("\n")]
        if number:
            _run(paragraphs[0], f"{number} ")
        if title:
            _run(paragraphs[0], f"{title}.", italic=True)
            _run(paragraphs[0], " ")
        if mark:
            self.marks += 1
            paragraphs[0]._p.append(element("w:bookmarkStart", id=str(self.marks), name=mark))
        for paragraph, words in zip(paragraphs, text.split("\n"), strict=True):
            paragraph.paragraph_format.first_line_indent = INDENT
            _run(paragraph, words)
        if mark:
            paragraphs[-1]._p.append(element("w:bookmarkEnd", id=str(self.marks)))

    def closing(self, recipients: Sequence[str], *signatures: SignatureLines) -> None:
        """Write what ends a paper: recipients and one signature, or two signatures beside each other."""
        last = self.document.paragraphs[-1]
        last.paragraph_format.keep_with_next = True
        columns = self._two_columns(RECIPIENTS_COLUMN if len(signatures) == 1 else 0.5)
        if recipients:
            _line(columns[0], "Nơi nhận:", RECIPIENTS, bold=True, italic=True, align=LEFT)
            for recipient in recipients:
                _line(columns[0], f"-\u00a0{recipient}", RECIPIENT, align=LEFT)
        for cell, signature in zip(columns[-len(signatures) :], signatures, strict=True):
            for text in signature.lines:
                _line(cell, text, BODY, bold=True)
            if signature.how:
                _line(cell, signature.how, MOTTO, italic=True)
            room = _line(cell, "", BODY)
            room.paragraph_format.space_after = ROOM_TO_SIGN
            _line(cell, signature.name, BODY, bold=True)

    def annex(self, label: str, title: str, attached: str, tables: Iterable[PaperTable]) -> None:
        """Write an annex on lying pages of its own, numbered from 1."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        _shrink(self.document.paragraphs[-1])  # which ends the pages before, and needs no line on them
        self.width = set_page(section, LANDSCAPE, top_centre=self.top_centre, draft=self.draft, note=self.note)
        if label:
            self._title_line(label, size=LYING_TITLE)
        self._title_line(title, size=LYING_TITLE, style="Heading 1")
        if attached:
            self._title_line(f"({attached})", size=LYING_TITLE, bold=False, italic=True)
        for table in tables:
            self.table(table, size=LYING_TABLE)

    def table(self, table: PaperTable, *, size: Length = ORGAN) -> None:
        if table.caption:
            _run(self._text("", RIGHT, size=size), table.caption, size=size, italic=True)
        add_table(self.document, table, self.width, size, _in_cell)
        for note in table.notes:
            paragraph = self._text("", JUSTIFIED)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
            _run(paragraph, note, size=RECIPIENT, italic=True)
        if not table.notes:  # without a paragraph between them two tables would be one
            _shrink(self._text("", LEFT))

    def content(self) -> bytes:
        """Return the file."""
        written, content = io.BytesIO(), io.BytesIO()
        self.document.save(written)
        with zipfile.ZipFile(written) as dated, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as undated:
            for name in dated.namelist():
                undated.writestr(zipfile.ZipInfo(name, _NO_MOMENT), dated.read(name), zipfile.ZIP_DEFLATED)
        return content.getvalue()

    def _two_columns(self, first: float) -> list[_Cell]:
        """Return the cells of a row without lines, the first that share of the text's width."""
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        table.rows[0]._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, part in zip(table.rows[0].cells, (first, 1 - first), strict=True):
            cell.width = Length(int(self.width * part))
        for column, part in zip(table.columns, (first, 1 - first), strict=True):
            column.width = Length(int(self.width * part))
        return list(table.rows[0].cells)

    def _title_line(
        self, text: str, *, size: Length = BODY, bold: bool = True, italic: bool = False, style: str = "Normal"
    ) -> None:
        paragraph = self._text("", CENTRE, style=style)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = True
        _run(paragraph, text, size=size, bold=bold, italic=italic)

    def _text(
        self,
        text: str,
        align: WD_ALIGN_PARAGRAPH,
        *,
        size: Length | None = None,
        indent: Length | None = None,
        style: str = "Normal",
    ) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        paragraph.alignment, paragraph.paragraph_format.left_indent = align, indent
        if text or size:
            _run(paragraph, text, size=size)
        return paragraph


def _plain(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _ILLEGAL.sub("", text)


def _in_cell(text: str) -> str:
    """Return the text of a cell, its numbers kept with their words."""
    return kept_together(_plain(text), narrow=True)


def _run(
    paragraph: Paragraph, text: str, *, size: Length | None = None, bold: bool | None = None, italic: bool | None = None
) -> Run:
    run = paragraph.add_run(kept_together(_plain(text)))
    run.font.size, run.bold, run.italic = size, bold, italic
    return run


def _line(
    cell: _Cell,
    text: str,
    size: Length,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = CENTRE,
) -> Paragraph:
    """Write a paragraph into a cell, the first into the empty one that every cell has."""
    is_new = len(cell.paragraphs) == 1 and not cell.paragraphs[0].runs and cell.paragraphs[0].alignment is None
    paragraph = cell.paragraphs[0] if is_new else cell.add_paragraph()
    paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = 1.15
    _run(paragraph, text, size=size, bold=bold, italic=italic)
    return paragraph


def _shrink(paragraph: Paragraph) -> None:
    """Make an empty paragraph as low as can be."""
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(0), Pt(1)


def _rule(cell: _Cell, margin: float) -> None:
    """Draw a line across a cell, but for that share of its width on each side."""
    assert cell.width is not None
    _bordered(_line(cell, "", Pt(2)), Length(int(cell.width * margin)))


def _bordered(paragraph: Paragraph, margin: Length) -> None:
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = margin
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0), GAP, Pt(4)
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz="6", space="1", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
