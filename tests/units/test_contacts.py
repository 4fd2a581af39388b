"""Tests that people write how they and their unions can be reached, and nothing of another's."""

import pytest

from foundation import clock
from units.access import Forbidden
from units.actions.contacts import write_contacts
from units.models import Event, Unit, User

pytestmark = [pytest.mark.either, pytest.mark.django_db]
ADDRESS = "/accounts/contact/"


@pytest.fixture(autouse=True)
def at_work():
    with clock.travel("2015-02-02T09:00+07:00"):
        yield


def seen(client):
    """The fingerprints that the page of the form carries."""
    return client.get(ADDRESS).context["form"].hidden_fingerprints


def test_an_officer_writes_the_own_lines_and_those_of_the_union(world, sign_in_as):
    client = sign_in_as("owner")
    typed = {"phone": "0912 345 678", "unit_contact_person": "Nông Thị Ánh", "unit_email": "doi-na@example.vn"}
    answer = client.post(ADDRESS, typed | seen(client))
    assert (answer.status_code, answer.url) == (302, "/")
    assert world.user("owner").phone == "0912 345 678"
    school = Unit.objects.get(pk=world.school.pk)
    assert (school.contact_person, school.phone, school.email) == ("Nông Thị Ánh", "", "doi-na@example.vn")
    written = {event.target: event.changes for event in Event.objects.filter(verb="admin_change")}
    assert written == {
        world.user("owner"): {"điện thoại": ["", "0912 345 678"]},
        school: {"người liên hệ": ["", "Nông Thị Ánh"], "thư điện tử": ["", "doi-na@example.vn"]},
    }
    client.post(ADDRESS, typed | seen(client))
    assert Event.objects.filter(verb="admin_change").count() == 2  # the same again is no act
    wrong = client.post(ADDRESS, typed | {"email": "doi na"})
    assert "Địa chỉ thư chưa đúng" in wrong.content.decode() and 'value="0912 345 678"' in wrong.content.decode()


def test_who_saves_second_is_shown_what_the_first_saved(world, sign_in_as):
    client = sign_in_as("owner")
    shown = seen(client)
    write_contacts(world.user("owner2"), {"unit_phone": "025 3 000 111"}, by=world.by("owner2"))
    mine = client.post(ADDRESS, {"phone": "0912 1", "unit_phone": "025 3 000 222"} | shown)
    assert mine.status_code == 409 and "025 3 000 111" in mine.content.decode()
    assert Unit.objects.get(pk=world.school.pk).phone == "025 3 000 111" and world.user("owner").phone == ""
    other = client.post(ADDRESS, {"unit_phone": "025 3 000 111", "phone": "0912 1"} | shown)
    assert (other.status_code, world.user("owner").phone) == (302, "0912 1")  # another line is in nobody's way


def test_who_only_reads_or_holds_no_post_writes_the_own_lines_alone(world, sign_in_as):
    User.objects.create(username="new", full_name="Vi Thị Mới")
    client = sign_in_as("new")
    assert set(client.get(ADDRESS).context["form"].fields) == {"phone", "email"}
    assert client.post(ADDRESS, {"phone": "0912", "unit_phone": "x"} | seen(client)).status_code == 302
    assert User.objects.get(username="new").phone == "0912"
    with pytest.raises(Forbidden):
        write_contacts(User.objects.get(username="new"), {"unit_phone": "x"}, by=None)
