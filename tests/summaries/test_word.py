"""Tests the Word file of a summary: its text and tables are those of the paper, its layout, its marks, its bytes."""

import io
from itertools import chain
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from foundation import clock
from foundation.archives import ArchiveKind, require_harmless
from foundation.documents.table import PaperTable, TableColumn, TableRow
from foundation.documents.word import SignatureLines, WordPaper
from summaries import actions
from summaries.annexes import annexes_of
from summaries.models import Summary
from summaries.report.contents import contents_of
from summaries.report.paper import attached_to
from summaries.report.word import CONTENT_TYPE, word_of
from summaries.report.word_marks import mark_of
from tests.support.sheets_by_hand import put

pytestmark = pytest.mark.sqlite(deep="both")  # what is written is the same on both
URL = "/campaigns/2015/phases/1/summary.docx"
ODD = "Công ty A & B <TNHH> “Mây”"


@pytest.fixture(autouse=True)
def day():
    with clock.travel("2015-07-27T09:00+07:00"):
        yield


@pytest.fixture
def draft(world):
    put(world.school, "report", "accepted", phase=world.phase, PT03=4)
    draft = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
    Summary.objects.filter(pk=draft.pk).update(narrative={"VII.1": f"Khen {ODD}.\nĐề nghị hỗ trợ."})
    draft.refresh_from_db()
    return draft


def opened(content):
    require_harmless(content, ArchiveKind.WORD)
    return docx.Document(io.BytesIO(content))


def as_typed(text):
    """The text with every blank as one space: papers keep words together by others."""
    return " ".join(text.split())


def texts_of(document):
    return [as_typed(paragraph.text) for paragraph in document.paragraphs if paragraph.text]


def cells_of(table):
    """The text of each row as it stands in the file: a cell that spans columns is one."""
    rows = table._tbl.findall(qn("w:tr"))
    return [
        [as_typed(" ".join(text.text or "" for text in cell.iter(qn("w:t")))) for cell in row.iter(qn("w:tc"))]
        for row in rows
    ]


def test_the_word_file_says_what_the_paper_says(draft):
    contents = contents_of(draft, on_paper=True)
    content = word_of(contents, draft=True)
    assert word_of(contents_of(draft, on_paper=True), draft=True) == content
    document, written = contents.document, opened(content)
    texts, (letterhead, closing, *tables) = texts_of(written), written.tables
    lines = [line for section in document.sections for line in section.lines]
    expected = [document.opening]
    for section in document.sections:
        expected.append(section.heading)
        for line in section.lines:
            before = f"{line.number} " * bool(line.number) + f"{line.title}. " * bool(line.title)
            expected += [before + line.paragraphs[0], *line.paragraphs[1:]]
    begin = texts.index(document.opening)
    assert texts[begin : begin + len(expected) + 1] == [*expected, document.closing]
    assert f"Khen {ODD}." in " ".join(texts)

    head = " ".join(" ".join(row) for row in cells_of(letterhead))
    for words in ("LĐLĐ TỈNH LẠNG SƠN", "Độc lập - Tự do - Hạnh phúc", "/BC-LĐLĐ", "ngày"):
        assert words in head.replace("\u00a0", " ")
    end = " ".join(cells_of(closing)[0])
    assert all(recipient.name in end for recipient in document.recipients)
    assert document.on_behalf in end
    assert document.position in end

    annexes = annexes_of(contents.book, document.spring_columns, full=True, not_due=document.not_due)
    below = [
        as_typed(text)
        for annex in annexes
        for text in (annex.label, annex.title, f"({attached_to(document)})", *chain(*(t.notes for t in annex.tables)))
    ]
    assert texts[begin + len(expected) + 1 :] == below
    papers = [table for annex in annexes for table in annex.tables]
    assert len(tables) == len(papers)
    for table, paper in zip(tables, papers, strict=True):
        headings = len(paper.heading_rows)
        rows = [
            [f"{placed.cell.text} {placed.cell.under}".strip() for placed in row] for _kind, row in paper.placed_rows
        ]
        titles = [[heading.title for heading in row if heading.title] for row in paper.heading_rows]
        assert [[text for text in row if text] for row in cells_of(table)[:headings]] == titles
        assert cells_of(table)[headings:] == rows
        repeated = table._tbl.findall(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}")
        assert len(repeated) == headings

    marks = {mark.get(qn("w:name")) for mark in written.element.body.iter(qn("w:bookmarkStart"))}
    assert marks == {mark_of(key) for key in ("opening", "closing", *(line.key for line in lines if line.key))}


def test_its_pages_are_those_of_an_official_document_and_say_that_it_is_a_draft(draft):
    contents = contents_of(draft, on_paper=True)
    written = opened(word_of(contents, draft=True))
    text, annex = written.sections[0], written.sections[1]
    measures = (text.page_width, text.left_margin, text.right_margin, text.top_margin, annex.page_width)
    assert [round(measure.mm) for measure in measures] == [210, 30, 15, 20, 297]
    for section in written.sections:
        assert "DỰ THẢO" in section.header.paragraphs[0].text
        assert "DỰ THẢO" in section.first_page_header.paragraphs[0].text
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    styles = {style.name: style for style in written.styles}
    assert {styles[name].font.name for name in ("Normal", "Heading 1", "Heading 2")} == {"Times New Roman"}
    core = written.core_properties
    assert (core.author, core.created, core.modified, core.last_modified_by) == (contents.document.body, None, None, "")

    final = opened(word_of(contents, draft=False))
    assert "DỰ THẢO" not in str([section.header.paragraphs[0].text for section in final.sections])
    with ZipFile(io.BytesIO(word_of(contents, draft=False))) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}


def test_two_sign_beside_each_other_and_letters_that_no_file_can_hold_are_left_out():
    paper = WordPaper(title="A\x01", issuer="B", page_number="top_centre", draft=False)
    paper.line("Một\x02 & <hai>\nba", mark="")
    paper.closing([], SignatureLines(["HIỆU TRƯỞNG"], how="(ký tên)"), SignatureLines(["CHỦ TỊCH"], name="Hà"))
    paper.annex("Biểu", "Tên", "", [PaperTable([TableColumn("C\x03", 100)], [TableRow(["d & <e>\x0b"])])] * 2)
    written = opened(paper.content())
    assert texts_of(written)[:2] == ["Một & <hai>", "ba"]
    assert cells_of(written.tables[0]) == [["HIỆU TRƯỞNG (ký tên)", "CHỦ TỊCH Hà"]]
    assert [cells_of(table) for table in written.tables[1:]] == [[["C"], ["d & <e>"]]] * 2
    assert "PAGE" in written.sections[0].header._element.xml


def test_who_reads_the_summary_loads_it_as_a_file(world, draft, client):
    client.force_login(world.user("board"))
    page = client.get("/campaigns/2015/phases/1/summary/").content.decode()
    assert f'href="{URL}?unit={world.province.pk}&amp;revision=1"' in page
    answer = client.get(URL)
    assert (answer.status_code, answer["Content-Type"]) == (200, CONTENT_TYPE)
    name = f"bao-cao-2015-dot-1-{world.province.pk}-du-thao.docx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    actions.propose(draft, by=world.by("board"))
    actions.close_for_signing(draft, by=world.by("leader"))
    closed = client.get(URL)
    assert "DỰ THẢO" not in opened(closed.content).sections[0].header.paragraphs[0].text
    assert f"{world.province.pk}-" in closed["Content-Disposition"]
