"""Tests what unions hold themselves, launches and reviews: recorded from a phone, corrected, withdrawn, listed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.actions import gatherings as actions
from campaigns.actions import phases
from campaigns.desk import gatherings as desk_lines
from campaigns.gathering_mails import gathering_due, remind_gatherings
from campaigns.models import CalledUnit, DueDate, Gathering
from campaigns.models.gathering import gathering_url
from emulation.management.commands import tick
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from tests.support.dossier_steps import scan
from units.access import Forbidden
from units.models import OutgoingMail, User

pytestmark = [pytest.mark.either, pytest.mark.django_db]
NOW = "2015-07-20T09:00+07:00"
LAUNCH = {"held_on": date(2015, 1, 25), "with_whom": "Ban Giám hiệu"}
REVIEW = {"held_on": date(2015, 7, 15), "delegates": 40, "praised": "Tổ Toán"}


@pytest.fixture(autouse=True)
def day():
    with clock.travel(NOW):
        yield


def called(world, unit="school", number=1):
    rows = CalledUnit.objects.select_related("unit", "phase__campaign__unit")
    return rows.get(unit=world.units[unit], phase__number=number)


def test_a_launch_is_one_for_the_campaign_a_review_one_for_a_phase(world):
    by = world.by("owner")
    phases.open_phase(world.phase2, by=world.by("board"))
    launch = actions.record_gathering(called(world), "launch", LAUNCH, by=by, scan=scan())
    assert actions.gathering_of(called(world, number=2), "launch") == launch
    review = actions.record_gathering(called(world), "review", REVIEW, by=by)
    assert (review.phase, actions.gathering_of(called(world, number=2), "review")) == (world.phase, None)
    actions.record_gathering(called(world), "review", REVIEW | {"delegates": 41}, by=world.by("district"))
    assert [row.delegates for row in Gathering.objects.filter(kind="review")] == [41]


def test_it_is_withdrawn_with_a_reason_and_recorded_again(world):
    by = world.by("owner")
    actions.record_gathering(called(world), "launch", LAUNCH, by=by)
    actions.withdraw_gathering(called(world), "launch", reason="Ghi nhầm.", by=by)
    with pytest.raises(StateConflict):
        actions.withdraw_gathering(called(world), "launch", reason="Ghi nhầm.", by=by)
    actions.record_gathering(called(world), "launch", LAUNCH, by=by)
    assert Gathering.objects.in_force().count() == 1 and Gathering.objects.count() == 2


def test_only_who_files_for_the_unit_records(world):
    for by in ("neighbour", "city", "chair", "board"):
        with pytest.raises(Forbidden):
            actions.record_gathering(called(world), "launch", LAUNCH, by=world.by(by))


@pytest.mark.parametrize(
    ("kind", "held_on", "sentence"),
    [
        ("launch", date(2015, 7, 21), "không thể sau hôm nay"),
        ("launch", date(2014, 10, 1), "quá sớm so với phong trào năm 2015"),
        ("review", date(2014, 12, 31), "quá sớm so với phong trào năm 2015"),
    ],
)
def test_the_day_is_neither_ahead_nor_long_before(world, kind, held_on, sentence):
    fields = (LAUNCH if kind == "launch" else REVIEW) | {"held_on": held_on}
    with pytest.raises(ValidationError) as error:
        actions.record_gathering(called(world), kind, fields, by=world.by("owner"))
    assert sentence in error.value.message_dict["held_on"][0]


def test_after_the_campaign_nothing_is_recorded(world):
    phases.open_phase(world.phase2, by=world.by("board"))
    for phase in (world.phase, world.phase2):
        phases.lock_phase(phase, by=world.by("board"))
    with pytest.raises(StateConflict, match="Phong trào năm 2015 đã kết thúc"):
        actions.record_gathering(called(world), "review", REVIEW, by=world.by("owner"))


def test_what_another_recorded_is_not_overwritten_unseen(world):
    actions.record_gathering(called(world), "launch", LAUNCH, by=world.by("owner"))
    shown_before = {"": "0" * 16}
    with pytest.raises(EditConflict):
        actions.record_gathering(
            called(world), "launch", LAUNCH | {"with_whom": ""}, by=world.by("owner2"), fingerprints=shown_before
        )


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("gathering_is_launch_or_review", {"delegates": 4}),
        ("gathering_is_launch_or_review", {"kind": "review"}),
        ("gathering_withdrawal_is_whole", {"withdrawn_at": NOW}),
    ],
)
def test_the_table_refuses_half_a_row(world, constraint, columns):
    actions.record_gathering(called(world), "launch", LAUNCH, by=world.by("owner"))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Gathering.objects.update(**columns)


@pytest.mark.parametrize(("kind", "fields"), [("launch", LAUNCH), ("review", REVIEW)])
def test_the_table_refuses_a_second_in_force(world, kind, fields):
    row = actions.record_gathering(called(world), kind, fields, by=world.by("owner"))
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_pages_walk_from_recording_to_the_list_above(world, client):
    client.force_login(world.user("owner"))
    page = f"/reviews/{called(world).pk}/"
    assert "Chưa ghi" in client.get(page).content.decode()
    assert "Xin nhập Số người dự" in client.post(f"{page}record/", {"held_on": "15/7/2015"}).content.decode()
    typed = {"held_on": "15/7/2015", "delegates": "40", "praised": "Tổ Toán", "scan": scan()}
    assert client.post(f"{page}record/", typed).status_code == 302
    shown = client.get(page).content.decode()
    assert "Tổ Toán" in shown and "qd.pdf" in shown
    held = Gathering.objects.get()
    client.force_login(world.user("district"))
    listed = client.get("/reviews/").content.decode()
    assert "Sơ kết, tổng kết tại các đơn vị: 4 đơn vị" in listed and "15/07/2015" in listed
    assert "1 đơn vị" in client.get("/reviews/?status=held").content.decode()
    assert "3 đơn vị" in client.get("/reviews/?status=not_held").content.decode()
    assert "1 đơn vị" in client.get("/reviews/?q=xa doi na&status=not_held").content.decode()
    assert "Không có đơn vị nào khớp" in client.get("/reviews/?q=khong co").content.decode()
    assert "Tổ Toán" in client.get("/reviews/?export=csv").getvalue().decode("utf-8-sig")
    assert "4 đơn vị" in client.get("/launches/?status=not_held").content.decode()
    client.post(f"{page}withdraw/", {"reason": "Ghi nhầm đợt."})
    held.refresh_from_db()
    assert held.withdrawn_by == world.user("district")


def lines_of(world, who):
    rows = desk_lines.missing_gatherings(world.by(who)) if desk_lines.open_rows(world.by(who)).exists() else []
    return [(todo.title, todo.url.partition("?")[2], todo.count) for todo in desk_lines.todos(rows, world.by(who))]


def test_the_desk_asks_upper_unions_the_day_after_a_sheet_was_due_and_tells_the_board(world):
    days = {(due.kind, due.group): due.at for due in DueDate.objects.filter(phase=world.phase)}
    with clock.travel(days["pledge", "direct"]):
        assert lines_of(world, "district") == lines_of(world, "board") == []
    launch, review = "Ghi ngày phát động phong trào năm 2015 tại đơn vị", "Ghi ngày sơ kết đợt 1 năm 2015 tại đơn vị"
    with clock.travel(days["pledge", "direct"] + timedelta(minutes=1)):
        assert lines_of(world, "district") == [(launch, "", 1)]
        assert lines_of(world, "board") == [
            (
                "2 công đoàn cấp trên chưa ghi phát động phong trào năm 2015",
                f"phase={world.phase.pk}&status=not_held&level=upper",
                2,
            )
        ]
    with clock.travel(days["report", "direct"] + timedelta(minutes=1)):
        assert [title for title, *_ in lines_of(world, "district")] == [launch, review]
        actions.record_gathering(called(world, "district"), "launch", LAUNCH, by=world.by("district"))
        assert [title for title, *_ in lines_of(world, "district")] == [review]
        assert [count for *_, count in lines_of(world, "board")] == [1, 2]
        assert lines_of(world, "owner") == lines_of(world, "leader") == []


def test_who_has_an_address_is_written_to_once_the_day_after_each_due_date(world):
    assert remind_gatherings in tick.DUTIES
    User.objects.filter(username__in=("district", "owner")).update(email="vi@vi.example")
    days = {(due.kind, due.group): due.at for due in DueDate.objects.filter(phase=world.phase)}
    launch, review = "phát động phong trào năm 2015", "sơ kết đợt 1 năm 2015"
    written = "Đã viết 1 thư nhắc ghi ngày phát động, sơ kết."
    for after, line in ((timedelta(), ""), (timedelta(hours=1), ""), (timedelta(hours=8), written)):
        for kind in ("pledge", "report"):
            with clock.travel(days[kind, "direct"] + after):
                assert [remind_gatherings(), remind_gatherings()] == [line, ""], (kind, after)
    mails = OutgoingMail.objects.filter(kind="gathering_due").select_related("person").order_by("pk")
    assert [mail.person.username for mail in mails] == ["district"] * 2
    with clock.travel(days["report", "direct"] + timedelta(hours=8)):
        told = gathering_due(mails[1].about, mails[1].person)
        assert told.subject == f"Chưa ghi: {launch}; {review}"
        assert f"LĐLĐ huyện Chi Lăng chưa ghi ngày: {launch}; {review}." in told.text
        assert gathering_url(called(world, "district"), "launch", "record") in told.text
        actions.record_gathering(called(world, "district"), "launch", LAUNCH, by=world.by("district"))
        assert gathering_due(mails[1].about, mails[1].person).subject == f"Chưa ghi: {review}"
        actions.record_gathering(called(world, "district"), "review", REVIEW, by=world.by("district"))
        assert gathering_due(mails[1].about, mails[1].person) is None


def test_the_list_of_the_board_is_of_one_level(world, client):
    client.force_login(world.user("board"))
    listed = client.get("/launches/?status=not_held&level=upper").content.decode()
    assert "Phát động tại các đơn vị: 2 đơn vị" in listed and "CĐCS" not in listed.partition("<tbody>")[2]
    assert "6 đơn vị" in client.get("/launches/?level=grassroots").content.decode()
