"""Tests what is worth a second look in a sheet: each limit from both sides, who is shown it, and how long."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings, reviews
from campaigns.actions.oddities import dismiss_oddity
from campaigns.catalogue.types import NUMBER, RATIO, YES_NO, CatalogueIndicator, CatalogueSection
from campaigns.models import Campaign, DismissedOddity, Filing, OddityKind, Phase
from campaigns.oddities import (
    ComparedFigure,
    exactly_as_pledged,
    far_above_target,
    likeness,
    nearly_identical,
    shingles,
    side_by_side,
    targets_below_last_year,
    values_without_recognition,
)
from campaigns.oddity_evidence import oddities_to_show
from campaigns.sheet import Sheet
from campaigns.sheet.context import Amount
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.filing_steps import REPORTING, drafted, pledged, sent
from tests.support.sheets_by_hand import ask_again, call, open_by_hand, put
from tests.support.source import imports
from tests.support.world import WORK, draft, fill
from units.access import Forbidden
from units.models import Event

pytestmark = pytest.mark.either

SECTION = CatalogueSection(("A",), "Tổ chức", "movement", 1)
TEXT = " ".join(f"từ{number}" for number in range(100))


def figure(amount, against, earlier=0, *, answer=NUMBER, **changes):
    columns = {"pk": 1, "code": "PT03", "name": "Gương", "section": SECTION, "order": 1, "unit_of_measure": "gương"}
    columns |= {"decimals": 0, "over_units": "sum", "over_phases": "sum", "pace": "even", "counting": "persons"}
    columns |= dict.fromkeys(("denominator_name", "denominator_from", "computed", "help_text", "national_code"), "")
    columns |= {
        "less_is_better": False,
        "in_pledge": True,
        "in_report": True,
        "asked": {},
        "meaning": "",
        "answer": answer,
    }
    indicator = CatalogueIndicator(**columns | changes)
    amounts = [
        Amount(None, *map(Decimal, parts)) if isinstance(parts, tuple) else Amount(Decimal(parts))
        for parts in (amount, against)
    ]
    return ComparedFigure(indicator, *amounts, Decimal(earlier))


def words(first, count=20):
    return " ".join(f"từ{number}" for number in range(first, first + count))


def test_each_limit_is_kept_from_both_sides():
    three = Decimal(3)
    far = [figure(31, 10), figure(25, 10, earlier=6), figure((31, 40), (10, 40), answer=RATIO)]
    near = [figure(30, 10), figure(24, 10, earlier=6), figure(9, 0), figure(1, 0, answer=YES_NO)]
    rate = figure((31, 40), (10, 40), answer=RATIO, counting="things")
    assert far_above_target([*far, *near, rate], three) == far

    tens = [figure(10, 10), figure(12, 12), figure(6, 16, earlier=10), figure((11, 20), (11, 20), answer=RATIO)]
    small = [figure(9, 9), figure(3, 9), figure(1, 1, answer=YES_NO), figure((9, 20), (9, 30), answer=RATIO)]
    fifth = figure(50, 50)
    assert exactly_as_pledged([*tens, *small]) == [], "four, and what does not count"
    assert exactly_as_pledged([*tens, *small, fifth]) == [*tens, fifth]
    for other in (figure(51, 50), figure((11, 21), (11, 20), answer=RATIO), figure(50, 50, earlier=1)):
        assert exactly_as_pledged([*tens, fifth, other]) == []

    lower = [figure(9, 10), figure((49, 100), (5, 10), answer=RATIO)]
    equal = [figure(10, 10), figure((5, 10), (50, 100), answer=RATIO), figure(0, 1, answer=YES_NO)]
    assert targets_below_last_year([*lower, *equal, figure(1, 2, less_is_better=True)]) == lower

    row = {
        "kind": "initiative",
        "registered": None,
        "done": True,
        "value": 1,
        "recognised_by": "",
        "recognised_on": None,
    }
    recognised = row | {"recognised_by": "Hiệu trưởng", "recognised_on": date(2015, 5, 20)}
    others = [recognised, row | {"value": 0}, row | {"value": None}, row | {"done": False}, row | {"kind": "product"}]
    assert values_without_recognition([row, *others]) == [row]
    assert values_without_recognition([recognised | {"recognised_on": None}]) != []


def test_texts_are_alike_from_eight_tenths_of_their_shingles_on():
    """Twenty words have 16 shingles; 2 words of another text at the end leave 16 of 20 in common with 22 words."""
    before = words(0, 22)  # 18 shingles, of which 16 are in both; 16 / (18 + 18 - 16) = 0.8
    now = f"{words(0, 20)} khác hẳn"
    assert likeness(shingles(now), shingles(before)) == pytest.approx(0.8)
    assert [pair.label for pair in nearly_identical({"Ưu điểm": [now]}, {"Ưu điểm": [before, "khác"]})] == ["Ưu điểm"]
    assert nearly_identical({"Ưu điểm": [now]}, {"Khó khăn": [before]}) == []
    assert nearly_identical({"Ưu điểm": [f"{words(0, 19)} khác hẳn"]}, {"Ưu điểm": [words(0, 21)]}) == []
    assert likeness(shingles(words(0, 14)), shingles(words(0, 14).upper() + ".")) == 1, "case and marks are no words"
    assert likeness(shingles(words(0, 13)), shingles(words(0, 13))) == 0, "nine shingles are too few"
    board = f"Ban viết: {words(0, 22)}"
    assert nearly_identical({"Ưu điểm": [now]}, {"Ưu điểm": [before]}, [board]) == []
    assert nearly_identical({"Ưu điểm": [now]}, {"Ưu điểm": [before]}, ["Lời khác của Ban, dài hơn năm từ."]) != []
    old, new = side_by_side("một hai ba", "một hai bốn")
    assert [(piece.text, piece.common) for piece in (*old, *new)] == [
        ("một hai", True), ("ba", False), ("một hai", True), ("bốn", False),
    ]  # fmt: skip


def last_year(world, *, narrative="", **figures):
    """Write the campaign of 2014 with the school's accepted report."""
    before = Campaign.objects.create(unit=world.province, slug="2014", year=2014, title="Phong trào 2014")
    days = {"starts_on": date(2014, 1, 1), "ends_on": date(2014, 6, 30)}
    phase = Phase.objects.create(
        campaign=before, number=2, theme="Thi đua", review_kind="preliminary", review_name="Sơ kết", **days
    )
    section = before.sections.create(number="A", name="Tổ chức", category="movement")
    columns = ("code", "name", "unit_of_measure", "order", "over_units", "over_phases", "counting", "pace", "decimals")
    for code in figures:
        now = world.campaign.indicators.filter(code=code).values(*columns).get()
        before.indicators.create(section=section, **now)
    ask_again(phase)
    call(phase, world.school)
    Filing.objects.filter(called__phase=phase, kind="report").update(typed={"narrative": {"strengths": narrative}})
    put(world.school, "report", "accepted", phase=phase, **figures)
    return before


