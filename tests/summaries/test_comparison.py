"""Tests what differs between a final summary and a later one: figures by address, the sheets that caused it, words."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings, reviews
from campaigns.figures.address import FigureKey, FigureValue
from foundation import clock
from summaries import actions
from summaries.comparison import Comparison
from summaries.models import Summary
from summaries.report.contents import contents_of
from summaries.sources import figures_of
from summaries.views.changes_presenter import value_text
from tests.support import signing
from tests.support.filing_steps import PLEDGING, REPORTING, accepted, pledged
from tests.support.without_triggers import without_triggers
from tests.support.world import WORK
from units.models import Unit

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

DONE = {"uuid": WORK["uuid"], "done": "yes", "value": "12.500.000", "recognised_by": "Hiệu trưởng",
        "recognised_no": "12/QĐ", "recognised_on": "20/05/2015"}  # fmt: skip
FINAL, LATER = "2015-07-27T09:00+07:00", "2015-08-03T09:00+07:00"
CAUSED_APART = [re.compile(kind) for kind in ("people:", "work:", "count:pledge", "count:report")]
OF_VERSION_0_1_0 = ("expected", "received", "accepted", "waiting", "late", "excused")  # counts of sheets in a final
PAGE = "/campaigns/2015/phases/1/summary/"


def made_final(world, draft, number):
    actions.propose(draft, by=world.by("board"))
    signing.finalise(draft, number=number, dated_on=clock.today(), by=world.by("leader"))
    return Summary.objects.get(pk=draft.pk)


@pytest.fixture
def report(world):
    pledged(world, works=[WORK])
    with clock.travel(PLEDGING):
        accepted(world, "commune", who="neighbour")
    with clock.travel(REPORTING):
        return accepted(world, kind="report", results=[DONE])


@pytest.fixture
def final(world, report):
    with clock.travel(FINAL):
        return made_final(world, actions.begin(world.campaign, world.phase, world.province, by=world.by("board")), "45")


def send_again(world, report, **typed):
    reviews.reopen(report, reason="Sai số", due_on=clock.today(), by=world.by("district", "reviewer"))
    filings.save_part(report, "actuals", report.typed["actuals"] | typed, by=world.by("owner"))
    filings.submit(report, by=world.by("owner"))
    reviews.accept(report, by=world.by("district", "reviewer"))


@pytest.fixture
def corrected(world, final, report):
    """The school's report, sent again after the final; days go on."""
    with clock.travel(LATER):
        send_again(world, report, DH03="7")
        yield report


def of_now(final):
    return Summary(campaign=final.campaign, phase=final.phase, unit=final.unit, revision=2, narrative=final.narrative)


def changed(comparison):
    return {change.key: (change.before.value, change.after.value) for change in comparison.figures}


DH03 = FigureKey("indicator:DH03", "phase")


def test_of_a_sheet_sent_again_the_final_has_the_day_and_todays_draft_differs(world, final, corrected, sign_in_as):
    first = figures_of(final).get(indicator__code="DH03", submission__filing=corrected).value
    assert contents_of(final).book.at(DH03).value == first != Decimal(7)
    comparison = Comparison(final, of_now(final))
    assert changed(comparison)[DH03] == (first, Decimal(7))
    assert {key.subject for key in changed(comparison)} == {"indicator:DH03"}
    (sheet,) = comparison.read_sheets(comparison.causes.sheets)
    assert (sheet.source.filing, sheet.source.before.number, sheet.source.after.number) == (corrected, 1, 2)
    assert [(change.indicator.code, change.before.value, change.after.value) for change in sheet.figures] == [
        ("DH03", first, Decimal(7))
    ]
    response = sign_in_as("board").get(changes_url(final))
    page = response.content.decode()
    assert "Điểm khác giữa bản lần 1 và số liệu hiện tại" in page
    ((_label, before, after),) = [row for row in rows_of(response) if row[0].endswith("thực hiện trong đợt")]
    assert (before, after) == (f"{first:.0f}", "7")
    for number in (1, 2):
        assert f'href="/reports/{corrected.pk}/versions/{number}/"' in page


def changes_url(summary):
    return f"/summaries/{summary.pk}/changes/"


def rows_of(response):
    return [
        (f"{changed.name}, {label}" if changed.name else label, before, after)
        for _title, subjects in response.context["shown"].groups
        for changed in subjects
        for label, before, after in changed.rows
    ]


