"""Tests a Word file that comes back edited: read by its marks, compared, taken over by sentences."""

import copy
import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from foundation import clock
from foundation.documents.word_reading import marked_paragraphs
from summaries import actions
from summaries.editing_actions import TypedSentence, arrange_sentences, write_sentence
from summaries.models import Summary
from summaries.report.contents import SummaryDraft, contents_of
from summaries.report.word import word_of
from summaries.report.word_marks import MARK, mark_of
from summaries.report.word_return import returned_lines, texts_by_line
from tests.support.sheets_by_hand import put
from units.models import Event

pytestmark = pytest.mark.sqlite(deep="both")


@pytest.fixture(autouse=True)
def day():
    with clock.travel("2015-07-27T09:00+07:00"):
        yield


@pytest.fixture
def draft(world):
    put(world.school, "report", "accepted", phase=world.phase, PT03=4, SK01=3)
    return actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))


@pytest.fixture
def board(world, client):
    client.force_login(world.user("board"))
    return client


def written(draft):
    return docx.Document(io.BytesIO(word_of(contents_of(draft, on_paper=True), draft=True)))


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def upload(client, draft, content, name="bc.docx"):
    return client.post(f"/summaries/{draft.pk}/word/", {"file": SimpleUploadedFile(name, content)})


def changes_in(answer):
    return [change for _heading, lines in answer.context["parts"] for _line, changes in lines for change in changes]


def paragraph_of(document, key):
    marks = document.element.body.iter(qn("w:bookmarkStart"))
    return next(mark.getparent() for mark in marks if mark.get(qn("w:name")) == mark_of(key))


def reworded(document, key, old, new):
    """Replace words in the first paragraph of a line."""
    texts = [text for text in paragraph_of(document, key).iter(qn("w:t")) if old in text.text]
    assert texts, f"{old} is not in {key}"
    texts[0].text = texts[0].text.replace(old, new)


def text_of(summary, key):
    draft = SummaryDraft(Summary.objects.get(pk=summary.pk))
    lines = [line for section in draft.contents().document.sections for line in section.lines]
    return next((line.text for line in lines if line.key == key), "")


def first_with_figure(draft):
    """A line of the report that prints a number of two digits and more, with that number."""
    for section in contents_of(draft).document.sections:
        for line in section.lines:
            if line.key and (number := re.search(r"(?<![\d.,/])\d{2,}(?![\d.,/%])(?= [a-zđ])", line.text)):
                return line.key, number[0]
    raise AssertionError("no line with a figure")


def test_an_untouched_file_differs_in_nothing_even_with_its_lines_in_another_order(draft):
    document = written(draft)
    body = document.element.body
    first, last = paragraph_of(document, first_with_figure(draft)[0]), paragraph_of(document, "closing")
    body.insert(body.index(last) + 1, first)
    now = SummaryDraft(draft)
    texts, unplaced = texts_by_line(now, marked_paragraphs(saved(document), MARK))
    assert returned_lines(now, texts) == []
    assert unplaced == []
    assert len(texts) > 5


