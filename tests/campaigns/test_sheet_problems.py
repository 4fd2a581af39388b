"""Tests the sentence that a wrong answer on a sheet gets at its field, in the words agreed with the Board."""

import pytest

from campaigns.models import Filing
from campaigns.sheet import Sheet, SheetProblem
from foundation.forms.fields import EXAMPLE_DAY
from tests.support.filing_steps import pledged
from tests.support.world import WORK, fill

pytestmark = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases

LONG = "a" * 301


def problems(filing, part, **changes):
    """Return the errors of a sheet that is complete but for these changes of one part."""
    typed = fill(filing)
    if isinstance(typed[part], list):
        typed[part] = [WORK | changes]
    else:
        typed[part] = typed[part] | changes
    return [(problem.anchor, problem.sentence) for problem in Sheet(filing, typed=typed).problems]


def test_a_complete_sheet_has_no_problem_and_its_parts_are_done(world):
    for unit, kind in [("school", "pledge"), ("school", "report"), ("district", "pledge"), ("bank", "report")]:
        filing = world.sheet(unit, kind)
        sheet = Sheet(filing, typed=fill(filing))
        assert sheet.problems == []
        assert {part.state_text for part in sheet.parts} == {"Đã xong"}


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("", "Xin nhập tổng số CNVCLĐ. Không có thì ghi 0."),
        ("  ", "Xin nhập tổng số CNVCLĐ. Không có thì ghi 0."),
        ("bốn sáu", "Tổng số CNVCLĐ phải là số. Ví dụ: 1.250 hoặc 12,5."),
        ("1.25", "Tổng số CNVCLĐ phải là số. Ví dụ: 1.250 hoặc 12,5."),
        ("1e3", "Tổng số CNVCLĐ phải là số. Ví dụ: 1.250 hoặc 12,5."),
        ("٤٦", "Tổng số CNVCLĐ phải là số. Ví dụ: 1.250 hoặc 12,5."),
        ("46,5", "Tổng số CNVCLĐ phải là số nguyên. Ví dụ: 1.250."),
        ("-1", "Tổng số CNVCLĐ không thể nhỏ hơn 0."),
        ("9" * 16, "Tổng số CNVCLĐ lớn quá mức có thể ghi. Xin kiểm tra lại."),
        ("2.000.000.001", "Tổng số CNVCLĐ lớn quá mức có thể ghi. Xin kiểm tra lại."),
    ],
)
def test_a_headcount_is_a_whole_number_not_below_zero(world, typed, sentence):
    problems_shown = problems(world.sheet("school", "pledge"), "headcount", workers=typed)
    assert problems_shown == [("id_headcount-workers", sentence)]


@pytest.mark.parametrize("typed", ["46", "1.046", "1 046", "46,0", " 46 ", "046", "0"])
def test_a_number_may_be_written_in_the_ways_of_the_offices(world, typed):
    assert problems(world.sheet("school", "pledge"), "indicators", HT01=typed) == []


SPOKEN = {
    "DH03": ("titles", "", "Xin nhập Tập thể lao động tiên tiến. Không có thì ghi 0."),
    "SN01": (
        "indicators",
        "x",
        (
            "Cá nhân đạt danh hiệu của ngành (giáo viên dạy giỏi, điều dưỡng giỏi …) các cấp phải là số. "
            "Ví dụ: 1.250 hoặc 12,5."
        ),
    ),
    "DH04": ("titles", "-2", "Tập thể lao động xuất sắc không thể nhỏ hơn 0."),
    "DH01-n": ("titles", "", "Xin nhập Lao động tiên tiến. Không có thì ghi 0."),
    "DH01-d": (
        "titles",
        "",
        "Xin nhập CNVCLĐ (mẫu số của “Lao động tiên tiến”). Không có thì ghi 0.",
    ),
    "DH02-d": (
        "titles",
        "-1",
        "Lao động tiên tiến (mẫu số của “Chiến sĩ thi đua cơ sở”) không thể nhỏ hơn 0.",
    ),
    "HC02": (
        "indicators",
        "",
        "Xin chọn “Có” hoặc “Không”: Tổ chức hội nghị cán bộ, công chức, viên chức.",
    ),
    "PT01": (
        "indicators",
        "perhaps",
        "Xin chọn “Có” hoặc “Không”: Phát động và ký giao ước thi đua giữa công đoàn với chuyên môn.",
    ),
}


