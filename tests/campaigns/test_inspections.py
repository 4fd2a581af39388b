"""Tests inspections: who records them, what a union has to mend until when, who confirms it, lists and desks."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.actions import inspections as actions
from campaigns.actions import phases
from campaigns.models import Inspection
from emulation.desk import my_desk
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from units.access import Forbidden
from units.history import history_of
from units.models import Post, Role

pytestmark = [pytest.mark.either, pytest.mark.django_db]
NOW = "2015-03-10T09:00+07:00"
SEEN = {"team": "Vi Văn Thông, Phó Chủ tịch", "members": "Lăng Văn Sử", "findings": "Chưa họp xét thi đua."}
TO_MEND = {"to_mend": "Họp xét, gửi biên bản.", "mend_by": date(2015, 3, 20)}
VISIT = SEEN | {"visited_on": date(2015, 3, 5), "to_mend": "", "mend_by": None}


@pytest.fixture(autouse=True)
def day():
    with clock.travel(NOW):
        yield


def recorded(world, unit="school", by="district", **typed):
    acting = world.by(by, Role.REVIEWER)
    return actions.record_inspection(world.units[unit], world.campaign, VISIT | typed, by=acting)


def fresh(inspection):
    return Inspection.objects.select_related("unit", "campaign", "inspecting_unit").get(pk=inspection.pk)


def test_an_inspection_goes_from_what_was_seen_to_what_was_mended(world):
    inspection = recorded(world, **TO_MEND)
    assert (inspection.status, inspection.inspecting_unit) == ("to_mend", world.district)
    actions.tell_mended(inspection, mending="Đã họp ngày 9/3.", by=world.by("owner"))
    actions.refuse_mended(
        inspection, reason="Thiếu biên bản.", mend_by=date(2015, 3, 25), by=world.by("district", Role.REVIEWER)
    )
    assert (inspection.status, inspection.reason, inspection.mending) == (
        "to_mend",
        "Thiếu biên bản.",
        "Đã họp ngày 9/3.",
    )
    actions.tell_mended(inspection, mending="Đã gửi biên bản.", by=world.by("owner"))
    actions.confirm_mended(inspection, by=world.by("board"))
    assert (fresh(inspection).status, fresh(inspection).reason) == ("mended", "")
    words = [line.words for line in reversed(history_of(inspection))]
    assert words == [
        "Ghi cuộc kiểm tra",
        "Nêu việc phải khắc phục",
        "Báo đã khắc phục",
        "Chưa xác nhận khắc phục",
        "Báo đã khắc phục",
        "Xác nhận đã khắc phục",
    ]


def test_who_told_does_not_confirm(world):
    inspection = recorded(world, **TO_MEND)
    actions.tell_mended(inspection, mending="Đã họp.", by=world.by("district"))
    with pytest.raises(Forbidden, match="không tự xác nhận"):
        actions.confirm_mended(inspection, by=world.by("district", Role.REVIEWER))
    actions.confirm_mended(inspection, by=world.by("district2"))


def test_only_who_is_above_or_has_a_post_to_inspect_records(world):
    for by in ("owner", "chair", "leader", "city"):
        with pytest.raises(Forbidden):
            actions.record_inspection(world.school, world.campaign, VISIT, by=world.by(by))
    with pytest.raises(Forbidden):  # not one's own union
        actions.record_inspection(world.district, world.campaign, VISIT, by=world.by("district", Role.REVIEWER))


def test_an_inspection_team_of_another_year_records_nothing(world):
    of_team = {"role": Role.INSPECTOR, "since": date(2015, 1, 1), "until": date(2015, 9, 1), "inspects": "QĐ 12"}
    post = Post.objects.create(user=world.user("porter"), unit=world.district, year=2014, **of_team)
    by = world.by("porter", Role.INSPECTOR)
    with pytest.raises(Forbidden):
        actions.record_inspection(world.district, world.campaign, VISIT, by=by)
    Post.objects.filter(pk=post.pk).update(year=2015)
    inspection = actions.record_inspection(world.district, world.campaign, VISIT, by=world.by("porter", Role.INSPECTOR))
    assert inspection.inspecting_unit == world.district


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("visited_on", {"visited_on": date(2015, 3, 11)}, "không thể sau hôm nay"),
        ("visited_on", {"visited_on": date(2014, 12, 31)}, "Phong trào năm 2015 bắt đầu từ"),
    ],
)
def test_a_visit_is_neither_ahead_nor_before_the_campaign(world, field, typed, sentence):
    with pytest.raises(ValidationError) as error:
        recorded(world, **typed)
    assert sentence in error.value.message_dict[field][0]


def test_after_the_campaign_nothing_is_recorded_but_what_is_open_is_mended(world):
    inspection = recorded(world, **TO_MEND)
    phases.open_phase(world.phase2, by=world.by("board"))
    for phase in (world.phase, world.phase2):
        phases.lock_phase(phase, by=world.by("board"))
    with pytest.raises(StateConflict, match="Phong trào năm 2015 đã kết thúc"):
        recorded(world)
    actions.tell_mended(inspection, mending="Đã họp.", by=world.by("owner"))
    actions.confirm_mended(inspection, by=world.by("board"))


def test_what_was_written_is_corrected_until_the_union_answers(world):
    inspection, by = recorded(world), world.by("district", Role.REVIEWER)
    actions.edit_inspection(inspection, VISIT | TO_MEND, by=by)
    assert inspection.status == "to_mend"
    actions.edit_inspection(inspection, VISIT | TO_MEND | {"team": "Đoàn 12"}, by=by)
    with pytest.raises(EditConflict):
        actions.edit_inspection(inspection, VISIT, by=by, fingerprints={"": "0" * 16})
    actions.edit_inspection(inspection, VISIT, by=by)
    assert (inspection.status, inspection.mend_by) == ("recorded", None)
    actions.discard_inspection(inspection, reason="Ghi nhầm.", by=by)
    with pytest.raises(StateConflict):
        actions.edit_inspection(inspection, VISIT, by=by)
    assert not Inspection.objects.held().exists()


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("inspection_says_who_and_what", {"team": ""}),
        ("inspection_mends_by_a_day", {"mend_by": None}),
        ("inspection_days_in_order", {"mend_by": date(2015, 3, 1)}),
        ("inspection_status_has_what_to_mend", {"status": "recorded"}),
        ("inspection_mending_is_whole", {"mending": "Đã họp."}),
        ("inspection_mended_was_told", {"status": "told"}),
        ("inspection_mended_was_confirmed", {"confirmed_at": "2015-03-10T09:00+07:00"}),
    ],
)
def test_the_table_refuses_half_a_row(world, constraint, columns):
    inspection = recorded(world, **TO_MEND)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Inspection.objects.filter(pk=inspection.pk).update(**columns)


def test_desks_say_what_is_to_be_mended_confirmed_and_overdue(world):
    inspection = recorded(world, **TO_MEND)
    recorded(world, "commune", **TO_MEND | {"mend_by": date(2015, 3, 9)})

    def tasks(person, role=None):
        desk = my_desk(world.by(person, role))
        about = [todo for todo in (*desk.before, *desk.todos) if "kiểm tra" in todo.title]
        return [(todo.title, todo.tone) for todo in about], [
            line.title for line in desk.week if "kiểm tra" in line.title
        ]

    assert tasks("owner") == ([("Khắc phục sau kiểm tra ngày 05/03/2015", "wait")], [])
    assert tasks("neighbour") == ([("Khắc phục sau kiểm tra ngày 05/03/2015", "no")], [])
    overdue = ("1 đơn vị quá hạn khắc phục sau kiểm tra", "wait")
    assert tasks("district2") == ([overdue], [])
    assert tasks("board") == ([], [])
    actions.tell_mended(inspection, mending="Đã họp.", by=world.by("owner"))
    assert tasks("owner") == ([], [])
    assert tasks("district2") == ([("1 đơn vị báo đã khắc phục sau kiểm tra", "wait"), overdue], [])
    with clock.travel("2015-03-09T09:00+07:00"):
        week = ["Hạn khắc phục sau kiểm tra: CĐCS Xã Đồi Na"]
        assert tasks("district2") == ([("1 đơn vị báo đã khắc phục sau kiểm tra", "wait")], week)


def test_the_pages_walk_from_recording_to_confirming(world, client):
    client.force_login(world.user("district"))
    assert "Chưa có cuộc kiểm tra nào" in client.get("/inspections/").content.decode()
    typed = {"unit": world.school.pk, "campaign": world.campaign.pk, "visited_on": "5/3/2015", **SEEN}
    page = client.post("/inspections/new/", typed | {"to_mend": "Họp xét."}).content.decode()
    assert "Xin ghi ngày đơn vị phải khắc phục xong." in page and "Chưa họp xét thi đua." in page
    page = client.post("/inspections/new/", typed | {"to_mend": "Họp xét.", "mend_by": "1/3/2015"}).content.decode()
    assert "Hạn khắc phục không thể trước ngày kiểm tra." in page
    client.post("/inspections/new/", typed | {"to_mend": "Họp xét.", "mend_by": "20/3/2015"})
    inspection = Inspection.objects.get()
    address = inspection.get_absolute_url()
    listed = client.get("/inspections/?q=doi na&status=to_mend").content.decode()
    assert "CĐCS Trường THCS Đồi Na" in listed and "Kiểm tra tại cơ sở: 1 cuộc" in listed
    assert "Không có cuộc kiểm tra nào khớp" in client.get("/inspections/?status=mended").content.decode()
    assert "Họp xét." in client.get("/inspections/?export=csv").getvalue().decode("utf-8-sig")
    client.force_login(world.user("owner"))
    assert "Báo đã khắc phục" in client.get(address).content.decode()
    assert "Xin ghi đơn vị đã khắc phục thế nào." in client.post(f"{address}mend/", {}).content.decode()
    client.post(f"{address}mend/", {"mending": "Đã họp."})
    assert client.post(f"{address}mend/", {"mending": "Đã họp."}).status_code == 409
    client.force_login(world.user("district2"))
    client.post(f"{address}confirm/")
    assert "Đã khắc phục" in client.get(address).content.decode()
