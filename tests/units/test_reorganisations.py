"""Tests reorganisations: a rehearsal writes nothing, the act writes what was rehearsed or stops, and it is undone."""

import time
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.models import AssignedTarget, CalledUnit, Filing, Indicator
from emulation.management.commands.tick import DUTIES
from foundation import clock
from foundation.lifecycle import StateConflict
from units import access
from units.access import Forbidden
from units.acting import Acting
from units.actions import reorganisation_plans, reorganisation_undoing, reorganisations, unions
from units.actions.reorganisation_plans import PlannedRow
from units.models import Area, AreaUnit, Event, Post, Reorganisation, Role, Unit, UnitType
from units.models.vocabulary import type_for

pytestmark = [pytest.mark.either, pytest.mark.django_db]

DAY, LATER = date(2015, 3, 2), date(2015, 6, 1)
NOON = "2015-03-02T12:00+07:00"
OWN = ("units.Reorganisation", "units.ReorganisationRow", "units.RehearsedWrite")


@pytest.fixture(autouse=True)
def noon():
    with clock.travel(NOON):
        yield


def drafted(world, *rows, on=DAY):
    letter = {"letter_number": "12/QĐ-LĐLĐ", "letter_on": date(2015, 2, 20)}
    return reorganisation_plans.draft(
        title="Sắp xếp công đoàn huyện", **letter, on=on, calls_founded=True, rows=rows, by=world.by("board")
    )


def rehearsed(world, *rows, on=DAY):
    plan = drafted(world, *rows, on=on)
    reorganisations.rehearse(plan, by=world.by("board"))
    return plan


def done(world, *rows, on=DAY):
    plan = rehearsed(world, *rows, on=on)
    reorganisations.confirm(plan, digest=plan.digest, by=world.by("board"))
    return plan


def merger(world, **more):
    """The district goes into the city; its people follow."""
    return PlannedRow("merge", world.district, target=world.city, **more)


def stored(*but):
    """Return every row of every model, but for those named."""
    models = [model for model in apps.get_models() if model._meta.app_label in ("units", "campaigns", "awards")]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in models
        if not model._meta.proxy and model._meta.label not in but
    }


def places(*units):
    rows = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("pk")
    return list(rows.values("pk", "parent", "path", "valid_to", "successor", "name", "type", "kind"))


def report(plan, *tables):
    return [
        (write.table, write.unit_name, write.words, write.is_written)
        for write in plan.writes.all()
        if not tables or write.table in tables
    ]


def test_a_rehearsal_writes_nothing_but_its_report(world):
    plan = drafted(world, merger(world, posts_follow=True))
    before = stored(*OWN)
    reorganisations.rehearse(plan, by=world.by("board"))
    assert stored(*OWN) == before
    assert plan.problems == []
    assert report(plan, "unit") == [
        ("unit", world.school.name, f"chuyển từ {world.district.name} về {world.city.name}", True),
        ("unit", world.commune.name, f"chuyển từ {world.district.name} về {world.city.name}", True),
        ("unit", world.porters.name, f"chuyển từ {world.district.name} về {world.city.name}", True),
        ("unit", world.district.name, f"kết thúc hoạt động, sáp nhập vào {world.city.name}", True),
    ]
    assert [line[1:3] for line in report(plan, "post")] == [
        (world.district.name, "Cán bộ nhập liệu: kết thúc từ 02/03/2015"),
        (world.city.name, "Cán bộ nhập liệu: nhận, từ đơn vị kết thúc"),
        (world.district.name, "Cán bộ theo dõi thi đua: kết thúc từ 02/03/2015"),
        (world.city.name, "Cán bộ theo dõi thi đua: nhận, từ đơn vị kết thúc"),
        (world.district.name, "Cán bộ theo dõi thi đua: kết thúc từ 02/03/2015"),
        (world.city.name, "Cán bộ theo dõi thi đua: nhận, từ đơn vị kết thúc"),
        (world.district.name, "Lãnh đạo (Thường trực LĐLĐ): kết thúc từ 02/03/2015"),
        (world.city.name, "Lãnh đạo (Thường trực LĐLĐ): nhận, từ đơn vị kết thúc"),
    ]
    assert [line[1:3] for line in report(plan, "sheet")] == [
        (world.district.name, "Đăng ký thi đua đợt 1 năm 2015 (Chưa đăng ký): không phải nộp nữa"),
        (world.district.name, "Báo cáo kết quả đợt 1 năm 2015 (Chưa báo cáo): không phải nộp nữa"),
    ]