def test_what_was_tracked_wrapped_or_retyped_is_read():
    document = docx.Document()
    paragraph = document.add_paragraph("1. ")
    for xml in (
        '<w:bookmarkStart {} w:id="1" w:name="_cau_a"/>',
        "<w:ins {}><w:r><w:t>Thêm</w:t></w:r></w:ins>",
        "<w:del {}><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
        "<w:moveFrom {}><w:r><w:t>chuyển</w:t></w:r></w:moveFrom>",
        '<w:bookmarkEnd {} w:id="1"/>',
        "<w:r {}><w:tab/><w:t>sau</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml.replace("{}", nsdecls("w"))))
    document.add_paragraph("không dấu")
    wrapped = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    wrapped[0].append(copy.deepcopy(document.paragraphs[-1]._p))
    document.element.body.insert(0, wrapped)
    document.add_table(1, 1).cell(0, 0).text = "trong bảng"
    read = [(paragraph.mark, paragraph.text) for paragraph in marked_paragraphs(saved(document), MARK)]
    assert read == [("", "không dấu"), ("_cau_a", "1. Thêm sau"), ("", "không dấu")]


def test_sentences_are_taken_over_one_by_one_with_their_figures_live(world, draft, board):
    key, figure = first_with_figure(draft)
    document, before = written(draft), text_of(draft, key)
    reworded(document, key, figure, "999")
    paragraph_of(document, key).append(parse_xml(f"<w:r {nsdecls('w')}><w:t> Chủ tịch đã thăm A &amp; B.</w:t></w:r>"))
    reworded(document, "opening", "Thực hiện", "Triển khai")
    shown = upload(board, draft, saved(document))
    assert shown.status_code == 200
    page = shown.content.decode()
    assert '<s class="foreign">' in page
    assert "A &amp; B." in page
    changes = changes_in(shown)
    assert [change.what for change in changes] == ["Sửa câu", "Thêm câu"]
    assert [change.has_foreign for change in shown.context["figures"]] == [True]

    posted = {"read": shown.context["read"]} | {f"seen-{change.id}": change.seen for change in changes}
    nothing = board.post(f"/summaries/{draft.pk}/word/", posted)
    assert "Xin đánh dấu câu cần lấy." in nothing.content.decode()
    taken = board.post(
        f"/summaries/{draft.pk}/word/", posted | {f"take-{change.id}": "on" for change in changes}, follow=True
    )
    assert "Đã lấy 2 câu từ bản Word." in taken.content.decode()
    draft.refresh_from_db()
    assert text_of(draft, key) == f"{before} Chủ tịch đã thăm A & B."
    assert SummaryDraft(draft).contents().document.opening.startswith("Triển khai")
    opening = next(edit.text for edit in SummaryDraft(draft).editing.edits.values() if edit.text.startswith("Triển"))
    assert "{" in opening
    assert Event.objects.filter(verb="edit_narrative").count() == 2

    whole, removed = saved(written(draft)), written(draft)
    number, *words = paragraph_of(removed, key).iter(qn("w:t"))
    assert re.fullmatch(r"\d+\.\s*", number.text)
    for text in words:
        text.text = ""
    (change, *_more) = changes = changes_in(upload(board, draft, saved(removed)))
    assert {change.what for change in changes} == {"Bỏ câu"}
    arrange_sentences(draft, {change.change.key: True}, None, by=world.by("board"))
    again = changes_in(upload(board, draft, whole))
    assert "In lại câu đã tắt" in [change.what for change in again]


def test_somebody_elses_edit_meanwhile_is_a_conflict_and_nothing_is_taken(world, draft, board):
    document = written(draft)
    reworded(document, "opening", "Thực hiện", "Triển khai")
    shown = upload(board, draft, saved(document))
    (change,) = changes_in(shown)
    write_sentence(draft, change.change.key, TypedSentence("Câu khác."), by=world.by("board"), seen=None)
    posted = {"read": shown.context["read"], f"take-{change.id}": "on", f"seen-{change.id}": change.seen}
    refused = board.post(f"/summaries/{draft.pk}/word/", posted)
    assert refused.status_code == 409
    assert "vừa sửa một câu trong số này" in refused.content.decode()
    assert SummaryDraft(Summary.objects.get(pk=draft.pk)).contents().document.opening == "Câu khác."


def test_files_that_are_not_this_reports_are_refused_with_a_sentence(world, draft, board):
    assert "Xin chọn tệp Word đã sửa." in board.post(f"/summaries/{draft.pk}/word/", {}).content.decode()
    other = docx.Document()
    other.add_paragraph("Văn bản khác")
    assert "không phải bản Word tải từ dự thảo" in upload(board, draft, saved(other)).content.decode()
    assert "Chỉ nhận tệp Word (.docx)" in upload(board, draft, b"%PDF-1.4").content.decode()
    forged = board.post(f"/summaries/{draft.pk}/word/", {"read": "[1", "take-x": "on"})
    assert forged.status_code == 409
    actions.propose(draft, by=world.by("board"))
    assert board.get(f"/summaries/{draft.pk}/word/").status_code == 409
