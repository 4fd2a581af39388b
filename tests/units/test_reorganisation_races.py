"""Tests two people who act while a reorganisation is carried out, and a process that is killed in its middle.

One of two who confirm wins; who saves a sheet of a union that ends and the act wait for each other in one order.
"""

import os
import signal
import subprocess
import sys
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import OperationalError

from campaigns.actions import data_requests, filings
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.campaigns.test_reorganised import opened
from tests.support import casts
from tests.support.live_portal import ROOT, database
from tests.support.racing import both_look_first, nothing_compared, race, while_first_is_open
from tests.units.test_reorganisations import drafted, grassroots, merger, rehearsed, stored, upper
from units.access import Forbidden
from units.actions import reorganisation_undoing, reorganisations
from units.actions.reorganisation_plans import PlannedRow
from units.models import Event, Reorganisation, Unit

WARD = "Công đoàn phường Đông Kinh"
postgres = pytest.mark.postgres
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    with clock.travel("2015-03-02T12:00+07:00"):
        yield casts.copied()


def ward_plan(world):
    founding = PlannedRow("found", name=WARD, type=world.district.words, target=world.province)
    return rehearsed(world, founding, PlannedRow("move", world.school, founded=0))


def both_confirm(world, plan):
    people = world.by("board"), world.by("admin")
    plans = [Reorganisation.objects.get(pk=plan.pk) for _by in people]
    pairs = zip(plans, people, strict=True)
    return race(*(partial(reorganisations.confirm, row, digest=plan.digest, by=by) for row, by in pairs))


@postgres
def test_of_two_who_confirm_at_once_one_carries_it_out(world, trials):
    for trial in range(trials // 2):
        plan = ward_plan(world)
        outcomes = both_confirm(world, plan)
        lost = [error for error in outcomes if error is not None]
        assert [type(error) for error in lost] == [StateConflict], outcomes
        plan.refresh_from_db()
        assert plan.status == "done"
        assert Event.objects.filter(verb="carry_out_reorganisation").count() == trial + 1
        assert Unit.objects.filter(name=WARD, valid_to=None).count() == 1
        reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))


@postgres
def test_without_the_locks_both_carry_it_out(world, monkeypatch):
    plan = ward_plan(world)
    monkeypatch.setattr(reorganisations, "lock_plan", lambda plan: plan.refresh_from_db())
    monkeypatch.setattr(reorganisations, "lock_tree", lambda: None)
    nothing_compared(monkeypatch)
    both_look_first(monkeypatch, reorganisations, "check", reorganisations.check)
    assert both_confirm(world, plan) == [None, None], "the control: without the guard both win"
    assert Unit.objects.filter(name=WARD, valid_to=None).count() == 2


def save_and_confirm(world, plan):
    """Save the district's pledge while the district ends."""
    sheet = world.sheet("district", "pledge")
    save = partial(filings.save_part, sheet, "narrative", {}, by=world.by("district"))
    return race(save, partial(reorganisations.confirm, plan, digest=plan.digest, by=world.by("board")))


@postgres
def test_a_sheet_of_a_union_that_ends_is_saved_or_the_union_ends(world, trials):
    for _trial in range(trials // 2):
        plan = rehearsed(world, merger(world))
        save, confirm = save_and_confirm(world, plan)
        assert None in (save, confirm), (save, confirm)
        assert all(isinstance(error, (StateConflict, Forbidden)) for error in (save, confirm) if error), (save, confirm)
        if confirm is None:
            reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))


@postgres
def test_without_the_sheets_locked_first_one_of_them_is_cut_off(world, monkeypatch):
    plan, both = rehearsed(world, merger(world)), Barrier(2)
    lock_filing = filings.lock_filing

    def locked(filing):
        lock_filing(filing)
        both.wait(timeout=10)

    monkeypatch.setattr(filings, "lock_filing", locked)
    monkeypatch.setattr(reorganisations, "LOCKS", [])
    consequences = [lambda _change: both.wait(timeout=10), *reorganisations.CONSEQUENCES]
    monkeypatch.setattr(reorganisations, "CONSEQUENCES", consequences)
    errors = [error for error in save_and_confirm(world, plan) if isinstance(error, OperationalError)]
    assert len(errors) == 1
    assert "deadlock" in str(errors[0])


@postgres
def test_a_request_that_is_being_closed_asks_nobody_more(world):
    request = opened(world)
    plan = rehearsed(world, merger(world))
    close = partial(data_requests.close_request, request, by=world.by("board"))
    confirm = partial(reorganisations.confirm, plan, digest=plan.digest, by=world.by("board"))
    assert isinstance(while_first_is_open(close, confirm), StateConflict)
    assert set(request.sheets.values_list("status", flat=True)) == {"awaited"}


ACT = """
import os, signal, django
django.setup()
from foundation import clock
from units.acting import acting_as
from units.actions import reorganisations
from units.models import Reorganisation, User
written = []
def killed(change):
    written.append(len(change.journal.steps))
    os.kill(os.getpid(), signal.SIGKILL)
if {kill}:
    reorganisations.CONSEQUENCES.insert({kill} - 1, killed)
plan = Reorganisation.objects.get(pk={plan})
with clock.travel("2015-03-02T12:00+07:00"):
    reorganisations.confirm(plan, digest=plan.digest, by=acting_as(User.objects.get(username="board"), "reviewer"))
"""


def confirmed_elsewhere(plan, kill=0):
    """Confirm a plan in another process, which kills itself before that consequence; return how it ended."""
    own = {"DEBUG": "1", "PORTAL_NOW": "", "PYTHONPATH": str(ROOT), "DATABASE_URL": database()}
    environment = os.environ | own | {"DJANGO_SETTINGS_MODULE": "emulation.settings"}
    code = ACT.format(plan=plan.pk, kill=kill)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False).returncode


@pytest.mark.deep
def test_thirteen_to_sixty_five_killed_in_the_middle_did_not_happen(world):
    """Killed once the tree is written, and again before the last consequence; then it is carried out as it stands."""
    words = world.district.words
    uppers = [upper(world, f"LĐLĐ huyện {n}") for n in range(13)]
    schools = [grassroots(f"CĐCS Trường {n}", uppers[n % 13]) for n in range(1_100)]
    rows = [PlannedRow("found", name=f"Công đoàn phường {n}", type=words, target=world.province) for n in range(65)]
    rows += [PlannedRow("move", school, founded=n % 65) for n, school in enumerate(schools)]
    plan = drafted(world, *rows, *(PlannedRow("close", unit) for unit in uppers), on=date(2015, 3, 2))
    reorganisations.rehearse(plan, by=world.by("board"))
    before = stored()
    for kill in (1, len(reorganisations.CONSEQUENCES)):
        assert confirmed_elsewhere(plan, kill) == -signal.SIGKILL
        assert stored() == before
    assert confirmed_elsewhere(plan) == 0
    moved = Unit.objects.filter(parent__name__startswith="Công đoàn phường", valid_to=None)
    assert moved.count() == 1_100
