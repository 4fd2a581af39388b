"""Tests that no report of a province of odd cases says anything false or broken, of a phase or of the year."""

import re
from types import SimpleNamespace

import pytest

from campaigns.models import Phase
from foundation import clock
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from tests.support.casts import copied
from tests.support.odd_province import build, open_second_phase
from units.models import Unit

pytestmark = pytest.mark.either(whole=True)

BROKEN = {
    "a figure that is missing": r"…",
    "a placeholder": r"[{}]",
    "a share of nought": r"\(0%\)",
    "nought": r"(?<![\d.,/])0 (?!giờ)",
    "nobody of some": r"\b0+/\d",
    "two brackets side by side": r"\) ?\(",
    "empty brackets": r"\(\s*\)|\[|\]",
    "two commas": r"[,;:]\s*[,;:.]",
    "a comma before what goes on": r", (được|danh mục|tại)\b",
    "a list of nothing": r"trong đó\s*[;.,]|gồm\s*[;.,]|\bcó\s*[;.,]",
    "a comparison of nobody": r"\bNone\b",
    "two spaces": r"  ",
    "a claim by no figure": r"phấn khởi|kiêm nhiệm|quan tâm lãnh đạo|chưa ổn định",
    "that nobody reported where some did": r"chưa có đơn vị báo cáo",
}


@pytest.fixture
def odd(db):
    with clock.travel("2015-07-20T09:00+07:00"):
        yield copied(build)


def units_of(odd):
    """Return the province, its odd branches and the first union below each."""
    below = Unit.objects.filter(kind="grassroots", order=1, parent__in=odd.branches.values()).select_related("parent")
    return [odd.province, *odd.branches.values(), *below]


def report(odd, unit, phase=1):
    """Return the paragraphs of a unit's report by numeral of the part and the line's key; phase None: of the year."""
    reported = Phase.objects.select_related("campaign__unit").get(campaign=odd.campaign, number=phase or 1)
    summary = Summary(campaign=reported.campaign, phase=reported if phase else None, unit=unit, narrative={})
    document = SummaryDraft(summary, anew=True).contents().document
    lines = {
        (section.heading, line.key or line.title): line.text for section in document.sections for line in section.lines
    }
    return SimpleNamespace(
        lines={key: text for (_heading, key), text in lines.items()},
        texts=[
            document.about,
            document.opening,
            *(heading for heading, _key in lines),
            *lines.values(),
            document.closing,
        ],
    )


def faults(name, texts):
    return [
        f"{name}: {what}: {text}"
        for text in dict.fromkeys(texts)
        for what, pattern in BROKEN.items()
        if re.search(pattern, text)
    ]


def all_faults(odd, units, phase):
    """Return what is broken in the reports of all units, of a phase or with None of the year."""
    reports = [(unit.name, report(odd, unit, phase).texts) for unit in units]
    assert min(len(texts) for _unit, texts in reports) > 5
    return [fault for unit, texts in reports for fault in faults(f"{unit}, {phase or 'year'}", texts)]


def test_no_report_says_anything_false_or_broken(odd):
    units = units_of(odd)
    for phase in (1, None):
        assert all_faults(odd, units, phase) == []
    open_second_phase(odd)
    assert all_faults(odd, [unit for unit in units if not unit.is_grassroots], 2) == []
    assert all_faults(odd, units, None) == []  # of a year in whose second phase one union has reported so far


