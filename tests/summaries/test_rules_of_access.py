"""Tests clauses of `summaries/access.py` that decide where few pages ask."""

from datetime import date

import pytest

from foundation import clock
from summaries import access
from summaries.models import Summary, WordChoice, WorkbookVersion
from units.acting import acting_as
from units.models import Attachment, Post, Role

pytestmark = pytest.mark.sqlite


def summary_of(world, unit, **more):
    rows = Summary.objects.select_related("unit", "campaign__unit", "phase__campaign__unit")
    return rows.get(unit=unit, **more)


def test_a_summary_is_begun_once_and_revised_from_the_last_alone(province):
    board = province.by("board")
    assert "đã được lập" in access.may_begin(province.campaign, province.phase, province.province, board).why_not
    final = summary_of(province, province.province, status="final")
    assert access.may_revise(final, board)
    final.revision = 0
    assert "bản đã ban hành gần nhất" in access.may_revise(final, board).why_not


def test_a_union_without_others_below_has_its_report_alone(province):
    Post.objects.create(user=province.user("owner"), unit=province.school, role=Role.REVIEWER, since=date(2014, 1, 1))
    reviewer = acting_as(province.user("owner"), Role.REVIEWER)
    typed = Summary(campaign=province.campaign, phase=province.phase, unit=province.school, status="final")
    assert "báo cáo kết quả" in access.may_revise(typed, reviewer).why_not


def test_a_scan_that_was_withdrawn_is_not_withdrawn_again(province):
    final, scans = (
        summary_of(province, province.province, status="final"),
        (Attachment(), Attachment(withdrawn_at=clock.now())),
    )
    assert [bool(access.may_withdraw_scan(scan, final, province.by("board"))) for scan in scans] == [True, False]


def test_forms_and_words_of_another_province_are_not_seen(province):
    WordChoice.objects.create(unit=province.province, words="đoàn viên", instead="người lao động")
    people = province.user("board"), province.user("far_board")
    assert [WordChoice.objects.visible_to(person).count() for person in people] == [1, 0]
    ours, theirs = (set(WorkbookVersion.objects.visible_to(person)) for person in people)
    assert (len(ours), len(theirs), ours & theirs) == (1, 1, set())


def test_a_final_summary_is_not_registered_again(province):
    final, clerk = (
        summary_of(province, province.province, status="final"),
        acting_as(province.user("clerk"), Role.CLERK),
    )
    assert access.may_register(final, clerk).why_not == "Báo cáo đã ghi số, ngày."
