"""Tests clauses of the `access` modules of awards that decide where few pages ask."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from awards import access, decision_access, letter_access
from awards.models import AwardTitle, Decision, Nomination
from foundation import clock
from units.acting import acting_as
from units.models import Post, Role

pytestmark = pytest.mark.sqlite


def test_a_catalogue_of_titles_is_kept_by_its_own_unit(province):
    people = province.by("board"), province.by("district", Role.REVIEWER), province.by("leader", Role.LEADER)
    assert [bool(access.may_keep_titles(province.province, person)) for person in people] == [True, False, False]


def test_a_dossier_is_begun_below_the_launching_unit_in_an_opened_phase(province):
    of_province = province.given_post("clerk", province.province, Role.OFFICER)
    owner = province.by("owner", Role.OFFICER)
    planned = province.campaigns["2014"].phases.get(number=2)
    assert access.may_make(province.school, province.phase, owner)
    assert not access.may_make(province.province, province.phase, of_province)
    assert "chưa mở" in access.may_make(province.school, planned, owner).why_not


def test_a_dossier_with_a_verdict_is_not_returned(province):
    dossier, district = province.dossiers["commune"], province.by("district", Role.REVIEWER)
    assert access.may_return(dossier, district)
    decided = {"decided_by": district.user, "decided_at": clock.now(), "reason": "Chưa đủ."}
    Nomination.objects.filter(dossier=dossier).update(status="rejected", **decided)
    assert not access.may_return(dossier, district)


def test_who_holds_a_post_of_the_dossiers_unit_does_not_judge_it(province):
    nomination = Nomination.objects.with_context().get(dossier=province.dossiers["commune"])
    assert access.may_appraise(nomination, province.by("district", Role.REVIEWER))
    person = province.user("district")
    Post.objects.create(user=person, unit=province.commune, role=Role.MEMBER, since=date(2014, 1, 1))
    refused = access.may_appraise(nomination, acting_as(province.user("district"), Role.REVIEWER, province.district))
    assert "người của chính đơn vị" in refused.why_not


def test_verdicts_and_letters_are_of_deciding_units_alone(province):
    leader, chair = province.by("leader", Role.LEADER), province.by("chair", Role.LEADER)
    below = province.given_post("owner", province.school, Role.LEADER)
    may = access.may_read_appraisal
    assert [bool(may(person)) for person in (leader, chair, below, None)] == [True, True, False, False]
    reviewer = province.given_post("owner2", province.school, Role.REVIEWER)
    assert not decision_access.may_draft(province.school, reviewer)
    names = [letter_access.may_read_letters(person).why_not for person in (below, None)]
    assert names[0] != names[1]


def test_a_decision_of_a_higher_body_is_neither_proposed_nor_closed(province):
    drafted = Decision.objects.with_context().get(pk=province.decisions["drafted"].pk)
    board, leader = province.by("board"), province.by("leader", Role.LEADER)
    assert decision_access.may_propose(drafted, board)
    drafted.proposed_at = clock.now()
    assert decision_access.may_close(drafted, leader)
    drafted.organ, drafted.deciding_level = "Tổng Liên đoàn", "national"
    assert drafted.is_outside
    assert "không chốt" in decision_access.may_close(drafted, leader).why_not
    drafted.proposed_at = None
    assert "không trình lãnh đạo" in decision_access.may_propose(drafted, board).why_not


def test_titles_are_seen_by_whoever_is_signed_in(province):
    assert AwardTitle.objects.visible_to(province.user("owner")).exists()
    assert not AwardTitle.objects.visible_to(AnonymousUser()).exists()
