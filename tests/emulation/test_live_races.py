"""Tests two people at once on gunicorn and PostgreSQL: each race has one winner, and without guards it fails.

The same races run against the portal without its guards (`unguarded_wsgi.py`) and must go wrong there.
"""

import pytest

from awards.actions import appraisal, dossiers
from awards.models import Nomination, Quota
from awards.rules import quota_usage
from foundation import clock
from tests.support import dossier_steps, live_portal, tally
from tests.support.casts import copied
from tests.support.filing_steps import drafted, sent
from tests.support.live_portal import Visitor, at_once
from tests.support.racing import AT_A_SERVER, Trials
from units.models import Role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CONTROLS = 5  # trials in which a race without its guard goes wrong at least once
GUARDED, UNGUARDED = "emulation.wsgi:application", "tests.support.unguarded_wsgi:application"


@pytest.fixture
def world(transactional_db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


@pytest.fixture(scope="module")
def portals(django_db_setup):
    """Both portals, for all tests of this module: the one with guards, and the one without."""
    with (
        live_portal.portal(GUARDED, dossier_steps.DAY) as guarded,
        live_portal.portal(UNGUARDED, dossier_steps.DAY) as unguarded,
    ):
        yield {GUARDED: guarded, UNGUARDED: unguarded}


class Sheets:
    """Races for the school's report of phase 1. A race plays trials and counts those that went as they must."""

    def __init__(self, world, port):
        self.world = world
        self.visitors = {name: Visitor(port, world.user(name)) for name in ("owner", "owner2", "district", "district2")}

    def path(self, sheet, act):
        return f"/reports/{sheet.pk}/{act}"

    def double_submit(self, trials):
        """Race D1: the submit button twice. One submission, one event; the other request gets a 409."""
        sheet = drafted(self.world, kind="report")
        trials, owner = Trials(sheet, trials), self.visitors["owner"]
        for _ in trials:
            answers = at_once(*[lambda: owner.post(self.path(sheet, "check/"))] * 2)
            yield sorted(answers) == [302, 409] and trials.events == ["submit"] and sheet.submissions.count() == 1

    def two_accept(self, trials):
        """Race D2: two reviewers accept. One transition, one event."""
        sheet = sent(self.world, kind="report")
        trials = Trials(sheet, trials)
        for _ in trials:
            answers = at_once(*[lambda who=who: self.accept(sheet, who) for who in ("district", "district2")])
            yield sorted(answers) == [302, 409] and (trials.row.status, trials.events) == ("accepted", ["accept"])

    def accept_or_take_back(self, trials):
        """Race D3: the reviewer accepts while the unit takes back. One succeeds, the other gets a 409."""
        sheet = sent(self.world, kind="report")
        trials = Trials(sheet, trials)
        for _ in trials:
            answers = at_once(
                lambda: self.accept(sheet, "district"),
                lambda: self.visitors["owner"].post(self.path(sheet, "take-back/")),
            )
            story = (trials.row.status, trials.events)
            yield (answers, story) in (
                ([302, 409], ("accepted", ["accept"])),
                ([409, 302], ("draft", ["take_back"])),
            )

    def two_editors(self, trials):
        """Race D5: two save the same part, which both saw empty. One is stored, the other gets an edit conflict."""
        sheet = drafted(self.world, kind="report", exemplars=[])
        trials, seen = Trials(sheet, trials), self.mark(sheet)
        for _ in trials:
            answers = at_once(
                *[lambda who=who: self.save(sheet, who, seen) for who in ("owner", "owner2")],
            )
            typed = trials.row.typed["narrative"]["strengths"]
            yield sorted(answers) == [302, 409] and typed == f"Của {('owner', 'owner2')[answers.index(302)]}"

    def accept(self, sheet, who):
        return self.visitors[who].post(self.path(sheet, "accept/"), seen="1")

    def mark(self, sheet):
        page = self.visitors["owner"].get(self.path(sheet, "parts/5/"))[1]
        return page.partition('name="seen" value="')[2].partition('"')[0]

    def save(self, sheet, who, seen):
        typed = {"seen": seen, "save": "1", "narrative-strengths": f"Của {who}"}
        return self.visitors[who].post(self.path(sheet, "parts/5/"), **typed)


RACES = ("double_submit", "two_accept", "accept_or_take_back", "two_editors")


@pytest.mark.sweep("races at a server")
@pytest.mark.parametrize("race", RACES)
@pytest.mark.parametrize("trials", [AT_A_SERVER, pytest.param(1000, marks=pytest.mark.deep)])
def test_a_race_has_one_winner_each_time(world, portals, race, trials):
    went_well = list(getattr(Sheets(world, portals[GUARDED]), race)(trials))
    tally.count("live races", race, len(went_well))
    assert went_well == [True] * trials


@pytest.mark.sweep("races at a server")
@pytest.mark.parametrize("race", RACES)
def test_without_the_guards_it_goes_wrong(world, portals, race):
    assert False in list(getattr(Sheets(world, portals[UNGUARDED]), race)(CONTROLS))


def agree(reviewer, row):
    typed = {"nominations": row.pk, "verdict": "approve", "confirm": "yes", "reason": "Xứng đáng."}
    return reviewer.post("/appraisal/verdict/", **typed)


def places_taken(world, port, trials, places=2):
    """Race D4: four approvals at once for two places, by two reviewers; yield how many were taken each time."""
    quota = Quota.objects.create(
        title=dossier_steps.title("BK_T"), campaign=world.campaign, max_count=places, hard=True
    )
    rows = [
        dossier_steps.endorsed(world, [{"code": "BK_T", "name": f"Vi Páo {n}"}]).nominations.get() for n in range(3)
    ]
    other = dossier_steps.sent(world, "neighbour", [{"code": "BK_T", "name": "Vi Én"}])
    dossiers.endorse(other, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    rows.append(other.nominations.get())
    reviewers = [Visitor(port, world.user(name)) for name in ("board", "board2")]
    for _ in range(trials):
        acts = [lambda n=n: agree(reviewers[n % 2], rows[n]) for n in range(4)]
        assert max(at_once(*acts)) < 500
        yield quota_usage.usages_of([quota])[0].taken
        for row in Nomination.objects.filter(pk__in=[row.pk for row in rows], status="approved"):
            appraisal.undo_verdict([row], by=world.by("board"))


@pytest.mark.parametrize("trials", [AT_A_SERVER, pytest.param(200, marks=pytest.mark.deep)])
def test_a_hard_quota_is_never_overshot(world, portals, trials):
    taken = list(places_taken(world, portals[GUARDED], trials))
    tally.count("live races", "hard_quota", len(taken))
    assert taken == [2] * trials


def test_without_the_title_held_it_is_overshot(world, portals):
    assert max(places_taken(world, portals[UNGUARDED], CONTROLS)) > 2