def reported(world, number="10", **changes):
    """Return the school's report, sent with a result whose target is 3, and an initiative that nobody recognised."""
    pledged(world, works=[WORK])
    report = world.sheet("school", "report")
    actuals = fill(report)["actuals"]
    code = summed_code(report, actuals)
    told = {"uuid": WORK["uuid"], "done": "yes", "value": "12.500.000", "no_money": ""}
    report = drafted(world, "school", "report", results=[told], actuals=actuals | {code: number}, **changes)
    reasons = {question.key: {"of": question.of, "reason": "Đã đối chiếu."} for question in Sheet(report).questions}
    filings.confirm_questions(report, reasons, by=world.by("owner"))
    filings.submit(report, by=world.by("owner"))
    return world.sheet("school", "report")


def summed_code(report, actuals):
    """Return the code of an indicator that is added up over phases, with 3 in the complete sheet."""
    indicators = [asked_indicator.indicator for asked_indicator in Sheet(report).typed_indicators]
    return next(row.code for row in indicators if row.over_phases == "sum" and actuals.get(row.code) == "3")


def sent_sheet(filing):
    return Sheet(filing, submission=filing.last_submission)


def kinds(filing):
    return [oddity.kind.value for oddity in oddities_to_show(sent_sheet(filing))]


def test_the_reviewer_alone_is_shown_two_oddities_until_they_are_dismissed(client, world):
    before = last_year(world, narrative=TEXT)
    with clock.travel(REPORTING):
        report = reported(world, narrative={"strengths": TEXT, "chair_name": "Nông Thị Ánh"})
        address = report.url("dismiss_oddity")
        number = {"seen": "1"}
        for person, status in (("owner", 403), ("neighbour", 404), ("board", 403), ("chair", 403), ("district", 404)):
            client.force_login(world.user(person))
            page = client.get(report.get_absolute_url())
            shown = page.status_code == 200 and "Nên xem kỹ" in page.content.decode()
            assert shown == (person == "district"), person
            assert client.post(address, number | {"oddity": "x"}).status_code == (
                404 if person == "district" else status
            )
            if person != "district":
                assert client.post(address, number | {"oddity": "far_above"}).status_code == status
        assert not DismissedOddity.objects.exists()

        page = client.get(report.get_absolute_url())
        assert [oddity.kind.value for oddity in page.context["oddities"]] == ["far_above", "unrecognised"]
        content = page.content.decode()
        assert content.count("Đã đối chiếu.") == 2 and "12.500.000" in content
        for elsewhere in ("/reports/", "/pledges/", "/", report.phase.get_absolute_url(), report.url("version", 1)):
            assert "xem kỹ" not in client.get(elsewhere).content.decode(), elsewhere

        with pytest.raises(StateConflict):
            dismiss_oddity(report, OddityKind.FAR_ABOVE, by=world.by("district", "reviewer"), submission_number=0)
        with pytest.raises(Forbidden):
            dismiss_oddity(report, OddityKind.FAR_ABOVE, by=world.by("board"))
        events = len(Event.objects.about(report))
        for _twice in range(2):
            assert client.post(address, number | {"oddity": "far_above"}).status_code == 302
        row = DismissedOddity.objects.get()
        assert (row.campaign, row.unit, row.kind, row.by) == (
            world.campaign,
            world.school,
            "far_above",
            world.user("district"),
        )
        assert len(Event.objects.about(report)) == events, "the unit reads no trace of it"
        page = client.get(report.get_absolute_url())
        (first, texts) = page.context["oddities"]
        assert (first.kind.value, texts.kind.value) == ("unrecognised", "same_text")
        assert "Năm 2014:" in (content := page.content.decode()) and f"<mark>{TEXT}</mark>" in content
        client.force_login(world.user("district2"))
        assert len(client.get(report.get_absolute_url()).context["oddities"]) == 2, "who reviews the same sheets"

        DismissedOddity.objects.create(
            campaign=before, unit=world.school, kind="unrecognised", by=row.by, post=row.post, at=clock.now()
        )
        assert kinds(report) == ["unrecognised", "same_text"], "what was dismissed last year is shown again"
        filings.take_back(report, by=world.by("owner"))
        client.force_login(world.user("district"))
        assert "Nên xem kỹ" not in client.get(report.get_absolute_url()).content.decode()
        assert client.post(address, number | {"oddity": "unrecognised"}).status_code == 409


