"""Tests the pages of papers: page numbers, the stamp of a draft, long tables, recipients and signatures."""

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest

from foundation.documents import pdf
from foundation.documents.table import CENTRE, TEXT, PaperTable, TableColumn, TableRow
from tests.support.papers import MADE_AT, made, pages_of, places, table, templates_in, tool, words

pytestmark = [pytest.mark.drawn_anew, pytest.mark.sqlite(deep="both")]  # what is drawn is the same on both

SIGNATURE = (
    '{% include "papers/closing.html" with recipients=recipients on_behalf="TM. BAN THƯỜNG VỤ" '
    'position="CHỦ TỊCH" name="Hứa Quang Lâm" only %}'
)
THREE_PAGES = '<style>.next { break-before: page; }</style><p>một</p><p class="next">hai</p><p class="next">ba</p>'


@pytest.fixture
def page(settings, tmp_path):
    return templates_in(tmp_path, settings)


def numbers(page, page_number):
    """Return (page of the file, number printed there, x, y) for a text of three pages and an annex of three."""
    name = page(THREE_PAGES)
    parts = [pdf.PaperPart(name), pdf.PaperPart(name, landscape=True)]
    content = pdf.render_parts(parts, title="Báo cáo", made_at=MADE_AT, page_number=page_number)
    return sorted((at, number, x, y) for number in "123" for at, x, y in places(content, number))


def test_pages_are_numbered_bottom_right_but_the_first_and_each_annex_anew(page):
    numbered = numbers(page, pdf.BOTTOM_RIGHT)
    assert [(at, number) for at, number, _x, _y in numbered] == [(2, "2"), (3, "3"), (5, "2"), (6, "3")]
    assert all(x > 0.85 and y > 0.93 for _at, _number, x, y in numbered)


def test_pages_are_numbered_top_centre_under_the_rule_of_2020(page):
    numbered = numbers(page, pdf.TOP_CENTRE)
    assert [(at, number) for at, number, _x, _y in numbered] == [(2, "2"), (3, "3"), (5, "2"), (6, "3")]
    assert all(0.45 < x < 0.56 and y < 0.07 for _at, _number, x, y in numbered)


def test_annexes_are_in_landscape(page):
    name = page("<p>a</p>")
    parts = [pdf.PaperPart(name), pdf.PaperPart(name, landscape=True), pdf.PaperPart(name)]
    info = tool("pdfinfo", "-l", "3", "-", given=pdf.render_parts(parts, title="B", made_at=MADE_AT)).decode()
    sizes = [tuple(round(float(n)) for n in pair) for pair in re.findall(r"size: +([\d.]+) x ([\d.]+)", info)]
    assert sizes == [(595, 842), (842, 595), (595, 842)]


def test_a_draft_is_stamped_on_every_page_and_nothing_else_is(page):
    name = page(THREE_PAGES)
    stamped = pages_of(made(name, draft=True))
    assert [lines[0].partition("  ")[0] for lines in stamped] == ["DỰ THẢO"] * 3
    assert "DỰ THẢO" not in words(made(name))


def test_a_note_is_at_the_foot_of_every_page_as_it_was_typed(page):
    name, note = page(THREE_PAGES), 'Minh họa "A" & <B>'
    parts = [pdf.PaperPart(name), pdf.PaperPart(name, landscape=True)]
    noted = pages_of(pdf.render_parts(parts, title="B", made_at=MADE_AT, note=note))
    assert [lines[-1].removesuffix(number).strip() for lines, number in zip(noted, " 23 23", strict=True)] == [note] * 6


def test_the_signature_is_never_alone_on_a_page(page):
    recipients = [SimpleNamespace(name="Tổng LĐLĐ Việt Nam", role="b/c")]
    name = page('{% for text in texts %}<p class="body">{{ text }}</p>{% endfor %}' + SIGNATURE)
    turned = 0
    for fill in range(14, 24):
        for last in ("Câu cuối./.", "chữ " * 60 + "hết./."):
            texts = ["Một dòng."] * fill + ["Hai dòng trở lên " * 9, last]
            sheets = pages_of(made(name, {"texts": texts, "recipients": recipients}))
            signed = sheets[-1]
            above = next(n for n, line in enumerate(signed) if "TM. BAN THƯỜNG VỤ" in line)
            assert above >= 2, (fill, last, signed)
            turned += len(sheets) > 1 and above < 8
    assert turned > 0


