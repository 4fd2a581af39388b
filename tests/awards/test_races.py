"""Tests two people who act on an award at once: one succeeds, the other is refused; without its guard a race fails."""

from datetime import date
from functools import partial

import pytest

from awards.actions import appraisal, decisions, dossiers, letters, signing
from awards.models import Award, Decision, Dossier, Letter, Nomination, Quota
from awards.rules import quota_usage
from awards.rules.letter_groups import group_with
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.racing import both_look_first, nothing_compared, race
from units.attachments import scans_of
from units.models import Event, Post, Role
from units.registration import BadRegistration

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CONTROLS = "the control: without the guard both win"
endorse = partial(dossiers.endorse, opinions={}, meeting=dossier_steps.MEETING)


@pytest.fixture
def world(transactional_db):
    """The cast, committed; the province has a second leader."""
    with clock.travel(dossier_steps.DAY):
        world = copied(dossier_steps.build)
        Post.objects.create(user=world.user("board2"), unit=world.province, role=Role.LEADER, since=date(2014, 1, 1))
        yield world


def rows(count):
    return [{"code": "BK_T", "name": f"Vi Páo {number}"} for number in range(count)]


def fresh(row):
    manager = type(row).objects
    return (manager.with_context() if hasattr(manager.all(), "with_context") else manager).get(pk=row.pk)


def lost(outcomes, kind=StateConflict):
    """Return the error that the one who lost got."""
    errors = [error for error in outcomes if error is not None]
    assert [type(error) for error in errors] == [kind], outcomes
    return errors[0]


def two_dossiers(world):
    """Return nominations of the school and of the commune, which share no locked row but the title's."""
    other = dossier_steps.sent(world, "neighbour", rows(1))
    endorse(other, by=world.by("district", Role.REVIEWER))
    return dossier_steps.endorsed(world, rows(1)).nominations.get(), other.nominations.get()


def race_for_the_place(world, nominations):
    people = world.by("board"), world.by("board2", Role.REVIEWER)
    pairs = zip(nominations, people, strict=True)
    return race(*(partial(appraisal.approve, [fresh(nomination)], by=by) for nomination, by in pairs))


def test_the_last_place_of_a_hard_quota_has_one_winner(world, trials):
    quota = Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, max_count=1, hard=True)
    nominations = two_dossiers(world)
    for _trial in range(trials):
        outcomes = race_for_the_place(world, nominations)
        assert lost(outcomes).sentence == (
            "Vừa hết số lượng phân bổ cho Bằng khen (1/1). Trường hợp này chưa được ghi nhận."
        )
        assert quota_usage.usages_of([quota])[0].taken == 1
        appraisal.undo_verdict([fresh(nominations[outcomes.index(None)])], by=world.by("board"))


def test_without_the_title_held_two_take_the_last_place(world, monkeypatch):
    quota = Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, max_count=1, hard=True)
    nominations = two_dossiers(world)
    monkeypatch.setattr(appraisal, "lock_titles", lambda titles: None)
    both_look_first(monkeypatch, appraisal, "_objections", appraisal._objections)
    assert race_for_the_place(world, nominations) == [None, None], CONTROLS
    assert quota_usage.usages_of([quota])[0].taken == 2


def test_two_who_agree_to_the_same_titles_the_other_way_round_both_succeed(world, trials):
    """All transactions lock titles in one order, so there is no deadlock."""
    pairs = [
        [
            dossier_steps.endorsed(world, [{"code": code, "name": f"Vi {code} {number}"}]).nominations.get()
            for code in codes
        ]
        for number, codes in enumerate((("BK_T", "BK_TLD"), ("BK_TLD", "BK_T")))
    ]
    people = world.by("board"), world.by("board2", Role.REVIEWER)
    for _trial in range(trials):
        acts = [
            partial(appraisal.approve, [fresh(nomination) for nomination in pair], by=by)
            for pair, by in zip(pairs, people, strict=True)
        ]
        assert race(*acts) == [None, None]
        appraisal.undo_verdict([fresh(nomination) for pair in pairs for nomination in pair], by=people[0])


