"""Tests clauses of the `access` modules of campaigns that decide where few pages ask."""

import pytest

from campaigns import (
    access,
    activity_access,
    data_request_access,
    followed_access,
    gathering_access,
    inspection_access,
    responsibility_access,
)
from campaigns.lifecycle import FilingStatus
from campaigns.models import (
    Activity,
    AssignedTarget,
    CalledUnit,
    DataRequestSheet,
    Filing,
    Indicator,
    Inspection,
    Phase,
    Responsibility,
)
from foundation import clock
from units.models import Area, Attachment, Role

pytestmark = pytest.mark.sqlite


def test_targets_are_assigned_by_upper_unions_of_the_campaigns_province(province):
    campaign = province.campaign
    of_grassroots = province.given_post("neighbour", province.commune, Role.REVIEWER)
    people = (province.by("board"), province.by("district", Role.REVIEWER), of_grassroots)
    assert [bool(access.may_assign_targets(campaign, person)) for person in people] == [True, True, False]
    assert not access.may_assign_targets(campaign, province.by("far_board", Role.REVIEWER))
    campaign.status = "discarded"
    assert not access.may_assign_targets(campaign, people[0])


def test_a_campaign_that_is_discarded_or_published_is_not_written_any_more(province):
    assert access.not_over(province.campaign)
    province.campaign.status = "discarded"
    assert not access.not_over(province.campaign)
    published = access.may_set_up(province.campaigns["2014"], province.by("board"))
    assert "Xin sửa ở Điều hành, có lý do" in published.why_not


def test_what_was_withdrawn_is_not_withdrawn_again(province):
    board, request = province.by("board"), DataRequestSheet.objects.for_page().get(unit=province.school).request
    for may, about in (
        (access.may_withdraw_launch_scan, province.campaign),
        (data_request_access.may_withdraw_letter, request),
    ):
        scans = Attachment(), Attachment(withdrawn_at=clock.now())
        assert [bool(may(scan, about, board)) for scan in scans] == [True, False]


def test_activities_are_told_by_officers_of_unions_that_take_part(province):
    owner, chair = province.by("owner", Role.OFFICER), province.by("chair", Role.LEADER)
    of_province = province.given_post("clerk", province.province, Role.OFFICER)
    may = activity_access.may_send_any
    assert [bool(may(person)) for person in (owner, chair, of_province, None)] == [True, False, False, False]
    assert activity_access.may_send(province.campaign, owner)
    Phase.objects.filter(campaign=province.campaign).update(status="locked", locked_at=clock.now())
    over = type(province.campaign).objects.get(pk=province.campaign.pk)
    assert not activity_access.may_send(over, owner)


def test_an_activity_is_withdrawn_by_officers_of_its_union_for_itself(province):
    activity = Activity.objects.select_related("unit", "campaign__unit").get(unit=province.school)
    owner, other = province.by("owner", Role.OFFICER), province.by("banker", Role.OFFICER)
    leader = province.given_post("clerk", province.school, Role.LEADER)
    may = activity_access.may_withdraw
    assert [bool(may(activity, person)) for person in (owner, other, leader, None)] == [True, False, False, False]
    assert may(activity, owner).post == owner.post(Role.OFFICER)
    activity.status = "read"
    assert not may(activity, province.by("owner", Role.OFFICER))


def test_who_sent_a_sheet_of_a_request_does_not_decide_on_it(province):
    sheet = DataRequestSheet.objects.for_page().get(unit=province.bank)
    city = province.by("city", Role.REVIEWER)
    assert data_request_access.may_accept_answers(sheet, city)
    sheet.last_submission.by = city.user
    assert not data_request_access.may_accept_answers(sheet, city)


def test_a_decision_on_a_sheet_of_a_request_is_undone_the_same_day_or_before_it_is_mended(province):
    sheet = DataRequestSheet.objects.for_page().get(unit=province.bank)
    city, yesterday = province.by("city", Role.REVIEWER), clock.parse("2015-03-01T09:00+07:00")
    may = data_request_access.may_undo_decision
    sheet.status, sheet.decided_by, sheet.decided_at = "accepted", city.user, clock.now()
    assert may(sheet, city)
    sheet.decided_at = yesterday
    assert not may(sheet, city)
    sheet.status = "returned"
    assert may(sheet, city)
    sheet.typed = {"C1": "13"}
    assert not may(sheet, city)


