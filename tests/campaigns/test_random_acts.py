"""Tests random acts of random people on the sheets of a phase, allowed or not: the rows stay consistent.

Acts are the real ones. One that is refused has changed nothing; one that is done has left a legal move and an event.
"""

import pytest
from django.db.models import F
from hypothesis import strategies as any_of
from hypothesis.stateful import rule

from campaigns.actions import filings, phases, reviews
from campaigns.lifecycle import FilingStatus, PhaseStatus
from campaigns.models import CalledUnit, Filing, Phase, Submission
from campaigns.progress.branch_counts import BranchCounts
from campaigns.progress.phase_progress import progress_of
from campaigns.sheet import Incomplete
from foundation import clock
from tests.support import world
from tests.support.random_people import People, moved_legally, next_week, play
from tests.support.world import PEOPLE, draft
from units.models import Event

pytestmark = pytest.mark.sqlite(deep="both")
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


class Filers(People):
    """Acts on sheets from the morning when phase 1 was just opened."""

    build, start = world.build, "2015-02-20T09:00+07:00"
    tables = (Filing, Phase, CalledUnit, Submission, Event)
    refusals = (*People.refusals, Incomplete)

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

    def agreed_every_status_was_reached_by_a_legal_move(self):
        for sheet in Filing.objects.all():
            moved_legally(sheet)
            assert (sheet.status not in DECIDED) or (sheet.decided_by_id and sheet.decided_at)

    def agreed_what_was_sent_stays_as_it_was(self):
        sent = {
            submission.pk: (submission.filing_id, submission.number, submission.sha256, submission.content)
            for submission in Submission.objects.all()
        }
        self.stays("sent", sent)

    def agreed_totals_are_the_sum_of_their_parts(self):
        for phase in Phase.objects.select_related("campaign__unit").exclude(status=PhaseStatus.PLANNED):
            with clock.travel(self.at):
                whole = progress_of(phase, "pledge", self.world.province, self.world.province.path)
            for name in BranchCounts.__dataclass_fields__:
                assert sum(getattr(group.counts, name) for group in whole.groups) == getattr(whole.total, name)
            assert (
                whole.total.expected + whole.total.excused
                == CalledUnit.objects.filter(phase=phase, coordinated=False).count()
            )

    def agreed_nobody_reads_what_lies_elsewhere(self):
        """Check what everybody may read against the tree walked by hand, from each sheet's union upwards."""
        everything = list(Filing.objects.select_related("called__unit"))
        for person in ("owner", "district", "city", "board"):
            mine = self.world.units[PEOPLE[person][1]].pk
            expected = {sheet.pk for sheet in everything if mine in self.chain(sheet.called.unit_id)}
            seen = set(Filing.objects.visible_to(self.world.user(person)).values_list("pk", flat=True))
            assert seen == expected


@pytest.mark.django_db
def test_a_few_people_act():
    play(Filers, examples=2, steps=25)


@pytest.mark.deep
@pytest.mark.django_db
def test_whatever_people_do_the_rows_agree():
    play(Filers, examples=50, steps=40)


@pytest.mark.deep
@pytest.mark.django_db
def test_a_status_set_past_the_acts_is_noticed(monkeypatch):
    """The control: accepting writes the status and no event."""

    def accepted_unseen(sheet, by):
        Filing.objects.filter(pk=sheet.pk).update(
            status="accepted", decided_by=by.user, decided_at=clock.now(), submitted_at=clock.now(),
            first_submitted_at=clock.now(), counted_submission=F("current_submission"),
        )  # fmt: skip

    monkeypatch.setitem(SHEET_ACTS, "accept", accepted_unseen)
    with pytest.raises(AssertionError):
        play(Filers, examples=20, steps=30)
