"""Tests random acts of random people on dossiers, nominations, decisions and summaries: the rows stay consistent.

The province may give one Bằng khen, and three are asked for.
"""

from collections import Counter

import pytest
from hypothesis import strategies as any_of
from hypothesis.stateful import rule

from awards.actions import appraisal, decisions, dossiers, register
from awards.actions import signing as decision_signing
from awards.actions.dossiers import IncompleteDossier
from awards.lifecycle import TAKES_A_PLACE
from awards.models import Award, Correction, Decision, Dossier, Nomination, Nominee, Paper, Quota
from awards.rules import quota_usage
from foundation import clock
from summaries import actions as summaries
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from tests.support import dossier_steps, signing
from tests.support.dossier_steps import SIGNED, endorsed, nominate, sent, title
from tests.support.random_people import People, moved_legally, next_week, play
from tests.support.world import PEOPLE
from units.models import Event
from units.registration import BadRegistration

pytestmark = pytest.mark.sqlite(deep="both")
# Those who can do something here are asked more often than strangers.
SOMEBODY = any_of.sampled_from(["owner", "district", "board", "board", "leader", "chair", *PEOPLE])
WHY = "Đơn vị mới kiện toàn."
MOST = 1
DOSSIER_ACTS = {
    "describe": lambda dossier, by: dossiers.describe(dossier, {"votes_for": 7}, by=by),
    "nominate": lambda dossier, by: nominate(dossier, by=by, code="BK_T", name=f"Vi Thị {by.user.full_name}"),
    "remove": lambda dossier, by: [dossiers.remove(row, by=by) for row in dossier.nominations.all()[:1]],
    "submit": lambda dossier, by: dossiers.submit(dossier, by=by),
    "take_back": lambda dossier, by: dossiers.take_back(dossier, by=by),
    "withdraw": lambda dossier, by: dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=by),
    "begin_again": lambda dossier, by: dossiers.begin_again(dossier, by=by),
    "endorse": lambda dossier, by: dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=by),
    "return": lambda dossier, by: dossiers.return_(dossier, reason="Thiếu.", due_on=next_week(), by=by),
}
ROW_ACTS = {
    "approve": lambda row, by: appraisal.approve([row], by=by, reason=WHY),
    "approve_all": lambda row, by: appraisal.approve(row.dossier.nominations.all(), by=by, reason=WHY),
    "give_less": lambda row, by: appraisal.approve([row], by=by, title=title("GK_CTT"), reason=WHY),
    "give_more": lambda row, by: appraisal.approve([row], by=by, title=title("BK_TLD"), reason=WHY),
    "reject": lambda row, by: appraisal.reject([row], by=by, reason=WHY),
    "defer": lambda row, by: appraisal.defer([row], by=by, reason=WHY),
    "undo": lambda row, by: appraisal.undo_verdict([row], by=by),
    "send_up": lambda row, by: appraisal.send_up([row], by=by),
    "not_grant": lambda row, by: appraisal.record_refusal([row], by=by, reason=WHY),
    "draft": lambda row, by: decisions.draft([row], by=by),
    "draft_outside": lambda row, by: decisions.draft([row], by=by, organ="Tổng Liên đoàn"),
}
DECISION_ACTS = {
    "drop": lambda decision, by: decisions.drop(decision, decision.nominations.all()[:1], by=by),
    "propose": lambda decision, by: decisions.propose(decision, by=by),
    "withdraw": lambda decision, by: decisions.withdraw_proposal(decision, by=by),
    "discard": lambda decision, by: decisions.discard(decision, by=by),
    "close": lambda decision, by: decision_signing.close(decision, by=by, **SIGNED),
    "take_back": lambda decision, by: decision_signing.take_back(decision, by=by, reason=WHY),
    "register": lambda decision, by: registered(decision, "45", by),
    "register_another": lambda decision, by: registered(decision, str(decision.pk + 50), by),
    "annul": lambda decision, by: decisions.amend(
        decision, [(award, "award", "") for award in decision.awards.all()[:1]], by=by, kind="annul", reason=WHY
    ),
    "correct": lambda decision, by: decisions.amend(
        decision, [(award, "name", "Nông Thị Xuân") for award in decision.awards.all()[:1]], by=by, kind="correct"
    ),
    "reissue": lambda decision, by: [register.reissue(award, reason=WHY, by=by) for award in decision.awards.all()],
}


