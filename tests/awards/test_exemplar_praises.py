"""Tests that the register of exemplars knows whose award is there, and that a person confirms it."""

from datetime import date

import pytest

from awards.exemplar_praises import praises
from awards.models import Nominee
from campaigns.actions import followed
from campaigns.models import FollowedExemplar
from emulation.desk import my_desk
from foundation import clock
from tests.support import decided_awards
from tests.support.casts import copied
from units.models import Role

pytestmark = [pytest.mark.either, pytest.mark.django_db]
DAY = "2015-07-21T09:00+07:00"
AWARD = "Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh, Quyết định số 45/QĐ-LĐLĐ ngày 20/07/2015"


@pytest.fixture
def world():
    with clock.travel(DAY):
        yield copied(decided_awards.build)


def entered(world, who, found_on=date(2015, 3, 3)):
    told = {"story": "Dạy tốt.", "found_by": "Vi Văn Thông", "follower": "Vi Văn Thông", "next_visit": None}
    by = world.by("district", Role.REVIEWER)
    return followed.enter_exemplar(world.school, told | {"who": who, "found_on": found_on}, by=by)


CASES = (
    ("Cô Nông Thị Ánh Nguyệt, giáo viên Văn", date(2015, 3, 3), True),
    ("Nông Thị Ánh", date(2015, 3, 3), False),
    ("Nông Thị Ánh Nguyệt", date(2015, 7, 21), False),
    ("Tập thể Tổ Tự nhiên", date(2015, 3, 3), True),
    ("Lý Thị Ba, Tổ Tự nhiên", date(2015, 3, 3), False),
    ("La Thị Én", date(2015, 3, 3), False),
)


def test_an_award_of_its_unit_that_bears_its_name_is_proposed(world):
    assert [bool(praises([entered(world, who, day)])) for who, day, _is in CASES] == [is_it for *_who, is_it in CASES]


def test_an_award_of_a_nominee_taken_from_the_register_is_its_exemplars_whatever_it_is_called(world):
    exemplar = entered(world, "Tổ trưởng tổ Văn")
    assert praises([exemplar]) == {}
    Nominee.objects.filter(name="Nông Thị Ánh Nguyệt").update(exemplar=exemplar)
    assert praises([exemplar]) == {exemplar.pk: [AWARD]}


def test_who_follows_confirms_the_award_that_the_register_proposes(world, client):
    exemplar = entered(world, "Cô Nông Thị Ánh Nguyệt, giáo viên Văn")
    titles = {todo.title: todo.url for todo in my_desk(world.by("district")).todos}
    address = titles[f"{exemplar.who} đã được khen thưởng"]
    client.force_login(world.user("district"))
    assert AWARD in client.get(exemplar.get_absolute_url()).content.decode()
    assert exemplar.who in client.get("/followed/?status=praised").content.decode()
    initial = client.get(address).context["form"].initial
    assert initial["status"] == "commended" and initial["note"] == f"Được tặng {AWARD}."
    assert FollowedExemplar.objects.get().status == "found"
    client.post(address, {"note": initial["note"], "status": "commended"})
    assert FollowedExemplar.objects.get().status == "commended"
    assert not [todo for todo in my_desk(world.by("district")).todos if "khen thưởng" in todo.title]
    assert client.get("/followed/?status=praised").context["page"].size.text == "0"
