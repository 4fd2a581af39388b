"""Tests the figures of a summary against counts by hand on a small province (tests.support.world)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.figures.address import ALL, FigureScope
from campaigns.figures.indicator_provider import UPPERS_IN_SPRING
from campaigns.figures.participation_types import FilingCounts
from campaigns.figures.types import IndicatorAmount
from campaigns.figures.work_provider import VALUES
from campaigns.models import Campaign, Commemoration, Filing, Phase
from foundation.digest import digest
from foundation.serialization import from_json, to_json
from foundation.vietnamese import percent
from summaries.annexes.works import works_annexes
from summaries.figures.book import SummaryBook
from summaries.figures.phase_figures import phase_figures
from tests.support.sheets_by_hand import (
    AT,
    ask_again,
    assign,
    call,
    exemplar,
    new_unit,
    open_by_hand,
    put,
    register,
    tell,
)

pytestmark = pytest.mark.either


@pytest.fixture
def figures(world):
    """A function that returns the figures of phase 1 (or another) at a unit by its short name, read anew."""

    def at(name, number=1, **more):
        phase = Phase.objects.select_related("campaign__unit").get(campaign=world.campaign, number=number)
        return phase_figures(phase, world.units[name], **more)

    return at


@pytest.fixture
def indicator(figures):
    """A function that returns the figures of an indicator at a unit."""
    return lambda name, code, number=1: figures(name, number).indicator(code)


@pytest.fixture
def report(world):
    return lambda name, status="accepted", phase=None, **answers: put(
        world.units[name], "report", status, phase=phase or world.phase, **answers
    )


@pytest.fixture
def pledge(world):
    return lambda name, status="accepted", phase=None, **answers: put(
        world.units[name], "pledge", status, phase=phase or world.phase, **answers
    )


@pytest.fixture
def second(world):
    """Phase 2, open, with the units of phase 1."""
    open_by_hand(world.phase2)
    for unit in list(world.units.values())[1:]:
        call(world.phase2, unit)
    return world.phase2


# Participation


def test_received_is_submitted_returned_or_accepted(figures, report):
    report("city", "submitted")
    report("bank", "returned")
    report("school", "accepted")
    report("commune", "draft")
    assert figures("province").participation.total.reports == FilingCounts(
        expected=7, received=3, accepted=1, waiting=1, late=0, excused=0, draft=1
    )


def test_the_excused_leave_the_denominator(figures, report):
    report("commune", "excused")
    report("school", "accepted")
    sheets = figures("district").participation.total.reports
    assert (sheets.expected, sheets.missing, sheets.excused, sheets.percent) == (3, 2, 1, Decimal(100) / 3)


def test_late_ones_are_counted_among_the_received(figures, report):
    report("school", "accepted", late=True)
    report("commune", "submitted")
    report("porters", "draft", late=True)
    sheets = figures("district").participation.total.reports
    assert (sheets.received, sheets.late, sheets.on_time) == (2, 1, 1)


def test_pledges_and_reports_are_counted_apart(figures, report, pledge):
    pledge("school")
    pledge("bank", "submitted")
    report("school")
    total = figures("province").participation.total
    assert (total.pledges.received, total.reports.received) == (2, 1)


def test_the_lines_of_the_province_add_up_to_its_total(figures, report):
    for name in ("city", "school", "porters", "direct", "central"):
        report(name)
    participation = figures("province").participation
    assert [(line.name, line.reports.received, line.reports.expected) for line in participation.lines] == [
        ("LĐLĐ thành phố Lạng Sơn", 1, 2),
        ("LĐLĐ huyện Chi Lăng", 2, 4),
        ("CĐCS Công ty Cấp nước", 1, 1),
    ]
    assert (participation.total.reports.received, participation.total.reports.expected) == (4, 7)


def test_a_line_is_the_total_of_the_unit_it_leads_to(figures, report):
    report("district", late=True)
    report("school")
    line = figures("province").participation.lines[1]
    total = figures("district").participation.total
    assert (line.pledges, line.reports, line.people, line.grassroots) == (
        total.pledges,
        total.reports,
        total.people,
        total.grassroots,
    )


def test_an_upper_unions_own_sheet_is_the_first_line_of_its_own_summary(figures):
    assert [(line.name, line.group) for line in figures("district").participation.lines] == [
        ("LĐLĐ huyện Chi Lăng", "own"),
        ("CĐCS Trường THCS Đồi Na", "C"),
        ("CĐCS Xã Đồi Na", "C"),
        ("Nghiệp đoàn Bốc xếp", "C"),
    ]


def test_upper_unions_are_units_without_people_of_their_own(figures):
    total = figures("province").participation.total
    assert (total.grassroots, total.people.workers) == (5, 40 + 46 + 12 + 64 + 120)


def test_a_coordinated_union_stands_on_a_line_of_its_own(figures, report):
    report("central", "accepted", PT03=9)
    at = figures("province")
    assert at.participation.total.people.workers == 282
    assert (at.participation.coordinated.grassroots, at.participation.coordinated.people.workers) == (1, 410)
    assert at.participation.coordinated.reports.accepted == 1
    assert at.participation.total.reports.accepted == 0
    assert at.indicator("PT03").phase.total == IndicatorAmount("sum")


def test_a_coordinated_unions_own_summary_counts_it(figures, report):
    report("central", PT03=9)
    at = figures("central")
    assert at.participation.coordinated is None
    assert (at.participation.total.reports.accepted, at.participation.total.people.workers) == (1, 410)
    assert at.indicator("PT03").phase.total == IndicatorAmount("sum", 1, Decimal(9))


def test_headcounts_are_the_accepted_reports_else_the_pledges_else_as_called(figures, report, pledge):
    pledge("school", counts={"workers": 50, "women": 30})
    report("school", counts={"workers": 51, "women": 31})
    pledge("commune", counts={"workers": 13, "women": None})
    report("commune", "submitted", counts={"workers": 99})
    people = figures("district").participation.total.people
    assert (people.workers, people.women, people.as_called) == (51 + 13 + 64, 31 + 32, 1)


def test_headcounts_nobody_knows_are_not_nought(figures):
    assert figures("district").participation.total.people.insured is None


def test_the_missing_are_named_with_their_upper_union(figures, report):
    for name in ("city", "bank", "district", "school", "porters", "direct"):
        report(name)
    missing = figures("province").participation.missing_reports
    assert [(line.name, line.upper) for line in missing] == [("CĐCS Xã Đồi Na", "LĐLĐ huyện Chi Lăng")]


def test_blocs_and_strands(figures):
    participation = figures("province").participation
    assert {bloc: line.grassroots for bloc, line in participation.blocs.items()} == {
        "administrative": 2,
        "enterprise": 3,
    }
    assert {strand: line.grassroots for strand, line in participation.strands.items()} == {
        "administrative": 1,
        "public_service": 1,
        "state_enterprise": 1,
        "private_enterprise": 1,
        "foreign_enterprise": 0,
    }


def test_a_phase_keeps_the_tree_it_was_called_with(world, figures, report):
    """The school moves to the city after the call: phase 1 still counts it below the district."""
    report("school", PT03=4)
    school, city = world.units["school"], world.units["city"]
    type(school).objects.filter(pk=school.pk).update(parent=city, path=city.path + "0009")
    assert figures("district").indicator("PT03").phase.total.numerator == 4
    assert figures("city").participation.total.grassroots == 1


# Indicators


def test_sums_are_added(indicator, report):
    report("school", PT03=4)
    report("bank", PT03=6)
    report("district", PT03=1)
    split = indicator("province", "PT03").phase
    assert (split.total, split.administrative, split.enterprise) == (
        IndicatorAmount("sum", 3, Decimal(11)),
        IndicatorAmount("sum", 1, Decimal(4)),
        IndicatorAmount("sum", 1, Decimal(6)),
    )
    assert split.grassroots == IndicatorAmount("sum", 2, Decimal(10))


def test_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators(indicator, report):
    report("school", HT03=(40, 46))
    report("commune", HT03=(5, 12))
    total = indicator("province", "HT03").phase.total
    assert (total.numerator, total.denominator, total.value) == (45, 58, Decimal(4500) / 58)


def test_a_quotient_is_no_percent(indicator, report):
    report("direct", DN01=(1200, 120))
    report("bank", DN01=(100, 40))
    total = indicator("province", "DN01").phase.total
    assert (total.measure, total.value) == ("quotient", Decimal(1300) / 160)


def test_a_ratio_of_nothing_has_no_value(indicator, report):
    report("school", HT03=(0, 0))
    assert indicator("province", "HT03").phase.total.value is None


def test_yes_is_counted_of_those_who_answered(indicator, report):
    report("school", PT01=1)
    report("commune", PT01=0)
    report("bank", PT01=1)
    total = indicator("province", "PT01").phase.total
    assert (total.numerator, total.denominator, total.units) == (2, 3, 3)


def test_what_nobody_reported_is_not_nought(indicator, report):
    report("school", PT03=0)
    assert indicator("province", "PT03").phase.total == IndicatorAmount("sum", 1, Decimal(0))
    assert indicator("province", "XH01").phase.total == IndicatorAmount("sum")
    assert indicator("province", "XH01").phase.total.value is None


def test_only_accepted_sheets_count_and_submitted_ones_wait_beside(indicator, report):
    report("school", PT03=4)
    report("bank", "submitted", PT03=6)
    report("commune", "returned", PT03=8)
    figures = indicator("province", "PT03")
    assert (figures.phase.total.numerator, figures.waiting) == (4, 1)


def test_a_reopened_sheet_leaves_the_figures(indicator, report):
    filing = report("school", PT03=4)
    assert indicator("province", "PT03").phase.total.numerator == 4
    Filing.objects.filter(pk=filing.pk).update(
        status="returned", reason="Sai số.", due_again=AT, counted_submission=None
    )
    assert indicator("province", "PT03").phase.total == IndicatorAmount("sum")


def test_the_year_adds_takes_the_last_or_the_highest(indicator, report, second):
    report("direct", PT03=4, DN04=1, PT01=1, DN05=(100, 120))
    report("direct", phase=second, PT03=3, DN04=0, PT01=0, DN05=(110, 118))
    total = {code: indicator("province", code, 2).year.total for code in ("PT03", "DN04", "PT01", "DN05")}
    assert total["PT03"].numerator == 7
    assert total["DN04"].numerator == 0
    assert total["PT01"].numerator == 1
    assert (total["DN05"].numerator, total["DN05"].denominator) == (110, 118)
    assert indicator("province", "PT03", 2).phase.total.numerator == 3


def test_what_a_phase_asks_in_another_meaning_is_not_added(world, indicator, report, pledge):
    """Another unit of measure under the same code: phase 1 is neither in the year of phase 2 nor its target."""
    pledge("school", PT03=9)
    report("school", PT03=4)
    world.campaign.indicators.filter(code="PT03").update(unit_of_measure="tập thể")
    open_by_hand(world.phase2)
    call(world.phase2, world.school)
    report("school", phase=world.phase2, PT03=3)
    figures = indicator("province", "PT03", 2)
    assert (figures.unit_of_measure, figures.year.total.numerator, figures.target.total.numerator) == (
        "tập thể", 3, None,
    )  # fmt: skip
    assert indicator("province", "PT03").year.total.numerator == 4


def test_what_a_later_phase_no_longer_asks_stays_in_the_year(world, indicator, report):
    report("school", PT03=4, PT01=1)
    world.campaign.indicators.filter(code="PT03").update(active=False)
    world.campaign.indicators.filter(code="PT01").update(name="Tên mới")
    open_by_hand(world.phase2)
    call(world.phase2, world.school)
    figures = indicator("province", "PT03", 2)
    assert (figures.asked, figures.year.total.numerator, figures.phase.total.numerator) == ((), 4, None)
    assert indicator("province", "PT01", 2).name == "Tên mới" != indicator("province", "PT01").name


def test_phase_1_knows_nothing_of_phase_2(indicator, report, pledge, second):
    report("school", phase=second, PT03=3)
    pledge("school", phase=second, PT03=30)
    figures = indicator("province", "PT03")
    assert (figures.year.total, figures.target.total) == (IndicatorAmount("sum"), IndicatorAmount("sum"))


def test_a_target_is_that_of_the_latest_accepted_pledge_and_never_added(indicator, pledge, second):
    pledge("school", PT03=10)
    pledge("bank", PT03=20)
    pledge("school", phase=second, PT03=12)
    pledge("bank", "submitted", phase=second, PT03=99)
    assert indicator("province", "PT03").target.total.numerator == 30
    assert indicator("province", "PT03", 2).target.total.numerator == 32


def test_a_pledge_that_asks_and_leaves_it_open_ends_the_target(indicator, pledge, second):
    pledge("school", PT03=10)
    pledge("school", phase=second, HT03=(40, 46))
    assert indicator("province", "PT03", 2).target.total == IndicatorAmount("sum")


def test_a_pledge_that_does_not_ask_keeps_the_target(indicator, pledge, second):
    pledge("district", RQ01=500)
    pledge("district", phase=second, PT03=2)
    assert indicator("province", "RQ01", 2).target.total.numerator == 500


def of_target(figures):
    return percent(*figures.compared(figures.year.total, figures.comparable.total))


def test_the_share_is_of_what_was_done_so_far(indicator, pledge, report, second):
    pledge("school", PT03=10)
    report("school", PT03=4)
    report("school", phase=second, PT03=3)
    assert of_target(indicator("province", "PT03")) == 40
    assert of_target(indicator("province", "PT03", 2)) == 70


def test_the_share_is_of_what_those_pledged_who_did_report(indicator, pledge, report):
    pledge("school", PT03=10)
    pledge("commune", PT03=90)
    report("school", PT03=4)
    figures = indicator("province", "PT03")
    assert (figures.target.total.numerator, figures.comparable.total.numerator, of_target(figures)) == (100, 10, 40)


def test_persons_are_compared_with_persons(indicator, pledge, report):
    pledge("school", HT03=(5, 39))
    report("school", HT03=(5, 38))
    assert of_target(indicator("province", "HT03")) == 100


def test_yes_and_shares_of_other_things_have_no_share_of_a_target(indicator, pledge, report):
    pledge("school", PT01=1)
    report("school", PT01=1)
    pledge("commune", HC01=(90, 100))
    report("commune", HC01=(99, 100))
    assert of_target(indicator("province", "PT01")) is None
    assert of_target(indicator("province", "HC01")) is None


def test_what_is_judged_of_an_indicator(world, indicator, pledge, report):
    for name, pledged, done in (("school", 10, 9), ("commune", 20, 0), ("bank", 30, 3)):
        pledge(name, PT03=pledged)
        report(name, PT03=done)
    pledge("district", PT03=50)
    progress = indicator("province", "PT03").progress
    assert (progress.plan, progress.done, progress.expected, progress.at_end) == (60, 12, Decimal("0.5"), False)
    assert (progress.answered_units, progress.contributing, progress.largest) == (3, 2, 9)
    assign(world.campaign, "PT03", world.province, world.district, 40)
    assert indicator("province", "PT03").progress.plan == 40


def test_levels_and_what_should_be_little_are_not_judged(indicator, report):
    report("direct", DN01=(300, 30), AT02=0, DN04=1)
    report("commune", HC01=(99, 100))
    codes = ("DN01", "AT02", "DN04", "HC01")
    assert [indicator("province", code).progress for code in codes] == [None, None, None, None]


def test_an_assigned_share_is_judged_as_the_persons_it_means(world, indicator, pledge, report):
    pledge("school", HT03=(30, 50))
    report("school", HT03=(40, 50))
    assign(world.campaign, "HT03", world.province, world.district, 90)
    progress = indicator("district", "HT03").progress
    assert (progress.plan, progress.pledged, progress.done) == (45, 30, 40)


def test_who_has_not_reported_now_is_not_judged_by_an_earlier_phase(indicator, report, pledge, second):
    for name, done in (("school", 9), ("commune", 8)):
        pledge(name, PT03=10)
        report(name, PT03=done)
    report("school", phase=second, PT03=2)
    report("commune", "submitted", phase=second, PT03=2)
    progress = indicator("province", "PT03", 2).progress
    assert (progress.plan, progress.done, progress.answered_units) == (10, 11, 1)
    report("city", RQ01=5)
    spring = indicator("province", "RQ01", 2).progress
    assert (spring.asked_units, spring.answered_units) == (1, 1)


def test_the_value_of_initiatives_is_not_judged_before_most_of_it_was_checked(indicator, report):
    sheet = report("school", SK03=10)
    tell(sheet, register(sheet, "initiative", "Bàn gá"), value=8_000_000, checked=6_000_000)
    tell(sheet, register(sheet, "initiative", "Đồ gá"), value=3_000_000)
    assert indicator("province", "SK03").progress.expected is None
    tell(sheet, register(sheet, "initiative", "Khuôn"), value=4_000_000, checked=4_000_000)
    assert indicator("province", "SK03").progress.expected == Decimal("0.5")


def test_no_target_no_share(indicator, report):
    report("school", PT03=4)
    assert of_target(indicator("province", "PT03")) is None


def test_titles_not_judged_yet_have_no_share_at_all(indicator, pledge, report):
    """Those of schools, judged in June, are compared with what schools pledged."""
    pledge("bank", DH01=(30, 40), DH11=(10, 40))
    report("school", DH01=(40, 46))
    titles, later = indicator("province", "DH01"), indicator("province", "DH11")
    assert (titles.judged, of_target(titles), titles.phase.total.numerator) == ("schools", None, 40)
    pledge("school", DH01=(32, 46))
    assert of_target(indicator("province", "DH01")) == 125
    assert (later.judged, of_target(later), later.asked) == ("later", None, ())


def test_titles_are_judged_in_the_last_phase(indicator, pledge, report, second):
    pledge("bank", DH01=(30, 40))
    pledge("school", DH01=(40, 40))
    report("school", DH01=(38, 40))
    report("bank", phase=second, DH01=(32, 40))
    titles = indicator("province", "DH01", 2)
    assert (titles.judged, titles.year.total.numerator, of_target(titles)) == ("now", 70, 100)


def test_assigned_is_what_was_given_to_the_unit(world, indicator):
    assign(world.campaign, "TC01", world.province, world.district, 50)
    assign(world.campaign, "TC01", world.district, world.school, 7)
    assert indicator("district", "TC01").assigned == 50
    assert indicator("school", "TC01").assigned == 7
    assert indicator("city", "TC01").assigned is None


def test_assigned_at_the_campaigns_unit_is_what_it_gave_and_never_two_levels(world, indicator):
    assign(world.campaign, "TC01", world.province, world.district, 50)
    assign(world.campaign, "TC01", world.province, world.city, 30)
    assign(world.campaign, "TC01", world.province, world.school, 7)
    assign(world.campaign, "TC01", world.province, world.central, 400)
    assign(world.campaign, "TC01", world.district, world.commune, 9)
    assert indicator("province", "TC01").assigned == 80


def test_an_assigned_ratio_is_not_added(world, indicator):
    assign(world.campaign, "DH01", world.province, world.district, 70)
    assign(world.campaign, "DH01", world.province, world.city, 80)
    assert indicator("province", "DH01").assigned is None
    assert indicator("district", "DH01").assigned == 70


def test_the_share_of_the_assigned(world, indicator, report):
    assign(world.campaign, "TC01", world.province, world.district, 8)
    report("porters", TC01=6)
    assert indicator("district", "TC01").of_assigned == 75


def test_less_is_better_is_told(indicator, report):
    report("direct", AT02=0)
    accidents = indicator("province", "AT02")
    assert (accidents.less_is_better, accidents.phase.total.numerator) == (True, 0)


def test_estimates_are_told(indicator, report):
    report("school", PT03=4, PT03_e=True)
    report("bank", PT03=6)
    assert indicator("province", "PT03").estimated == 1


def test_last_year_is_the_same_phase_of_the_same_unit_by_code(world, indicator, report):
    assert indicator("province", "PT03").last_year is None
    before = Campaign.objects.create(unit=world.province, slug="2014", year=2014, title="Phong trào 2014")
    phase = Phase.objects.create(
        campaign=before,
        number=1,
        theme="Thi đua",
        starts_on=date(2014, 1, 1),
        ends_on=date(2014, 6, 30),
        review_kind="preliminary",
        review_name="Sơ kết",
    )
    section = before.sections.create(number="A", name="Tổ chức", category="movement")
    before.indicators.create(
        section=section,
        code="PT03",
        name="Gương",
        unit_of_measure="gương",
        order=1,
        over_units="sum",
        over_phases="sum",
    )
    ask_again(phase)
    for name in ("school", "bank", "central"):
        call(phase, world.units[name])
    report("school", phase=phase, PT03=5)
    report("bank", "submitted", phase=phase, PT03=7)
    report("central", phase=phase, PT03=11)
    assert indicator("province", "PT03").last_year == IndicatorAmount("sum", 1, Decimal(5))
    assert indicator("city", "PT03").last_year is None
    assert indicator("central", "PT03").last_year == IndicatorAmount("sum", 1, Decimal(11))
    before.indicators.update(over_phases="max")
    ask_again(phase)
    assert indicator("province", "PT03").last_year is None  # the same code, another meaning


def test_who_is_asked_now(indicator):
    assert indicator("province", "PT03").asked == ("administrative", "enterprise", "own")
    assert indicator("province", "PT04").asked == ("own",)
    assert indicator("province", "HC02").asked == ()
    assert indicator("province", "DN04").asked == ("enterprise",)


def test_what_nobody_here_is_asked_is_not_in_the_table(indicator):
    assert indicator("school", "DN04") is None
    assert indicator("city", "HC01") is None


# Works


@pytest.fixture
def works(world, pledge, report):
    """Works: three registered by the school, two reported; one of the bank, reported only; the centre's is outside."""
    mine, theirs = pledge("school"), pledge("central")
    first = register(mine, "initiative", "Bộ thí nghiệm")
    second_ = register(mine, "initiative", "Lịch trực")
    register(mine, "topic", "Lịch sử địa phương")
    outside = register(theirs, "initiative", "Trạm biến áp")
    sheet, other = report("school"), report("bank")
    tell(sheet, first, recognised=True, value=12_500_000, checked=10_000_000)
    tell(sheet, second_, done=False, why_not="Còn thử.")
    jig = register(other, "product", "Gá dập", welcomes=Commemoration.objects.get(date=date(1975, 4, 30)))
    tell(other, jig, value=30_000_000)
    tell(report("central"), outside, recognised=True, value=900_000_000)
    return world