def test_the_act_writes_what_was_rehearsed_and_is_undone_as_one(world):
    called = list(CalledUnit.objects.order_by("pk").values())
    everybody = (world.district, world.city, world.school, world.commune, world.porters, world.bank)
    before, sheets = places(*everybody), list(Filing.objects.order_by("pk").values("pk", "status", "reason"))
    area = Area.objects.create(unit=world.province, name="Khu vực 1", valid_from=date(2015, 1, 1))
    AreaUnit.objects.create(area=area, unit=world.district)
    plan = done(world, merger(world, posts_follow=True))
    city, district = Unit.objects.get(pk=world.city.pk), Unit.objects.get(pk=world.district.pk)
    assert (district.valid_to, district.successor_id, district.parent_id) == (DAY, city.pk, city.pk)
    children = Unit.objects.filter(parent=city).order_by("pk").values_list("pk", flat=True)
    moved = [world.school.pk, world.commune.pk, world.porters.pk]
    assert sorted(children) == sorted([world.bank.pk, district.pk, *moved])
    assert all(unit.path.startswith(city.path) for unit in Unit.objects.filter(pk__in=moved))
    assert set(area.members.values_list("unit", flat=True)) == set(moved)
    assert {post.unit_id for post in Post.objects.filter(user=world.user("district")).current(DAY)} == {city.pk}
    assert set(Filing.objects.filter(called__unit=district).values_list("status", flat=True)) == {"excused"}
    assert list(CalledUnit.objects.order_by("pk").values()) == called
    reorganisation_undoing.undo(plan, reason="Nhầm quyết định", by=world.by("board"))
    assert places(*everybody) == before
    assert list(Filing.objects.order_by("pk").values("pk", "status", "reason")) == sheets
    assert {post.unit_id for post in Post.objects.filter(user=world.user("district")).current(DAY)} == {district.pk}
    assert list(area.members.values_list("unit", flat=True)) == [district.pk]
    assert plan.status == "undone"


def test_unions_are_founded_moved_and_ended_from_the_top_down(world):
    upper = type_for(world.district.kind, world.province.path)
    plan = done(
        world,
        PlannedRow("found", name="Công đoàn phường Đông Kinh", type=upper, target=world.province),
        PlannedRow("move", world.school, founded=0),
        PlannedRow("move", world.commune, founded=0),
        PlannedRow("move", world.porters, target=world.city),
        PlannedRow("rename", world.school, name="CĐCS Trường Đông Kinh"),
        PlannedRow("close", world.district),
    )
    ward = Unit.objects.get(name="Công đoàn phường Đông Kinh")
    assert (ward.parent_id, ward.valid_from, ward.type_id) == (world.province.pk, DAY, upper.pk)
    assert set(Unit.objects.filter(parent=ward).values_list("name", flat=True)) == {
        "CĐCS Trường Đông Kinh",
        world.commune.name,
    }
    assert CalledUnit.objects.filter(unit=ward, phase=world.phase).count() == 1
    assert Unit.objects.get(pk=world.district.pk).valid_to == DAY
    assert reorganisation_undoing.acted_since(plan) == []
    reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    ward.refresh_from_db()
    assert not ward.is_valid_on(DAY)
    assert Unit.objects.get(pk=world.school.pk).name == world.school.name
    assert set(Filing.objects.filter(called__unit=ward).values_list("status", flat=True)) == {"excused"}


