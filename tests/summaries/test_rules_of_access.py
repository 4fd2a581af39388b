"""Tests clauses of `summaries/access.py` that decide where few pages ask."""

from datetime import date

import pytest

from foundation import clock
from summaries import access
from summaries.models import Summary
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