def test_of_one_figure_all_parts_and_the_sheets_that_changed_it(world, final, corrected, sign_in_as):
    client = sign_in_as("board")
    totals, parts = (client.get(changes_url(final) + query) for query in ("", "?figure=indicator:DH03"))
    ends = ["", ", Khối hành chính, sự nghiệp", ", CĐCS, nghiệp đoàn"]
    name = "Tập thể lao động tiên tiến, "
    amounts = [(name + what, "3", "7") for what in ("thực hiện trong đợt", "lũy kế từ đầu năm")]
    share = (name + "so với đăng ký (%)", "100% (3/3)", "233,3% (7/3)")
    assert rows_of(totals) == [*amounts, share]
    assert [changed.parts for _title, subjects in totals.context["shown"].groups for changed in subjects] == [6]
    assert rows_of(parts) == [(label + end, *values) for label, *values in (*amounts, share) for end in ends]
    assert [row.unit for row in parts.context["rows"]] == [world.school.name]
    other = client.get(changes_url(final) + "?figure=indicator:PT03")
    assert (rows_of(other), other.context["rows"]) == ([], [])
    assert "Không có số liệu nào thay đổi." in other.content.decode()


def test_an_estimate_becomes_official(world, report, sign_in_as):
    """December's ước, January's chính thức: also where the number stays."""
    with clock.travel(REPORTING):
        send_again(world, report, **{"DH03": "5", "DH03-e": "on"})
    with clock.travel(FINAL):
        first = made_final(
            world, actions.begin(world.campaign, world.phase, world.province, by=world.by("board")), "45"
        )
    with clock.travel(LATER):
        send_again(world, report, **{"DH03": "5", "DH03-e": ""})
        second = made_final(world, actions.revise(first, reason="Số chính thức.", by=world.by("board")), "46")
        response = sign_in_as("board").get(changes_url(first))
    assert changed(Comparison(first, second)) == {FigureKey("indicator:DH03", "estimated"): (1, 0)}
    (sheet,) = response.context["rows"]
    assert [(before, after) for _name, before, after in sheet.figures] == [("5 (có số ước)", "5")]


def test_who_does_not_reach_the_units_sees_figures_and_words_of_finals_without_sheets(
    world, final, corrected, sign_in_as
):
    assert sign_in_as("owner").get(changes_url(final)).status_code == 404  # no second one yet
    draft = actions.revise(final, reason="Trường gửi lại.", by=world.by("board"))
    assert sign_in_as("owner").get(changes_url(final)).status_code == 404
    assert sign_in_as("board").get(changes_url(draft)).status_code == 404  # nothing comes after a draft
    made_final(world, draft, "46")
    response = sign_in_as("owner").get(changes_url(final))
    assert rows_of(response) == rows_of(sign_in_as("board").get(changes_url(final))) != []
    assert f"/reports/{corrected.pk}/" not in response.content.decode()
    assert "Trường gửi lại." in response.content.decode()


def test_finals_that_do_not_know_their_sheets_say_so(world, final, corrected, sign_in_as):
    with without_triggers():
        final.sources.all().delete()
    page = sign_in_as("board").get(changes_url(final)).content.decode()
    assert "Không ghi lại hai bản đã tính những bản đăng ký, báo cáo nào, nên không liệt kê được." in page


def test_what_an_older_version_did_not_count_is_no_difference(world, final, sign_in_as):
    """Finals of version 0.1.0 have fewer states of sheets."""
    counted = final.figures["participation"]["total"]["reports"]
    for name in [name for name in counted if name not in OF_VERSION_0_1_0]:
        del counted[name]
    assert changed(Comparison(final, of_now(final))) == {}


def names_alone(final):
    """Take from a final what figures of version 0.1.0 did not have: ids of upper unions."""
    works, awards = final.figures["works"], final.figures["awards"]
    for row in [*works["rows"], *awards["lines"]]:
        del row["upper_id"]
    for totals in [works["total"], *works["uppers"], *works["kinds"].values()]:
        del totals["unit_id"]
    del awards["upper_ids"]


@pytest.mark.parametrize("stored", ["with ids", "names alone", "of a name that is in no line"])
def test_another_name_of_an_upper_union_is_no_difference(world, final, stored):
    if stored != "with ids":
        names_alone(final)
    if stored == "of a name that is in no line":
        final.figures["unit"] = "Tên lúc chốt"
    Unit.objects.filter(pk__in=[world.province.pk, world.district.pk]).update(name="Tên mới")
    assert changed(Comparison(final, of_now(final))) == {}