def test_what_is_wrong_is_said_at_its_row(world):
    upper = type_for(world.district.kind, world.province.path)

    def problems(*rows):
        return [tuple(problem[:2]) for problem in rehearsed(world, *rows).problems]

    district, city, school = world.district.name, world.city.name, world.school.name
    words = world.district.words.short
    left = f"{school}, {world.commune.name}, {world.porters.name}"
    assert problems() == [(None, "Phương án chưa có dòng nào.")]
    assert problems(PlannedRow("close", world.district)) == [
        (1, f"{district}: còn 3 đơn vị đang hoạt động bên dưới chưa có nơi chuyển đến: {left}.")
    ]
    assert problems(merger(world), PlannedRow("merge", world.district, target=world.province))[0] == (
        2,
        f"{district}: đã có ở dòng 1, với việc khác hoặc nơi đến khác.",
    )
    assert problems(merger(world), PlannedRow("merge", world.city, target=world.district))[0] == (
        1,
        f"{district}: nơi đến {city} kết thúc trong chính phương án này (dòng 2).",
    )
    assert problems(
        PlannedRow("move", world.district, target=world.city), PlannedRow("move", world.city, target=world.district)
    )[0] == (1, f"{district}: nơi đến lại thuộc chính đơn vị này (vòng tròn).")
    assert problems(PlannedRow("move", world.district, target=world.bank))[0][1].startswith(
        f"{district}: là {words}, không"
    )
    assert problems(PlannedRow("type", world.school, type=upper))[0] == (
        1,
        f"{school}: không đổi thành {upper.short} được; xin lập đơn vị mới.",
    )
    coming = UnitType.objects.create(code="coming", role=upper.role, short="Ban", below=upper.below, valid_from=LATER)
    assert problems(PlannedRow("type", world.district, type=coming))[0] == (
        1,
        f"{district}: ngày 02/03/2015 không dùng loại đơn vị “Ban”.",
    )
    assert problems(PlannedRow("found", name=city, type=upper, target=world.province)) == [
        (1, f"{city}: dưới {world.province.name} sẽ có hai đơn vị tên “{city}”; xin thêm dòng đổi tên.")
    ]
    assert problems(PlannedRow("move", world.school, target=world.district)) == [
        (1, f"{school}: đang trực thuộc {district}.")
    ]
    assert problems(PlannedRow("move", world.province, target=world.city))[0] == (
        1,
        f"{world.province.name}: không thuộc phạm vi của phương án.",
    )


def test_a_plan_that_is_no_longer_as_rehearsed_stops_and_says_what_differs(world):
    plan = rehearsed(world, merger(world))
    indicator = Indicator.objects.filter(campaign=world.campaign).order_by("pk").first()
    AssignedTarget.objects.create(indicator=indicator, to=world.district, by=world.province, value=5)
    before = places(world.district, world.school)
    with pytest.raises(StateConflict) as refused, transaction.atomic():
        reorganisations.confirm(plan, digest=plan.digest, by=world.by("board"))
    assert f"Nay thêm: {world.district.name}: chỉ tiêu {indicator.code}" in str(refused.value)
    assert places(world.district, world.school) == before


def test_a_plan_for_a_day_ahead_is_carried_out_on_that_day_or_stops(world):
    assert reorganisations.carry_out_due in DUTIES
    on = date(2015, 4, 1)
    plan = rehearsed(world, merger(world), on=on)
    assert reorganisations.confirm(plan, digest=plan.digest, by=world.by("board")) == "scheduled"
    assert reorganisations.carry_out_due() == ""
    with clock.travel("2015-04-01T00:01+07:00"):
        assert reorganisations.carry_out_due() == "Phương án sắp xếp: 1 đã thực hiện, 0 đã dừng."
        assert reorganisations.carry_out_due() == ""
    assert Unit.objects.get(pk=world.district.pk).valid_to == on
    event = Event.objects.get(verb="carry_out_reorganisation")
    assert event.reason.endswith(f"; do {world.user('board').full_name} ({world.by('board').title}) xác nhận")
    other = rehearsed(world, PlannedRow("move", world.bank, target=world.province), on=date(2015, 4, 2))
    reorganisations.confirm(other, digest=other.digest, by=world.by("board"))
    unions.close(world.bank, on=DAY, successor=None, by=world.by("admin"))
    with clock.travel("2015-04-02T00:01+07:00"):
        assert reorganisations.carry_out_due() == "Phương án sắp xếp: 0 đã thực hiện, 1 đã dừng."
    other.refresh_from_db()
    assert other.status == "stopped"
    assert "đã kết thúc hoạt động từ ngày 02/03/2015" in other.why_not