def registered(decision, number, by):
    decision_signing.register(decision, by=by, number=number, dated_on=clock.today(), scan=dossier_steps.scan())


SUMMARY_ACTS = {
    "begin": lambda unit, by: summaries.begin(unit.campaign, unit.phase, unit.unit, by=by),
    "propose": lambda summary, by: summaries.propose(summary, by=by),
    "withdraw": lambda summary, by: summaries.withdraw_proposal(summary, by=by),
    "close": lambda summary, by: summaries.close_for_signing(summary, by=by),
    "register": lambda summary, by: summaries.register(
        summary, number=str(summary.pk), dated_on=clock.today(), scan=signing.scan(), by=by
    ),
    "take_back": lambda summary, by: summaries.take_back(summary, reason=WHY, by=by),
    "revise": lambda summary, by: summaries.revise(summary, reason=WHY, by=by),
}


def build():
    """Build dossiers with three Bằng khen (two endorsed) and a Giấy khen of the commune, which the district decides."""
    world = dossier_steps.build()
    world.user("board").posts.update(may_record_signed=True)
    with clock.travel(dossier_steps.DAY):
        Quota.objects.create(title=title("BK_T"), campaign=world.campaign, max_count=MOST, hard=True)
        endorsed(world, [{"code": "BK_T", "name": "Nông Văn Một"}, {"code": "BK_T", "name": "Nông Văn Hai"}])
        sent(world, "neighbour", [{"code": "BK_T", "name": "La Văn Ba"}])
        sent(world, "neighbour", [{"code": "GK_CTT", "name": "La Văn Bốn"}])
    return world


