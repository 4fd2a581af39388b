"""Tests what becomes of scopes, data requests, measures and targets of unions that a reorganisation ends."""

from datetime import date

import pytest

from campaigns import inspection_access, responsibility_access
from campaigns.actions import data_request_sheets, data_requests, inspections, responsibilities
from campaigns.calling import units_to_call
from campaigns.desk import followed
from campaigns.desk import inspections as visits
from campaigns.desk import responsibilities as measures
from campaigns.models import (
    AssignedTarget,
    CalledUnit,
    CallScope,
    FollowedExemplar,
    Indicator,
    Inspection,
    Measure,
    Responsibility,
)
from foundation import clock
from tests.support import data_request_steps
from tests.units.test_reorganisations import done, merger, rehearsed, report
from units.actions import reorganisation_undoing, unions
from units.actions.planned_acts import carry_out_due
from units.actions.reorganisation_plans import PlannedRow
from units.models import Event, OutgoingMail, Unit, User
from units.models.vocabulary import type_for

pytestmark = [pytest.mark.either, pytest.mark.django_db]

SHAPE = {"form": "workplace", "strand": "public_service"}
WARD = "Công đoàn phường Đông Kinh"


@pytest.fixture(autouse=True)
def noon():
    with clock.travel("2015-03-02T12:00+07:00"):
        yield


def founding(world, name=WARD):
    return PlannedRow(
        "found", name=name, type=type_for(world.district.kind, world.province.path), target=world.province
    )


def new_school(world, **more):
    words = type_for("grassroots", world.province.path)
    return PlannedRow("found", name="CĐCS Trạm Y tế", type=words, values=SHAPE, **more)


def scopes(world):
    return set(CallScope.objects.filter(campaign=world.campaign).values_list("unit__name", flat=True))


def called_today(world):
    founded = CalledUnit.objects.filter(phase=world.phase, unit__valid_from=date(2015, 3, 2))
    return set(founded.values_list("name", flat=True))


def test_a_ward_in_place_of_a_called_branch_is_called_with_all_that_is_founded_below_it(world):
    world.campaign.call_scopes.create(unit=world.district)
    moves = [PlannedRow("move", unit, founded=0) for unit in (world.school, world.commune, world.porters)]
    plan = done(world, founding(world), new_school(world, founded=0), *moves, PlannedRow("close", world.district))
    assert called_today(world) == {WARD, "CĐCS Trạm Y tế"}
    assert scopes(world) == {world.district.name, WARD}
    ward = Unit.objects.get(name=WARD)
    assert report(plan, "scope") == [("scope", WARD, f"thuộc diện được gọi của {world.campaign}, như trước", True)]
    told = Event.objects.get(verb="carry_over", unit=ward)
    assert told.changes == {"diện được gọi": ["", WARD]}
    later = Unit.objects.create(
        name="x", full_name="x", parent=ward, kind="grassroots", valid_from="2015-03-02", **SHAPE
    )
    assert [unit.pk for unit in units_to_call(world.phase)] == [later.pk]
    later.delete()
    reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    assert scopes(world) == {world.district.name}


def test_where_others_are_not_called_those_called_before_are_added_one_by_one(world):
    world.campaign.call_scopes.create(unit=world.district)
    done(world, merger(world), new_school(world, target=world.city))
    assert scopes(world) == {world.district.name, world.school.name, world.commune.name, world.porters.name}
    assert called_today(world) == set()


def test_who_was_called_right_below_the_province_is_called_below_a_ward_too(world):
    world.campaign.call_scopes.create(unit=world.province)
    done(world, founding(world), PlannedRow("move", world.direct, founded=0), new_school(world, founded=0))
    assert scopes(world) == {world.province.name, WARD}
    assert called_today(world) == {WARD, "CĐCS Trạm Y tế"}


