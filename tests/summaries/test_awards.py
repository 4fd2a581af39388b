"""Tests part IV of a summary: its sentences, Biểu số 04 and 05."""

from datetime import date

import pytest

from awards.actions import appraisal
from awards.models import AwardTitle
from foundation import clock
from foundation.documents.table import TableCell
from summaries.annexes import annexes_of
from summaries.report.contents import contents_of
from summaries.report.paper import full_pdf, short_pdf
from tests.support import decided_awards
from tests.support.casts import copied
from tests.support.decided_awards import agreed, decide, summary_at
from tests.support.papers import MADE_AT, words
from units.models import Role

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
NOW = "2015-07-27T09:00+07:00"
PAGE = "/campaigns/2015/phases/1/summary/"
BOOK_4 = (
    "TT",
    "Danh hiệu, hình thức khen thưởng",
    "Cấp quyết định",
    "Tập thể / Tổng số",
    "Tập thể / Khối HC, SN",
    "Tập thể / Khối DN, nghiệp đoàn",
    "Cá nhân / Tổng số",
    "Cá nhân / Người trực tiếp lao động, công tác",
    "Cá nhân / Cán bộ công đoàn",
    "Cá nhân / Lãnh đạo, quản lý",
    "Cá nhân / Ngoài tổ chức công đoàn",
    "Cá nhân / Nữ",
    "Cá nhân / Dân tộc thiểu số",
    "Tỷ lệ người trực tiếp (%)",
    "Tiền thưởng (nghìn đồng)",
)
BOOK_5_A = (
    "TT",
    "Tên tập thể",
    "Thuộc đơn vị",
    "Hình thức khen thưởng",
    "Số, ngày quyết định",
    "Số sổ khen thưởng",
)
BOOK_5_B = (
    "TT",
    "Họ và tên",
    "Năm sinh / Nam",
    "Năm sinh / Nữ",
    "Chức vụ, nghề nghiệp",
    "Đơn vị",
    "Đối tượng",
    "Hình thức khen thưởng",
    "Số, ngày quyết định",
    "Số sổ khen thưởng",
)


@pytest.fixture
def world(db):
    with clock.travel(NOW):
        yield copied(decided_awards.build_reported)


def part_4(world, name="province"):
    sections = contents_of(summary_at(world, name)).document.sections
    section = next(section for section in sections if section.heading == "IV. CÔNG TÁC KHEN THƯỞNG")
    return [line.text for line in section.lines]


def test_the_year_tells_of_each_title_with_its_register(world):
    summary = summary_at(world)
    summary.phase = None
    part = next(s for s in contents_of(summary).document.sections if s.heading == "IV. CÔNG TÁC KHEN THƯỞNG")
    assert part.lines[0].text == (
        "Có 01 cá nhân được tặng Bằng khen của Tổng Liên đoàn Lao động Việt Nam. Có 01 tập thể, 03 cá nhân được tặng "
        "Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh (số 01 đến 04 của sổ khen thưởng). Có 02 cá nhân được "
        "tặng Giấy khen của Ban Chấp hành công đoàn cấp trên trực tiếp cơ sở. Kết quả khen thưởng được tổng hợp tại "
        "Biểu số 04, 05."
    )


def books(world, name="province"):
    """Return the annexes by label."""
    return {annex.label: annex for annex in annexes_of(contents_of(summary_at(world, name)).book, full=True)}


def headings(table):
    return tuple(f"{column.group} / {column.title}" if column.group else column.title for column in table.columns)


def rows(table):
    return [[cell.text if isinstance(cell, TableCell) else cell for cell in row.cells] for row in table.rows]


# Sentences


def test_the_province_says_what_was_given_at_each_level(world):
    first, second, third = part_4(world)
    assert first == (
        "Về khen thưởng đợt 1, Ban Thường vụ LĐLĐ tỉnh đã quyết định tặng 01 Bằng khen cho tập thể và 03 Bằng khen cho "
        "cá nhân; các công đoàn cấp trên trực tiếp cơ sở đã quyết định tặng 01 Giấy khen cho cá nhân; Tổng Liên đoàn "
        "đã quyết định tặng 01 Bằng khen cho cá nhân. Về khen thưởng năm học 2014-2015, các công đoàn cấp trên trực "
        "tiếp cơ sở đã quyết định tặng 01 Giấy khen cho cá nhân. Kết quả khen thưởng được tổng hợp tại Biểu số 04, 05."
    )
    assert second == (
        "Trong 06 lượt cá nhân được khen có 04 người trực tiếp lao động, công tác, 04 nữ, 01 người thuộc khối doanh "
        "nghiệp."
    )
    assert third == (
        "LĐLĐ tỉnh đã đề nghị Tổng Liên đoàn khen thưởng 01 tập thể, 02 cá nhân; theo báo cáo của các đơn vị, chính "
        "quyền các cấp công nhận 40 Lao động tiên tiến (trong đó 06 Chiến sĩ thi đua cơ sở) và 02 Tập thể lao động "
        "tiên tiến."
    )