class Appraisers(People):
    """Acts on awards from the day when dossiers have come in."""

    build, start = build, dossier_steps.DAY
    tables = (
        Dossier,
        Nominee,
        Nomination,
        Decision,
        Correction,
        Award,
        Paper,
        Summary,
        SummaryFile,
        SummaryWorkbook,
        Event,
    )
    refusals = (*People.refusals, IncompleteDossier, BadRegistration)

    def at_one(self, model, acts, verb, person, which):
        """Act on one of the rows that exist."""
        role = PEOPLE[person][2][which % len(PEOPLE[person][2])]
        if things := list(model.objects.order_by("pk")):
            self.attempt(acts[verb], things[which % len(things)], person, role)

    @rule(person=SOMEBODY, verb=any_of.sampled_from(sorted(DOSSIER_ACTS)), which=any_of.integers(0, 5))
    def at_a_dossier(self, person, verb, which):
        self.at_one(Dossier, DOSSIER_ACTS, verb, person, which)

    @rule(person=SOMEBODY, verb=any_of.sampled_from(sorted(ROW_ACTS)), which=any_of.integers(0, 7))
    def at_a_row(self, person, verb, which):
        self.at_one(Nomination, ROW_ACTS, verb, person, which)

    @rule(verb=any_of.sampled_from(["approve", "approve", "draft"]), which=any_of.integers(0, 7))
    def the_board_goes_on(self, verb, which):
        """Act towards decisions more often than chance would."""
        self.at_one(Nomination, ROW_ACTS, verb, "board", which)

    @rule(person=SOMEBODY, verb=any_of.sampled_from(sorted(DECISION_ACTS)), which=any_of.integers(0, 5))
    def at_a_decision(self, person, verb, which):
        self.at_one(Decision, DECISION_ACTS, verb, person, which)

    @rule(
        person=any_of.sampled_from(["board", "leader", "district", "chair", "owner"]),
        verb=any_of.sampled_from(sorted(SUMMARY_ACTS)),
        unit=any_of.sampled_from(["province", "district"]),
    )
    def at_a_summary(self, person, verb, unit):
        new_summary = Summary(campaign=self.world.campaign, phase=self.world.phase, unit=self.world.units[unit])
        stored_summary = Summary.objects.of(new_summary.campaign, new_summary.phase, new_summary.unit).first()
        if verb == "begin" or stored_summary:
            self.attempt(
                SUMMARY_ACTS[verb], new_summary if verb == "begin" else stored_summary, person, PEOPLE[person][2][-1]
            )

    def agreed_every_status_was_reached_by_a_legal_move(self):
        for model in (Dossier, Nomination, Decision, Summary):
            for with_status in model.objects.all():
                moved_legally(with_status)

    def agreed_what_is_decided_has_a_decider(self):
        for row in Nomination.objects.all():
            assert (row.status != "pending") == bool(row.decided_by_id and row.decided_at)
        for decision in Decision.objects.all():
            assert decision.is_issued == bool(decision.issued_by_id and decision.number and decision.sha256)
        for summary in Summary.objects.all():
            assert summary.is_closed == bool(summary.closed_by_id and summary.sha256)
            assert summary.is_final == bool(summary.finalised_by_id and summary.number)

    def agreed_no_place_is_given_twice(self):
        quota, holders = Quota.objects.get(), []
        for row in Nomination.objects.filter(status__in=TAKES_A_PLACE, title_granted__code="BK_T"):
            holders.append(row.pk)
        assert len(holders) <= MOST
        standing = quota_usage.usages_of([quota])[0]
        assert (standing.taken, standing.left) == (len(holders), MOST - len(holders))

    def agreed_dossiers_stand_where_their_rows_brought_them(self):
        for dossier in Dossier.objects.filter(status__in=("appraised", "closed")):
            assert not dossier.nominations.filter(status="pending").exists()

    def agreed_the_register_holds_what_was_issued(self):
        awards = list(Award.objects.select_related("decision"))
        assert all(award.decision.is_issued for award in awards)
        standing = Counter(award.nomination_id for award in awards if not award.is_annulled)
        awarded = Nomination.objects.filter(status="awarded").values_list("pk", flat=True)
        assert standing == dict.fromkeys(awarded, 1)
        numbers = sorted((award.deciding_unit_id, award.year, award.number) for award in awards if award.number)
        places = Counter(number[:2] for number in numbers)
        assert numbers == [(*numbering, n) for numbering in sorted(places) for n in range(1, places[numbering] + 1)]
        self.stays("papers", dict(Paper.objects.values_list("code", "issue")))

    def agreed_one_number_one_draft(self):
        issued = [
            (decision.unit_id, decision.year, decision.number_key)
            for decision in Decision.objects.filter(status="issued", organ="")
        ]
        drafts = list(Summary.objects.filter(status="draft").values_list("phase", "unit"))
        assert len(issued) == len(set(issued)) and len(drafts) == len(set(drafts))

    def agreed_what_was_issued_stays_as_it_was(self):
        self.stays("issued", dict(Decision.objects.filter(status="issued").values_list("pk", "sha256")))
        self.stays("final", dict(Summary.objects.filter(status="final").values_list("pk", "sha256")))

    def agreed_nobody_reads_what_lies_elsewhere(self):
        """Check what everybody may read against the tree walked by hand."""
        for person in ("owner", "district", "city", "board"):
            mine = self.world.units[PEOPLE[person][1]].pk
            for model, everybodys in ((Dossier, never), (Decision, is_issued), (Summary, is_the_provinces)):
                rows = list(model.objects.all())
                expected = {row.pk for row in rows if mine in self.chain(row.unit_id) or everybodys(row)}
                seen = set(model.objects.visible_to(self.world.user(person)).values_list("pk", flat=True))
                assert seen == expected


def never(_thing):
    return False


def is_issued(decision):
    return decision.status == "issued"


def is_the_provinces(summary):
    return summary.is_final and summary.unit.kind == "province"


class Approvers(Appraisers):
    """Acts by approving only."""

    at_a_dossier = at_a_decision = at_a_summary = at_a_row = None


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "examples"), [(Appraisers, 1), (Approvers, 2)])
def test_a_few_people_act(people, examples):
    play(people, examples=examples, steps=25)


@pytest.mark.deep
@pytest.mark.django_db
def test_whatever_people_do_the_rows_agree():
    play(Appraisers, examples=60, steps=50)


@pytest.mark.django_db
def test_a_quota_that_nobody_counts_is_noticed(monkeypatch):
    """The control: a hard quota that lets everybody through."""
    monkeypatch.setattr(quota_usage, "overshot", lambda title, dossier: [])
    with pytest.raises(AssertionError):
        play(Approvers, examples=10, steps=25)
