"""Tests activity notes: who tells, what the Board does with it, what everybody may read, the desk and the report."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from campaigns.actions import activities as actions
from campaigns.models import Activity, Commemoration
from campaigns.views.activities import ACTIVITIES
from emulation.desk import my_desk
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict, fingerprint
from foundation.lifecycle import StateConflict
from units.access import Forbidden
from units.models import Event, Role

pytestmark = [pytest.mark.either, pytest.mark.django_db]
TOLD = {"title": "Ra quân làm sạch đường vào trường", "text": "Hơn 40 người làm 2 km.\nNgày 8/3."}


@pytest.fixture(autouse=True)
def day():
    with clock.travel("2015-03-10T09:00+07:00"):
        yield


def told(world, **more):
    return actions.send_activity(world.campaign, **TOLD | more, by=world.by("owner"))


def test_a_union_tells_from_its_phone_which_day_it_honours(world, sign_in_as):
    day = Commemoration.objects.filter(phase__campaign=world.campaign).order_by("pk")[0]
    owner = sign_in_as("owner")
    page = owner.get("/activities/new/").content.decode()
    assert day.name in page
    answer = owner.post("/activities/new/", TOLD | {"campaign": world.campaign.pk, "honours": day.pk}, follow=True)
    activity = Activity.objects.get()
    assert (activity.unit, activity.honours, activity.status) == (world.school, day, "sent")
    assert "Hơn 40 người làm 2 km.<br>Ngày 8/3." in answer.content.decode()
    refused = owner.post("/activities/new/", {"title": "x" * 121, "campaign": world.campaign.pk})
    assert refused.context["problems"] == [
        ("id_title", "Tiêu đề: Nội dung dài quá 120 ký tự. Xin rút gọn."),
        ("id_text", "Nội dung: Xin nhập nội dung này."),
    ]


def test_the_board_reads_chooses_and_publishes_and_everybody_reads(world, sign_in_as):
    activity = told(world)
    public = f"/campaigns/{world.campaign.slug}/activities/"
    assert TOLD["title"] not in Client().get(public).content.decode()
    assert [todo.count for todo in my_desk(world.by("board")).todos if "tin" in todo.title] == [1]
    board = sign_in_as("board")
    board.post(f"/activities/{activity.pk}/review/", {"for_report": "on", "publish": "on"})
    activity.refresh_from_db()
    assert (activity.status, activity.for_report, activity.read_by) == ("published", True, world.user("board"))
    assert TOLD["title"] in Client().get(public).content.decode()
    assert [todo for todo in my_desk(world.by("board")).todos if "tin" in todo.title] == []
    board.post(f"/activities/{activity.pk}/review/", {"for_report": "on"})
    assert TOLD["title"] not in Client().get(public).content.decode()
    verbs = list(Event.objects.about(activity).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["send_activity", "read_activity", "choose_activity", "publish_activity", "unpublish_activity"]


def test_two_of_the_board_do_not_overwrite_each_other(world):
    activity = told(world)
    seen = {"": fingerprint({"for_report": False, "publish": False})}
    actions.review_activity(activity, for_report=True, publish=False, by=world.by("board"))
    with pytest.raises(EditConflict):
        actions.review_activity(activity, for_report=False, publish=True, by=world.by("board2"), fingerprints=seen)


def test_files_say_the_day_in_vietnam(world):
    with clock.travel("2015-03-10T06:30+07:00"):
        told(world)
    (sent,) = [column for column in ACTIVITIES.columns if column.heading == "Gửi ngày"]
    assert sent.read(Activity.objects.get()) == date(2015, 3, 10)


def test_it_is_taken_back_until_somebody_read_it(world):
    first, second = told(world), told(world, title="Tin khác")
    actions.withdraw_activity(first, by=world.by("owner"))
    assert first.status == "withdrawn"
    actions.review_activity(second, for_report=False, publish=False, by=world.by("board"))
    with pytest.raises(StateConflict):
        actions.withdraw_activity(second, by=world.by("owner"))
    with pytest.raises(Forbidden):
        actions.review_activity(second, for_report=True, publish=True, by=world.by("district", Role.REVIEWER))


def test_the_database_keeps_what_nobody_read_out_of_report_and_public_page(world):
    activity = told(world)
    for wrong in ({"for_report": True}, {"status": "published"}, {"read_at": clock.now()}, {"title": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=activity.pk).update(**wrong)


def test_what_was_chosen_for_the_report_is_that_of_its_phase_and_unit(world):
    chosen, not_chosen = told(world), told(world, title="Không chọn")
    for activity, for_report in ((chosen, True), (not_chosen, False)):
        actions.review_activity(activity, for_report=for_report, publish=False, by=world.by("board"))
    of_report = Activity.objects.of_report
    assert list(of_report(world.campaign, world.phase, world.province)) == [chosen]
    assert list(of_report(world.campaign, None, world.district)) == [chosen]
    assert list(of_report(world.campaign, world.phase2, world.province)) == []
    assert list(of_report(world.campaign, world.phase, world.commune)) == []
