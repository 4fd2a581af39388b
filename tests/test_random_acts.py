"""Random people do random acts at the sheets of a phase, allowed and forbidden: whatever they do, the rows agree.

Acts are the real ones. One that is refused has changed nothing; one that is done has left a legal move and an event.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Phases
from hypothesis import strategies as any_of
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from campaigns.actions import filings, phases, reviews
from campaigns.lifecycle import FILING, FilingStatus, PhaseStatus
from campaigns.models import CalledUnit, Filing, Phase, Submission
from campaigns.progress import progress_of
from campaigns.sheet import Incomplete
from campaigns.tally import Tally
from emulation import clock
from emulation.lifecycle import NotNow
from tests import tally
from tests.fixtures_world import copied
from tests.world import PEOPLE, draft
from units.access import Refused
from units.acting import acting_as
from units.models import Event

REFUSALS = (Refused, NotNow, Incomplete)
START = "2015-02-20T09:00+07:00"
UNITS = ("school", "commune", "porters", "bank", "direct", "district")
DECIDED = (FilingStatus.ACCEPTED, FilingStatus.RETURNED, FilingStatus.EXCUSED)
SHEET_ACTS = {
    "fill": lambda sheet, by: draft(sheet, by=by),
    "save": lambda sheet, by: filings.save_part(sheet, "commitment", {"chair_name": by.user.full_name}, by=by),
    "submit": lambda sheet, by: filings.submit(sheet, by=by),
    "take_back": lambda sheet, by: filings.take_back(sheet, by=by),
    "confirm_unchanged": lambda sheet, by: filings.confirm_unchanged(sheet, by=by),
    "confirm_on_behalf": lambda sheet, by: filings.confirm_on_behalf(sheet, by=by),
    "accept": lambda sheet, by: reviews.accept(sheet, by=by),
    "return": lambda sheet, by: reviews.return_(sheet, reason="Thiếu.", due_on=next_week(), by=by),
    "undo_accept": lambda sheet, by: reviews.undo_accept(sheet, by=by),
    "undo_return": lambda sheet, by: reviews.undo_return(sheet, by=by),
    "reopen": lambda sheet, by: reviews.reopen(sheet, reason="Sai.", due_on=next_week(), by=by),
    "excuse": lambda sheet, by: reviews.excuse(sheet, reason="Giải thể.", by=by),
    "unexcuse": lambda sheet, by: reviews.unexcuse(sheet, by=by),
}
PHASE_ACTS = {
    "open": lambda phase, by: phases.open_phase(phase, by=by),
    "lock": lambda phase, by: phases.lock_phase(phase, by=by),
    "unlock": lambda phase, by: phases.unlock_phase(phase, reason="Bổ sung.", by=by),
}
# Those who can do something at the sheet are asked more often than strangers.
SOMEBODY = any_of.sampled_from(["owner", "district", "district2", "board", *PEOPLE])


def next_week():
    return clock.today() + timedelta(days=7)


def rows():
    """All that an act could have written."""
    tables = (Filing, Phase, CalledUnit, Submission, Event)
    return [list(model._base_manager.order_by("pk").values_list()) for model in tables]


class People(RuleBasedStateMachine):
    """Every example begins with phase 1 just opened, and leaves no row behind."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.at = clock.parse(START)
        self.world = copied()
        self.sent = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def attempt(self, act, thing, person, role):
        before = rows()
        with clock.travel(self.at):
            by = acting_as(self.world.user(person), role)
            try:
                with transaction.atomic():
                    act(thing, by)
                tally.count("random acts", "done")
            except REFUSALS:
                tally.count("random acts", "refused")
                assert rows() == before

    @rule(
        person=SOMEBODY,
        unit=any_of.sampled_from(UNITS),
        verb=any_of.sampled_from(sorted(SHEET_ACTS)),
        which=any_of.data(),
    )
    def at_a_sheet(self, person, unit, verb, which):
        kind, number = which.draw(any_of.sampled_from([("pledge", 1), ("pledge", 1), ("report", 1), ("pledge", 2)]))
        role = which.draw(any_of.sampled_from(PEOPLE[person][2]))
        sheets = Filing.objects.with_context().filter(called__unit=self.world.units[unit], kind=kind)
        if sheet := sheets.filter(called__phase__number=number).first():
            self.attempt(SHEET_ACTS[verb], sheet, person, role)

    @rule(
        person=any_of.sampled_from(["board", "district", "leader"]),
        verb=any_of.sampled_from(sorted(PHASE_ACTS)),
        number=any_of.sampled_from([1, 1, 2]),
    )
    def at_a_phase(self, person, verb, number):
        phase = Phase.objects.select_related("campaign__unit").get(number=number)
        self.attempt(PHASE_ACTS[verb], phase, person, PEOPLE[person][2][0])

    @rule(hours=any_of.integers(1, 24 * 12))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)

    @invariant()
    def every_status_was_reached_by_a_legal_move(self):
        for sheet in Filing.objects.all():
            moves = [(one.source, one.to) for one in Event.objects.about(sheet) if one.to]
            assert set(moves) <= FILING.pairs()
            assert sheet.status == (moves[0][1] if moves else FilingStatus.AWAITED)
            assert (sheet.status not in DECIDED) or (sheet.decided_by_id and sheet.decided_at)

    @invariant()
    def what_was_sent_stays_as_it_was(self):
        now = {one.pk: (one.filing_id, one.number, one.sha256, one.content) for one in Submission.objects.all()}
        assert {pk: now.get(pk) for pk in self.sent} == self.sent
        self.sent = now

    @invariant()
    def totals_are_the_sum_of_their_parts(self):
        for phase in Phase.objects.select_related("campaign__unit").exclude(status=PhaseStatus.PLANNED):
            with clock.travel(self.at):
                whole = progress_of(phase, "pledge", self.world.province, self.world.province.path)
            for name in Tally.__dataclass_fields__:
                assert sum(getattr(group.tally, name) for group in whole.groups) == getattr(whole.total, name)
            assert (
                whole.total.expected + whole.total.excused
                == CalledUnit.objects.filter(phase=phase, coordinated=False).count()
            )

    @invariant()
    def nobody_reads_what_lies_elsewhere(self):
        """Against the tree walked by hand, from each sheet's union upwards."""
        everything = list(Filing.objects.select_related("called__unit"))
        parents = {unit.pk: unit.parent_id for unit in self.world.units.values()}
        for person in ("owner", "district", "city", "board"):
            mine = self.world.units[PEOPLE[person][1]].pk
            expected = {sheet.pk for sheet in everything if mine in chain(sheet.called.unit_id, parents)}
            seen = set(Filing.objects.visible_to(self.world.user(person)).values_list("pk", flat=True))
            assert seen == expected


def chain(pk, parents):
    while pk:
        yield pk
        pk = parents[pk]


def play(examples, steps):
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phases.generate],  # a failure is told as it was found: making it smaller takes an hour
        ),
    )


@pytest.mark.deep
@pytest.mark.django_db
def test_whatever_people_do_the_rows_agree():
    play(examples=50, steps=40)


@pytest.mark.deep
@pytest.mark.django_db
def test_a_status_set_past_the_acts_is_noticed(monkeypatch):
    """The control: accepting writes the status and no event."""

    def accepted_unseen(sheet, by):
        Filing.objects.filter(pk=sheet.pk).update(
            status="accepted", decided_by=by.user, decided_at=clock.now(), submitted_at=clock.now(),
            first_submitted_at=clock.now(),
        )  # fmt: skip

    monkeypatch.setitem(SHEET_ACTS, "accept", accepted_unseen)
    with pytest.raises(AssertionError):
        play(examples=20, steps=30)
