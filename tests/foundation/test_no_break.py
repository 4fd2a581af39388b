"""Tests what a line of a paper never parts, and where a cell is too narrow to keep it together."""

import pytest

from foundation.documents.no_break import html_kept_together, kept_together


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("đợt 1 năm 2015 của tỉnh", "đợt_1 năm_2015 của tỉnh"),
        ("kỷ niệm 86 năm Ngày 28/7, đầu tháng 7", "kỷ_niệm 86_năm Ngày_28/7, đầu_tháng_7"),
        ("năm học 2014-2015", "năm_học_2014-2015"),
        ("khóa XI, lần thứ IX; tổ vi tính", "khóa_XI, lần thứ_IX; tổ vi tính"),
        ("15/67 đơn vị, 12,5 triệu đồng, 98,5% so", "15/67_đơn vị, 12,5_triệu đồng, 98,5% so"),
        ("ngày 20/04/2015 của Ban", "ngày_20/04/2015 của Ban"),
        ("Ban Chính sách - Pháp luật", "Ban Chính sách_- Pháp luật"),
        ("- Các đơn vị (t/h);", "-_Các đơn vị_(t/h);"),
        ("TRƯỜNG PHỔ THÔNG DÂN TỘC\n BÁN TRÚ", "TRƯỜNG PHỔ_THÔNG DÂN_TỘC\n BÁN_TRÚ"),
        ("1. Đợt 2: từ", "1._Đợt_2: từ"),
    ],
)
def test_numbers_marks_and_compounds_stay_with_their_words(text, printed):
    assert kept_together(text).replace("\u00a0", "_") == printed


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ('<p title="đợt 1">97/QĐ-LĐLĐ, thi</p>', '<p title="đợt 1">97/+QĐ-+LĐLĐ, thi</p>'),
        ("<td>97/QĐ-LĐLĐ, thi đua</td>", "<td>97/+QĐ-LĐLĐ, thi đua</td>"),
        ("<td>38/QĐ, ngày 26/06/2015, ngày 26</td>", "<td>38/+QĐ, ngày 26/06/2015, ngày_26</td>"),
        ("<td>có/không</td>", "<td>có/không</td>"),
        ("<td>đợt 1</td><p>thi đua</p>", "<td>đợt_1</td><p>thi_đua</p>"),
        ("<p>http://127.0.0.1:8000/verify/</p>", "<p>http://127.0.0.1:8000/verify/</p>"),
        ("<style>1 a</style><title>đợt 1</title><p>đợt 1</p>", "<style>1 a</style><title>đợt 1</title><p>đợt_1</p>"),
        ("<p>A &amp; B 2 &lt;TNHH&gt;</p>", "<p>A &amp; B 2 &lt;TNHH&gt;</p>"),
        (f"<p>{'mười/' * 5}một</p>", f"<p>{'mười/' * 5}một</p>"),
    ],
)
def test_words_with_slashes_stay_whole_where_a_line_holds_them(html, printed):
    page = f"<html><head><title>đợt 1</title></head><body>{html}</body></html>"
    assert html_kept_together(page).replace("\u00a0", "_").replace("\u2060", "+") == page.replace(html, printed)
