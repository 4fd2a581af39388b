"""Tests that odd figures need a confirmation and are never refused; it holds for the figures it was given to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.actions import filings
from campaigns.catalogue.live import live_catalogue
from campaigns.models import CrossCheck, Filing
from campaigns.sheet import Incomplete, Sheet
from foundation import clock
from tests.support.filing_steps import PLEDGING, REPORTING, drafted, pledged
from tests.support.without_triggers import without_triggers
from tests.support.world import WORK, fill

pytestmark = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases

ASKED = "Số liệu này có đúng không?"


def questions_of(filing, part, **changes):
    """Return the questions of a sheet that has none but for these changes of one part."""
    typed = fill(filing)
    typed[part] = changes["rows"] if "rows" in changes else typed[part] | changes
    return Sheet(filing, typed=typed).questions


def told(questions):
    return {question.key: question.sentence for question in questions}


@pytest.mark.parametrize("unit", ["school", "commune", "porters", "district", "bank"])
def test_plain_figures_raise_no_question(world, unit):
    filing = world.sheet(unit, "pledge")
    assert Sheet(filing, typed=fill(filing)).questions == []


@pytest.mark.parametrize(
    "changes, key, sentence",
    [
        ({"women": "47"}, "women-workers", "Số nữ (47) nhiều hơn tổng số CNVCLĐ (46)."),
        (
            {"minorities": "1.046"},
            "minorities-workers",
            "Số người dân tộc thiểu số (1.046) nhiều hơn tổng số CNVCLĐ (46).",
        ),
        (
            {"women_members": "47"},
            "women_members-members",
            "Số nữ đoàn viên (47) nhiều hơn số đoàn viên (46).",
        ),
        ({"members": "47"}, "members-workers", "Số đoàn viên (47) nhiều hơn tổng số CNVCLĐ (46)."),
        ({"direct": "47"}, "direct-workers", "Số người trực tiếp (47) nhiều hơn tổng số CNVCLĐ (46)."),
    ],
)
def test_a_part_above_its_whole_is_asked_about(world, changes, key, sentence):
    questions = questions_of(world.sheet("school", "pledge"), "headcount", **changes)
    assert told(questions) == {key: f"{sentence} {ASKED}"}
    assert questions[0].part == "headcount"


def test_a_part_equal_to_its_whole_is_not_asked_about(world):
    same = dict.fromkeys(("women", "minorities", "direct", "women_members"), "46")
    assert questions_of(world.sheet("school", "pledge"), "headcount", **same) == []


@pytest.mark.parametrize("numerator, denominator, raised", [("11", "10", 1), ("10", "10", 0), ("1", "0", 1)])
def test_a_numerator_above_its_denominator_is_asked_about(world, numerator, denominator, raised):
    questions = questions_of(world.sheet("school", "pledge"), "titles", **{"DH05-n": numerator, "DH05-d": denominator})
    sentence = f"“Đoàn viên công đoàn xuất sắc”: tử số ({numerator}) lớn hơn mẫu số ({denominator}). {ASKED}"
    assert told(questions) == ({"DH05-ratio": sentence} if raised else {})


def test_an_output_per_worker_is_no_share_and_may_exceed_one(world):
    changes = {"DN01-n": "900", "DN01-d": "40"}
    assert questions_of(world.sheet("bank", "pledge"), "indicators", **changes) == []


@pytest.mark.parametrize("fighters, raised", [("6", False), ("7", True)])
def test_more_than_15_percent_of_fighters_is_asked_about(world, fighters, raised):
    changes = {"DH01-n": "40", "DH01-d": "46", "DH02-n": fighters, "DH02-d": "40"}
    questions = questions_of(world.sheet("school", "pledge"), "titles", **changes)
    share = "Chiến sĩ thi đua cơ sở (7) vượt 15% số Lao động tiên tiến (40); tỷ lệ này cần đối chiếu văn bản."
    assert told(questions) == ({"DH02-share": f"{share} {ASKED}"} if raised else {})


@pytest.mark.parametrize(
    "ends_on, words", [("2023-12-31", "vượt 15% số Lao động tiên tiến (40). "), ("2024-01-01", "")]
)
def test_the_share_of_fighters_is_asked_about_as_long_as_there_was_one(world, ends_on, words):
    pledge = world.sheet("school", "pledge")
    pledge.phase.ends_on = date.fromisoformat(ends_on)
    changes = {"DH01-n": "40", "DH01-d": "46", "DH02-n": "7", "DH02-d": "40"}
    asked_about = told(questions_of(pledge, "titles", **changes))
    assert words in asked_about.get("DH02-share", "")
    assert bool(words) == ("DH02-share" in asked_about)


@pytest.mark.parametrize("strong, excellent, raised", [("no", "yes", True), ("yes", "yes", False), ("no", "no", False)])
def test_excellent_without_strong_is_asked_about(world, strong, excellent, raised):
    questions = questions_of(world.sheet("school", "pledge"), "titles", DH06=strong, DH07=excellent)
    sentence = f"Đã chọn vững mạnh xuất sắc nhưng không chọn vững mạnh trở lên. {ASKED}"
    assert told(questions) == ({"DH07-DH06": sentence} if raised else {})


@pytest.mark.parametrize("meeting, dialogues, raised", [("yes", "0", True), ("yes", "1", False), ("no", "0", False)])
def test_a_meeting_of_workers_without_any_dialogue_is_asked_about(world, meeting, dialogues, raised):
    questions = questions_of(world.sheet("bank", "pledge"), "indicators", DN02=meeting, DN03=dialogues)
    sentence = f"Có hội nghị người lao động nhưng không có cuộc đối thoại nào. {ASKED}"
    assert told(questions) == ({"DN03-DN02": sentence} if raised else {})


def test_accidents_are_asked_about_kindly(world):
    report = world.sheet("bank", "report")
    assert told(questions_of(report, "actuals", AT02="2")) == {
        "AT02": f"Có 2 vụ tai nạn lao động. Xin ghi tóm tắt vụ việc ở phần thuyết minh. {ASKED}"
    }
    assert questions_of(report, "actuals", AT02="0") == []


@pytest.mark.parametrize("actual, times", [("9", None), ("10", "3,3"), ("300", "100")])
def test_more_than_three_times_the_target_is_asked_about_with_a_reason(world, actual, times):
    pledged(world)
    questions = questions_of(world.sheet("school", "report"), "actuals", DH03=actual)
    sentence = (
        f"“Tập thể lao động tiên tiến”: kết quả gấp {times} lần đăng ký. Nếu đúng, xin đánh dấu “Số liệu đúng” "
        "và ghi lý do."
    )
    assert told(questions) == ({"DH03-target": sentence} if times else {})
    assert [question.needs_reason for question in questions] == ([True] if times else [])


def test_without_an_accepted_pledge_there_is_no_target_to_exceed(world):
    assert questions_of(world.sheet("school", "report"), "actuals", DH03="300") == []


RESULT = {"uuid": WORK["uuid"], "done": "yes", "value": "1.000.000"}
RECOGNISED = RESULT | {"recognised_by": "Hiệu trưởng", "recognised_on": "25/05/2015"}


@pytest.mark.parametrize(
    "row, key, sentence",
    [
        (RECOGNISED, None, None),
        (RECOGNISED | {"value": "100.000.000.000"}, None, None),
        (
            RECOGNISED | {"value": "100.000.000.001"},
            "big",
            "giá trị làm lợi trên 100 tỷ đồng. Đơn vị tính là đồng; xin kiểm tra lại.",
        ),
        (
            RESULT,
            "unrecognised",
            "đã ghi giá trị làm lợi nhưng chưa có số quyết định công nhận sáng kiến.",
        ),
        (RESULT | {"value": "", "no_money": "on", "benefit": "Dễ học"}, None, None),
    ],
)
def test_a_value_too_big_or_not_recognised_is_asked_about(world, row, key, sentence):
    pledged(world, works=[WORK])
    questions = questions_of(world.sheet("school", "report"), "results", rows=[row])
    wanted = {f"{WORK['uuid']}-{key}": f"“{WORK['title']}”: {sentence}"}
    assert told(questions) == (wanted if key else {})
    assert {question.part for question in questions} <= {"results"}


def answer(question, reason=""):
    return {question.key: {"of": question.of, "reason": reason}}


def test_an_open_question_keeps_a_sheet_from_being_sent_and_a_yes_lets_it_go(world):
    with clock.travel(PLEDGING):
        owner = world.by("owner")
        sheet = drafted(world)
        filings.save_part(sheet, "headcount", sheet.typed["headcount"] | {"women": "50"}, by=owner)
        with pytest.raises(Incomplete) as refusal:
            filings.submit(sheet, by=owner)
        assert refusal.value.sheet.problems == []
        question = refusal.value.sheet.unconfirmed[0]
        filings.confirm_questions(sheet, answer(question), by=owner)
        assert filings.submit(sheet, by=owner).content["confirmed"] == {"women-workers": {"of": "50/46", "reason": ""}}
    assert Filing.objects.get(pk=sheet.pk).last_submission.headcount.women == 50


def test_when_the_figures_change_the_question_comes_back(world):
    filing, owner = drafted(world), world.by("owner")
    filings.save_part(filing, "headcount", filing.typed["headcount"] | {"women": "50"}, by=owner)
    filings.confirm_questions(filing, answer(Sheet(filing).questions[0]), by=owner)
    assert Sheet(filing).complete is True
    filings.save_part(filing, "headcount", filing.typed["headcount"] | {"women": "51"}, by=owner)
    assert [question.confirmed for question in Sheet(filing).questions] == [False]
    assert Sheet(filing).complete is False
    filings.save_part(filing, "headcount", filing.typed["headcount"] | {"women": "50"}, by=owner)
    assert Sheet(filing).complete is True


def test_a_yes_to_one_question_is_none_to_another(world):
    filing, owner = drafted(world), world.by("owner")
    odd = {"women": "50", "direct": "60"}
    filings.save_part(filing, "headcount", filing.typed["headcount"] | odd, by=owner)
    first, second = Sheet(filing).questions
    filings.confirm_questions(filing, answer(first), by=owner)
    assert [question.key for question in Sheet(filing).unconfirmed] == [second.key]
    filings.confirm_questions(filing, answer(second), by=owner)
    assert Sheet(filing).unconfirmed == []


def test_where_a_reason_is_asked_a_bare_yes_is_not_enough(world):
    pledged(world)
    with clock.travel(REPORTING):
        report, owner = drafted(world, kind="report"), world.by("owner")
        filings.save_part(report, "actuals", report.typed["actuals"] | {"DH03": "30"}, by=owner)
        question = Sheet(report).questions[0]
        filings.confirm_questions(report, answer(question), by=owner)
        assert [question.confirmed for question in Sheet(report).questions] == [False]
        filings.confirm_questions(report, answer(question, "Thêm hai điểm trường"), by=owner)
        assert [(question.confirmed, question.reason) for question in Sheet(report).questions] == [
            (True, "Thêm hai điểm trường")
        ]


def test_a_question_of_the_target_comes_back_when_the_target_changes(world):
    pledge = pledged(world)
    with clock.travel(REPORTING):
        report, owner = drafted(world, kind="report"), world.by("owner")
        filings.save_part(report, "actuals", report.typed["actuals"] | {"DH03": "30"}, by=owner)
        filings.confirm_questions(report, answer(Sheet(report).questions[0], "Đúng"), by=owner)
        with without_triggers():
            pledge.last_submission.figures.filter(indicator__code="DH03").update(value=2)
        assert [question.confirmed for question in Sheet(report).questions] == [False]


@pytest.mark.parametrize("given", [{}, {"women-workers": None}, {"women-workers": {}}, None, {"x": {"of": "1"}}])
def test_a_strange_confirmation_confirms_nothing(world, given):
    filing = world.sheet("school", "pledge")
    typed = fill(filing)
    typed["headcount"]["women"] = "50"
    sheet = Sheet(filing, typed=typed | {"confirmed": given})
    assert [question.confirmed for question in sheet.questions] == [False]


def test_a_phase_asks_the_checks_it_was_opened_with(world):
    CrossCheck.objects.filter(key="AT02").update(sentence="Có {a} vụ ở đợt sau?")
    CrossCheck.objects.filter(key="DN03-DN02").update(active=False)
    assert "Có 2 vụ tai nạn" in told(questions_of(world.sheet("bank", "report"), "actuals", AT02="2"))["AT02"]
    later = {check.key: check.sentence for check in live_catalogue(world.phase2).checks}
    assert list(later) == ["DH02-share", "DH07-DH06", "AT02"]
    assert later["AT02"] == "Có {a} vụ ở đợt sau?"


def test_a_check_of_unknown_codes_or_names_is_refused(world):
    check = CrossCheck.objects.get(key="DH02-share")
    check.second, check.sentence, check.limit = "DH99", "Có {a} trên {c}?", 10
    with pytest.raises(ValidationError) as error:
        check.full_clean()
    assert error.value.message_dict == {
        "__all__": ["Phong trào không có chỉ tiêu mã “DH99”."],
        "limit": ["Câu hỏi này không dùng tỷ lệ ghi ở đây. Xin để trống."],
        "sentence": ["Câu hỏi chỉ dùng được {a}, {b}, {tỷ lệ}, {cần đối chiếu}; không có “c”."],
    }
