"""Tests sentences with live figures: what is left out, what is refused, which variant a figure chooses."""

import re
from decimal import Decimal
from itertools import product

import pytest

from campaigns.figures.address import FigureValue
from campaigns.models.assessment_limits import DEFAULT_LIMITS
from foundation.vietnamese import percent
from summaries.models import ReportLine
from summaries.report.figure_texts import compared, compared_with_assigned, count_text, in_points
from summaries.report.line_file import LEVELS, OF_2015, PERIODS, rows_of
from summaries.report.text import template_of
from summaries.sentences.names import problem_of_text
from summaries.sentences.templates import (
    Placeholders,
    UnbalancedBrackets,
    UnknownPlaceholder,
    check_template,
    names_in,
    render,
    render_phrase,
)

pytestmark = pytest.mark.sqlite  # asks no database
FIGURES = {"có": "05", "không": "0", "thiếu": None, "vắng": None, "phạm vi số liệu": "05/06", "dịp khen": None}
OCCASIONS = [
    Placeholders(FIGURES | {"có": "06"}, {"dịp khen": "đợt 1"}),
    Placeholders(FIGURES | {"không": "07"}, {"dịp khen": "đột xuất"}),
]
VALUES = Placeholders(FIGURES, {"năm": "2015", "trống": ""}, {"dịp khen": OCCASIONS})


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Có {có} đơn vị.", "Có 05 đơn vị."),
        ("Năm {năm} mở đầu.", "Năm 2015 mở đầu."),
        ("Kết nạp {thiếu} đoàn viên.", ""),
        ("Kết nạp {thiếu} đoàn viên. Có {có} đơn vị.", "Có 05 đơn vị."),
        ("Có {có} đơn vị, {thiếu} người.", "Có 05 đơn vị, … người."),
        ("Không có số liệu nào ở đây.", "Không có số liệu nào ở đây."),
        ("Xảy ra {không} vụ.", "Xảy ra 0 vụ."),
        ("Có {có} cơ sở[, {không} mới][, {không} cũ].", "Có 05 cơ sở."),
        ("Có {có} cơ sở[0:, trong đó [0:{không} mới]].", "Có 05 cơ sở, trong đó 0 mới."),
        ("Có [{không} cơ sở, ][{thiếu} tổ] (Biểu số 03). Hết.", "Hết."),
        ("Có [{có} cơ sở, ][{thiếu} tổ; ]nay.", "Có 05 cơ sở, nay."),
        ("Có {có} cơ sở. Tính trên {phạm vi số liệu}.", "Có 05 cơ sở. Tính trên 05/06."),
        ("Có {thiếu} cơ sở. Tính trên {phạm vi số liệu}.", ""),
        ("{dịp khen} tặng [{không} cờ, ][{có} giấy]. Hết.", "Đợt 1 tặng 06 giấy. Đột xuất tặng 07 cờ, 05 giấy. Hết."),
        ("[{thiếu} văn bản; ]có {có} cơ sở.", "Có 05 cơ sở."),
        ("Có {có} cơ sở[ (đạt {thiếu})].", "Có 05 cơ sở."),
        ("Có {có} cơ sở[, trong đó {vắng} mới[ và {có} cũ]].", "Có 05 cơ sở, trong đó … mới và 05 cũ."),
        ("[{có} cuộc; ][{thiếu} buổi].", "05 cuộc."),
        ("Thực hiện {trống} của {có} đơn vị.", "Thực hiện của 05 đơn vị."),
        ("Một.\n\nHai {có}.", "Một.\nHai 05."),
    ],
)
def test_a_text_prints_without_what_is_not_known(text, printed):
    assert render(text, VALUES) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Trồng {cây làm tròn} cây.", "Trồng trên 18.000 cây."),
        ("Trị giá {tiền làm tròn} triệu đồng.", "Trị giá gần 3,5 tỷ đồng."),
        ("Trị giá {tiền} triệu đồng.", "Trị giá 3,48 tỷ đồng."),
        ("Có {có làm tròn} cơ sở, {chữ làm tròn}.", "Có 05 cơ sở, tập trung ở đây."),
        ("Có {thiếu làm tròn} cơ sở.", ""),
    ],
)
def test_a_figure_is_rounded_where_its_name_says_so(text, printed):
    figures = {"cây": "18.150", "tiền": "3.480", "có": "05", "chữ": "tập trung ở đây", "thiếu": None}
    values = Placeholders(figures, {})
    check_template(text, values)
    assert render(text, values) == printed