def test_a_line_ends_only_where_the_next_words_have_no_room(page):
    """Words that no line parts once made the line before them end after its first word."""
    texts = [
        f"Câu {'a' * filled} thứ của Ban Thường vụ, tại Quyết định số 97/QĐ-LĐLĐ, nêu./." for filled in range(20, 60)
    ]
    name = page("{% for text in texts %}<p>{{ text }}</p>{% endfor %}")
    lines = [line for sheet in pages_of(made(name, {"texts": texts})) for line in sheet]
    turned = [line for line, after in pairwise(lines) if not after.startswith("Câu") and not line.endswith("./.")]
    assert len(turned) > len(texts) // 2
    assert min(map(len, turned)) > 50


def test_the_heading_of_a_table_repeats_and_no_row_is_split(page):
    sheets = pages_of(made(page("{% include 'papers/table.html' %}"), {"table": table(120)}))
    assert len(sheets) >= 4
    for lines in sheets:
        assert sum("Chỉ tiêu" in line for line in lines) == 1
        numbered = {m[1] for line in lines if (m := re.search(r"Sáng kiến (\d+)", line))}
        under = {m[1] for line in lines if (m := re.search(r"(\d+)/\d+$", line))}
        assert numbered == under
    assert sheets[-1][-2:] == ["(…) Chưa báo cáo", str(len(sheets))]


def test_a_total_is_not_left_alone_on_a_page(page):
    whole = table(4)
    summed = PaperTable(whole.columns, [*whole.rows, TableRow(("", "Cộng", "1", "2"), "total")])
    name = page("<div style='height: {{ above }}mm'></div>{% include 'papers/table.html' with table=table only %}")
    pages_of_total = set()
    for above in range(180, 240, 3):
        sheets = pages_of(made(name, {"table": summed, "above": above}))
        assert any("Sáng kiến" in line for line in sheets[-1]), above
        pages_of_total.add(len(sheets))
    assert pages_of_total == {1, 2}


def test_recipients_keep_their_mark_with_their_name_and_the_file_copy_last(page):
    name = "CĐCS ngành Trung ương đóng trên địa"  # lengthened letter by letter past the end of its line
    recipients = [SimpleNamespace(name="Lưu: VT, CS-PL", role="file")]
    recipients += [SimpleNamespace(name=name + "a" * more, role="t/h") for more in range(20)]
    recipients += [SimpleNamespace(name="Như Điều 3", role="")]
    text = tool("pdftotext", "-", "-", given=made(page(SIGNATURE), {"recipients": recipients})).decode()
    assert text.count("(t/h);") == 20
    assert not re.findall(r"^\(t/h\);$", text, re.M)
    listed = re.findall(r"^-\s(.*)$", text, re.M)
    assert listed[-2:] == ["Như Điều 3;", "Lưu: VT, CS-PL."]


JOINT = """{% include "papers/joint_closing.html" with employer=employer employer_position="THỦ TRƯỞNG"
employer_name="Nguyễn Thị Thu Hằng" on_behalf="TM. BAN CHẤP HÀNH" position="CHỦ TỊCH" name="Én" only %}"""


def test_a_joint_signature_is_left_and_right_at_one_height(page):
    content = made(page(JOINT.replace("\n", " ")), {"employer": True})
    ((_, left, left_y),), ((_, right, right_y),) = places(content, "Hằng"), places(content, "Én")
    assert left < 0.5 < right
    assert abs(left_y - right_y) < 0.003


def test_a_union_without_employer_signs_alone_on_the_right(page):
    content = made(page(JOINT.replace("\n", " ")), {"employer": False})
    assert "THỦ TRƯỞNG" not in words(content)
    assert [x > 0.5 for _at, x, _y in places(content, "Én")] == [True]


def test_a_row_higher_than_a_page_goes_on_below_the_headings_and_three_rows_end_a_table(page):
    """And a word without a blank breaks inside its cell."""
    columns = [TableColumn("TT", 10, CENTRE), TableColumn("Tên", 30, TEXT), TableColumn("Thành tích", 60, TEXT)]
    long = {1: ["A" * 90, "ngắn"], 2: ["Tổ 2", "Được nhà trường tuyên dương. " * 120]}
    rows = [TableRow([str(number), *long.get(number, [f"Tổ {number}", "ngắn"])]) for number in range(1, 23)]
    sheets = pages_of(made(page("{% include 'papers/table.html' %}"), {"table": PaperTable(columns, rows)}))
    assert ["TT" in lines[0] and "Thành tích" in lines[0] for lines in sheets] == [True] * len(sheets)
    assert sum("tuyên dương" in line for line in sheets[0]) > 30  # it begins on the page of the row before it
    assert not any("A" * 40 in line for line in sheets[0])
    assert len(sheets) == 3
    assert [line.split()[0] for line in sheets[-1][1:4]] == ["20", "21", "22"]
