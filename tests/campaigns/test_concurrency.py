"""Tests two people who act at once: exactly one succeeds, one event is written, the other reads a clear sentence.

Threads meet at a barrier, each with its own connection to PostgreSQL; every race is run as often as `Trials` says.
"""

import re
import threading
import time
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import QuerySet

from campaigns.actions import filings, locking, phases, reviews
from campaigns.actions.amendments import amend, begin_change
from campaigns.actions.batches import FILING_BATCHES as batches
from campaigns.catalogue.stored import catalogue_of
from campaigns.models import AskedCatalogue, BatchedEvent, CalledUnit, Filing, Indicator, Phase
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict, fingerprint
from foundation.lifecycle import StateConflict
from tests.support import casts
from tests.support.filing_steps import PLEDGING, drafted, sent
from tests.support.racing import Trials, both_look_first, nothing_compared, race
from tests.support.without_triggers import without_triggers
from units.models import Event

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WHO = r"(Nông Thị Ánh|Nông Văn Ân|Vi Văn Thông|Lăng Văn Sử|Triệu Thị Sao Mai|Đàm Thị Hồi)"
LATE = WHO + r" vừa (.+) lúc 09:00 ngày 25/02/2015\. Trang đã được cập nhật\.(.*)"


@pytest.fixture
def world(transactional_db):
    """The cast, committed: every thread sees it."""
    with clock.travel(PLEDGING):
        yield casts.copied()


def one_winner(outcomes):
    """Return the number of the act that succeeded; the other's error says that somebody was quicker."""
    lost = [error for error in outcomes if error is not None]
    assert [type(error) for error in lost] == [StateConflict]
    assert re.fullmatch(LATE, lost[0].sentence), lost[0].sentence
    return outcomes.index(None)


def test_accepting_and_taking_back_have_one_winner(world, trials):
    sheet = sent(world)
    trials = Trials(sheet, trials)
    for _ in trials:
        district, owner = world.by("district", "reviewer"), world.by("owner")
        copy_a, copy_b = trials.row, trials.row
        outcomes = race(partial(reviews.accept, copy_a, by=district), partial(filings.take_back, copy_b, by=owner))
        winner = one_winner(outcomes)
        assert (trials.row.status, trials.events) == (
            ("accepted", ["accept"]),
            ("draft", ["take_back"]),
        )[winner]


def test_accepting_and_returning_have_one_winner(world, trials):
    sheet = sent(world)
    trials = Trials(sheet, trials)
    for _ in trials:
        copy_a, copy_b = trials.row, trials.row
        first, second = world.by("district", "reviewer"), world.by("district2")
        day = clock.today()
        outcomes = race(
            partial(reviews.accept, copy_a, by=first),
            partial(reviews.return_, copy_b, reason="Thiếu", due_on=day, by=second),
        )
        winner = one_winner(outcomes)
        assert (trials.row.status, trials.row.decided_by, trials.events) == (
            ("accepted", first.user, ["accept"]),
            ("returned", second.user, ["return"]),
        )[winner]


def test_two_acceptances_are_one(world, trials):
    sheet = sent(world)
    trials = Trials(sheet, trials)
    for _ in trials:
        copy_a, copy_b = trials.row, trials.row
        people = world.by("district", "reviewer"), world.by("district2")
        outcomes = race(partial(reviews.accept, copy_a, by=people[0]), partial(reviews.accept, copy_b, by=people[1]))
        winner = one_winner(outcomes)
        assert (trials.row.status, trials.row.decided_by, trials.events) == (
            "accepted",
            people[winner].user,
            ["accept"],
        )