def test_registered_done_recognised_and_the_two_values_apart(works, figures):
    total = figures("province").works.total
    assert (total.registered, total.done, total.recognised) == (3, 2, 1)
    assert (total.declared, total.checked) == (42_500_000, 10_000_000)
    assert (total.valued, total.checked_works) == (2, 1)


def test_works_by_kind(works, figures):
    kinds = figures("province").works.kinds
    assert {kind: (sum_.registered, sum_.done, sum_.declared) for kind, sum_ in kinds.items()} == {
        "topic": (1, 0, None),
        "initiative": (2, 1, 12_500_000),
        "product": (0, 1, 30_000_000),
    }


def test_the_benefit_of_initiatives_is_never_added_to_the_value_of_products(works, figures):
    province = figures("province")
    merged = {"benefit": None, "benefit_checked": None, "product_value": None, "product_checked": None}
    older = replace(
        province.works,
        **{name: {key: replace(row, **merged) for key, row in getattr(province.works, name).items()}
           for name in ("kinds", "blocs", "strands")},
        total=replace(province.works.total, **merged),
        uppers=tuple(replace(row, **merged) for row in province.works.uppers),
    )  # fmt: skip
    for counted in (province.works, older):  # older: as stored before they were told apart
        book = SummaryBook(replace(province, works=counted), FigureScope(0, 0, 0), None, "")
        city, district, own = book.work_uppers
        values = partial(_values, book)
        assert values() == [12_500_000, 10_000_000, 30_000_000, None]
        assert values("work:initiative") == [12_500_000, 10_000_000, None, None]
        assert values("work:product") == [None, None, 30_000_000, None]
        assert values(slice="bloc:administrative") == [12_500_000, 10_000_000, None, None]
        assert values(slice=city.slice) == [None, None, 30_000_000, None]
        assert values(slice=district.slice) == [12_500_000, 10_000_000, None, None]
        assert values(slice=own.slice) == [None] * 4
        total = _sums(works_annexes(book)[0].tables[0])["Cộng"]
        assert total == ["3", "2", "1", "12,5", "10", "30", "…"]


