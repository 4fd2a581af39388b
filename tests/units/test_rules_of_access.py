"""Tests clauses of `units/access.py` that decide between people of the office, which few pages show."""

from datetime import date

import pytest

from foundation import clock
from units import access
from units.models import (
    FactorReset,
    Import,
    ImportRow,
    Job,
    JobState,
    MailState,
    OutgoingMail,
    Post,
    RehearsedWrite,
    Role,
    Term,
)

pytestmark = pytest.mark.sqlite


def test_only_the_board_of_a_root_words_things_and_keeps_rules(province):
    board = province.by("board")
    leader, district = province.by("leader", Role.LEADER), province.by("district", Role.REVIEWER)
    for may in (access.may_word, access.may_keep_rules):
        assert [bool(may(person)) for person in (board, leader, district, None)] == [True, False, False, False]
    board.unit.path = province.school.path  # as if another Board were above
    assert not access.may_keep_rules(board)
    board.unit.parent_id = province.province.pk
    assert not access.may_word(board)


def test_the_board_says_who_signs_in_its_reach_alone(province):
    board, admin, officer = province.by("board"), province.by("admin"), province.by("owner", Role.OFFICER)
    units = (None, province.district, province.elsewhere)
    assert [bool(access.may_keep_signers(unit, board)) for unit in units] == [True, True, False]
    assert [bool(access.may_keep_signers(unit, admin)) for unit in units] == [True, True, True]
    assert [bool(access.may_keep_signers(unit, officer)) for unit in units] == [False, False, False]


def test_jobs_mails_and_tables_in_the_right_state_are_still_their_offices_alone(province):
    admin, officer = province.by("admin"), province.by("owner", Role.OFFICER)
    waiting, failed, done = (Job(state=state) for state in (JobState.WAITING, JobState.FAILED, JobState.DONE))
    assert [bool(access.may_cancel_job(waiting, person)) for person in (admin, officer, None)] == [True, False, False]
    assert [bool(access.may_retry_job(job, admin)) for job in (failed, done)] == [True, False]
    mails = [OutgoingMail(state=state) for state in (MailState.FAILED, MailState.SENT)]
    assert [bool(access.may_change_mail(mail, admin)) for mail in mails] == [True, False]
    assert not access.may_change_mail(mails[0], officer)
    tables = [Import(state=state) for state in ("applied", "read")]
    assert [bool(access.may_undo_import(table, admin)) for table in tables] == [True, False]
    assert not access.may_undo_import(tables[0], officer)
    emptied = Import(state="applied", emptied_at=clock.now())
    assert [access.may_undo_import(emptied, person).state for person in (admin, officer)] == [True, False]


def test_only_who_is_above_others_sees_whom_to_call(province):
    officer = province.by("owner", Role.OFFICER)
    assert access.may_see_people(province.by("board"))
    assert [bool(access.may_see_people(person)) for person in (officer, None)] == [False, False]
    assert not access.may_see_people(province.given_post("neighbour", province.commune, Role.LEADER))


def test_the_board_resets_the_factor_of_whom_it_reaches_wholly(province):
    board, officer = province.by("board"), province.by("owner", Role.OFFICER)
    person = province.user("neighbour")
    assert access.may_reset_factor(person, board)
    Post.objects.create(user=person, unit=province.far, role=Role.OFFICER, since=date(2014, 1, 1))
    elsewhere = access.may_reset_factor(province.user("neighbour"), board)
    assert not elsewhere and "ngoài phạm vi" in elsewhere.why_not
    assert not access.may_reset_factor(person, officer)


def test_a_reset_that_is_over_is_not_confirmed(province):
    now = clock.now()
    reset = FactorReset(person=province.user("owner"), asked_by=province.user("board2"), asked_at=now)
    assert access.may_confirm_factor_reset(reset, province.by("board"))
    reset.confirmed_at = now
    assert not access.may_confirm_factor_reset(reset, province.by("board"))


def test_rows_of_tables_and_plans_are_seen_with_them(province):
    ours, theirs = province.user("admin"), province.user("far_board")
    for rows in (ImportRow.objects, RehearsedWrite.objects):
        assert rows.visible_to(ours).exists()
        assert set(rows.visible_to(ours)).isdisjoint(rows.visible_to(theirs))
        assert rows.visible_to(theirs).count() < rows.count()


def test_words_of_another_root_are_not_seen(province):
    for root in (province.province, province.elsewhere):
        Term.objects.create(root=root, code="board", valid_from=date(2015, 1, 1), text="Ban")
    seen = Term.objects.visible_to(province.user("board"))
    assert set(seen.exclude(root=None).values_list("root", flat=True)) == {province.province.pk}