def test_two_submissions_are_one(world, trials):
    sheet = drafted(world)
    trials = Trials(sheet, trials)
    for _ in trials:
        copy_a, copy_b = trials.row, trials.row
        people = world.by("owner"), world.by("owner2")
        outcomes = race(partial(filings.submit, copy_a, by=people[0]), partial(filings.submit, copy_b, by=people[1]))
        winner = one_winner(outcomes)
        assert (trials.row.status, trials.events) == ("submitted", ["submit"])
        assert trials.row.current_submission.figures.count() == 19
        assert [(submission.number, submission.by) for submission in trials.row.submissions.all()] == [
            (1, people[winner].user)
        ]


def test_two_first_saves_overwrite_nothing(world, trials):
    sheet = world.sheet("school", "pledge")
    trials = Trials(sheet, trials)
    for _ in trials:
        copy_a, copy_b = trials.row, trials.row
        people = world.by("owner"), world.by("owner2")
        outcomes = race(
            partial(filings.save_part, copy_a, "titles", {"DH03": "1"}, by=people[0], fingerprint=fingerprint(None)),
            partial(filings.save_part, copy_b, "titles", {"DH03": "2"}, by=people[1], fingerprint=fingerprint(None)),
        )
        lost = [error for error in outcomes if error is not None]
        winner = outcomes.index(None)
        assert [type(error) for error in lost] == [EditConflict]
        assert lost[0].sentence == (
            f"{people[winner].user.full_name} cũng đang sửa bản này. Nội dung vừa nhập chưa được lưu, còn giữ bên dưới."
        )
        row = trials.row
        assert (row.status, row.version, row.typed_by) == ("draft", 1, people[winner].user)
        assert (row.typed, trials.events) == ({"titles": {"DH03": str(winner + 1)}}, ["save"])


def test_two_openings_call_every_unit_once(world, trials):
    trials = Trials(world.phase2, trials)
    for _ in trials:
        copy_a, copy_b = trials.row, trials.row
        people = world.by("board"), world.by("board2")
        outcomes = race(
            partial(phases.open_phase, copy_a, by=people[0]), partial(phases.open_phase, copy_b, by=people[1])
        )
        one_winner(outcomes)
        assert (trials.row.status, trials.events) == ("open", ["open"])
        assert CalledUnit.objects.filter(phase=world.phase2).count() == 8
        assert Filing.objects.filter(called__phase=world.phase2).count() == 16
        Filing.objects.filter(called__phase=world.phase2).delete()
        with without_triggers():
            CalledUnit.objects.filter(phase=world.phase2).delete()
            Phase.objects.filter(pk=world.phase2.pk).update(catalogue=None, opened_at=None, status="planned")
            QuerySet(AskedCatalogue).filter(phase=world.phase2).delete()


def sent_slowly_while_the_phase_is_locked(world, monkeypatch):
    """Return who is done first: the submission that found its phase open, or the one who locks the phase after."""
    found_open, done, send = threading.Event(), [], filings._submit

    def slowly(*args, **given):
        found_open.set()
        time.sleep(0.3)
        return send(*args, **given)

    def submit():
        filings.submit(sheet, by=world.by("owner"))
        done.append("sent")

    def lock():
        found_open.wait(5)
        phases.lock_phase(world.phase, by=world.by("board"))
        done.append("locked")

    monkeypatch.setattr(filings, "_submit", slowly)
    sheet = drafted(world)
    assert race(submit, lock) == [None, None]
    return done


def test_a_phase_is_locked_only_after_the_sheets_on_their_way(world, monkeypatch):
    assert sent_slowly_while_the_phase_is_locked(world, monkeypatch) == ["sent", "locked"]


def test_without_the_phase_held_a_sheet_comes_in_after_the_lock(world, monkeypatch):
    monkeypatch.setattr(locking, "share_phase_lock", lambda pk: None)
    assert sent_slowly_while_the_phase_is_locked(world, monkeypatch) == ["locked", "sent"]