def test_exemplars_are_entered_by_who_works_on_them(province):
    people = (
        province.by("district", Role.OFFICER),
        province.by("chair", Role.LEADER),
        province.by("city", Role.OFFICER),
    )
    assert [bool(followed_access.may_enter(province.school, person)) for person in people] == [True, False, False]


def test_a_file_of_a_gathering_is_withdrawn_once(province):
    called = CalledUnit.objects.select_related("unit", "phase__campaign__unit").get(
        unit=province.school, phase=province.phase
    )
    owner = province.by("owner", Role.OFFICER)
    scans = Attachment(), Attachment(withdrawn_at=clock.now())
    assert [bool(gathering_access.may_withdraw_scan(scan, called, owner)) for scan in scans] == [True, False]


def test_an_inspection_is_of_those_above_and_told_of_by_those_inspected(province):
    visited = Inspection.objects.select_related("unit", "inspecting_unit", "campaign__unit").get(unit=province.school)
    reviewer, owner = province.by("district", Role.REVIEWER), province.by("owner", Role.OFFICER)
    below = province.given_post("clerk", province.commune, Role.REVIEWER)
    may = inspection_access.may_record_any
    assert [bool(may(person)) for person in (reviewer, below, province.by("chair", Role.LEADER))] == [
        True,
        False,
        False,
    ]
    others = owner, province.by("neighbour", Role.OFFICER), province.by("chair", Role.LEADER)
    assert [bool(inspection_access.may_tell_mended(visited, person)) for person in others] == [True, False, False]
    assert inspection_access.may_edit(visited, reviewer)
    visited.inspecting_unit = province.province
    assert not inspection_access.may_edit(visited, reviewer)


def test_a_union_tells_of_its_own_measures(province):
    row = Responsibility.objects.with_context().get(unit=province.city)
    people = province.by("city", Role.OFFICER), province.by("district", Role.OFFICER)
    assert [bool(responsibility_access.may_tell(row, person)) for person in people] == [True, False]


def test_targets_of_another_province_are_not_seen(province):
    indicator = Indicator.objects.get(campaign=province.campaign, code="TC01")
    AssignedTarget.objects.create(indicator=indicator, to=province.district, by=province.province, value=1)
    people = province.user("board"), province.user("far_board")
    assert [AssignedTarget.objects.visible_to(person).count() for person in people] == [1, 0]


def test_a_sectors_own_movement_is_asked_by_its_reviewers_in_a_campaign_above_them_that_goes_on(province):
    campaign, sector = province.campaign, province.by("city", Role.REVIEWER)
    others = province.given_post("clerk", province.city, Role.OFFICER), province.by("district", Role.REVIEWER)
    may = access.may_ask_branch
    assert [bool(may(campaign, person)) for person in (sector, *others, None)] == [True, False, False, False]
    assert not may(province.campaigns["khac"], sector)
    discarded = type(campaign).objects.get(pk=campaign.pk)
    discarded.status = "discarded"
    assert may(discarded, sector).why_not == "Phong trào này đã bỏ."
    Phase.objects.filter(campaign=campaign).update(status="locked", locked_at=clock.now())
    assert not may(type(campaign).objects.get(pk=campaign.pk), sector)


def test_many_sheets_are_decided_about_by_reviewers_and_deciding_desks(province):
    desk = province.given_post("clerk", province.province, Role.DESK, area=Area.objects.get(name="Khu vực school"))
    people = province.by("district", Role.REVIEWER), province.by("owner", Role.OFFICER), desk
    assert [bool(access.may_review_many(person)) for person in people] == [True, False, False]
    assert desk.area
    desk.area.may_decide = True
    assert access.may_review_many(desk).post == desk.post(Role.DESK)


def test_many_sheets_of_a_request_are_decided_about_by_reviewers(province):
    people = province.by("district", Role.REVIEWER), province.by("owner", Role.OFFICER), None
    may = data_request_access.may_review_many_answers
    assert [bool(may(person)) for person in people] == [True, False, False]


def test_a_consent_is_recorded_of_a_report_that_was_sent(province):
    report = Filing.objects.with_context().get(
        kind="report", called__unit=province.school, called__phase=province.phase
    )
    owner = province.by("owner", Role.OFFICER)
    states = {status: bool(access.may_record_consent(_in(report, status), owner)) for status in FilingStatus.values}
    assert {status for status, may in states.items() if may} == {"submitted", "accepted"}
    assert not access.may_record_consent(_in(report, "submitted"), province.by("neighbour", Role.OFFICER))


def _in(sheet, status):
    sheet.status = status
    return sheet