def test_a_fault_in_one_plan_keeps_no_other_waiting(world, monkeypatch):
    on = date(2015, 4, 1)
    plans = [
        rehearsed(world, PlannedRow("move", unit, target=world.province), on=on) for unit in (world.bank, world.school)
    ]
    for plan in plans:
        reorganisations.confirm(plan, digest=plan.digest, by=world.by("board"))
    carried_out = reorganisations._carry_out_on_its_day

    def failing(plan):
        if plan == plans[0]:
            raise OSError("no more disk")
        return carried_out(plan)

    monkeypatch.setattr(reorganisations, "_carry_out_on_its_day", failing)
    with clock.travel("2015-04-01T00:01+07:00"), pytest.raises(OSError, match="no more disk"):
        reorganisations.carry_out_due()
    assert Unit.objects.get(pk=world.school.pk).parent == world.province


def test_a_row_that_was_taken_out_is_not_written_again(world):
    plan = drafted(world, PlannedRow("move", world.school, target=world.city))
    row = plan.rows.get()
    reorganisation_plans.remove_row(plan.rows.get(), by=world.by("board"))
    with pytest.raises(StateConflict, match="vừa được bỏ"):
        reorganisation_plans.change_row(row, PlannedRow("close", world.school), by=world.by("board"))
    assert plan.rows.count() == 0


def test_nothing_is_undone_once_somebody_acted_on_what_came_of_it(world):
    plan = done(world, merger(world))
    unions.describe(world.school, {"phone": "0205"}, words={}, by=world.by("admin"))
    with pytest.raises(StateConflict, match=f"sửa thông tin .{world.school.name}"):
        reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    with clock.travel("2015-03-03T08:00+07:00"), pytest.raises(StateConflict, match="trong ngày thực hiện"):
        reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))


def test_a_founding_row_stays_one_while_others_lead_to_it(world):
    upper = type_for(world.district.kind, world.province.path)
    founding = PlannedRow("found", name="Công đoàn phường Đông Kinh", type=upper, target=world.province)
    plan = drafted(world, founding, PlannedRow("move", world.school, founded=0))
    row = plan.rows.get(number=1)
    with pytest.raises(StateConflict, match="còn dẫn tới"):
        reorganisation_plans.change_row(row, PlannedRow("close", world.bank), by=world.by("board"))
    reorganisation_plans.change_row(plan.rows.get(number=1), founding, by=world.by("board"))
    reorganisations.rehearse(plan, by=world.by("board"))
    assert plan.problems == []


def test_what_was_merged_into_a_grassroots_union_moves_with_it_and_back(world):
    Unit.objects.filter(pk=world.commune.pk).update(
        valid_to=date(2015, 2, 1), successor=world.school, parent=world.school, path=f"{world.school.path}0001"
    )
    before = places(world.school, world.commune)
    plan = done(world, PlannedRow("move", world.school, target=world.city))
    school, commune = Unit.objects.filter(pk__in=[world.school.pk, world.commune.pk]).order_by("path")
    assert (school.parent_id, commune.parent_id, commune.path[: len(school.path)]) == (
        world.city.pk, school.pk, school.path,
    )  # fmt: skip
    reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    assert places(world.school, world.commune) == before


def test_a_post_with_an_end_is_followed_by_one_with_the_same_end(world):
    end = date(2015, 6, 1)
    Post.objects.filter(user=world.user("district")).update(until=end)
    plan = done(world, merger(world, posts_follow=True))
    given = Post.objects.filter(user=world.user("district"), unit=world.city)
    assert set(given.values_list("since", "until")) == {(DAY, end)}
    reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    assert set(given.values_list("until", flat=True)) == {DAY}


def test_nothing_is_left_at_work_below_what_an_undoing_ends(world):
    upper = type_for(world.district.kind, world.province.path)
    plan = done(world, PlannedRow("found", name="Công đoàn phường Đông Kinh", type=upper, target=world.province))
    done(world, PlannedRow("move", world.bank, target=Unit.objects.get(name="Công đoàn phường Đông Kinh")))
    assert reorganisation_undoing.acted_since(plan) == []
    with pytest.raises(StateConflict, match=f"{world.bank.name} nay trực thuộc Công đoàn phường Đông Kinh"):
        reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))