def _values(book, subject="work:all", slice=ALL):
    return [book.value(subject, measure, slice).value for measure in VALUES]


def _sums(table):
    return {row.cells[0]: [cell.text for cell in row.cells[1:]] for row in table.rows}


def test_works_by_bloc_strand_and_upper_union(works, figures):
    counted = figures("province").works
    assert {bloc: (sums.registered, sums.done) for bloc, sums in counted.blocs.items()} == {
        "administrative": (3, 1),
        "enterprise": (0, 1),
    }
    assert (counted.strands["public_service"].done, counted.strands["private_enterprise"].done) == (1, 1)
    assert [(sums.name, sums.registered, sums.done) for sums in counted.uppers] == [
        ("LĐLĐ thành phố Lạng Sơn", 0, 1),
        ("LĐLĐ huyện Chi Lăng", 3, 1),
        ("LĐLĐ tỉnh Lạng Sơn", 0, 0),
    ]


def test_the_rows_of_works_tell_what_became_of_them(works, figures):
    rows = figures("province").works.rows
    assert [(row.title, row.done, row.recognised, row.declared, row.checked, row.occasion_on) for row in rows] == [
        ("Gá dập", True, False, 30_000_000, None, date(1975, 4, 30)),
        ("Bộ thí nghiệm", True, True, 12_500_000, 10_000_000, None),
        ("Lịch trực", False, False, None, None, None),
    ]


