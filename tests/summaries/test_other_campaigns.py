"""Tests the reports of campaigns that ask something else in other phases than that of 2015 did."""

import re
from datetime import date
from decimal import Decimal

import pytest

from campaigns.models import AssessmentLimits, Campaign, DueDate, Phase
from campaigns.models.indicator import Column
from foundation import clock
from summaries.annexes import annexes_of
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.report.line_loading import write_lines
from tests.support.sheets_by_hand import call, open_by_hand, put

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

QUARTERS = (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))
NOT_COMPARED = "không so sánh với cùng kỳ"
ROMAN = ("I", "II", "III", "IV")
ASKED = {
    "1": ("HT01", "Số thùng thư góp ý", "thùng", "sum", "even"),
    "2": ("AT02", "Áo mưa", "chiếc", "sum", "early"),
    "3": ("ZZ.1", "Khám sức khỏe", "người", "ratio", "even"),
    "4": ("YN9", "Có ký thỏa ước lao động tập thể", "đơn vị", "yes_no", "even"),
}


def campaign_of(world, year=2016, *, phases=4):
    """Return a campaign with sections 1 to 4 of one indicator each, its quarters, and the plain lines."""
    made = Campaign.objects.create(
        unit=world.province, slug=str(year), year=year, title=f"Phong trào thi đua năm {year}", number=f"03/CTr-{year}"
    )
    for letter, (code, name, measure, over, pace) in ASKED.items():
        section = made.sections.create(
            number=letter, name=f"Mục {name.lower()}", order=int(letter), category="movement"
        )
        ratio = {"denominator_name": "Tổng số người lao động", "counting": "persons"} if over == "ratio" else {}
        row = made.indicators.create(
            section=section, code=code, name=name, unit_of_measure=measure, order=10, over_units=over,
            over_phases="sum" if over == "sum" else "last", pace=pace, **ratio,
        )  # fmt: skip
        for column in Column.values:
            row.asked.create(column=column, level="all")
    AssessmentLimits.objects.create(campaign=made)
    for number, (first, last) in enumerate(QUARTERS[:phases], start=1):
        Phase.objects.create(
            campaign=made, number=number, theme=f"Chủ đề {number}", review_name=f"Sơ kết quý {ROMAN[number - 1]}",
            review_kind="final" if number == 4 else "preliminary",
            starts_on=date.fromisoformat(f"{year}-{first}"), ends_on=date.fromisoformat(f"{year}-{last}"),
        )  # fmt: skip
    write_lines(made)
    return made


def opened(campaign, number, units):
    phase = campaign.phases.select_related("campaign__unit").get(number=number)
    open_by_hand(phase)
    for unit in units:
        call(phase, unit)
    return phase


def contents_of(phase, unit=None, *, whole=False):
    phase = Phase.objects.select_related("campaign__unit").get(pk=phase.pk)
    summary = Summary(campaign=phase.campaign, phase=None if whole else phase, unit=unit or phase.campaign.unit)
    return SummaryDraft(summary, anew=True).contents()


def told(contents):
    """Return everything that a report's text says, a line for each of its lines."""
    document = contents.document
    lines = [f"{section.heading}|{line.title}|{line.text}" for section in document.sections for line in section.lines]
    return [document.about, document.opening, *lines, document.closing]


@pytest.fixture
def quarters(world):
    campaign = campaign_of(world)
    for number, day in ((2, date(2016, 6, 10)), (4, date(2016, 12, 10))):
        phase = campaign.phases.get(number=number)
        DueDate.objects.create(phase=phase, kind="dossier", group="direct", at=clock.end_of_day(day))
    return campaign


@pytest.fixture
def first(world, quarters):
    phase = opened(quarters, 1, [world.district, world.school, world.units["commune"]])
    put(world.school, "pledge", "accepted", phase=phase, **{"HT01": 40, "AT02": 100, "ZZ.1": (40, 45)})
    put(world.school, "report", "accepted", phase=phase, **{"HT01": 12, "AT02": 100, "ZZ.1": (10, 45), "YN9": 1})
    return phase


