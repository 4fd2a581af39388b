"""Tests the register of exemplars: who enters and follows, how far one comes, desk, suggestion at a dossier."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.actions import followed as actions
from campaigns.models import FollowedExemplar
from emulation.desk import my_desk
from foundation import clock
from foundation.forms.edit_conflicts import EditConflict, fingerprint
from foundation.lifecycle import StateConflict
from units.access import Forbidden
from units.models import Event, Role

pytestmark = [pytest.mark.either, pytest.mark.django_db]
FOUND = {
    "who": "Chị Lăng Thị Mới",
    "story": "Giữ lớp học buổi tối.",
    "found_by": "Vi Văn Thông",
    "found_on": date(2015, 3, 3),
    "follower": "Vi Văn Thông",
    "next_visit": date(2015, 3, 12),
}


@pytest.fixture(autouse=True)
def day():
    with clock.travel("2015-03-10T09:00+07:00"):
        yield


def entered(world, by="district"):
    return actions.enter_exemplar(world.school, FOUND, by=world.by(by, Role.REVIEWER))


def visited(exemplar, by, status, **more):
    told = {"note": "Đã gặp.", "status": status, "spread_to": None, "next_visit": None} | more
    actions.follow_up(exemplar, by=by, **told)


def test_one_is_followed_from_being_found_to_being_spread(world, sign_in_as):
    district = sign_in_as("district")
    typed = {name: value for name, value in FOUND.items() if not isinstance(value, date)}
    days = {"found_on": "3/3/2015", "next_visit": "12/3/2015", "unit": world.school.pk}
    page = district.post("/followed/new/", typed | days, follow=True).content.decode()
    exemplar = FollowedExemplar.objects.get()
    assert (exemplar.unit, exemplar.following_unit, exemplar.status) == (world.school, world.district, "found")
    assert "Phát hiện" in page and "12/03/2015" in page
    address = f"/followed/{exemplar.pk}/follow-up/"
    wrong = district.post(address, {"note": "Ba trường làm theo.", "status": "spread"})
    assert wrong.context["problems"] == [("id_spread_to", "Xin ghi đã nhân rộng ở bao nhiêu đơn vị.")]
    huge = district.post(address, {"note": "Ba trường làm theo.", "status": "spread", "spread_to": "3.000.000.000"})
    assert huge.context["problems"] == [("id_spread_to", "Số đơn vị lớn quá mức có thể ghi. Xin kiểm tra lại.")]
    district.post(address, {"note": "Ba trường làm theo.", "status": "spread", "spread_to": "3"})
    exemplar.refresh_from_db()
    assert (str(exemplar.status_text), exemplar.next_visit) == ("Đã nhân rộng ở 3 đơn vị", None)
    verbs = Event.objects.about(exemplar).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["enter_exemplar", "spread_exemplar"]


def test_a_visit_leads_onward_and_never_back(world):
    exemplar, by = entered(world), world.by("district", Role.REVIEWER)
    visited(exemplar, by, "commended")
    with pytest.raises(ValidationError):
        visited(exemplar, by, "found")
    visited(exemplar, by, "commended", next_visit=date(2015, 4, 1))
    assert (exemplar.status, exemplar.next_visit) == ("commended", date(2015, 4, 1))
    actions.drop_exemplar(exemplar, reason="Đã nghỉ hưu.", by=by)
    with pytest.raises(StateConflict):
        visited(exemplar, by, "spread", spread_to=2)


def test_who_stands_below_reads_and_does_not_follow(world):
    exemplar = entered(world)
    assert FollowedExemplar.objects.visible_to(world.user("owner")).count() == 1
    with pytest.raises(Forbidden):
        visited(exemplar, world.by("owner"), "fostered")
    with pytest.raises(Forbidden):
        actions.enter_exemplar(world.district, FOUND, by=world.by("owner"))
    assert FollowedExemplar.objects.visible_to(world.user("neighbour")).count() == 0
    assert [FollowedExemplar.objects.to_nominate(unit).count() for unit in (world.school, world.commune)] == [1, 0]


def test_two_who_correct_the_same_do_not_overwrite_each_other(world):
    exemplar, by = entered(world), world.by("district", Role.REVIEWER)
    seen = {"": fingerprint(dict(FOUND))}
    actions.edit_exemplar(exemplar, FOUND | {"story": "Ba năm giữ lớp."}, by=by, fingerprints=seen)
    with pytest.raises(EditConflict):
        actions.edit_exemplar(exemplar, FOUND | {"who": "Chị Mới"}, by=by, fingerprints=seen)


def test_the_day_comes_up_on_the_desk_of_who_follows(world):
    entered(world)
    title = "Hẹn gặp điển hình: Chị Lăng Thị Mới"
    assert title in [line.title for line in my_desk(world.by("district")).week]
    with clock.travel("2015-03-12T09:00+07:00"):
        tasks = [todo.title for todo in my_desk(world.by("district")).todos]
        assert "Đến thăm, theo dõi điển hình: Chị Lăng Thị Mới" in tasks
        assert not [todo for todo in my_desk(world.by("owner")).todos if "điển hình" in todo.title]


def test_several_whose_day_has_come_are_one_task_that_leads_to_their_list(world):
    entered(world)
    entered(world)
    with clock.travel("2015-03-12T09:00+07:00"):
        tasks = {todo.title: todo.url for todo in my_desk(world.by("district")).todos}
        assert tasks["Đến thăm, theo dõi 2 điển hình"] == "/followed/?status=to_visit"


def test_the_desk_counts_the_visits_that_its_list_shows(world, sign_in_as, monkeypatch):
    monkeypatch.setattr("campaigns.desk.followed.MOST", 1)
    ours = {entered(world).who for _number in range(2)}
    assert ours == {FOUND["who"]}
    actions.enter_exemplar(world.school, FOUND | {"who": "Của tỉnh"}, by=world.by("board", Role.REVIEWER))
    with clock.travel("2015-03-12T09:00+07:00"):
        (task,) = [todo for todo in my_desk(world.by("district")).todos if "điển hình" in todo.title]
        page = sign_in_as("district").get(task.url)
        assert (task.count, [row.who for row in page.context["rows"]]) == (2, [FOUND["who"]] * 2)


def test_the_database_keeps_numbers_where_they_belong(world):
    exemplar = entered(world)
    for wrong in ({"spread_to": 3}, {"status": "spread"}, {"who": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FollowedExemplar.objects.filter(pk=exemplar.pk).update(**wrong)
