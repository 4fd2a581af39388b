"""Tests who answers for the measures of a launch: assigned, told, confirmed by another person, on desks and lists."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.actions import phases
from campaigns.actions import responsibilities as actions
from campaigns.models import Responsibility
from emulation.desk import my_desk
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from units.access import Forbidden
from units.history import history_of

pytestmark = [pytest.mark.either, pytest.mark.django_db]
NOW, DUE = "2015-03-10T09:00+07:00", date(2015, 3, 20)


@pytest.fixture(autouse=True)
def day():
    with clock.travel(NOW):
        yield


def assigned(world, units=("district",), persons=(), due_on=DUE):
    who = [world.units[name] for name in units], [world.user(name) for name in persons]
    return actions.assign_measure(world.campaign.measures.first(), *who, due_on=due_on, by=world.by("board"))


def test_a_measure_goes_from_assigned_to_done_which_the_board_confirms(world):
    (row,) = assigned(world)
    actions.tell(row, done=False, progress="Đã lên kế hoạch.", by=world.by("district"))
    actions.tell(row, done=True, progress="Tập huấn ngày 9/3.", by=world.by("district2"))
    actions.refuse_done(row, reason="Còn hai xã.", by=world.by("board"))
    assert (row.status, row.reason, row.progress) == ("under_way", "Còn hai xã.", "Tập huấn ngày 9/3.")
    actions.tell(row, done=True, progress="Đủ các xã.", by=world.by("district"))
    actions.confirm_done(row, by=world.by("leader"))
    assert (row.status, row.reason, row.confirmed_by) == ("confirmed", "", world.user("leader"))
    told = [(line.words, line.reason) for line in reversed(history_of(row))]
    assert told == [
        ("Phân công thực hiện biện pháp", ""),
        ("Báo đang thực hiện biện pháp", "Đã lên kế hoạch."),
        ("Báo đã xong biện pháp", "Tập huấn ngày 9/3."),
        ("Chưa xác nhận xong biện pháp", "Còn hai xã."),
        ("Báo đã xong biện pháp", "Đủ các xã."),
        ("Xác nhận đã xong biện pháp", ""),
    ]
    actions.refuse_done(row, reason="Xem lại.", by=world.by("board"))
    assert (row.status, row.confirmed_at) == ("under_way", None)


def test_each_does_only_their_part(world):
    (row,) = assigned(world)
    for by in ("owner", "city", "chair", "board"):
        with pytest.raises(Forbidden):
            actions.tell(row, done=True, progress="Xong.", by=world.by(by))
    for by in ("district", "leader"):
        with pytest.raises(Forbidden):
            actions.assign_measure(row.measure, [world.city], [], due_on=DUE, by=world.by(by))
    actions.tell(row, done=True, progress="Xong.", by=world.by("district"))
    for by in ("district", "chair", "city"):
        with pytest.raises(Forbidden):
            actions.confirm_done(row, by=world.by(by))


def test_a_member_of_the_board_does_not_confirm_what_they_told(world):
    (row,) = assigned(world, (), ("board",))
    with pytest.raises(Forbidden, match="do Triệu Thị Sao Mai báo"):
        actions.tell(row, done=True, progress="Xong.", by=world.by("board2"))
    actions.tell(row, done=True, progress="Xong.", by=world.by("board"))
    with pytest.raises(Forbidden, match="không tự xác nhận"):
        actions.confirm_done(row, by=world.by("board"))
    actions.confirm_done(row, by=world.by("board2"))


def test_who_answers_already_is_not_assigned_again_until_dropped(world):
    (row,) = assigned(world)
    assert [str(new) for new in assigned(world, ("district", "city"))] == ["LĐLĐ thành phố Lạng Sơn"]
    with pytest.raises(ValidationError, match="đều được phân công"):
        assigned(world)
    actions.drop_responsibility(row, reason="Giao cho ban.", by=world.by("board"))
    assert len(assigned(world)) == 1
    with pytest.raises(StateConflict):
        actions.tell(row, done=True, progress="Xong.", by=world.by("district"))


def test_the_day_is_neither_past_nor_overwritten_unseen(world):
    with pytest.raises(ValidationError, match="không thể trước hôm nay"):
        assigned(world, due_on=date(2015, 3, 9))
    (row,) = assigned(world)
    actions.change_due(row, due_on=date(2015, 3, 25), by=world.by("board"))
    with pytest.raises(EditConflict):
        actions.change_due(row, due_on=date(2015, 3, 30), by=world.by("board2"), fingerprints={"": "0" * 16})
    assert Responsibility.objects.get().due_on == date(2015, 3, 25)


def test_after_the_campaign_nothing_is_assigned_nor_offered(world, client):
    client.force_login(world.user("board"))
    assert "/responsibilities/new/2015/" in client.get("/responsibilities/").content.decode()
    phases.open_phase(world.phase2, by=world.by("board"))
    for phase in (world.phase, world.phase2):
        phases.lock_phase(phase, by=world.by("board"))
    with pytest.raises(StateConflict, match="Phong trào năm 2015 đã kết thúc"):
        assigned(world)
    assert "/responsibilities/new/" not in client.get("/responsibilities/").content.decode()


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("responsibility_is_of_one", {"unit": None}),
        ("responsibility_progress_is_whole", {"progress": "Xong."}),
        ("responsibility_moves_when_told", {"status": "done"}),
        ("responsibility_done_was_confirmed", {"confirmed_at": NOW}),
    ],
)
def test_the_table_refuses_half_a_row(world, constraint, columns):
    (row,) = assigned(world)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Responsibility.objects.filter(pk=row.pk).update(**columns)


@pytest.mark.parametrize("who", [{"units": ("district",)}, {"units": (), "persons": ("board",)}])
def test_the_table_refuses_a_second_row_in_force(world, who):
    (row,) = assigned(world, **who)
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_desks_have_own_measures_and_the_boards_what_waits_and_is_late(world):
    rows = {str(row): row for row in assigned(world, ("district", "city"), ("board",))}
    district, city = rows["LĐLĐ huyện Chi Lăng"], rows["LĐLĐ thành phố Lạng Sơn"]

    def tasks(person, role=None):
        desk = my_desk(world.by(person, role))
        about = [todo for todo in (*desk.before, *desk.todos) if "iện pháp" in todo.title]
        return [(todo.title.partition(":")[0], todo.tone) for todo in about]

    own = [("Biện pháp được phân công", "wait")]
    assert [tasks(name) for name in ("district", "district2", "chair", "owner", "board", "board2")] == [
        own, own, [], [], own, [],
    ]  # fmt: skip
    actions.tell(city, done=True, progress="Xong.", by=world.by("city"))
    told = ("1 biện pháp được báo xong, chờ xác nhận", "wait")
    assert (tasks("board"), tasks("leader"), tasks("city")) == ([told, *own], [told], [])
    with clock.travel("2015-03-21T09:00+07:00"):
        late = ("Biện pháp được phân công", "no")
        assert tasks("district") == [late]
        assert sorted(tasks("board2")) == sorted([told, ("2 biện pháp quá hạn", "wait")])
    with clock.travel("2015-03-18T09:00+07:00"):
        week = [line.title for line in my_desk(world.by("board2")).week if "Hạn biện pháp" in line.title]
        assert len(week) == 1 and week[0].startswith("Hạn biện pháp của 2 đơn vị, người: ")
    assert district.is_to_do


def test_the_pages_walk_from_assigning_to_confirming(world, client):
    client.force_login(world.user("board"))
    assert "Chưa phân công biện pháp nào" in client.get("/responsibilities/").content.decode()
    address, measure = "/responsibilities/new/2015/", world.campaign.measures.first()
    typed = {"measure": measure.pk, "due_on": "20/3/2015"}
    assert "Xin chọn đơn vị hoặc người" in client.post(address, typed).content.decode()
    assert (
        "từ hôm nay trở đi" in client.post(address, typed | {"units": "every", "due_on": "1/3/2015"}).content.decode()
    )
    client.post(address, typed | {"units": "every", "persons": world.user("board2").pk})
    assert sorted(map(str, Responsibility.objects.all())) == [
        "LĐLĐ huyện Chi Lăng", "LĐLĐ thành phố Lạng Sơn", "Đàm Thị Hồi",
    ]  # fmt: skip
    row = Responsibility.objects.get(unit=world.district)
    client.force_login(world.user("district"))
    page = client.get("/responsibilities/?q=chi lang").content.decode()
    assert "LĐLĐ huyện Chi Lăng" in page and "Phân công biện pháp…" not in page
    assert "Không có việc nào khớp" in client.get("/responsibilities/?status=done").content.decode()
    tell = f"{row.get_absolute_url()}tell/"
    assert "Xin ghi một dòng" in client.post(tell, {"state": "done"}).content.decode()
    client.post(tell, {"state": "done", "progress": "Tập huấn ngày 9/3."})
    client.force_login(world.user("board"))
    assert "Tập huấn ngày 9/3." in client.get("/responsibilities/?export=csv").getvalue().decode("utf-8-sig")
    assert "Xác nhận xong…" in client.get(row.get_absolute_url()).content.decode()
    client.post(f"{row.get_absolute_url()}confirm/")
    assert Responsibility.objects.get(pk=row.pk).status == "confirmed"
    assert client.post(f"{row.get_absolute_url()}confirm/").status_code == 409