def test_the_sentences_of_the_odd_cases(odd):
    def lines(branch, phase=1):
        return report(odd, odd.branches[branch], phase).lines

    silent, returned, waiting, excused = (lines(name) for name in ("silent", "returned", "waiting", "excused"))
    assert silent["II.3"] == "Đến ngày lập báo cáo chưa có đơn vị nào báo cáo."
    assert silent["V.2"] == "Còn 04 đơn vị chưa báo cáo, danh sách tại Biểu số 01."
    for branch in (returned, waiting):
        assert branch["II.3"] == (
            "Đến ngày lập báo cáo có 03/04 đơn vị đã báo cáo, tất cả đúng hạn; còn 01 đơn vị chưa báo cáo."
        )
    for branch in (silent, returned, waiting, excused):
        assert {key: text for key, text in branch.items() if key.startswith("III.")} == {
            "III.0": "Chưa có báo cáo được xác nhận."
        }
    assert excused["II.2"] == "Chưa có đơn vị nào đăng ký giao ước thi đua."

    single, guilds, uncounted, empty = (lines(name) for name in ("single", "guilds", "uncounted", "empty"))
    assert single["I.1"] == (
        "Đến ngày 30/06/2015, toàn huyện có 01 công đoàn cơ sở; tổng số 46 CNVCLĐ, 44 đoàn viên; nữ 30 người, chiếm "
        "65,2%."
    )
    assert single["II.3"] == "Đến ngày lập báo cáo có 01/02 đơn vị đã báo cáo; còn 01 đơn vị chưa báo cáo."
    assert single["V.2"] == (
        "Còn 01 đơn vị chưa báo cáo, danh sách tại Biểu số 01; chưa rà soát giá trị sáng kiến nào."
    )
    assert guilds["I.1"].startswith("Đến ngày 30/06/2015, toàn huyện có 02 nghiệp đoàn; tổng số 92 CNVCLĐ")
    assert uncounted["I.1"] == (
        "Đến ngày 30/06/2015, toàn huyện có 03 công đoàn cơ sở; tổng số 138 CNVCLĐ, 132 đoàn viên."
    )
    assert "I.1" not in empty
    province = report(odd, odd.province).lines
    assert province["I.1"].endswith("nữ 801 người, chiếm 61,9% (tính trên các cơ sở có số liệu về nữ).")
    assert province["V.2"] == (
        "Còn 21 đơn vị chưa báo cáo, rải rác ở 13 công đoàn cấp trên và các CĐCS trực thuộc; chưa rà soát giá trị "
        "sáng kiến nào."
    )
    assert province["III.4"].startswith(
        "Toàn tỉnh có 26 sáng kiến được công nhận, vượt 18,2% so với đăng ký. Đề tài, sáng kiến, công trình được nêu "
        "tại Biểu số 03."
    )


def test_a_grassroots_report_tells_what_is_confirmed(odd):
    def lines(branch):
        union = Unit.objects.select_related("parent").filter(parent=odd.branches[branch]).first()
        return report(odd, union).lines

    unconfirmed = "Đơn vị chưa có báo cáo được xác nhận."
    for branch in ("silent", "returned", "waiting", "excused"):
        assert (lines(branch)["II.1"], lines(branch)["III.2"]) == (unconfirmed, unconfirmed)
    guild = lines("guilds")
    assert guild["II.1"] == "Kết quả thực hiện các chỉ tiêu được nêu tại Biểu số 02."
    assert guild["III.2"] == "Sáng kiến, công trình được nêu tại Biểu số 03. Điển hình là cô giáo Nông Thị Ánh."
    assert lines("uncounted")["I.1"] == "Đến ngày 30/06/2015, đơn vị có 46 CNVCLĐ, 44 đoàn viên."


def test_of_a_year_it_is_said_once_which_reports_its_figures_have(odd):
    open_second_phase(odd)
    for unit, base in (
        (
            odd.province,
            "gồm báo cáo đợt 2 đã được xác nhận của 01/36 đơn vị; các đơn vị còn lại tính theo báo cáo các ",
        ),
        (odd.branches["single"], "tính theo báo cáo các đợt trước, khi chưa có báo cáo đợt 2 được xác nhận."),
    ):
        texts = report(odd, unit, None).lines
        assert [key for key, text in texts.items() if "Số liệu của báo cáo này" in text] == ["II.4"]
        assert f"Số liệu của báo cáo này {base}" in texts["II.4"]