def test_what_is_being_corrected_is_asked_by_a_phase_that_is_opened_meanwhile(world):
    row, written = Indicator.objects.get(campaign=world.campaign, code="PT03"), threading.Event()

    def correct():
        with transaction.atomic():
            before = begin_change(world.campaign)
            Indicator.objects.filter(pk=row.pk).update(name="Tên đúng")
            written.set()
            time.sleep(0.3)
            amend(world.campaign, before, by=world.by("board"), reason="In sai chữ")

    def open_phase():
        written.wait(5)
        phases.open_phase(world.phase2, by=world.by("board2"))

    assert race(correct, open_phase) == [None, None]
    assert catalogue_of(Phase.objects.get(pk=world.phase2.pk)).by_pk[row.pk].name == "Tên đúng"


def test_sheets_that_hold_the_phase_do_not_wait_for_each_other(world):
    copy_a, copy_b = drafted(world), drafted(world, "commune", who="neighbour")
    both = threading.Barrier(2)

    def hold(sheet):
        with transaction.atomic():
            locking.lock_filing(sheet)
            both.wait(timeout=5)

    assert race(partial(hold, copy_a), partial(hold, copy_b)) == [None, None]


def without_lock(monkeypatch):
    """Let both look before either acts, which the row lock prevents."""
    both_look_first(monkeypatch, reviews, "lock_filing", Filing.refresh_from_db)


def test_even_without_the_row_lock_compare_and_set_leaves_one_winner(world, monkeypatch):
    without_lock(monkeypatch)
    sheet = sent(world)
    copy_a, copy_b = (Filing.objects.with_context().get(pk=sheet.pk) for _ in range(2))
    first, second = world.by("district", "reviewer"), world.by("district2")
    outcomes = race(partial(reviews.accept, copy_a, by=first), partial(reviews.accept, copy_b, by=second))
    one_winner(outcomes)
    assert Event.objects.about(sheet).filter(verb="accept").count() == 1


def test_without_either_both_would_win_so_these_races_can_fail(world, monkeypatch):
    without_lock(monkeypatch)
    nothing_compared(monkeypatch)
    sheet = sent(world)
    copy_a, copy_b = (Filing.objects.with_context().get(pk=sheet.pk) for _ in range(2))
    first, second = world.by("district", "reviewer"), world.by("district2")
    outcomes = race(partial(reviews.accept, copy_a, by=first), partial(reviews.accept, copy_b, by=second))
    assert outcomes == [None, None]
    assert Event.objects.about(sheet).filter(verb="accept").count() == 2


def test_of_two_reviewers_of_the_same_set_each_sheet_has_one_decision(world):
    sheets = [sent(world), sent(world, "commune", who="neighbour"), sent(world, "porters", who="porter")]
    people = world.by("district", "reviewer"), world.by("district2")
    seen = {sheet.pk: 1 for sheet in sheets}
    acts = [
        partial(batches.accept_batch, sheets, act=uuid4(), by=people[0], submission_numbers=seen),
        partial(
            batches.return_batch,
            sheets[::-1],
            act=uuid4(),
            reason="Thiếu.",
            due_on=clock.today(),
            by=people[1],
            submission_numbers=seen,
        ),
    ]
    outcomes = race(*acts)
    winner = outcomes.index(None)
    assert [type(error) for error in outcomes if error] == [StateConflict]
    rows = Filing.objects.filter(pk__in=seen)
    assert set(rows.values_list("status", "decided_by")) == {(("accepted", "returned")[winner], people[winner].user.pk)}
    assert BatchedEvent.objects.count() == 3


def test_a_button_pressed_twice_acts_once(world):
    sheets = [sent(world), sent(world, "commune", who="neighbour")]
    by, seen = world.by("district", "reviewer"), {sheet.pk: 1 for sheet in sheets}
    accept = partial(batches.accept_batch, sheets, act=uuid4(), by=by, submission_numbers=seen)
    assert race(accept, accept) == [None, None]
    assert BatchedEvent.objects.count() == 2
    assert Event.objects.about_all(Filing, list(seen)).filter(verb="accept").count() == 2
