"""Tests of where a table is in a sheet: its headings, which columns they name, and rows that are none of it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from foundation.tables import body
from foundation.tables.body import rows_below
from foundation.tables.declaration import FileColumn
from foundation.tables.headings import find_headings, headings_at
from foundation.tables.reading import read_tables
from foundation.tables.refused_rows import refused_pieces
from tests.foundation.test_tables import xlsx
from tests.support.papers import tool

pytestmark = pytest.mark.sqlite


def whole_number(value):
    digits = str(value).replace(".", "")
    if not digits.isdigit():
        raise ValidationError(f"“{value}” không phải số")
    return int(digits)


COLUMNS = (
    FileColumn("number", ("STT", "TT"), str),
    FileColumn("name", ("Tên đơn vị", "Tên công đoàn cơ sở"), str, required=True),
    FileColumn("parent", ("Cấp trên trực tiếp",), str),
    FileColumn("members", ("Số đoàn viên", "Tổng số đoàn viên"), whole_number),
    FileColumn("women_members", ("Nữ đoàn viên",), whole_number),
    FileColumn("women", ("Nữ",), whole_number),
)


def table(content, name="a.xlsx"):
    workbook = read_tables(content, name)
    headings = find_headings(workbook, COLUMNS)
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == headings.sheet)
    rows, left_out = rows_below(sheet, headings, COLUMNS)
    return headings, rows, [(row.number, row.reason) for row in left_out]


def office_list(sheet, _days):
    """A list as offices write it: titles, headings in two rows, groups, totals, signatures."""
    sheet.merge_range("A1:F1", "DANH SÁCH CÔNG ĐOÀN CƠ SỞ NĂM 2015")
    sheet.merge_range("A3:A4", "Stt")
    sheet.merge_range("B3:B4", "TÊN  CĐCS (ghi đầy đủ)")
    sheet.merge_range("C3:C4", "Cấp trên\ntrực tiếp")
    sheet.merge_range("D3:E3", "Đoàn viên")
    sheet.write_row("D4", ["Tổng số", "Nữ"])
    sheet.merge_range("F3:F4", "Ghi chú")
    sheet.write_row("A5", ["A", "B", "1", "2", "3", "4"])
    sheet.write_row("A6", ["I", "Khối sự nghiệp"])
    sheet.merge_range("C7:C8", "LĐLĐ huyện Lộc Bình")
    sheet.write_row("A7", [1, "CĐCS Tổng công ty Than"])
    sheet.write_row("D7", ["1.420", 700, "mới"])
    sheet.write_row("A8", [2, "CĐCS Cộng đồng Đồi Na"])
    sheet.write_row("D8", [12, 7])
    sheet.write_row("A9", ["", "Cộng khối sự nghiệp", "", 1432, 707])
    sheet.write_row("A10", ["Stt", "TÊN  CĐCS (ghi đầy đủ)", "Cấp trên\ntrực tiếp"])
    sheet.merge_range("A11:F11", "II. KHỐI DOANH NGHIỆP")
    sheet.write_row("A12", [3, "CĐCS May Ánh Mây", "LĐLĐ huyện Lộc Bình", 30, 25])
    sheet.write_row("A13", ["Tổng cộng: 3 đơn vị", "", "", 1462, 732])
    sheet.write("E15", "Lộc Bình, ngày 20 tháng 7 năm 2015")
    sheet.write_row("B16", ["Người lập biểu", "", "", "Chủ tịch"])


def test_a_list_of_an_office_is_read_without_what_is_around_it():
    headings, rows, left_out = table(xlsx(lambda *_: None, office_list))
    assert (headings.sheet, headings.first_row, headings.last_row) == ("Sheet2", 3, 4)
    assert headings.columns == {"number": 0, "name": 1, "parent": 2, "members": 3, "women_members": 4}
    assert headings.texts[3:] == ("Đoàn viên: Tổng số", "Đoàn viên: Nữ", "Ghi chú")
    assert [(row.number, row.values["name"], row.values["parent"], row.values["members"]) for row in rows] == [
        (7, "CĐCS Tổng công ty Than", "LĐLĐ huyện Lộc Bình", 1420),
        (8, "CĐCS Cộng đồng Đồi Na", "LĐLĐ huyện Lộc Bình", 12),
        (12, "CĐCS May Ánh Mây", "LĐLĐ huyện Lộc Bình", 30),
    ]
    assert rows[0].cells["women_members"] == "E7" and not any(row.problems for row in rows)
    assert left_out == [
        (5, body.COLUMN_NUMBERS),
        (6, body.GROUP_TITLE),
        (9, body.TOTAL),
        (10, body.HEADINGS_AGAIN),
        (11, body.GROUP_TITLE),
        (13, body.TOTAL),
        (15, body.BELOW_TABLE),
        (16, body.BELOW_TABLE),
    ]


@pytest.mark.deep
@pytest.mark.parametrize("form", ["xls", "ods", "xlsx"])
def test_the_same_list_saved_by_another_program_is_read_alike(form, tmp_path):
    (tmp_path / "list.xlsx").write_bytes(xlsx(office_list))
    profile, saved = f"-env:UserInstallation=file://{tmp_path}/profile", tmp_path / "saved"
    tool("soffice", profile, "--headless", "--convert-to", form, "--outdir", str(saved), str(tmp_path / "list.xlsx"))
    content = (saved / f"list.{form}").read_bytes()
    (_headings, rows, left_out), (_written, expected, expected_out) = table(content), table(xlsx(office_list))
    assert [(row.number, row.values, row.problems) for row in rows] == [
        (row.number, row.values, row.problems) for row in expected
    ]
    assert left_out == expected_out


def test_a_csv_file_says_nothing_of_merged_cells():
    content = (
        "Danh sách;;;\nTT;Tên đơn vị;Đoàn viên;\n;;Tổng số;Nữ\n1;CĐCS Đồi Na;1.420;7\n2;;5;x\nCộng;;1425;\n".encode()
    )
    headings, rows, left_out = table(content, "a.csv")
    assert headings.columns == {"number": 0, "name": 1, "members": 2, "women_members": 3}
    first, second = rows
    assert first.values == {"number": "1", "name": "CĐCS Đồi Na", "members": 1420, "women_members": 7}
    problems = [(problem.cell, problem.sentence) for problem in second.problems]
    assert problems == [("B5", "thiếu tên đơn vị"), ("D5", "“x” không phải số")]
    assert left_out == [(6, body.TOTAL)]


def test_headings_are_shown_by_hand_where_none_is_recognised():
    workbook = read_tables("Đơn vị nào;Bao nhiêu\nCĐCS Đồi Na;12\n".encode(), "a.csv")
    assert find_headings(workbook, COLUMNS) is None
    (sheet,) = workbook.sheets
    headings = headings_at(sheet, 1, COLUMNS)
    assert headings.texts == ("Đơn vị nào", "Bao nhiêu") and headings.columns == {}
    rows, _left_out = rows_below(sheet, headings, COLUMNS, {"name": 0, "members": 1})
    assert [row.values for row in rows] == [{"name": "CĐCS Đồi Na", "members": 12}]
    assert headings_at(sheet, 99, COLUMNS).last_row == 1


def test_refused_rows_are_mended_in_a_workbook_and_come_back():
    content = "Đơn vị nào;Đoàn viên;;Ghi chú\n=CĐCS Đồi Na;1.42O;x;a\nCĐCS Ánh Mây;7;;\nCĐCS Lộc Bình;-;;\n".encode()
    sheet = read_tables(content, "a.csv").sheets[0]
    mapping = {"name": 0, "members": 1}
    headings = headings_at(sheet, 1, COLUMNS)
    reasons = {2: "Ô B2: “1.42O” không phải số", 4: "Ô B4: “-” không phải số"}
    made_at = datetime(2015, 7, 20, tzinfo=UTC)
    pieces = refused_pieces(["Chưa nhận 2 dòng"], sheet, headings, COLUMNS, mapping, reasons, made_at=made_at)
    workbook = read_tables(b"".join(pieces), "a.xlsx")
    assert [row.values for row in workbook.sheets[0].rows] == [
        ("Chưa nhận 2 dòng",),
        ("Tên đơn vị", "Số đoàn viên", None, "Ghi chú", "Lý do chưa nhận"),
        ("=CĐCS Đồi Na", "1.42O", "x", "a", reasons[2]),
        ("CĐCS Lộc Bình", "-", None, None, reasons[4]),
    ]
    assert find_headings(workbook, COLUMNS).columns == mapping


def test_numbers_and_days_of_refused_rows_stay_numbers_and_days():
    def write(sheet, days):
        sheet.write_row("A1", ["Tên đơn vị", "Số đoàn viên", "Ngày", "Lẫn lộn"])
        for row, mixed in enumerate((7, "bảy", True), start=1):
            sheet.write_row(row, 0, ["CĐCS Đồi Na", 1.5])
            sheet.write_datetime(row, 2, datetime(2015, 7, 20), days)
            sheet.write(row, 3, mixed)

    workbook = read_tables(xlsx(write), "a.xlsx")
    headings, sheet = find_headings(workbook, COLUMNS), workbook.sheets[0]
    reasons = dict.fromkeys((2, 3, 4), "hỏng")
    made_at = datetime(2015, 7, 20, tzinfo=UTC)
    pieces = refused_pieces(["Chưa nhận"], sheet, headings, COLUMNS, headings.columns, reasons, made_at=made_at)
    rows = read_tables(b"".join(pieces), "a.xlsx").sheets[0].rows[2:]
    assert [row.values[1:4] for row in rows] == [
        (Decimal("1.5"), date(2015, 7, 20), mixed) for mixed in ("7", "bảy", "có")
    ]