def test_an_upper_union_speaks_of_its_own_papers_first(world):
    first, _second, third = part_4(world, "district")
    assert first == (
        "Về khen thưởng đợt 1, Ban Thường vụ LĐLĐ huyện Chi Lăng đã quyết định tặng 01 Giấy khen cho cá nhân; LĐLĐ "
        "tỉnh đã quyết định tặng 01 Bằng khen cho tập thể và 02 Bằng khen cho cá nhân; Tổng Liên đoàn đã quyết định "
        "tặng 01 Bằng khen cho cá nhân. Về khen thưởng năm học 2014-2015, Ban Thường vụ LĐLĐ huyện Chi Lăng đã quyết "
        "định tặng 01 Giấy khen cho cá nhân. Kết quả khen thưởng được tổng hợp tại Biểu số 04, 05."
    )
    assert third.startswith(
        "LĐLĐ tỉnh đã đề nghị Tổng Liên đoàn khen thưởng 01 tập thể, 02 cá nhân thuộc LĐLĐ huyện Chi Lăng; "
    )


def test_of_each_kind_of_praise_the_form_is_named(world):
    group = {"code": "GK_CTT", "name": "Tổ Xã hội", "person": False}
    decide(world, agreed(world, "owner", [group], "district"), "15", date(2015, 7, 20), by="district")
    assert "trực tiếp cơ sở đã quyết định tặng 01 Giấy khen cho tập thể và 01 Giấy khen cho cá nhân" in part_4(world)[0]


def test_what_is_acknowledged_has_its_own_verb(world):
    union = {"code": "CDCS_VM", "name": "CĐCS Trường THCS Đồi Na", "person": False, "whole": True}
    year = {"timing": "school_year", "period_label": "2014-2015"}
    decide(world, agreed(world, "owner", [union], "district", **year), "16", date(2015, 7, 20), by="district")
    assert "; các cấp công đoàn đã quyết định công nhận 01 Công đoàn cơ sở vững mạnh." in part_4(world)[0]


def test_what_was_given_on_another_occasion_is_not_of_the_phase(world):
    """In the tense of the day: what was only proposed or agreed to is not told as given."""
    before = part_4(world)[0]
    rescue = {"timing": "unexpected", "period_label": "cứu tài sản trong trận lũ 03/7"}
    rows = agreed(world, "banker", [{"code": "BK_T", "name": "Chu Thị Lan"}], "board", **rescue)
    agreed_to = (
        "Về khen thưởng đột xuất, Hội đồng Thi đua - Khen thưởng LĐLĐ tỉnh đã xét, đề nghị khen thưởng 01 cá nhân."
    )
    assert agreed_to in part_4(world)[0]
    appraisal.undo_verdict(rows, by=world.by("board", Role.REVIEWER))
    sent = "Về khen thưởng đột xuất, các đơn vị đã gửi hồ sơ đề nghị khen thưởng 01 cá nhân."
    assert sent in part_4(world)[0] and agreed_to not in part_4(world)[0]
    appraisal.approve(rows, by=world.by("board", Role.REVIEWER), reason="Thành tích đặc biệt.")
    decide(world, rows, "47", date(2015, 7, 21))
    given = "Về khen thưởng đột xuất, Ban Thường vụ LĐLĐ tỉnh đã quyết định tặng 01 Bằng khen cho cá nhân."
    after = part_4(world)[0]
    assert given in after and after.replace(f"{given} ", "") == before


def test_without_persons_from_enterprises_or_answers_the_rest_stays(world):
    first, second = part_4(world, "city")
    assert first == (
        "Về khen thưởng đợt 1, LĐLĐ tỉnh đã quyết định tặng 01 Bằng khen cho cá nhân. Kết quả khen thưởng được tổng "
        "hợp tại Biểu số 04, 05."
    )
    assert second == (
        "Trong 01 lượt cá nhân được khen có 01 người trực tiếp lao động, công tác, 01 người thuộc khối doanh nghiệp."
    )


# Annexes


def test_the_headings_are_exactly_those_of_the_form(world):
    annexes = books(world)
    assert annexes["Biểu số 04"].title == "Kết quả khen thưởng đợt 1 năm 2015"
    assert [headings(table) for table in annexes["Biểu số 04"].tables] == [BOOK_4]
    assert annexes["Biểu số 05"].title == "Danh sách tập thể, cá nhân được khen thưởng đợt 1 năm 2015"
    assert [headings(table) for table in annexes["Biểu số 05"].tables] == [BOOK_5_A, BOOK_5_B]
    for annex_table in (*annexes["Biểu số 04"].tables, *annexes["Biểu số 05"].tables):
        assert sum(column.width for column in annex_table.columns) == 100