@pytest.mark.parametrize("name", SPOKEN)
def test_an_indicator_speaks_in_its_own_name(world, name):
    part, typed, sentence = SPOKEN[name]
    problems_shown = problems(world.sheet("school", "pledge"), part, **{name: typed})
    first_answer = "_0" if "“Có” hoặc “Không”" in sentence else ""
    assert problems_shown == [(f"id_{part}-{name}{first_answer}", sentence)]


@pytest.mark.parametrize(
    "numerator, denominator, count",
    [("", "", 0), ("100,5", "40", 0), ("100,55", "40", 1), ("100", "", 1), ("", "40", 1), ("x", "", 1)],
)
def test_a_ratio_that_is_only_offered_is_whole_or_absent(world, numerator, denominator, count):
    changes = {"DN01-n": numerator, "DN01-d": denominator}
    problems_shown = problems(world.sheet("bank", "pledge"), "indicators", **changes)
    assert len(problems_shown) == count
    assert all("ăng suất lao động" in sentence for _anchor, sentence in problems_shown)


def test_the_half_that_is_missing_of_an_offered_ratio_is_named(world):
    bank = world.sheet("bank", "pledge")
    numerator = "Xin nhập Năng suất lao động: giá trị sản xuất tính trên một lao động. Không có thì ghi 0."
    denominator = (
        "Xin nhập lao động bình quân (mẫu số của “Năng suất lao động: giá trị sản xuất tính trên một lao động”)."
        " Không có thì ghi 0."
    )
    assert problems(bank, "indicators", **{"DN01-d": "40"}) == [("id_indicators-DN01-n", numerator)]
    assert problems(bank, "indicators", **{"DN01-n": "40"}) == [("id_indicators-DN01-d", denominator)]


WRONG_DAY = f"Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ {EXAMPLE_DAY}."


@pytest.mark.parametrize(
    "changes, sentences",
    [
        ({"title": ""}, ["Dòng 1, Tên đề tài, sáng kiến, công trình: Xin nhập nội dung này."]),
        ({"title": LONG}, ["Dòng 1, Tên đề tài, sáng kiến, công trình: Nội dung dài quá 300 ký tự. Xin rút gọn."]),
        ({"kind": ""}, ["Dòng 1, Loại: Xin chọn một mục."]),
        ({"kind": "poem"}, ["Dòng 1, Loại: Mục đã chọn không có trong danh sách. Xin chọn lại."]),
        ({"author_class": ""}, ["Dòng 1, Đối tượng: Xin chọn một mục."]),
        ({"welcomes": "999999"}, ["Dòng 1, Chào mừng dịp: Mục đã chọn không có trong danh sách. Xin chọn lại."]),
        (
            {"due_on": "31/02/2015"},
            [f"Dòng 1, Hoàn thành dự kiến (ngày): {WRONG_DAY}"],
        ),
        (
            {"expected_value": "", "no_money": ""},
            ["Dòng 1, Giá trị dự kiến: Ghi số tiền, hoặc đánh dấu “Không tính được thành tiền”."],
        ),
        ({"expected_value": "", "no_money": "on"}, []),
        (
            {"expected_value": "12,5 triệu"},
            ["Dòng 1: Giá trị dự kiến phải là số. Ví dụ: 1.250 hoặc 12,5."],
        ),
        ({"expected_value": "12,5"}, ["Dòng 1: Giá trị dự kiến phải là số nguyên. Ví dụ: 1.250."]),
        ({"due_on": ""}, []),
    ],
)
def test_a_work_says_what_is_missing(world, changes, sentences):
    problems_shown = problems(world.sheet("school", "pledge"), "works", **changes)
    assert [sentence for _anchor, sentence in problems_shown] == sentences


def test_a_wrong_row_is_named_by_its_number(world):
    filing = world.sheet("school", "pledge")
    typed = fill(filing, works=[WORK, WORK | {"title": ""}])
    assert Sheet(filing, typed=typed).problems == [
        SheetProblem("id_works-1-title", "Dòng 2, Tên đề tài, sáng kiến, công trình: Xin nhập nội dung này.", 4)
    ]