def test_a_name_that_is_gone_prints_like_a_missing_figure():
    assert render("Có {có} đơn vị, {đã tắt} người.", VALUES) == "Có 05 đơn vị, … người."


@pytest.mark.parametrize("text", ["Có {có", "Có có}", "[Có {có}", "Có {có}]", "[Có {có}. Và {có}]", "{có {năm}}"])
def test_brackets_that_do_not_match_are_refused(text):
    with pytest.raises((UnbalancedBrackets, UnknownPlaceholder)):
        check_template(text, VALUES)


def test_an_unknown_name_is_told():
    with pytest.raises(UnknownPlaceholder) as error:
        check_template("Có {số ma} đơn vị.", VALUES)
    assert error.value.name == "số ma"


def test_the_errors_are_sentences():
    assert [problem_of_text(text, VALUES) for text in ("Có {số ma}.", "[Có", "Có {có}.", "")] == [
        "Không có số liệu tên “số ma”. Xin chọn tên trong danh sách số liệu.",
        "Dấu ngoặc chưa đủ cặp: {…} cho số liệu, […] cho phần chỉ in khi có số liệu.",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ((413, 400), "vượt 3,3% so với đăng ký"),
        ((10003, 10000), "đạt trên 100% so với đăng ký"),
        ((400, 400), "đạt 100% so với đăng ký"),
        ((1999, 2000), "đạt 99,9% so với đăng ký"),
        ((200, 400), "đạt 50% so với đăng ký"),
        ((5, 5), "đạt 05/05 so với đăng ký"),
        ((4, 9), "đạt 04/09 so với đăng ký"),
        ((10, 9), "vượt đăng ký (10/09)"),
    ],
)
def test_a_share_of_the_target_chooses_its_words(share, words):
    done, planned = map(Decimal, share)
    assert compared(FigureValue(percent(done, planned), "percent", done, planned), DEFAULT_LIMITS) == words
    assert compared(FigureValue(), DEFAULT_LIMITS) is None


def test_the_assigned_target_has_words_of_its_own():
    def words(done, assigned):
        value = percent(Decimal(done), Decimal(assigned))
        return compared_with_assigned(FigureValue(value, "sum", Decimal(done), Decimal(assigned)), DEFAULT_LIMITS)

    assert words(551, 530) == "vượt chỉ tiêu giao (104%)"
    assert (words(424, 530), words(7, 5)) == ("đạt 80% chỉ tiêu giao", "vượt chỉ tiêu giao (07/05)")


def test_rates_are_compared_in_points():
    assert in_points(Decimal("2.45")) == "cao hơn 2,5 điểm phần trăm so với đăng ký"
    assert in_points(Decimal("-10")) == "thấp hơn 10 điểm phần trăm so với đăng ký"
    assert in_points(Decimal("0.04")) == "bằng mức đăng ký"


def test_counts_carry_the_zero_of_papers():
    assert [count_text(value) for value in (0, 2, 10, 1420, None)] == ["0", "02", "10", "1.420", None]


def template(level, period="phase"):
    of_report = {"level": level, "period": period}
    return template_of(ReportLine(**columns) for columns in rows_of(OF_2015) if of_report.items() <= columns.items())


@pytest.mark.parametrize(("level", "period"), [*product(LEVELS, PERIODS)])
def test_every_line_has_a_key_of_its_own(level, period):
    keys = [line.key for line in template(level, period).lines]
    assert len(keys) == len(set(keys)) > 2


def test_an_upper_union_asks_the_confederation_for_nothing():
    assert [line.key for line in template("campaign").parts[-1].lines] == ["VII.1", "VII.2"]
    assert [line.key for line in template("upper").parts[-1].lines] == ["VII.2"]


@pytest.mark.parametrize(
    ("count", "printed"),
    [(None, None), ("0", "không để xảy ra tai nạn"), ("03", "xảy ra 03 vụ")],
)
def test_a_phrase_has_a_text_of_its_own_for_nought(count, printed):
    values = Placeholders({"vụ": count}, {})
    assert render_phrase("xảy ra {vụ} vụ", "không để xảy ra tai nạn", values) == printed
    assert render_phrase("[{vụ} vụ, ][{khác} cái]", "", values) == ("03 vụ" if count == "03" else None)


def test_no_bracket_has_two_percents():
    for line in (row for rows in map(template, ("campaign", "upper", "grassroots")) for row in rows.lines):
        for bracket in re.findall(r"\(([^()]*)\)", line.text):
            names = names_in(bracket)
            assert sum(name.startswith("%") or name.endswith("%") or "so với" in name for name in names) < 2, bracket