def test_book_4_counts_by_level_and_title(world):
    table = books(world)["Biểu số 04"].tables[0]
    by_label = {row[0] or row[1]: row[1:] for row in rows(table)}
    nothing = "-"
    assert by_label["2.1"] == [
        "Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh",
        "LĐLĐ tỉnh",
        *("1", "1", "-", "3", "2", "-", "1", "-", "1", "1", "66,7", "2.760"),
    ]
    assert by_label["I"] == ["Hệ thống Công đoàn"]
    assert by_label["3"][2:] == [
        nothing,
        nothing,
        nothing,
        "2",
        "1",
        "1",
        nothing,
        nothing,
        "2",
        nothing,
        "50",
        nothing,
    ]
    assert by_label["4"] == ["CĐCS"]
    sums = by_label["Cộng khen thưởng đã có quyết định"]
    assert sums[2:] == ["1", "1", "-", "6", "4", "1", "1", "-", "4", "1", "66,7", "2.760"]
    assert [row[0] for row in rows(table) if row[0] in ("I", "II")] == ["I", "II"]
    assert table.notes[-1] == "CĐCS ngành Trung ương (phối hợp chỉ đạo), ngoài tổng số: 0 tập thể, 01 cá nhân."


def test_book_4_shows_what_reports_tell_of_the_states_titles(world):
    by_title = {row[1]: row[3:] for row in rows(books(world)["Biểu số 04"].tables[0])}
    assert by_title["Tập thể lao động tiên tiến"] == ["2", "2", "x", *["-"] * 9]
    assert by_title["Tập thể lao động xuất sắc"] == ["…", "…", "x", *["-"] * 9]
    assert by_title["Lao động tiên tiến"] == ["-", "-", "-", "40", *["x"] * 7, "-"]
    row_names = [row[1] for row in rows(books(world)["Biểu số 04"].tables[0])]
    among = row_names.index("Trong đó: Chiến sĩ thi đua cơ sở")
    assert row_names[among - 1] == "Lao động tiên tiến" and by_title[row_names[among]][3] == "6"
    assert "Huân chương Lao động (hạng Nhất, Nhì, Ba)" not in by_title


def test_money_is_counted_only_where_an_amount_is_set(world):
    AwardTitle.objects.filter(code="N_LDTT").update(amount=345_500)
    money = {row[1]: row[-1] for row in rows(books(world)["Biểu số 04"].tables[0])}
    assert (money["Lao động tiên tiến"], money["Cộng khen thưởng đã có quyết định"]) == ("13.820", "2.760")


def test_book_5_lists_collectives_then_persons(world):
    first, second = books(world)["Biểu số 05"].tables
    praise = "Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh"
    school = "CĐCS Trường THCS Đồi Na"
    assert rows(first) == [
        ["A", "Tập thể"],
        ["1", "Tổ Tự nhiên", school, praise, "45/QĐ-LĐLĐ, ngày 20/07/2015", "1"],
    ]
    assert rows(second)[0] == ["B", "Cá nhân"]
    direct, teacher = "Trực tiếp lao động, công tác", "Giáo viên"
    above = "Bằng khen của Tổng Liên đoàn Lao động Việt Nam"
    assert rows(second)[3:6] == [
        ["3", "Hà Thị Sen", "", "1984", teacher, school, direct, above, "1234/QĐ-TLĐ, ngày 08/07/2015", "-"],
        ["4", "Nông Thị Ánh Nguyệt", "", "1984", teacher, school, direct, praise, "45/QĐ-LĐLĐ, ngày 20/07/2015", "2"],
        [
            *("5", "Bàn Phúc Lìn", "1984", "", teacher, school, "Lãnh đạo, quản lý", praise),
            *("45/QĐ-LĐLĐ, ngày 20/07/2015", "3"),
        ],
    ]


def test_where_nobody_was_honoured_there_is_no_list(world):
    assert "Biểu số 05" not in books(world, "porters")
    assert "Biểu số 04" not in books(world, "porters")


def test_the_draft_has_book_4_and_the_full_paper_both(world):
    contents = contents_of(summary_at(world))
    draft, full = words(short_pdf(contents, MADE_AT)), words(full_pdf(contents, MADE_AT))
    assert "Biểu số 04 Kết quả khen thưởng đợt 1 năm 2015" in draft
    assert "Danh sách tập thể, cá nhân được khen thưởng" not in draft
    assert "Biểu số 05 Danh sách tập thể, cá nhân được khen thưởng đợt 1 năm 2015" in full
    assert "Nông Thị Ánh Nguyệt" in full
