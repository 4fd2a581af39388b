"""Tests that no sheet moves and no decision is issued while a summary is made final: its figures, awards and sources
are of one state.
"""

import threading
import time
from functools import partial

import pytest

from awards.actions import decisions
from awards.actions import signing as awards_signing
from campaigns.actions import reviews
from foundation import clock
from summaries import actions, sources
from summaries.models import Summary
from summaries.report.contents import contents_of
from tests.support import casts, dossier_steps, signing
from tests.support.decided_awards import NGUYET
from tests.support.filing_steps import PLEDGING, REPORTING, accepted, sent
from tests.support.racing import race
from units.models import Event

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

FINAL = "2015-07-27T09:00+07:00"


@pytest.fixture
def world(transactional_db):
    """The cast, committed; the school's report counts, the commune's awaits acceptance."""
    world = casts.copied()
    with clock.travel(PLEDGING):
        accepted(world)
        accepted(world, "commune", who="neighbour")
    with clock.travel(REPORTING):
        world.counted = accepted(world, kind="report")
        world.waiting = sent(world, "commune", "report", who="neighbour")
    with clock.travel(FINAL):
        world.draft = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
        actions.propose(world.draft, by=world.by("board"))
        yield world


def finalised_slowly_while(world, act, monkeypatch, step="write_sources"):
    """Act when the figures are counted and a step of the action is still to come; return who is done first, and the
    final.
    """
    counted, done, go_on = threading.Event(), [], getattr(actions, step)

    def slowly(*args):
        counted.set()
        time.sleep(0.3)
        return go_on(*args)

    def finalise():
        actions.close_for_signing(world.draft, by=world.by("leader"))
        done.append("final")

    def move():
        assert counted.wait(20)
        act()
        done.append("moved")

    monkeypatch.setattr(actions, step, slowly)
    assert race(finalise, move) == [None, None]
    return done, Summary.objects.get(pk=world.draft.pk)


def reopening(world):
    return partial(
        reviews.reopen, world.counted, reason="Sai DH03", due_on=clock.today(), by=world.by("district", "reviewer")
    )


def accepting(world):
    return partial(reviews.accept, world.waiting, by=world.by("district", "reviewer"))


def reports_counted_and_named(final):
    """Return how many accepted reports the figures of a final have, and how many its sources."""
    named = final.sources.filter(submission__filing__kind="report").count()
    return contents_of(final).book.value("count:report", "units", state="accepted").value, named


@pytest.mark.parametrize("act", [reopening, accepting])
def test_a_sheet_moves_after_the_final_and_not_within(world, act, monkeypatch):
    done, final = finalised_slowly_while(world, act(world), monkeypatch)
    assert done == ["final", "moved"]
    assert reports_counted_and_named(final) == (1, 1)
    value = contents_of(final).book.value("indicator:DH03", "phase").value
    assert value == sum(sources.figures_of(final).filter(
        indicator__code="DH03", submission__filing__kind="report").values_list("value", flat=True))  # fmt: skip


@pytest.mark.parametrize(("act", "named"), [(reopening, 0), (accepting, 2)])
def test_without_the_phases_held_figures_and_sources_are_of_two_states(world, act, named, monkeypatch):
    monkeypatch.setattr(actions, "hold_phases_still", lambda phases: None)
    done, final = finalised_slowly_while(world, act(world), monkeypatch)
    assert done == ["moved", "final"]
    assert reports_counted_and_named(final) == (1, named)


def test_of_two_acts_at_once_on_a_summary_to_sign_one_is_done(world):
    """Two leaders close, then the Board takes back what is being registered, twice."""

    def conflicts(first, second):
        paper = [Summary.objects.get(pk=world.draft.pk) for _turn in range(2)]
        return sorted(type(error).__name__ for error in race(partial(first, paper[0]), partial(second, paper[1])))

    def close(paper):
        actions.close_for_signing(paper, by=world.by("leader"))

    def register(paper):
        actions.register(paper, number="45", dated_on=clock.today(), scan=signing.scan(), by=world.by("board"))

    def take_back(paper):
        actions.take_back(paper, reason="Sửa.", by=world.by("board2"))

    assert conflicts(close, close) == ["NoneType", "StateConflict"]
    assert conflicts(register, take_back) == ["NoneType", "StateConflict"]
    paper = Summary.objects.get(pk=world.draft.pk)
    if not paper.is_final:
        actions.propose(paper, by=world.by("board"))
        close(paper)
        assert conflicts(register, register) == ["NoneType", "StateConflict"]
    assert Event.objects.about(paper).filter(verb="register_summary").count() == 1


@pytest.fixture
def deciding(transactional_db):
    """A draft summary of the province that is proposed, and the issue of a decision about one award in its phase."""
    with clock.travel(FINAL):
        world = casts.copied(dossier_steps.build)
        decision = decisions.draft(dossier_steps.approved(world, [NGUYET]), by=world.by("board"))
        decisions.propose(decision, by=world.by("board"))
        awards_signing.close(decision, by=world.by("leader"), **dossier_steps.SIGNED)
        world.draft = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
        actions.propose(world.draft, by=world.by("board"))
        world.issuing = partial(
            awards_signing.register,
            decision,
            by=world.by("board"),
            number="45",
            dated_on=clock.today(),
            scan=signing.scan(),
        )
        yield world


def awards_counted(final):
    return contents_of(final).figures.awards.total.persons


def test_a_decision_is_issued_after_the_final_and_not_within(deciding, monkeypatch):
    done, final = finalised_slowly_while(deciding, deciding.issuing, monkeypatch, "digest")
    assert (done, awards_counted(final)) == (["final", "moved"], 0)


def test_without_the_phases_held_a_final_misses_a_decision_that_is_older(deciding, monkeypatch):
    monkeypatch.setattr(actions, "hold_phases_still", lambda phases: None)
    done, final = finalised_slowly_while(deciding, deciding.issuing, monkeypatch, "digest")
    assert (done, awards_counted(final)) == (["moved", "final"], 0)