def test_titles_that_a_final_did_not_know_are_no_difference(world, final):
    title = {"code": "DV", "name": "Đoàn viên xuất sắc", "form": "x", "verb": "x", "line": "union", "level": "x",
             "decided_by": "x", "for_collectives": False, "for_persons": True, "amount": None,
             "reported": {"of_collectives": [], "of_persons": True, "persons": 439}}  # fmt: skip
    later = Summary.objects.get(pk=final.pk)
    later.figures["awards"]["titles"].append(title)
    assert changed(Comparison(final, later)) == {}
    final.figures["awards"]["titles"].append(title | {"reported": title["reported"] | {"persons": 430}})
    assert changed(Comparison(final, later)) == {
        FigureKey("award:DV", "persons"): (430, 439),
        FigureKey("award:reported_union", "persons"): (430, 439),
    }
    final.figures["awards"] = None
    assert changed(Comparison(final, later)) == {}


def test_a_quotient_of_percents_shows_percents():
    share = FigureValue(Decimal(100), "percent", Decimal("97.5355"), Decimal("97.5"), of_percents=True)
    assert value_text(share) == "100% (97,536%/97,5%)"
    assert value_text(share._replace(of_percents=False)) == "100% (97,536/97,5)"


def test_a_value_checked_between_two_finals_is_a_cause_without_another_submission(world, final, report):
    work = report.last_submission.work_results.get()
    with clock.travel(LATER):
        reviews.check_values(report, {work.pk: 10_000_000}, by=world.by("district2"))
        comparison = Comparison(final, of_now(final))
        assert changed(comparison)[FigureKey("work:all", "benefit_checked")] == (None, 10_000_000)
        (sheet,) = comparison.read_sheets(comparison.causes.sheets)
        assert list(comparison.causes.of("work:all")) == [report]
        assert not comparison.causes.of("indicator:DH03")
    assert sheet.source.before == sheet.source.after == report.last_submission


def test_the_page_of_a_final_leads_to_what_changed(world, final, corrected, sign_in_as):
    link = f'<a href="{changes_url(final)}">'
    assert f"{link}Xem số liệu thay đổi</a>" in sign_in_as("board").get(PAGE).content.decode()
    actions.revise(final, reason="Trường gửi lại.", by=world.by("board"))
    second = sign_in_as("board").get(f"{PAGE}?revision=2").content.decode()
    assert f"{link}Xem điểm khác so với bản lần 1</a>" in second


def test_the_page_asks_as_much_for_one_sheet_as_for_two(world, final, report, sign_in_as):
    """Besides one statement each for the causes of headcounts, works, counts of pledges, if these differ."""
    client, counts = sign_in_as("board"), []
    for number, unit in enumerate(("school", "commune"), start=1):
        reviewer = world.by("district", "reviewer")
        with clock.travel(LATER):
            reviews.reopen(world.sheet(unit, "pledge"), reason="Sai số", due_on=clock.today(), by=reviewer)
            client.get(changes_url(final))
            with CaptureQueriesContext(connection) as statements:
                response = client.get(changes_url(final))
        assert len(response.context["rows"]) == number
        subjects = [changed.subject for _title, rows in response.context["shown"].groups for changed in rows]
        counts.append(len(statements) - sum(any(map(kind.match, subjects)) for kind in CAUSED_APART))
    assert counts[0] == counts[1] <= 26


def test_a_page_of_sheets_reads_its_own_alone(world, final, corrected, sign_in_as, monkeypatch):
    """But each figure names the first sheets that changed it, and how many did."""
    pledge = world.sheet("commune", "pledge")
    reviews.reopen(pledge, reason="Sai số", due_on=clock.today(), by=world.by("district", "reviewer"))
    monkeypatch.setattr("summaries.views.changes.SHEETS_OF_A_PAGE", 1)
    monkeypatch.setattr("summaries.views.changes_presenter.NAMED", 1)
    first, second = (sign_in_as("board").get(f"{changes_url(final)}?page={number}") for number in (1, 2))
    assert [row.unit for page in (first, second) for row in page.context["rows"]] == [
        sheet.called.name for sheet in Comparison(final, of_now(final)).causes.sheets
    ]
    for page in (first, second):
        causes = {
            changed.subject: ([unit for unit, _url in changed.sheets], changed.sheet_count)
            for _title, subjects in page.context["shown"].groups
            for changed in subjects
        }
        assert causes["indicator:DH03"] == ([world.school.name], 1)
        assert causes["count:pledge"] == ([world.commune.name], 1)
