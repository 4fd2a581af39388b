"""Tests every act of every person in every status of dossiers, nominations and decisions, against tables below."""

from copy import copy
from datetime import date

import pytest
from django.db import transaction

from awards.actions import appraisal, decisions, dossiers, signing
from awards.lifecycle import DECISION, DOSSIER, NOMINATION
from awards.models import Decision, Dossier, Nomination
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support import dossier_steps
from tests.support.access_walk import writes
from tests.support.casts import copied
from tests.support.sweep_share import fewer
from tests.support.world import PEOPLE
from units.access import Forbidden

pytestmark = pytest.mark.sqlite(deep="both")

DAY, AGAIN = date(2015, 7, 20), date(2015, 7, 27)
PERSON = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
UP = PERSON | {"code": "BK_TLD"}

DOSSIERS = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {"draft", "endorsed", "appraised", "returned", "withdrawn"},
    "endorsed": {"appraised", "returned"},
    "returned": {"submitted", "withdrawn"},
    "appraised": {"submitted", "endorsed", "closed"},
    "closed": {"submitted", "endorsed"},
    "withdrawn": set(),
}
NOMINATIONS = {
    "pending": {"approved", "rejected", "deferred"},
    "approved": {"pending", "sent_up", "awarded"},
    "rejected": {"pending"},
    "deferred": {"pending"},
    "sent_up": {"awarded", "not_granted"},
    "awarded": {"annulled"},
    "not_granted": set(),
    "annulled": set(),
}
DECISIONS = {
    "draft": {"to_sign", "issued", "discarded"},
    "to_sign": {"draft", "issued"},
    "issued": set(),
    "discarded": set(),
}


@pytest.mark.parametrize(
    ("lifecycle", "table"),
    [(DOSSIER, DOSSIERS), (NOMINATION, NOMINATIONS), (DECISION, DECISIONS)],
    ids=["dossier", "nomination", "decision"],
)
def test_the_arrows_are_those_of_the_table_and_no_others(lifecycle, table):
    allowed = {(status, other) for status in table for other in table if lifecycle.allows(status, other)}
    assert allowed == {(status, other) for status, targets in table.items() for other in targets}


DOSSIER_ACTS = {
    "submit": lambda dossier, by: dossiers.submit(dossier, by=by),
    "take_back_dossier": lambda dossier, by: dossiers.take_back(dossier, by=by),
    "withdraw": lambda dossier, by: dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=by),
    "endorse": lambda dossier, by: dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=by),
    "return": lambda dossier, by: dossiers.return_(dossier, reason="Thiếu biên bản", due_on=AGAIN, by=by),
}
NOMINATION_ACTS = {
    "approve": lambda nomination, by: appraisal.approve([nomination], by=by),
    "reject": lambda nomination, by: appraisal.reject([nomination], reason="Chưa đủ điều kiện", by=by),
    "defer": lambda nomination, by: appraisal.defer([nomination], reason="Xét vào cuối năm", by=by),
    "undo_verdict": lambda nomination, by: appraisal.undo_verdict([nomination], by=by),
    "send_up": lambda nomination, by: appraisal.send_up([nomination], by=by),
    "not_grant": lambda nomination, by: appraisal.record_refusal([nomination], reason="Hết số lượng", by=by),
}
DECISION_ACTS = {
    "propose": lambda decision, by: decisions.propose(decision, by=by),
    "withdraw_proposal": lambda decision, by: decisions.withdraw_proposal(decision, by=by),
    "discard": lambda decision, by: decisions.discard(decision, by=by),
    "close": lambda decision, by: signing.close(decision, by=by, **dossier_steps.SIGNED),
    "take_back": lambda decision, by: signing.take_back(decision, by=by, reason="Sai tên"),
    "register": lambda decision, by: signing.register(
        decision, by=by, number="45", dated_on=DAY, scan=dossier_steps.scan()
    ),
}
LEADS = {
    "submit": {"draft": "submitted", "returned": "submitted"},
    "take_back_dossier": {"submitted": "draft"},
    "withdraw": {"draft": "withdrawn", "submitted": "withdrawn", "returned": "withdrawn"},
    "endorse": {"submitted": "endorsed"},
    "return": {"submitted": "returned", "endorsed": "returned"},
    "approve": {"pending": "approved"},
    "reject": {"pending": "rejected"},
    "defer": {"pending": "deferred"},
    "undo_verdict": {"approved": "pending", "rejected": "pending", "deferred": "pending"},
    "send_up": {"approved": "sent_up"},
    "not_grant": {"sent_up": "not_granted"},
    "propose": {"draft": "draft"},
    "withdraw_proposal": {"proposed": "draft"},
    "discard": {"draft": "discarded"},
    "close": {"draft": "to_sign", "proposed": "to_sign"},
    "take_back": {"to_sign": "draft"},
    "register": {"to_sign": "issued"},
}
BOARD, DISTRICT = {"board", "board2"}, {"district", "district2"}
FILERS = {"owner", "owner2", "district"}
THEIRS = {
    "submit": FILERS,
    **dict.fromkeys(("take_back_dossier", "withdraw"), FILERS - DISTRICT),  # none was filed by the union above
    "endorse": DISTRICT,
    "return": BOARD | DISTRICT,
    **dict.fromkeys(NOMINATION_ACTS, BOARD),
    **dict.fromkeys(("propose", "withdraw_proposal", "discard", "take_back"), BOARD),
    "close": {"leader", "board2"},
    "register": {"board2"},  # and clerks, who are not in the cast
}


