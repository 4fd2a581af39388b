"""Tests targets that are changed after the report was due: they are marked wherever the target is read."""

import pytest

from campaigns.actions import filings, reviews
from campaigns.figures.late_targets import late_targets_below
from campaigns.papers import filing_context
from campaigns.sheet import Sheet
from campaigns.sheet.reading import reading_of
from foundation import clock
from tests.support.filing_steps import accepted, pledged, sent
from tests.support.world import fill

pytestmark = [pytest.mark.either, pytest.mark.django_db]

BEFORE, AFTER = "2015-04-10T09:00+07:00", "2015-07-20T09:00+07:00"  # the report is due on 10/7
FIRST = "44 (đăng ký lần đầu, trước hạn báo cáo)"
CHANGED = "1 (sửa ngày 20/07/2015, sau hạn báo cáo)"


def retarget(world, value, day, *, accept=True):
    """Reopen the school's pledge, let it send another target of HT01, and accept it."""
    pledge = world.sheet("school", "pledge")
    with clock.travel(day):
        reviews.reopen(pledge, reason="Sửa chỉ tiêu", due_on=clock.today(), by=world.by("district"))
        indicators = pledge.typed["indicators"] | {"HT01": value}
        filings.save_part(pledge, "indicators", indicators, by=world.by("owner"))
    with clock.travel(day.replace("T09", "T10")):
        filings.submit(pledge, by=world.by("owner"))
    if accept:
        with clock.travel(day.replace("T09", "T11")):
            reviews.accept(pledge, by=world.by("district"))


@pytest.fixture
def pledge(world):
    """The school's pledge with the target 44, accepted in February."""
    typed = fill(world.sheet("school", "pledge"))["indicators"] | {"HT01": "44"}
    return pledged(world, indicators=typed)


def page_of(client, world, kind, who="district"):
    client.force_login(world.user(who))
    return client.get(world.sheet("school", kind).get_absolute_url()).content.decode()


def target(filing, submission=None):
    """Return what page and paper of a sheet say of the target of HT01: the target, and what it was and is."""
    sent = submission or filing.last_submission
    reading = reading_of(Sheet(filing, submission=sent))
    lines = [line for _section, lines in reading.sections for line in lines if line.indicator.code == "HT01"]
    return lines[0].pledged, lines[0].late


def test_a_target_changed_before_the_report_is_due_is_not_marked(world, pledge):
    retarget(world, "50", BEFORE)
    assert target(world.sheet("school", "pledge")) == ("50", "")
    assert late_targets_below(world.phase, world.province) == []


def test_the_pledge_keeps_the_first_target_beside_one_changed_late(client, world, pledge):
    retarget(world, "1", AFTER, accept=False)
    assert target(world.sheet("school", "pledge")) == ("1", f"{FIRST}; {CHANGED}")
    page = page_of(client, world, "pledge")
    assert page.count(f"{FIRST}; {CHANGED}") == 1
    assert "Có 1 chỉ tiêu đăng ký được sửa sau hạn báo cáo:" in page and "(44 → 1)" in page
    with clock.travel("2015-07-20T11:00+07:00"):
        reviews.accept(world.sheet("school", "pledge"), by=world.by("district"))
    assert page_of(client, world, "pledge", "owner").count(CHANGED) == 1


def test_the_report_that_is_measured_against_it_says_so(client, world, pledge):
    retarget(world, "1", AFTER)
    with clock.travel("2015-07-21T09:00+07:00"):
        report = sent(world, kind="report")
        assert target(world.sheet("school", "report")) == ("1", f"{FIRST}; {CHANGED}")
        page = page_of(client, world, "report")
        assert f"{FIRST}; {CHANGED}" in page and "(44 → 1)" in page
        sheet = Sheet(report, submission=report.last_submission)
        rows = filing_context(sheet, reading_of(sheet))["figures"].rows
        assert any(f"{FIRST}; {CHANGED}" in row.cells for row in rows)


def test_a_report_sent_before_the_change_keeps_its_target_and_its_page_says_so(client, world, pledge):
    with clock.travel("2015-07-08T09:00+07:00"):
        report = accepted(world, kind="report")
    retarget(world, "1", AFTER)
    assert target(world.sheet("school", "report")) == ("44", "")
    page = page_of(client, world, "report")
    assert "Có 1 chỉ tiêu đăng ký được sửa sau hạn báo cáo:" in page and "(44 → 1)" in page
    assert report.current_submission == world.sheet("school", "report").current_submission


def test_a_target_changed_in_time_and_late_tells_all_three(world, pledge):
    retarget(world, "50", BEFORE)
    retarget(world, "1", AFTER)
    assert target(world.sheet("school", "pledge")) == ("1", f"{FIRST}; 50 (khi đến hạn báo cáo); {CHANGED}")


def test_a_version_from_before_the_change_is_not_marked(world, pledge):
    retarget(world, "1", AFTER)
    filing = world.sheet("school", "pledge")
    assert target(filing, filing.submissions.get(number=1)) == ("44", "")


def test_an_acceptance_that_was_undone_is_no_version(world):
    typed = fill(world.sheet("school", "pledge"))["indicators"]
    with clock.travel("2015-02-25T09:00+07:00"):
        pledge = accepted(world, indicators=typed | {"HT01": "7"})
    with clock.travel("2015-02-25T09:05+07:00"):
        reviews.undo_accept(pledge, by=world.by("district"))
        filings.take_back(pledge, by=world.by("owner"))
        filings.save_part(pledge, "indicators", typed | {"HT01": "44"}, by=world.by("owner"))
    with clock.travel("2015-02-26T09:00+07:00"):
        filings.submit(pledge, by=world.by("owner"))
    with clock.travel("2015-02-26T10:00+07:00"):
        reviews.accept(pledge, by=world.by("district"))
    retarget(world, "1", AFTER)
    assert target(world.sheet("school", "pledge")) == ("1", f"{FIRST}; {CHANGED}")


def test_whoever_counts_is_told_which_targets_were_changed_late(world, pledge, django_assert_num_queries):
    retarget(world, "1", AFTER)
    with django_assert_num_queries(10):
        late = late_targets_below(world.phase, world.province)
    assert [(row.called.unit_id, row.late.first.value, row.late.now.value) for row in late] == [
        (world.school.pk, 44, 1)
    ]


def test_whoever_accepts_many_at_once_is_told_too(client, world, pledge):
    retarget(world, "1", AFTER, accept=False)
    changed = world.sheet("school", "pledge")
    client.force_login(world.user("board"))
    with clock.travel("2015-07-20T12:00+07:00"):
        page = client.get("/pledges/many/", {"chosen": 1, "sheet": changed.pk})
    assert [(row.ticked, row.alone) for row in page.context["preview"].rows] == [
        (False, ("1 chỉ tiêu đăng ký sửa sau hạn báo cáo",))
    ]
