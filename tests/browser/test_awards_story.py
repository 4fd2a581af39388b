"""Tests the awards of a school in a browser, from six nominees to the honour roll: three of them are honoured."""

from types import SimpleNamespace

import pytest

from awards.catalogue_import import load_titles
from campaigns.actions import filings, phases, reviews
from campaigns.models import Campaign
from emulation.fictional.demo.build import build_units_and_people
from foundation import clock
from tests.browser.accounts import give_passwords
from tests.browser.conftest import widths
from tests.browser.scenes import cast, decision, dossier, launch, verdicts
from tests.browser.steps import sign_in
from tests.support.world import draft
from units.acting import acting_as
from units.models import Role, Unit, User


def acting(name, role):
    return acting_as(User.objects.get(username=name), role)


@pytest.fixture
def people(open_page):
    """The demo's people; the campaign open with its titles, the school's pledge accepted."""
    build_units_and_people()
    give_passwords()
    with clock.travel("2015-01-20T08:30+07:00"):
        launch.load()
        campaign, board = Campaign.objects.get(), acting("board", Role.REVIEWER)
        load_titles(Unit.objects.get(parent=None))
        phases.publish(campaign, by=board)
        phases.open_phase(campaign.phases.get(number=1), by=board)
    with clock.travel("2015-02-25T08:30+07:00"):
        pledge, officer = cast.sheet("pledge"), acting("officer", Role.OFFICER)
        draft(pledge, by=officer)
        filings.submit(pledge, by=officer)
        reviews.accept(pledge, by=acting("district", Role.REVIEWER))
    pages = SimpleNamespace(
        **{name: open_page() for name in ("officer", "district", "chair", "board", "leader", "anybody")}
    )
    for name, page in vars(pages).items():
        if name != "anybody":
            sign_in(page, name)
    return pages


@pytest.mark.drawn_anew  # the paper goes through the browser
@pytest.mark.parametrize("width", widths(deep=1280), indirect=True)
def test_the_story_from_the_dossier_to_the_honour_roll(people, tmp_path):
    with clock.travel("2015-07-16T08:30+07:00"):
        dossier.make(people.officer)
        dossier.send(people.officer)
    with clock.travel("2015-07-20T08:30+07:00"):
        dossier.endorse(people.district)
        verdicts.of_the_district(people.district)
        decision.draft_and_propose(people.district, [dossier.LIN])
    with clock.travel("2015-07-22T08:30+07:00"):
        verdicts.of_the_province(people.board)
        school = "Công đoàn cơ sở Trường THCS Đồi Na, huyện Chi Lăng, tỉnh Lạng Sơn"
        decision.draft_and_propose(people.board, [school, dossier.NGUYET, dossier.LONGEST])
    with clock.travel("2015-07-24T15:00+07:00"):
        scan = tmp_path / "scan.pdf"
        scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
        decision.close(people.chair, "1 cá nhân")
        decision.register(people.district, "12", scan)
        decision.close(people.leader, "1 tập thể, 2 cá nhân")
        decision.register(people.board, "45a", scan)
        decision.take_papers(people.leader, tmp_path)
        decision.look_up(people.anybody)
        decision.count_in_the_summary(people.board)