def expected(verb, status, who):
    """Return the status after the act, or the refusal; the endorser can no longer return what was endorsed."""
    if who not in THEIRS[verb] or (verb == "return" and status == "endorsed" and who in DISTRICT):
        return Forbidden
    if (verb, status, who) == ("close", "draft", "leader"):  # only what was proposed
        return StateConflict
    return LEADS[verb].get(status, StateConflict)


def outcome(act, row, by):
    """Act in a savepoint; return the status after, or the class of the refusal, which wrote nothing."""
    with transaction.atomic():
        try:
            with writes() as written:
                act(copy(row), by)
        except (Forbidden, StateConflict) as refusal:
            assert str(refusal)
            assert written == []
            return type(refusal)
        status = type(row)._base_manager.values_list("status", flat=True).get(pk=row.pk)
        transaction.set_rollback(True)
    return status


def product(world, acts, row, status, config):
    """Return the outcomes and the expected ones, by act and person."""
    people, row = {name: world.by(name) for name in PEOPLE}, type(row).objects.get(pk=row.pk)
    wanted = {(verb, who): expected(verb, status, who) for verb in acts for who in people}
    cases = fewer(
        wanted,
        lambda case: wanted[case] is Forbidden,
        sweep="people whose act is refused",
        config=config,
        key=lambda case: f"{case} at a {type(row).__name__} {status}",
    )
    outcomes = {(verb, who): outcome(acts[verb], row, people[who]) for verb, who in cases}
    return outcomes, {case: wanted[case] for case in cases}


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        built = copied(dossier_steps.build)
        built.user("board2").posts.update(may_record_signed=True)
        yield built


def dossier_in(world, status):
    """Return a dossier of the school for the province, brought to a status by the real actions."""
    owner, district, board = world.by("owner"), world.by("district2"), world.by("board")
    dossier = dossier_steps.dossier_of(world, "owner", [PERSON])
    if status not in ("draft", "withdrawn"):
        dossiers.submit(dossier, by=owner)
    if status == "withdrawn":
        dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=owner)
    if status == "returned":
        dossiers.return_(dossier, reason="Thiếu", due_on=AGAIN, by=district)
    if status in ("endorsed", "appraised", "closed"):
        dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=district)
    if status == "appraised":
        appraisal.approve(dossier.nominations.all(), by=board)
    if status == "closed":
        appraisal.reject(dossier.nominations.all(), reason="Chưa đủ", by=board)
    return dossier


@pytest.mark.django_db
@pytest.mark.parametrize("status", list(DOSSIERS))
def test_every_act_at_a_dossier_has_the_outcome_of_the_table(world, status, pytestconfig):
    dossier = dossier_in(world, status)
    assert Dossier.objects.get(pk=dossier.pk).status == status
    outcomes, wanted = product(world, DOSSIER_ACTS, dossier, status, pytestconfig)
    assert outcomes == wanted


def nomination_in(world, status):
    board = world.by("board")
    nomination = dossier_steps.endorsed(world, [UP]).nominations.get()
    if status in ("approved", "sent_up", "not_granted", "awarded", "annulled"):
        appraisal.approve([nomination], by=board)
    if status in ("sent_up", "not_granted"):
        appraisal.send_up([nomination], by=board)
    if status == "not_granted":
        appraisal.record_refusal([nomination], reason="Hết số lượng", by=board)
    if status == "rejected":
        appraisal.reject([nomination], reason="Chưa đủ", by=board)
    if status == "deferred":
        appraisal.defer([nomination], reason="Để lại", by=board)
    if status in ("awarded", "annulled"):
        return awarded(world, annulled=status == "annulled")
    return nomination


def awarded(world, *, annulled):
    """Return a nomination of another dossier whose decision was issued; its award is annulled if `annulled`."""
    original = dossier_steps.issued(world, [PERSON | {"name": "Vi Páo"}])
    if annulled:
        award = original.awards.get()
        annul = decisions.amend(original, [(award, "award", "")], by=world.by("board"), kind="annul", reason="Khai sai")
        decisions.propose(annul, by=world.by("board"))
        dossier_steps.issue(world, annul, "46")
    return Nomination.objects.get(decision=original)


@pytest.mark.django_db
@pytest.mark.parametrize("status", list(NOMINATIONS))
def test_every_act_at_a_nomination_has_the_outcome_of_the_table(world, status, pytestconfig):
    nomination = nomination_in(world, status)
    assert Nomination.objects.get(pk=nomination.pk).status == status
    outcomes, wanted = product(world, NOMINATION_ACTS, nomination, status, pytestconfig)
    assert outcomes == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "proposed", "to_sign", "issued", "discarded"])
def test_every_act_at_a_decision_has_the_outcome_of_the_table(world, status, pytestconfig):
    if status == "issued":
        decision = dossier_steps.issued(world, [PERSON])
    else:
        decision = decisions.draft(dossier_steps.approved(world, [PERSON]), by=world.by("board"))
    if status in ("proposed", "to_sign"):
        decisions.propose(decision, by=world.by("board"))
    if status == "to_sign":
        dossier_steps.close(world, decision)
    if status == "discarded":
        decisions.discard(decision, by=world.by("board"))
    assert Decision.objects.get(pk=decision.pk).status == ("draft" if status == "proposed" else status)
    outcomes, wanted = product(world, DECISION_ACTS, decision, status, pytestconfig)
    assert outcomes == wanted


@pytest.mark.django_db
def test_the_district_decides_on_its_own_title_as_the_board_on_the_provinces(world):
    nomination = dossier_steps.sent(world, "owner", [PERSON | {"code": "GK_CTT"}]).nominations.get()
    outcomes = {who: outcome(NOMINATION_ACTS["approve"], nomination, world.by(who)) for who in PEOPLE}
    assert outcomes == dict.fromkeys(PEOPLE, Forbidden) | dict.fromkeys(DISTRICT, "approved")
