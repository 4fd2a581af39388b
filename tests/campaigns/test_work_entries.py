"""Tests in whose words a work is shown: the entry in force, and the entry that a report's result names."""

import pytest

from campaigns.actions import filings, phases, reviews
from campaigns.models import Work, WorkEntry, WorkResult
from campaigns.sheet.sheet import Sheet
from foundation import clock
from summaries.figures.phase_figures import phase_figures
from tests.support.filing_steps import REPORTING, SECOND, WATER, accepted, pledged, sent
from tests.support.world import WORK

pytestmark = [pytest.mark.either, pytest.mark.django_db]

DONE = {"uuid": WORK["uuid"], "done": "yes", "value": "12.500.000", "recognised_by": "Hiệu trưởng",
        "recognised_no": "12/QĐ", "recognised_on": "20/05/2015"}  # fmt: skip
ADDED = DONE | {key: WATER[key] for key in ("uuid", "title", "kind", "authors", "author_class", "welcomes")}


def in_force():
    """Return the title in force of each work; both ways of asking give the same."""
    titles = dict(WorkEntry.objects.in_force().values_list("work", "title"))
    assert {work.pk: work.registered.title for work in Work.objects.with_registered()} == titles
    return sorted(titles.values())


def send_again(world, sheet, **parts):
    for key, typed in parts.items():
        filings.save_part(sheet, key, typed, by=world.by("owner"))
    return filings.submit(sheet, by=world.by("owner"))


def test_the_words_are_of_the_last_sending_until_one_is_accepted(world):
    with clock.travel("2015-02-25T09:00+07:00"):
        pledge = sent(world, works=[WORK])
        assert in_force() == [WORK["title"]]
        filings.take_back(pledge, by=world.by("owner"))
        send_again(world, pledge, works=[WORK | {"title": "Tên mới"}])
        assert in_force() == ["Tên mới"]
        reviews.accept(pledge, by=world.by("district"))
        reviews.reopen(pledge, reason="Sai", due_on=clock.today(), by=world.by("district"))
        send_again(world, pledge, works=[WORK | {"title": "Tên thứ ba"}])
    assert in_force() == ["Tên thứ ba"]


def test_a_later_pledge_gives_the_words_once_it_is_accepted(world):
    pledged(world, works=[WORK])
    with clock.travel(SECOND):
        phases.open_phase(world.phase2, by=world.by("board"))
        second = sent(world, number=2, works=[WORK | {"title": "Tên mới"}])
        assert in_force() == [WORK["title"]]
        reviews.accept(second, by=world.by("district"))
    assert in_force() == ["Tên mới"]


def test_a_report_gives_the_words_of_a_work_that_it_added(world):
    pledged(world, works=[WORK])
    with clock.travel(REPORTING):
        accepted(world, kind="report", results=[DONE, ADDED])
    assert in_force() == sorted([WORK["title"], WATER["title"]])
    assert Work.objects.get(uuid=WATER["uuid"]).withdrawn is True


def test_a_report_keeps_the_words_in_which_it_listed_a_work(world):
    pledged(world, works=[WORK])
    with clock.travel(REPORTING):
        report = accepted(world, kind="report", results=[DONE])
    with clock.travel(SECOND):
        figures = phase_figures(world.phase, world.province).works.rows
        phases.open_phase(world.phase2, by=world.by("board"))
        accepted(world, number=2, works=[WORK | {"title": "Tên mới", "kind": "topic"}])
        assert in_force() == ["Tên mới"]
        assert phase_figures(world.phase, world.province).works.rows == figures
        assert [row.title for row in figures] == [WORK["title"]]
        assert WorkResult.objects.get(submission=report.current_submission).registered.kind == WORK["kind"]
        listed = Sheet(world.sheet("school", "report", 2)).context.works()
    assert [registered.title for registered in listed] == []  # done in the first report