def test_a_quarter_is_called_a_quarter_and_told_by_its_own_sections(first):
    lines = told(contents_of(first))
    assert lines[0] == "Sơ kết phong trào thi đua quý I, phương hướng nhiệm vụ quý II năm 2016"
    results = [line.partition("|")[2] for line in lines if line.startswith("III. ")]
    base = "Số liệu trên tính theo báo cáo đã được xác nhận của 01/03 đơn vị."
    assert results[1:] == [
        f"Mục số thùng thư góp ý|Số thùng thư góp ý là 12 thùng, đạt 30% so với đăng ký. {base}",
        f"Mục áo mưa|Áo mưa là 100 chiếc, đạt 100% so với đăng ký. {base}",
        f"Mục khám sức khỏe|Khám sức khỏe là 10/45 (22,2%), đạt 25% so với đăng ký. {base}",
        f"Mục có ký thỏa ước lao động tập thể|Có ký thỏa ước lao động tập thể có ở 01/01 đơn vị. {base}",
    ]
    assert results[0] == f"|Kết quả quý I {NOT_COMPARED} do thời gian báo cáo hai năm khác nhau."
    last_year = "VI. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ II||Gửi hồ sơ khen thưởng tổng kết năm về LĐLĐ tỉnh "
    assert f"{last_year}(qua Ban Chính sách - Pháp luật) trước ngày 10/12/2016." in lines


def test_no_level_says_a_number_of_a_phase_or_another_year(world, first):
    with clock.travel("2016-04-04T09:00+07:00"):
        papers = [told(contents_of(first, unit)) for unit in (None, world.district, world.school)]
        papers.append(told(contents_of(first, whole=True)))
    for lines in papers:
        text = "\n".join(lines)
        assert not re.search(r"[đĐ]ợt \d|2015|2014", text)
        assert not re.search(r"…|[{}\[\]]|  |\(\)| [,;.]", text)
    assert str(Summary(campaign=first.campaign, phase=first, unit=world.province)) == (
        "Báo cáo sơ kết quý I năm 2016, LĐLĐ tỉnh Lạng Sơn"
    )


def test_the_workbook_of_a_quarter_is_named_after_it(world, first, client):
    Campaign.objects.filter(pk=first.campaign_id).update(status="published", published_at=clock.now())
    client.force_login(world.user("board"))
    answer = client.get("/campaigns/2016/phases/1/summary.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="so-ket-quy-i-2016.xlsx"'


def test_a_quarter_of_the_plan_is_expected_after_a_quarter(world, quarters, first):
    book = SummaryDraft(Summary(campaign=first.campaign, phase=first, unit=world.province)).book
    expected = {code: book.progress(code).expected for code in ("HT01", "AT02", "ZZ.1")}
    assert expected == {"HT01": Decimal("0.25"), "AT02": 1, "ZZ.1": Decimal("0.25")}
    second = opened(quarters, 2, [world.school])
    put(world.school, "report", "accepted", phase=second, HT01=1)
    book = SummaryDraft(Summary(campaign=second.campaign, phase=second, unit=world.province)).book
    assert book.progress("HT01").expected == Decimal("0.5")


def test_a_half_is_compared_with_two_quarters_and_another_question_with_nothing(world, quarters):
    for number, amount in ((1, 4), (2, 8)):
        phase = opened(quarters, number, [world.school])
        put(world.school, "report", "accepted", phase=phase, HT01=amount, AT02=100)
    later = campaign_of(world, 2017, phases=0)
    later.indicators.filter(code="AT02").update(unit_of_measure="bộ")
    days = {"starts_on": date(2017, 1, 1), "ends_on": date(2017, 6, 30)}
    Phase.objects.create(campaign=later, number=1, theme="Nửa năm", review_name="Sơ kết 6 tháng đầu năm", **days)
    half = opened(later, 1, [world.school])
    put(world.school, "report", "accepted", phase=half, HT01=18, AT02=50)
    contents = contents_of(half)
    lines = told(contents)
    assert lines[0] == "Sơ kết phong trào thi đua 6 tháng đầu năm 2017"
    assert [line.rpartition("|")[2] for line in lines if line.startswith("III. ")][:3] == [
        f"Kết quả 6 tháng đầu năm về “Áo mưa” {NOT_COMPARED} do năm trước hỏi theo cách hoặc đơn vị tính khác.",
        "Số thùng thư góp ý là 18 thùng, tăng 50% so với cùng kỳ.",
        "Áo mưa là 50 bộ.",
    ]
    assert contents.book.value("indicator:HT01", "last_year").numerator == 12
    put(world.school, "report", "returned", phase=phase)
    text = "\n".join(told(contents_of(half)))
    assert f"{NOT_COMPARED} do chưa đủ đơn vị có số liệu ở cả hai năm." in text
    assert "6 tháng đầu năm 2017 trong CNVCLĐ" in text


def test_beside_a_quarter_stands_no_half_of_last_year(world):
    halves = campaign_of(world, phases=0)
    days = {"starts_on": date(2016, 1, 1), "ends_on": date(2016, 6, 30)}
    Phase.objects.create(campaign=halves, number=1, theme="Nửa năm", review_name="Sơ kết", **days)
    put(world.school, "report", "accepted", phase=opened(halves, 1, [world.school]), HT01=12)
    quarter = opened(campaign_of(world, 2017, phases=1), 1, [world.school])
    put(world.school, "report", "accepted", phase=quarter, HT01=5)
    contents = contents_of(quarter)
    assert "Số thùng thư góp ý là 05 thùng." in "\n".join(told(contents))
    annex = next(annex for annex in annexes_of(contents.book, full=True) if annex.label == "Biểu số 02")
    (table,) = annex.tables
    titles = [column.title for column in table.columns]
    assert table.rows[1].cells[titles.index("Cùng kỳ năm trước")].text == ""
    assert "Không ghi cùng kỳ năm trước: thời gian báo cáo hai năm khác nhau." in table.notes


def test_over_new_year_the_months_of_the_campaign_count(world):
    campaign = campaign_of(world, phases=0)
    for number, (first, last) in enumerate((("2016-09-01", "2017-01-31"), ("2017-02-01", "2017-05-31")), start=1):
        days = {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last)}
        Phase.objects.create(campaign=campaign, number=number, theme="Học kỳ", review_name="Sơ kết", **days)
    phase = opened(campaign, 1, [world.school])
    put(world.school, "report", "accepted", phase=phase, HT01=18)
    contents = contents_of(phase)
    assert contents.book.progress("HT01").expected == Decimal(5) / 9
    assert "đợt 1 (từ ngày 01/09/2016 đến ngày 31/01/2017;" in told(contents)[1]


