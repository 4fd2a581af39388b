"""Tests every act of every person in every status of a sheet, against tables written here by hand."""

from copy import copy
from datetime import date

import pytest
from django.db import transaction

from campaigns.actions import filings, phases, reviews
from campaigns.models import Filing, Phase
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.access_walk import writes
from tests.support.sweep_share import fewer
from tests.support.world import PEOPLE, draft
from units.access import Forbidden
from units.models import Event

pytestmark = pytest.mark.sqlite(deep="both")

PHASE_1, PHASE_2 = "2015-02-25T09:00+07:00", "2015-07-20T09:00+07:00"
AGAIN = date(2015, 7, 27)

ACTS = {
    "save": lambda sheet, by: filings.save_part(sheet, "works", [], by=by),
    "submit": lambda sheet, by: filings.submit(sheet, by=by),
    "confirm_unchanged": lambda sheet, by: filings.confirm_unchanged(sheet, by=by),
    "take_back": lambda sheet, by: filings.take_back(sheet, by=by),
    "confirm_on_behalf": lambda sheet, by: filings.confirm_on_behalf(sheet, by=by),
    "accept": lambda sheet, by: reviews.accept(sheet, by=by),
    "undo_accept": lambda sheet, by: reviews.undo_accept(sheet, by=by),
    "return": lambda sheet, by: reviews.return_(sheet, reason="Thiếu DH01", due_on=AGAIN, by=by),
    "undo_return": lambda sheet, by: reviews.undo_return(sheet, by=by),
    "reopen": lambda sheet, by: reviews.reopen(sheet, reason="Sai DH01", due_on=AGAIN, by=by),
    "excuse": lambda sheet, by: reviews.excuse(sheet, reason="Mới sáp nhập", by=by),
    "unexcuse": lambda sheet, by: reviews.unexcuse(sheet, by=by),
    "check_values": lambda sheet, by: reviews.check_values(sheet, {}, by=by),
}

# From which status each act leads where.
LEADS = {
    "save": {"awaited": "draft", "draft": "draft", "returned": "returned"},
    "submit": {"draft": "submitted", "returned": "submitted"},
    "confirm_unchanged": {"awaited": "submitted"},
    "take_back": {"submitted": "draft"},
    "confirm_on_behalf": {},  # nothing was typed in the unit's place
    "accept": {"submitted": "accepted"},
    "undo_accept": {"accepted": "submitted"},
    "return": {"submitted": "returned"},
    "undo_return": {"returned": "submitted"},
    "reopen": {"accepted": "returned"},
    "excuse": {"awaited": "excused", "draft": "excused", "returned": "excused"},
    "unexcuse": {"excused": "awaited"},
    "check_values": {"submitted": "submitted", "accepted": "accepted"},
}

# Who may, on a sheet of the school; everybody else is refused whatever the status.
OWN = {"owner", "owner2"}
FILERS = OWN | {"district"}
BOARD = {"board", "board2"}
REVIEWERS = {"district", "district2"} | BOARD
THEIRS = {
    "save": FILERS,
    "submit": FILERS,
    "confirm_unchanged": FILERS,
    "take_back": OWN,
    "confirm_on_behalf": OWN,
    "accept": REVIEWERS,
    "undo_accept": REVIEWERS,
    "return": REVIEWERS,
    "undo_return": REVIEWERS,
    "reopen": REVIEWERS,
    "excuse": BOARD,
    "unexcuse": BOARD,
    "check_values": REVIEWERS,
}
DECIDED_BY = {"returned": "district", "accepted": "district", "excused": "board"}
# Saving again moves nothing; no work's value was checked.
SILENT = {("save", "draft"), ("save", "returned"), ("check_values", "submitted"), ("check_values", "accepted")}


def expected(verb, status, who, *, locked):
    """Return the status after the act, or the refusal."""
    decider = DECIDED_BY.get(status)
    if who not in THEIRS[verb] or (verb.startswith("undo") and decider not in (None, who)):
        return Forbidden
    return StateConflict if locked or status not in LEADS[verb] else LEADS[verb][status]


@pytest.fixture
def sheet(world):
    """The school's pledge of phase 2, awaited and showing the accepted one of phase 1."""
    first = world.sheet("school", "pledge")
    with clock.travel(PHASE_1):
        draft(first, by=world.by("owner"))
        filings.submit(first, by=world.by("owner"))
        reviews.accept(first, by=world.by("district", "reviewer"))
    with clock.travel(PHASE_2):
        phases.open_phase(world.phase2, by=world.by("board"))
        yield world.sheet("school", "pledge", 2)


def bring(sheet, status, world):
    """Take the awaited sheet to a status by the real actions."""
    owner, district = world.by("owner"), world.by("district", "reviewer")
    if status == "excused":
        reviews.excuse(sheet, reason="Giải thể", by=world.by("board"))
    if status in ("draft", "submitted", "returned", "accepted"):
        draft(sheet, by=owner)
    if status in ("submitted", "returned", "accepted"):
        filings.submit(sheet, by=owner)
    if status == "returned":
        reviews.return_(sheet, reason="Thiếu", due_on=AGAIN, by=district)
    if status == "accepted":
        reviews.accept(sheet, by=district)
    assert sheet.status == status


def outcome(act, sheet, by, events):
    """Do it in a savepoint: the status after, and the events but the first so many; or the class of the refusal,
    which wrote nothing.
    """
    with transaction.atomic():
        try:
            with writes() as written:
                act(copy(sheet), by)
        except (Forbidden, StateConflict) as refusal:
            assert str(refusal)
            assert written == []
            return type(refusal), []
        status = Filing.objects.values_list("status", flat=True).get(pk=sheet.pk)
        new = Event.objects.select_related("actor").order_by("pk")[events:]
        told = [(event.verb, event.actor, event.source, event.to) for event in new]
        transaction.set_rollback(True)
    return status, told


@pytest.mark.parametrize("locked", [False, True], ids=["open", "locked"])
@pytest.mark.parametrize("status", ["awaited", "draft", "submitted", "returned", "accepted", "excused"])
def test_every_act_of_everybody_has_the_outcome_of_the_table(sheet, world, status, locked, pytestconfig):
    bring(sheet, status, world)
    if locked:
        phases.lock_phase(Phase.objects.get(pk=world.phase2.pk), by=world.by("board"))
    people = {name: world.by(name) for name in PEOPLE}
    sheet, events = Filing.objects.get(pk=sheet.pk), Event.objects.count()
    goals = {(verb, who): expected(verb, status, who, locked=locked) for verb in ACTS for who in PEOPLE}
    cases = fewer(
        goals,
        lambda case: goals[case] is Forbidden,
        sweep="people whose act is refused",
        config=pytestconfig,
        key=lambda case: f"{case} at a sheet {status} {locked}",
    )
    outcomes, wanted = {}, {}
    for verb, who in cases:
        goal, by = goals[verb, who], people[who]
        told = isinstance(goal, str) and (verb, status) not in SILENT
        wanted[verb, who] = goal, [(verb, by.user, status, goal)] if told else []
        outcomes[verb, who] = outcome(ACTS[verb], sheet, by, events)
    assert outcomes == wanted


def test_every_act_moves_somebody_somewhere_except_confirming_what_nobody_typed():
    moving = {verb for verb, leads in LEADS.items() if leads and THEIRS[verb]}
    assert moving == set(ACTS) - {"confirm_on_behalf"}