RESULT = {"uuid": WORK["uuid"], "done": "yes", "value": "1.000.000"}


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    "row, sentences",
    [
        (RESULT, []),
        (RESULT | {"done": ""}, ["Dòng 1: Xin chọn “Có” hoặc “Không”: Đã hoàn thành."]),
        (RESULT | {"done": "no"}, ["Dòng 1: Xin ghi lý do chưa hoàn thành."]),
        (RESULT | {"done": "no", "why_not": "Chờ vốn", "value": ""}, []),
        (
            RESULT | {"value": ""},
            ["Dòng 1, Giá trị do đơn vị khai: Ghi số tiền, hoặc đánh dấu “Không tính được thành tiền”."],
        ),
        (
            RESULT | {"value": "", "no_money": "on"},
            ["Dòng 1: Xin ghi hiệu quả đem lại."],
        ),
        (
            RESULT | {"no_money": "on", "benefit": "Dễ học"},
            ["Dòng 1: Đã đánh dấu “Không tính được thành tiền”. Xin bỏ một trong hai."],
        ),
        (RESULT | {"value": "", "no_money": "on", "benefit": "Dễ học"}, []),
        (RESULT | {"value": "-5"}, ["Dòng 1: Giá trị do đơn vị khai không thể nhỏ hơn 0."]),
        (
            RESULT | {"recognised_no": "12/QĐ"},
            ["Dòng 1: Xin ghi đủ cơ quan công nhận và ngày công nhận."] * 2,
        ),
        (
            RESULT | {"recognised_by": "Hiệu trưởng"},
            ["Dòng 1: Xin ghi đủ cơ quan công nhận và ngày công nhận."],
        ),
        (
            RESULT | {"recognised_on": "hôm qua", "recognised_by": "Hiệu trưởng"},
            [f"Dòng 1, Ngày công nhận: {WRONG_DAY}"],
        ),
    ],
)
def test_a_result_says_what_is_missing(world, row, sentences):
    pledged(world, works=[WORK])
    report = world.sheet("school", "report")
    sheet = Sheet(report, typed=fill(report, results=[row]))
    assert [problem.sentence for problem in sheet.problems] == sentences


def test_an_exemplar_has_a_name_and_a_story(world):
    report = world.sheet("school", "report")
    sheet = Sheet(report, typed=fill(report, exemplars=[{"uuid": "", "who": "", "story": ""}]))
    assert [problem.sentence for problem in sheet.problems] == [
        "Điển hình 1, Tập thể, cá nhân: Xin nhập nội dung này.",
        "Điển hình 1, Việc làm tiêu biểu: Xin nhập nội dung này.",
    ]


def test_the_commitment_is_ticked_before_sending(world):
    problems_shown = problems(world.sheet("school", "pledge"), "commitment", agreed="")
    assert problems_shown == [("id_commitment-agreed", "Xin đánh dấu cam kết này trước khi gửi.")]


def test_a_note_longer_than_its_column_is_refused_and_not_cut(world):
    report = world.sheet("school", "report")
    problems_shown = problems(report, "actuals", **{"HT01-note": LONG})
    assert problems_shown == [("id_actuals-HT01-note", "Ghi chú: Nội dung dài quá 300 ký tự. Xin rút gọn.")]


def test_the_state_of_a_part_is_said_in_words(world):
    filing = world.sheet("school", "pledge")
    typed = fill(filing)
    del typed["titles"]
    typed["headcount"] |= {"workers": "", "women": "x"}
    parts = Sheet(filing, typed=typed).parts
    assert [(part.key, part.state_text, part.detail) for part in parts[:3]] == [
        ("headcount", "Còn thiếu", "Còn 2 chỗ cần bổ sung"),
        ("titles", "Chưa làm", ""),
        ("indicators", "Đã xong", ""),
    ]


def test_reading_a_sheet_writes_nothing(world):
    filing = world.sheet("school", "pledge")
    before = Filing.objects.filter(pk=filing.pk).values()[0]
    sheet = Sheet(filing, typed=fill(filing))
    assert (sheet.complete, sheet.problems, sheet.questions) == (True, [], [])
    assert Filing.objects.filter(pk=filing.pk).values()[0] == before
