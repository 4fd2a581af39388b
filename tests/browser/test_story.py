"""Tests the campaign of 2015 in a browser, from its launch to the leadership's PDF, with the people of the demo."""

from types import SimpleNamespace

import pytest

from emulation.fictional.demo.build import build_units_and_people
from foundation import clock
from tests.browser.accounts import give_passwords
from tests.browser.conftest import widths
from tests.browser.scenes import launch, pledge, report, summary
from tests.browser.steps import sign_in


@pytest.fixture
def people(open_page):
    """The units and people of the demo, no campaign; the four of the story, each in a browser of their own."""
    build_units_and_people()
    give_passwords()
    pages = SimpleNamespace(**{name: open_page() for name in ("officer", "district", "board", "leader")})
    for name, page in vars(pages).items():
        sign_in(page, name)
    return pages


@pytest.mark.drawn_anew  # the paper goes through the browser
@pytest.mark.parametrize("width", widths(deep=390), indirect=True)
def test_the_story_from_the_launch_to_the_pdf(people, tmp_path):
    with clock.travel("2015-01-20T08:30+07:00"):
        launch.load()
        launch.publish(people.board)
        launch.open_phase_1(people.board)
    with clock.travel("2015-02-25T08:30+07:00"):
        pledge.bad_headcounts_are_refused(people.officer)
        pledge.pledge(people.officer)
        pledge.return_the_pledge(people.district)
    with clock.travel("2015-02-27T14:00+07:00"):
        pledge.mend_the_pledge(people.officer)
        pledge.accept_the_pledge(people.district)
    with clock.travel("2015-07-08T08:30+07:00"):
        report.report(people.officer)
        report.accept_the_report(people.district)
        report.see_who_is_missing(people.board)
        report.check_values(people.board)
    with clock.travel("2015-07-20T08:30+07:00"):
        pledge.open_phase_2(people.board)
        pledge.confirm_for_phase_2(people.officer)
        summary.write_and_propose(people.board)
    with clock.travel("2015-07-27T15:00+07:00"):
        summary.close(people.leader)
        summary.work_off_the_tasks()
        summary.download(people.leader, tmp_path)
        summary.register(people.board, tmp_path)