def test_a_campaign_that_calls_a_branch_calls_no_union_founded_elsewhere(world):
    world.campaign.call_scopes.create(unit=world.district)
    words = type_for("grassroots", world.province.path)
    shape = {"form": "workplace", "strand": "public_service"}
    upper = type_for(world.district.kind, world.province.path)
    done(
        world,
        PlannedRow("found", name="CĐCS Trạm Y tế", type=words, target=world.district, values=shape),
        PlannedRow("found", name="CĐCS Bến xe", type=words, target=world.city, values=shape),
        PlannedRow("found", name="Công đoàn phường Đông Kinh", type=upper, target=world.province),
        PlannedRow("found", name="Công đoàn phường Tam Thanh", type=upper, target=world.province),
        PlannedRow("move", world.school, founded=2),
    )
    founded = CalledUnit.objects.filter(phase=world.phase, unit__valid_from=DAY)
    assert set(founded.values_list("name", flat=True)) == {"CĐCS Trạm Y tế", "Công đoàn phường Đông Kinh"}


def test_a_plan_of_another_province_is_only_read(world):
    plan = drafted(world, merger(world))
    board, since = world.by("board"), date(2010, 1, 1)
    other = Unit.objects.create(name="LĐLĐ tỉnh khác", full_name="x", kind=world.province.kind, valid_from=since)
    there = Acting(board.user, other, (Post(user=board.user, unit=other, role=Role.REVIEWER, since=since),))
    assert access.may_reorganise(there)
    assert not access.may_change_reorganisation(plan, there)
    assert access.may_call_off_reorganisation(plan, board)
    assert not access.may_call_off_reorganisation(plan, there)


def test_only_the_board_and_administrators_reorganise(world):
    with pytest.raises(Forbidden):
        reorganisation_plans.draft(
            title="x", letter_number="1", letter_on=DAY, on=DAY, calls_founded=False, by=world.by("district")
        )
    assert not Reorganisation.objects.exists()
    plan = drafted(world, merger(world))
    with pytest.raises(StateConflict, match="Xin diễn tập"):
        reorganisations.confirm(plan, digest="", by=world.by("admin"))
    assert not Event.objects.filter(verb="close_unit").exists()


def test_killed_in_the_middle_nothing_happened(world, monkeypatch):
    plan = rehearsed(world, merger(world))
    before = stored()

    def killed(change):
        raise SystemExit

    monkeypatch.setattr(reorganisations, "CONSEQUENCES", [*reorganisations.CONSEQUENCES, killed])
    with pytest.raises(SystemExit), transaction.atomic():
        reorganisations.confirm(plan, digest=plan.digest, by=world.by("board"))
    assert stored() == before


@pytest.mark.deep
def test_thirteen_end_sixty_five_begin_and_eleven_hundred_move_at_once(world):
    """What is counted is statements and processor time: the clock tells nothing on a busy machine."""
    words = world.district.words
    uppers = [upper(world, f"LĐLĐ huyện {n}") for n in range(13)]
    schools = [grassroots(f"CĐCS Trường {n}", uppers[n % 13]) for n in range(1_100)]
    rows = [PlannedRow("found", name=f"Công đoàn phường {n}", type=words, target=world.province) for n in range(65)]
    rows += [PlannedRow("move", school, founded=n % 65) for n, school in enumerate(schools)]
    rows += [PlannedRow("close", unit) for unit in uppers]
    plan = rehearsed(world, *rows)
    assert plan.problems == []
    began = time.process_time()
    with CaptureQueriesContext(connection) as statements:
        reorganisations.confirm(plan, digest=plan.digest, by=world.by("board"))
    assert time.process_time() - began < 15
    assert len(statements) < 1_000
    assert Unit.objects.filter(parent__name__startswith="Công đoàn phường", valid_to=None).count() == 1_100
    reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    paths = [unit.path for unit in schools]
    assert (
        list(Unit.objects.filter(pk__in=[unit.pk for unit in schools]).order_by("pk").values_list("path", flat=True))
        == paths
    )


def upper(world, name):
    kind, since = world.district.kind, date(2010, 1, 1)
    return Unit.objects.create(name=name, full_name=name, parent=world.province, kind=kind, valid_from=since)


def grassroots(name, parent):
    shape = {"kind": "grassroots", "form": "workplace", "strand": "public_service", "valid_from": date(2010, 1, 1)}
    return Unit.objects.create(name=name, full_name=name, parent=parent, **shape)