def test_the_only_phase_of_a_campaign_is_the_year(world):
    campaign = campaign_of(world, phases=0)
    days = {"starts_on": date(2016, 1, 1), "ends_on": date(2016, 12, 31), "review_kind": "final"}
    Phase.objects.create(campaign=campaign, number=1, theme="Cả năm", review_name="Tổng kết", **days)
    phase = opened(campaign, 1, [world.school])
    put(world.school, "report", "accepted", phase=phase, HT01=18)
    assert told(contents_of(phase))[0] == "Tổng kết phong trào thi đua cả năm 2016"
    book = SummaryDraft(Summary(campaign=campaign, phase=phase, unit=world.province)).book
    assert book.progress("HT01").expected == 1


def test_the_annex_has_the_campaigns_own_sections_those_below_them_and_its_numbers(world, quarters):
    outer = quarters.sections.create(number="II", name="Mục lớn", order=90, line_numbers="nested")
    for number, code in (("II.1", "N1"), ("II.2", "N2")):
        inner = quarters.sections.create(number=number, name="Cùng tên", order=5, parent=outer, line_numbers="nested")
        row = inner.indicators.create(
            campaign=quarters, code=code, name=f"Việc {code}", unit_of_measure="việc", order=1, over_units="sum",
            over_phases="sum",
        )  # fmt: skip
        for column in Column.values:
            row.asked.create(column=column, level="all")
    phase = opened(quarters, 1, [world.school])
    put(world.school, "report", "accepted", phase=phase, HT01=12, N1=3, N2=4)
    contents = contents_of(phase)
    annex = next(annex for annex in annexes_of(contents.book, full=True) if annex.label == "Biểu số 02")
    assert annex.title == "Kết quả thực hiện các chỉ tiêu thi đua quý I năm 2016"
    (table,) = annex.tables
    heads = [[getattr(cell, "text", cell) for cell in row.cells[:2]] for row in table.rows]
    assert heads == [
        ["1", "Mục số thùng thư góp ý"],
        ["1", "Số thùng thư góp ý"],
        ["2", "Mục áo mưa"],
        ["2", "Áo mưa"],
        ["3", "Mục khám sức khỏe"],
        ["3", "Khám sức khỏe"],
        ["4", "Mục có ký thỏa ước lao động tập thể"],
        ["4", "Có ký thỏa ước lao động tập thể"],
        ["II", "Mục lớn"],
        ["II.1", "Cùng tên"],
        ["II.1.1", "Việc N1"],
        ["II.2", "Cùng tên"],
        ["II.2.1", "Việc N2"],
    ]
    assert sum(column.width for column in table.columns) == pytest.approx(100, abs=1)
    last = contents.document.sections[2].lines[-1]
    assert (last.title, last.text.partition(". ")[0]) == ("Mục lớn: Cùng tên", "Việc N1 là 03 việc")