@pytest.mark.parametrize(("target", "expected"), [("4", ["low_targets"]), ("5", [])])
def test_targets_are_compared_with_the_whole_of_last_year(world, target, expected):
    last_year(world, PT03=5)
    with clock.travel("2015-02-25T09:00+07:00"):
        pledge = world.sheet("school", "pledge")
        typed = fill(pledge)
        draft(pledge, by=world.by("owner"), indicators=typed["indicators"] | {"PT03": target})
        filings.submit(pledge, by=world.by("owner"))
        pledge = world.sheet("school", "pledge")
        sheet = sent_sheet(pledge)
        assert sheet.asked_indicators
        with CaptureQueriesContext(
            connection,
        ) as queries:
            oddities = oddities_to_show(sheet)
    assert [oddity.kind.value for oddity in oddities] == expected
    assert len(queries) == 3 + len(expected), "the unit's sheets, figures and texts of last year; then dismissed ones"
    if oddities:
        assert oddities[0].rows == [(oddities[0].rows[0][0], "5", "4")]


def test_a_target_of_the_year_is_compared_with_all_its_phases(world):
    with clock.travel(REPORTING):
        reviews.accept(reported(world, "6"), by=world.by("district", "reviewer"))
        open_by_hand(world.phase2)
        call(world.phase2, world.school)
        report = world.sheet("school", "report", 2)
        actuals = fill(report)["actuals"]
        code = summed_code(report, actuals)
        sent(world, "school", "report", number=2, actuals=actuals | {code: "4"})
        oddities = oddities_to_show(sent_sheet(world.sheet("school", "report", 2)))
    assert [row[1:] for oddity in oddities for row in oddity.rows] == [("3", "4", "6", "")]


def test_nothing_but_the_sheets_page_reads_oddities():
    importers = {name for name, used in imports().items() if used & {"campaigns.oddities", "campaigns.oddity_evidence"}}
    assert importers == {"campaigns.oddity_evidence", "campaigns.views.filing"}