def test_a_work_withdrawn_or_pledged_in_a_sheet_not_accepted_is_not_registered(works, figures):
    works.campaign.works.filter(entries__title="Lịch sử địa phương").update(withdrawn=True)
    assert figures("province").works.total.registered == 2
    Filing.objects.filter(called__unit=works.school, kind="pledge").update(status="submitted", counted_submission=None)
    assert figures("province").works.total.registered == 0


def test_a_coordinated_unions_works_are_in_its_own_summary_alone(works, figures):
    total = figures("central").works.total
    assert (total.registered, total.done, total.declared) == (1, 1, 900_000_000)


def test_over_the_whole_campaign_a_work_has_its_latest_result(works, figures, report, second):
    work = works.campaign.works.get(entries__title="Lịch trực")
    tell(report("school", phase=second), work, recognised=True, value=1_000_000)
    assert figures("province", 2).works.total.done == 1
    whole = figures("province", 2, whole=True).works
    assert (whole.total.done, whole.total.declared, len(whole.rows)) == (3, 43_500_000, 3)


# Spring and exemplars


def test_spring_has_a_line_for_each_place_union(figures, report):
    report("district", RQ01=1200, RQ02=0)
    report("city", "submitted", RQ01=999)
    lines = figures("province").spring
    assert [(line.name, line.reported, line.waiting, line.values) for line in lines] == [
        ("LĐLĐ thành phố Lạng Sơn", False, True, {}),
        ("LĐLĐ huyện Chi Lăng", True, False, {"RQ01": Decimal(1200), "RQ02": Decimal(0)}),
    ]
    book = SummaryBook(figures("province"), FigureScope(0, 0, 0), None, "")
    uppers = {measure: book.value("spring:uppers", measure).value for measure in UPPERS_IN_SPRING}
    assert uppers == {"expected": 2, "received": 2, "waiting": 1, "counted": 1, "active": 1}


