"""Tests of tables that come in: what is read of each kind of file, whatever it was saved with."""

import io
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

import pytest
import xlsxwriter

from foundation.tables.body import rows_below
from foundation.tables.cells import ERROR, Merged, column_name
from foundation.tables.declaration import FileColumn
from foundation.tables.headings import Headings
from foundation.tables.reading import read_tables
from tests.support.hostile_tables import open_table
from tests.support.old_workbook import old_workbook

pytestmark = pytest.mark.sqlite

NAMES = "Tên đơn vị;CNVCLĐ\nTrường THCS Đồi Ná;1.420\n"


def xlsx(*sheets):
    """A workbook: of each sheet a function that writes into it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for write in sheets:
            write(book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"}))
    return content.getvalue()


def windows_1258(text):
    """A text in Vietnamese Windows: tones are signs of their own behind their letters."""
    written = b""
    for char in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        letter = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
        written += letter.encode("cp1258") + tones.encode("cp1258")
    return written


def test_a_workbook_is_read_as_it_looks():
    def first(sheet, days):
        sheet.merge_range("B1:D2", "Danh sách\u00a0đơn vị ")
        sheet.write_string("A4", "  ")
        sheet.write_string("B5", unicodedata.normalize("NFD", "Hồ Thị Nguyệt"))
        for row, value in enumerate((1420, 0.1 + 0.2, 9007199254740991, True, "1.500", "=1+1", "\u200b"), start=6):
            sheet.write(row - 1, 2, value) if value != "=1+1" else sheet.write_string(row - 1, 2, value)
        sheet.write_datetime("C13", datetime(2015, 7, 20, 9, 30), days)
        sheet.write_datetime("C14", time(7, 30), days)
        sheet.merge_range("B16:B18", "LĐLĐ huyện Lộc Bình")
        for row in (16, 17, 18, 19):
            sheet.write(row - 1, 2, row)

    def second(sheet, _days):
        sheet.hide()
        sheet.write("A1", "không ai thấy")

    workbook = read_tables(xlsx(first, lambda *_: None, second), "a.xlsx")
    assert workbook.hidden == ("Sheet3",) and workbook.old_text is None
    (sheet,) = workbook.sheets
    read = {cell.address: cell.value for row in sheet.rows for cell in row.cells if cell.value is not None}
    assert read == {
        "B1": "Danh sách đơn vị",
        "B5": "Hồ Thị Nguyệt",
        "C6": Decimal(1420),
        "C7": Decimal("0.3"),
        "C8": Decimal(9007199254740991),
        "C9": True,
        "C10": "1.500",
        "C11": "=1+1",
        "C13": date(2015, 7, 20),
        "C14": "07:30",
        "B16": "LĐLĐ huyện Lộc Bình",
        "C16": Decimal(16),
        "B17": "LĐLĐ huyện Lộc Bình",
        "C17": Decimal(17),
        "B18": "LĐLĐ huyện Lộc Bình",
        "C18": Decimal(18),
        "C19": Decimal(19),
    }
    assert sheet.merged[0] == Merged(1, 2, 1, 3)
    assert sheet.rows[0][40] is None
    assert [column_name(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_formula_that_came_to_an_error_is_no_blank_cell():
    def write(sheet, _days):
        sheet.write_formula("B2", "=NA()", None, "#N/A")
        sheet.write_formula("AB2", "=1/0", None, "#DIV/0!")
        sheet.write("A3", "x")

    rows = read_tables(xlsx(lambda *_: None, write), "a.xlsx").sheets[0].rows
    assert [(row.number, row[0], row[1], row[27]) for row in rows] == [(2, None, ERROR, ERROR), (3, "x", None, None)]
    (sheet,) = read_tables(xlsx(write), "a.xlsx").sheets
    read, _left_out = rows_below(
        sheet, Headings("Sheet1", 1, 1, (), {}), [FileColumn("name", ("Tên",), str)], {"name": 1}
    )
    problems = [(why.cell, why.sentence) for row in read for why in row.problems]
    assert problems == [("B2", "công thức bị lỗi")] and read[0].values == {}


def test_merged_and_wrong_cells_of_an_ods_are_known_too():
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'.format
    blank, covered = "<table:table-cell/>", "<table:covered-table-cell/>"
    merged = cell(' table:number-rows-spanned="3" table:number-columns-spanned="2"', "Lộc Bình")
    error = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"/>'
    lines = (
        ("", blank, cell("", "đầu")),
        (' table:number-rows-repeated="2"', blank),
        ("", blank, merged, covered, cell("", "1")),
        (' table:number-rows-repeated="2"', blank, covered, covered, cell("", "2")),
        ("", error, cell("", "3")),
    )
    table = "".join(f"<table:table-row{row[0]}>{''.join(row[1:])}</table:table-row>" for row in lines)
    (sheet,) = read_tables(open_table(table), "a.ods").sheets
    assert {row.number: row.values for row in sheet.rows} == {
        1: (None, "đầu"),
        4: (None, "Lộc Bình", None, "1"),
        5: (None, "Lộc Bình", None, "2"),
        6: (None, "Lộc Bình", None, "2"),
        7: (ERROR, "3"),
    }
    assert sheet.merged == (Merged(4, 6, 1, 2),)


def test_an_xls_is_read_by_its_content_whatever_its_name():
    content = old_workbook([["Tên đơn vị", "Số"], [unicodedata.normalize("NFD", "Đồi Ná"), 7]])
    (sheet,) = read_tables(content, "a.csv").sheets
    assert (sheet.name, [row.values for row in sheet.rows]) == (
        "Trang",
        [("Tên đơn vị", "Số"), ("Đồi Ná", Decimal(7))],
    )


@pytest.mark.parametrize(
    "content",
    [
        NAMES.encode(),
        NAMES.encode("utf-8-sig"),
        NAMES.encode("utf-16"),
        NAMES.encode("utf-16-le"),
        NAMES.encode("utf-16-be"),
        unicodedata.normalize("NFD", NAMES).encode(),
        windows_1258(NAMES),
        NAMES.replace(";", "\t").replace("\n", "\r\n").encode(),
        NAMES.replace(";", ",").encode(),
        NAMES.replace("Tên đơn vị", '"Tên đơn vị"').replace("\n", ";;\n;;\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "le", "be", "nfd", "windows-1258", "tabs", "commas", "quoted"],
)
def test_a_csv_file_is_read_whatever_it_was_saved_with(content):
    workbook = read_tables(content, "a.csv")
    assert [row.values for row in workbook.sheets[0].rows] == [
        ("Tên đơn vị", "CNVCLĐ"),
        ("Trường THCS Đồi Ná", "1.420"),
    ]
    assert workbook.old_text is None


@pytest.mark.parametrize(
    ("encoding", "typed", "read"),
    [
        ("tcvn3", "Tªn;Sè\nTr­êng §åi Nµ;1\nThó;§ç\n", ["Tên", "Số", "Trường Đồi Nà", "1", "Thú", "Đỗ"]),
        ("vni", "Teân;Soá\nTröôøng Ñoài Naø;1\n", ["Tên", "Số", "Trường Đồi Nà", "1"]),
    ],
)
def test_text_of_the_nineties_is_asked_about(encoding, typed, read):
    def texts(workbook):
        return [value for row in workbook.sheets[0].rows for value in row.values]

    for content in (typed.encode("cp1252"), typed.encode()):
        workbook = read_tables(content, "a.csv")
        assert workbook.old_text.encoding == encoding
        assert (typed.split("\n")[1].split(";")[0], "Trường Đồi Nà") in workbook.old_text.samples
        assert texts(workbook) == typed.replace("\n", ";").split(";")[:-1]
        answered = read_tables(content, "a.csv", old_encoding=encoding)
        assert texts(answered) == read and answered.old_text is None
        kept = read_tables(content, "a.csv", old_encoding="none")
        assert texts(kept) == texts(workbook) and kept.old_text is None


def test_words_of_today_stay_in_a_file_that_is_old_in_part():
    content = "Tªn;Sè\nNông Thị Đào;1\nNông Công Lý;2\nLao ®éng;3\n".encode()
    rows = read_tables(content, "a.csv", old_encoding="tcvn3").sheets[0].rows
    assert [row[0] for row in rows] == ["Tên", "Nông Thị Đào", "Nông Công Lý", "Lao động"]
