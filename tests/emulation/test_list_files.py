"""Tests the files of lists: the rows, headings and values of the page, read in pieces, and nothing that runs."""

import csv
import io
import re
import zipfile
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from foundation.documents.list_csv import MARK, cell
from foundation.list_files import CSV, XLSX
from foundation.vietnamese import fold, format_date, format_number
from tests.support import access_world
from tests.support.fetched_rows import counted
from tests.support.module_rows import cast_for_module
from units.models import Unit

pytestmark = [pytest.mark.postgres(deep="both"), pytest.mark.django_db]

rows, province = cast_for_module(access_world.build, access_world.NOW)

LISTS = {
    "/pledges/?phase=": ("board", 2),
    "/reports/?phase=&status=missing": ("district", 2),
    "/dossiers/?phase=": ("board", 2),
    "/decisions/?kind=": ("board", 3),
    "/appraisal/?status=any": ("board", 8),
    "/honours/?whom=": ("", 2),
    "/jobs/?kind=": ("board", 2),
    "/mails/?state=": ("admin", 2),
    "/people/?state=": ("admin", 6),
    "/letters/?": ("chair", 4),
}
"""By address: who asks, and how many statements read a piece."""
FIGURES = {"/campaigns/2015/phases/1/?kind=pledge": ("board", 0)}
"""Tables that are read at once."""
SPACE = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FIRST_DAY = datetime(1899, 12, 30)
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d:\d\d))?")


@pytest.fixture
def browser(province):
    """A function that returns the browser of a person, signed in; of nobody for ""."""

    def signed_in(person):
        client = Client()
        if person:
            client.force_login(province.user(person))
        return client

    return signed_in


def bytes_of(browser, address, kind):
    response = browser.get(f"{address}&export={kind}")
    assert (response.status_code, response.streaming) == (200, True), address
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    return response.getvalue()


def lines_of(content):
    """Return the lines above the table and the lines of a table, of CSV."""
    text = content.decode()
    assert text.startswith(MARK)
    lines = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
    blank = lines.index([])
    return [line[0] for line in lines[:blank]], lines[blank + 1 :]


def cells_of(content):
    """Return the lines of a workbook's sheet, blank cells as ""; days and moments as CSV has them."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        styles = ElementTree.fromstring(book.read("xl/styles.xml"))
    codes = {code.get("numFmtId"): code.get("formatCode") for code in styles.iter(f"{{{SPACE['']}}}numFmt")}
    by_style = [codes.get(style.get("numFmtId"), "") for style in styles.find("cellXfs", SPACE)]
    assert not list(sheet.iter(f"{{{SPACE['']}}}f"))
    return [[value_of(c, by_style[int(c.get("s", 0))]) for c in row] for row in sheet.iter(f"{{{SPACE['']}}}row")]


def value_of(written, code):
    if written.get("t") == "inlineStr":
        return "".join(written.itertext())
    value = written.find("v", SPACE)
    if value is None:
        return ""
    moment = FIRST_DAY + timedelta(days=float(value.text))
    if "hh" in code:
        return f"{moment + timedelta(seconds=30):%Y-%m-%d %H:%M}"
    return f"{moment:%Y-%m-%d}" if "yyyy" in code else value.text


def table_of(page):
    """Return the visible headings and the texts of the rows of a page's list."""
    table = re.findall(r"<table.*?</table>", page.content.decode(), re.DOTALL)[0]
    head, body = table.split("</thead>")
    head = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", head)
    headings = [plain(heading) for heading in re.findall(r"<th .*?</th>", head, re.DOTALL)]
    return [heading for heading in headings if heading], [plain(row) for row in body.split("</tr>")[:-1]]


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).replace("&amp;", "&").replace("&quot;", '"').strip()


def as_on_screen(value):
    """Return the ways in which a page may write a value of CSV."""
    if match := DAY.fullmatch(value):
        return {format_date(date(*map(int, match.groups()[:3])))}
    return {value.removeprefix("'"), format_number(int(value))} if value.isdigit() else {value.removeprefix("'")}


@pytest.mark.parametrize("address", LISTS | FIGURES)
def test_a_file_has_the_headings_and_the_rows_of_its_page(browser, address):
    asking = browser((LISTS | FIGURES)[address][0])
    page = asking.get(address)
    assert f'export={XLSX}" rel="nofollow"' in page.content.decode()
    on_screen, texts = table_of(page)
    head, (headings, *lines) = lines_of(bytes_of(asking, address, CSV))
    columns = page.context["table"].columns if address in FIGURES else page.context["columns"]
    assert [str(column.heading) for column in columns] == on_screen
    assert {str(column.heading) for column in columns if column.value} <= set(headings)
    assert len(lines) == len(texts) > 0
    for line, text in zip(lines, texts, strict=True):
        for value in filter(None, line):
            parts = re.sub(r"\s+", " ", value.split(" ")[0] if DAY.fullmatch(value) else value)
            assert any(words in text for words in as_on_screen(parts)), (value, text)

    sheet = cells_of(bytes_of(asking, address, XLSX))
    assert [row[0] for row in sheet[: len(head)]] == [line.removeprefix("'") for line in head]
    assert sheet[len(head)] == headings
    assert sheet[len(head) + 1 :] == [[value.removeprefix("'") for value in line] for line in lines]