def proposed(world, nominations):
    decision = decisions.draft(nominations, by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    return decision


def closed(world, nominations):
    decision = proposed(world, nominations)
    dossier_steps.close(world, decision)
    return decision


def close(decision, by):
    return partial(signing.close, fresh(decision), by=by, **dossier_steps.SIGNED)


def issue(decision, number="45"):
    by, scan = dossier_steps.clerk_of(decision.unit), dossier_steps.scan()
    day = date(2015, 7, 20)
    return partial(signing.register, fresh(decision), by=by, number=number, dated_on=day, scan=scan)


def test_two_decisions_never_take_one_number(world, trials):
    nominations = dossier_steps.approved(world, rows(2 * trials))
    for trial in range(trials):
        pair = [closed(world, [fresh(nominations[2 * trial + offset])]) for offset in (0, 1)]
        number = f"{trial + 1}a"
        outcomes = race(*(issue(proposal, number) for proposal in pair))
        assert lost(outcomes, BadRegistration).errors == {
            "number": f"Số {number}/QĐ-LĐLĐ đã dùng cho quyết định ngày 20/07/2015. Xin kiểm tra sổ văn thư."
        }
        assert sorted(
            decision.status for decision in Decision.objects.filter(pk__in=[proposal.pk for proposal in pair])
        ) == [
            "issued",
            "to_sign",
        ]
        assert Award.objects.filter(decision__in=pair).count() == 1
    numbers = sorted(Award.objects.values_list("number", flat=True))
    assert numbers == list(range(1, trials + 1))


def test_without_the_constraint_two_decisions_take_one_number(world, monkeypatch):
    pair = [closed(world, [nomination]) for nomination in dossier_steps.approved(world, rows(2))]
    registered = signing.registered

    def its_own_key(decision, *given, **more):
        return registered(decision, *given, **more) | {"number_key": str(decision.pk)}

    both_look_first(monkeypatch, signing, "registered", its_own_key)
    assert race(*(issue(decision) for decision in pair)) == [None, None], CONTROLS
    assert Decision.objects.issued().filter(number="45").count() == 2


def test_closing_and_withdrawing_the_draft_have_one_winner(world, trials):
    nominations = dossier_steps.approved(world, rows(trials))
    for nomination in nominations:
        decision = proposed(world, [fresh(nomination)])
        outcomes = race(
            close(decision, world.by("leader")),
            partial(decisions.withdraw_proposal, fresh(decision), by=world.by("board")),
        )
        lost(outcomes)
        assert fresh(decision).status == ("to_sign", "draft")[outcomes.index(None)]


def test_registering_and_taking_back_have_one_winner(world, trials):
    for nomination in dossier_steps.approved(world, rows(trials)):
        decision = closed(world, [fresh(nomination)])
        outcomes = race(
            issue(decision, f"{decision.pk}"),
            partial(signing.take_back, fresh(decision), by=world.by("board"), reason="Sai tên."),
        )
        lost(outcomes)
        assert (fresh(decision).status, fresh(nomination).status) == (
            ("issued", "awarded"),
            ("draft", "approved"),
        )[outcomes.index(None)]


def test_two_closings_and_two_registrations_are_one(world, trials):
    leaders = world.by("leader"), world.by("board2", Role.LEADER)
    for nomination in dossier_steps.approved(world, rows(trials)):
        decision = proposed(world, [fresh(nomination)])
        lost(race(*(close(decision, by) for by in leaders)))
        lost(race(*(issue(decision, f"{decision.pk}") for _twice in range(2))))
        assert Award.objects.filter(decision=decision).count() == 1
        for verb in ("close_decision", "register_decision"):
            assert Event.objects.about(decision).filter(verb=verb).count() == 1


def test_a_letter_is_closed_once_and_registered_or_taken_back(world, trials):
    """Each trial begins with one more dossier, beside those whose letter was taken back."""
    leaders = world.by("leader"), world.by("board2", Role.LEADER)
    reviewer, clerk = world.by("board"), dossier_steps.clerk_of(world.province)
    for trial in range(trials):
        row = {"code": "BK_TLD", "name": f"Vi Páo {trial}"}
        (nomination,) = dossier_steps.approved(world, [row])
        group = group_with(world.province, nomination.pk)
        lost(race(*(partial(letters.close, group, by=by) for by in leaders)))
        letter = Letter.objects.get(sent_up=nomination)
        day = date(2015, 7, 20)
        register = [
            partial(
                letters.register,
                fresh(letter),
                number=f"{trial + 1}",
                dated_on=day,
                scan=dossier_steps.scan(),
                by=clerk,
            )
            for _twice in range(2)
        ]
        outcomes = race(*register, partial(letters.take_back, fresh(letter), reason="Sai tên.", by=reviewer))
        assert outcomes.count(None) == 1, outcomes
        is_back = outcomes[-1] is None
        assert fresh(letter).status == ("taken_back" if is_back else "registered")
        assert fresh(nomination).status == ("approved" if is_back else "sent_up")
        assert scans_of(letter).count() == (0 if is_back else 1)


def amending(world, original, award, kind, field, new):
    decision = decisions.amend(original, [(award, field, new)], by=world.by("board"), kind=kind, reason="Khai sai.")
    decisions.propose(decision, by=world.by("board"))
    dossier_steps.close(world, decision)
    return decision


def test_correcting_and_annulling_leave_no_corrected_award_without_its_decision(world, trials):
    original = dossier_steps.issued(world, rows(trials), number="1000")
    for award in original.awards.all():
        pair = (
            amending(world, original, award, "correct", "name", f"Vi Văn Páo {award.place}"),
            amending(world, original, award, "annul", "award", ""),
        )
        outcomes = race(*(issue(decision, f"{decision.pk}") for decision in pair))
        award = Award.objects.get(pk=award.pk)
        assert (outcomes[1], award.annulled_by) == (None, pair[1])
        corrected = award.name.startswith("Vi Văn")
        assert corrected == (outcomes[0] is None) == (fresh(pair[0]).status == "issued")


def test_an_award_is_annulled_once(world, trials):
    original = dossier_steps.issued(world, rows(trials), number="1000")
    for award in original.awards.all():
        pair = [amending(world, original, award, "annul", "award", "") for _ in range(2)]
        outcomes = race(*(issue(decision, f"{decision.pk}") for decision in pair))
        assert "vừa bị hủy bỏ" in lost(outcomes).sentence
        assert Award.objects.get(pk=award.pk).annulled_by == pair[outcomes.index(None)]


@pytest.mark.parametrize(
    "verb, leave, status",
    [
        ("withdraw_dossier", partial(dossiers.withdraw, reason="Sai."), "withdrawn"),
        ("take_back_dossier", dossiers.take_back, "draft"),
    ],
)
def test_endorsing_and_leaving_have_one_winner(world, trials, verb, leave, status):
    for _trial in range(trials):
        dossier = dossier_steps.sent(world, "owner", rows(1))
        outcomes = race(
            partial(endorse, fresh(dossier), by=world.by("district", Role.REVIEWER)),
            partial(leave, fresh(dossier), by=world.by("owner")),
        )
        lost(outcomes)
        assert fresh(dossier).status == ("endorsed", status)[outcomes.index(None)]
        assert Event.objects.about(dossier).filter(verb__in=("endorse_dossier", verb)).count() == 1


def test_a_verdict_and_taking_back_have_one_winner(world, trials):
    """A district decides on its own title as soon as the dossier is sent."""
    for _trial in range(trials):
        dossier = dossier_steps.sent(world, "owner", [{"code": "GK_CTT", "name": "Vi Páo"}])
        nomination = fresh(dossier.nominations.get())
        outcomes = race(
            partial(appraisal.approve, [nomination], by=world.by("district", Role.REVIEWER)),
            partial(dossiers.take_back, fresh(dossier), by=world.by("owner")),
        )
        lost(outcomes)
        states = fresh(dossier).status, fresh(nomination).status
        assert states == (("appraised", "approved"), ("draft", "pending"))[outcomes.index(None)]


def test_one_new_dossier_is_begun_from_a_withdrawn_one(world, trials):
    for _trial in range(trials):
        dossier = dossier_steps.dossier_of(world, "owner", rows(1))
        dossiers.withdraw(dossier, reason="Sai.", by=world.by("owner"))
        lost(race(*(partial(dossiers.begin_again, fresh(dossier), by=world.by(who)) for who in ("owner", "owner2"))))
        assert Dossier.objects.filter(begun_from=dossier).count() == 1


def test_without_lock_and_comparison_a_dossier_is_endorsed_and_withdrawn(world, monkeypatch):
    dossier = dossier_steps.sent(world, "owner", rows(1))
    both_look_first(monkeypatch, dossiers, "lock_dossier", Dossier.refresh_from_db)
    nothing_compared(monkeypatch)
    outcomes = race(
        partial(endorse, fresh(dossier), by=world.by("district", Role.REVIEWER)),
        partial(dossiers.withdraw, fresh(dossier), reason="Sai.", by=world.by("owner")),
    )
    assert outcomes == [None, None], CONTROLS


def test_two_verdicts_are_one(world, trials):
    nomination = dossier_steps.endorsed(world, rows(1)).nominations.get()
    people = world.by("board"), world.by("board2", Role.REVIEWER)
    for _trial in range(trials):
        outcomes = race(
            partial(appraisal.approve, [fresh(nomination)], by=people[0]),
            partial(appraisal.reject, [fresh(nomination)], reason="Chưa đủ điều kiện.", by=people[1]),
        )
        lost(outcomes)
        assert fresh(nomination).status == ("approved", "rejected")[outcomes.index(None)]
        appraisal.undo_verdict([Nomination.objects.get(pk=nomination.pk)], by=people[0])