def test_a_union_moved_by_itself_goes_on_being_called(world):
    world.campaign.call_scopes.create(unit=world.district)
    unions.move_under(world.school, world.city, by=world.by("admin"))
    unions.move_under(world.direct, world.city, by=world.by("admin"))  # was not called before
    assert scopes(world) == {world.district.name, world.school.name}
    assert Event.objects.get(verb="carry_over").unit == world.school


def opened(world, **head):
    """Return a request that is open on the day of the act."""
    with clock.travel("2015-03-01T09:00+07:00"):
        head = data_request_steps.HEAD | {"due_at": clock.end_of_day(date(2015, 3, 20))} | head
        request = data_requests.begin_request(world.campaign, head, by=world.by("board"))
        data_requests.write_questions(request, data_request_steps.QUESTIONS, by=world.by("board"))
        data_requests.open_request(request, by=world.by("board"))
    return request


def states(request):
    return dict(request.sheets.values_list("unit__name", "status"))


def test_wards_are_asked_in_place_of_a_union_that_ends(world):
    request = opened(world)
    before = list(request.sheets.order_by("pk").values())
    moves = [PlannedRow("move", unit, founded=0) for unit in (world.school, world.commune, world.porters)]
    plan = done(world, founding(world), *moves, PlannedRow("close", world.district))
    district, city = world.district.name, world.city.name
    assert states(request) == {district: "excused", city: "awaited", WARD: "awaited"}
    title = request.title
    assert report(plan, "duty") == [
        ("duty", WARD, f"yêu cầu bổ sung số liệu “{title}”: có phiếu phải gửi", True),
        (
            "duty",
            district,
            f"yêu cầu bổ sung số liệu “{title}” (Chưa nộp): không phải gửi nữa, {WARD} trả lời",
            True,
        ),
    ]
    reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    assert list(request.sheets.order_by("pk").values()) == before


def test_a_successor_that_was_not_asked_is_asked_and_written_to(world):
    request = opened(world, audience="chosen", units=[world.district])
    User.objects.filter(username="city").update(email="thanh.pho@vi.example")
    done(world, merger(world))
    assert states(request) == {world.district.name: "excused", world.city.name: "awaited"}
    mails = OutgoingMail.objects.filter(kind="request_opened").values_list("person__username", "unit", "about_id")
    assert list(mails) == [("city", world.city.pk, request.sheets.get(unit=world.city).pk)]


@pytest.mark.parametrize("on", ["2015-03-02", "2015-03-05"], ids=["today", "planned"])
def test_who_goes_on_for_a_union_closed_by_itself_is_asked_once(world, on):
    request = opened(world, audience="chosen", units=[world.porters])
    User.objects.filter(username="owner").update(email="truong@vi.example")
    day = date.fromisoformat(on)
    unions.close(world.porters, on=day, successor=world.school, reason="Sáp nhập.", by=world.by("admin"))
    with clock.travel(f"{on}T13:00+07:00"):
        carry_out_due()
    assert states(request) == {world.porters.name: "excused", world.school.name: "awaited"}
    excused = request.sheets.get(unit=world.porters)
    assert (excused.decided_by, excused.reason.endswith("Sáp nhập.")) == (world.user("admin"), True)
    mails = OutgoingMail.objects.filter(kind="request_opened").values_list("person__username", "unit")
    assert list(mails) == [("owner", world.school.pk)]


def test_a_successor_that_has_sent_its_answers_answers_for_the_ended_union_too(world):
    request = opened(world)
    sheet, officer = data_request_steps.sheet_of(request, world.city), world.by("city", "officer")
    data_request_sheets.save_answers(sheet, data_request_steps.ANSWERS | {"C5": "1/3/2015"}, by=officer)
    data_request_sheets.send_answers(sheet, by=officer)
    plan, asked = rehearsed(world, merger(world)), f"yêu cầu bổ sung số liệu “{request.title}” (Chưa nộp)"
    assert [line[2:] for line in report(plan, "duty")] == [
        (f"{asked}: giữ; {world.city.name} trả lời thay, hoặc {world.province.name} cho miễn", False)
    ]