@pytest.mark.parametrize("address", LISTS)
def test_pieces_follow_each_other_in_the_order_of_the_page(browser, address, monkeypatch):
    person, of_a_piece = LISTS[address]
    asking = browser(person)
    with counted() as whole:
        lines = lines_of(bytes_of(asking, address, CSV))[1]
    monkeypatch.setattr("foundation.pagination.pieces.PIECE", 1)
    with counted() as spent:
        assert lines_of(bytes_of(asking, address, CSV))[1] == lines
    more = len(lines) - 1  # pieces than one; that nothing is left is asked of keys alone
    assert spent.queries - whole.queries <= more * of_a_piece


CALLED = {"/reports/?phase=": "district", "/dossiers/?phase=": "board"}
"""Lists in which a union can be called about what is in its row, by address: who asks."""


@pytest.mark.parametrize("address", CALLED)
def test_who_to_call_costs_no_statement_a_row(browser, province, address, monkeypatch):
    asking, listed = browser(CALLED[address]), f"{address}&q={fold(province.school.name)}"
    Unit.objects.filter(pk=province.school.pk).update(phone="0912 345 678", contact_person="Nông Thị Ánh")
    lines_of(bytes_of(asking, listed, CSV))  # what the process caches
    spent = {}
    for most in (1, 3):
        monkeypatch.setattr("foundation.list_files.MOST_ROWS", most)
        with counted() as cost:
            _head, (headings, *lines) = lines_of(bytes_of(asking, listed, CSV))
        spent[len(lines)] = cost.queries
        name, phone = headings.index("Người liên hệ"), headings.index("Điện thoại")
        assert (lines[0][name], lines[0][phone]) == ("Nông Thị Ánh", "'0912 345 678")
    assert spent.keys() == {1, 3} and spent[1] == spent[3]
    assert '<a class="text-nowrap" href="tel:0912345678">0912 345 678</a>' in asking.get(listed).content.decode()


def test_the_head_says_the_conditions_and_a_limit(browser, monkeypatch):
    board = browser("board")
    head, lines = lines_of(bytes_of(board, "/pledges/?phase=&status=missing&q=xa", CSV))
    assert head[:2] == ["Đăng ký thi đua", "Tên đơn vị: “xa”"]
    assert {"Đợt: Mọi đợt", "Trạng thái: Chưa đăng ký, kể cả đang soạn", "Khối: Mọi khối"} <= set(head)
    assert head[-1] == "Lập lúc 09:00 ngày 10/03/2015"
    monkeypatch.setattr("foundation.list_files.MOST_ROWS", 3)
    head, lines = lines_of(bytes_of(board, "/pledges/?phase=", CSV))
    assert "Danh sách dài hơn 3 dòng; tệp này chỉ có 3 dòng đầu. Xin tìm hoặc lọc để thu hẹp." in head
    assert len(lines) == 1 + 3


def test_nobody_is_given_a_row_that_the_page_has_not(browser, province):
    _head, lines = lines_of(bytes_of(browser("neighbour"), "/pledges/?phase=", CSV))
    assert {line[0] for line in lines[1:]} == {province.units["commune"].name}
    assert browser("owner").get("/mails/?export=csv").status_code == 403
    assert browser("").get("/pledges/?export=csv").status_code == 302


def test_a_wrong_condition_and_an_unknown_format_are_answered_by_the_page(browser):
    board = browser("board")
    for address in ("/pledges/?phase=abc&export=csv", "/pledges/?export=pdf"):
        page = board.get(address)
        assert (page.status_code, page.streaming) == (200, False)
        assert "export=pdf" not in page.content.decode()


def test_a_text_that_a_spreadsheet_would_run_or_turn_into_a_number_stays_a_text():
    for text in ("=1+1", "+84", "-3", "@SUM(A1)", "\t=1", " =1", "＝1", "1/2015", "0912 345 678", "1e5"):
        assert cell(text) == f"'{text}"


def test_other_texts_numbers_and_days_are_written_as_they_are():
    for value in ("12/QĐ-LĐLĐ", "Đợt 1", 12, None):
        assert cell(value) == value
    assert cell(date(2015, 6, 5)) == "2015-06-05"
    assert cell(datetime(2015, 6, 5, 14, 5)) == "2015-06-05 14:05"