def test_spring_is_asked_in_phase_1_only(world, figures, report, second):
    """In the year it is the report of phase 1 that tells who is silent and who waits, not that of phase 2."""
    report("city", "submitted", RQ01=999)
    report("district", phase=second, HT01=1)
    assert figures("province", 2).spring == ()
    of_year = phase_figures(Phase.objects.get(pk=second.pk), world.province, whole=True).spring
    assert [(line.reported, line.waiting) for line in of_year] == [(False, True), (False, False)]


def test_only_published_exemplars_of_accepted_reports_are_shown(figures, report):
    exemplar(report("school"), "Cô Ánh")
    exemplar(report("commune"), "Anh Sử", published=False)
    exemplar(report("bank", "submitted"), "Chị Út")
    assert [(line.who, line.unit, line.upper) for line in figures("province").exemplars] == [
        ("Cô Ánh", "CĐCS Trường THCS Đồi Na", "LĐLĐ huyện Chi Lăng")
    ]


# Queries and freezing

QUERIES = 21  # one of them for a catalogue that this process has not read


@pytest.mark.parametrize("more", [0, 3])
def test_the_queries_are_as_many_for_one_unit_as_for_many(world, pledge, report, more):
    pledge("school", PT03=5)
    exemplar(report("school", PT03=4), "Cô Ánh")
    for number in range(more):
        unit = new_unit(f"CĐCS Xã {number}", world.district, 50 + number, workers=20, members=20)
        call(world.phase, unit)
        put(unit, "pledge", "accepted", phase=world.phase, counts={"workers": 21}, PT03=3)
        sheet = put(unit, "report", "accepted", phase=world.phase, counts={"workers": 22}, PT03=2, PT01=1)
        tell(sheet, register(sheet, "initiative", f"Sáng kiến {number}"), value=1000)
        exemplar(sheet, f"Anh {number}")
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    with CaptureQueriesContext(connection) as queries:
        figures = phase_figures(phase, world.units["district"])
    assert len(queries) == QUERIES
    assert (figures.participation.total.grassroots, len(figures.exemplars)) == (3 + more, 1 + more)


def test_figures_come_back_from_json_exactly(works, figures, report):
    report("district", RQ01=Decimal("1200.5"), HT03=(3, 7))
    counted = figures("province")
    assert from_json(type(counted), to_json(counted)) == counted
    assert digest(to_json(counted)) == digest(to_json(from_json(type(counted), to_json(counted))))