def test_who_goes_on_has_the_duties_of_an_ended_union_on_the_desk(world):
    measure = Measure.objects.create(campaign=world.campaign, order=99, text="Tuyên truyền")
    board, on = world.by("board"), date(2015, 3, 30)
    (row,) = responsibilities.assign_measure(measure, [world.district], [], due_on=on, by=board)
    seen = {"team": "x", "members": "", "visited_on": date(2015, 3, 1), "findings": "y", "to_mend": "z", "mend_by": on}
    of_district = inspections.record_inspection(world.district, world.campaign, seen, by=board)
    by_district = inspections.record_inspection(world.school, world.campaign, seen, by=world.by("district", "reviewer"))
    FollowedExemplar.objects.create(
        unit=world.school, following_unit=world.district, who="Nông Thị Ánh", story="x", found_by="x", follower="x",
        found_on=date(2015, 2, 1), next_visit=date(2015, 3, 4), recorded_by=board.user, recorded_at=clock.now(),
    )  # fmt: skip
    officer = world.by("city", "officer")
    assert not responsibility_access.may_tell(row, officer)
    plan = done(world, merger(world))
    city, province = world.city.name, world.province.name
    assert [line[1:] for line in report(plan, "duty")] == [
        (
            world.district.name,
            f"biện pháp “{measure.text}”: {city} thực hiện, báo thay; {province} phân công nơi khác nếu cần",
            False,
        ),
        (world.district.name, f"điều phải khắc phục sau kiểm tra: {city} khắc phục, báo thay", False),
        (
            world.district.name,
            f"cuộc kiểm tra {world.school.name}, chưa khắc phục xong: {city} theo dõi, xác nhận",
            False,
        ),
        (world.district.name, f"điển hình Nông Thị Ánh: {city} theo dõi tiếp", False),
    ]
    row, of_district = Responsibility.objects.get(pk=row.pk), Inspection.objects.get(pk=of_district.pk)
    assert responsibility_access.may_tell(row, world.by("city", "officer"))
    assert responsibility_access.may_tell(row, world.by("board")).why_not.endswith(f"của {city} thực hiện.")
    assert inspection_access.may_tell_mended(of_district, world.by("city", "officer"))
    officer, reviewer = world.by("city", "officer"), world.by("city", "reviewer")
    assert [todo.title for todo in measures.todos(measures.open_responsibilities(officer), officer)] == [
        f"Biện pháp được phân công cho {world.district.name}: {measure.text}"
    ]
    assert [todo.title for todo in visits.todos(visits.open_inspections(officer), officer)] == [
        f"Khắc phục sau kiểm tra {world.district.name} ngày 01/03/2015"
    ]
    assert {visit.pk for visit in visits.open_inspections(reviewer)} == {of_district.pk, by_district.pk}
    assert followed.open_rows(reviewer).count() == 1


def test_a_target_stays_and_the_giver_is_told_what_both_make_together(world):
    indicator = Indicator.objects.filter(campaign=world.campaign, over_units="sum").order_by("pk").first()
    for to, by, value in (("district", "province", 50), ("city", "province", 100), ("school", "district", 5)):
        AssignedTarget.objects.create(indicator=indicator, to=world.units[to], by=world.units[by], value=value)
    plan = done(world, merger(world))
    city, province = world.city.name, world.province.name
    stays = f"chỉ tiêu {indicator.code}, {province} giao 50: giữ ở các đợt đã gọi đơn vị này"
    assert [line[1:] for line in report(plan, "target")] == [
        (world.district.name, f"{stays}; {province} giao lại cho {city}, cộng với của đơn vị ấy là 150", False),
        (world.district.name, f"chỉ tiêu đã giao cho 1 đơn vị: giữ; {city} giao lại nếu đổi", False),
    ]
