"""Tests that the demo's password, which README prints, is useless in production and cannot be chosen."""

import asyncio
from io import StringIO

import pytest
from django.contrib.auth import aauthenticate, authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from emulation.management.commands import generate as command
from tests.support.world import PASSWORD as OWN
from units.backends import WithPosts
from units.demo_accounts import PASSWORD
from units.models import User

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("words_read_again")]  # one on both databases
SENTENCE = "Mật khẩu này được công bố cho bản minh họa, ai cũng biết; xin đặt mật khẩu khác."


@pytest.fixture
def owner(world):
    """An account with the public password, as a database filled by the demo holds it."""
    user = world.user("owner")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_it_signs_nobody_in_outside_debug(owner, settings):
    assert authenticate(username="owner", password=PASSWORD) is None
    settings.DEBUG = True
    assert authenticate(username="owner", password=PASSWORD) == owner


def test_asynchronous_callers_are_told_the_same(monkeypatch):
    """Django's own asynchronous method would ask the database, and neither the guard nor about this password."""
    person = User()
    monkeypatch.setattr(WithPosts, "authenticate", lambda _self, _request, username, password: person)
    assert asyncio.run(aauthenticate(username="owner", password=PASSWORD)) is person


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/login/"])
def test_no_sign_in_page_takes_it(owner, path):
    client = Client()
    client.post(path, {"username": "owner", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_other_passwords_open_as_ever(world):
    assert authenticate(username="owner", password=OWN) == world.user("owner")
    assert authenticate(username="owner", password=None) is None


def test_nobody_chooses_it():
    with pytest.raises(ValidationError) as refused:
        validate_password(PASSWORD)
    assert SENTENCE in refused.value.messages
    validate_password("mot-mat-khau-khac")


def test_an_administrator_cannot_give_it(world):
    client = Client()
    client.force_login(world.user("admin"))
    person = world.user("owner")
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    page = client.post(f"/admin/units/user/{person.pk}/password/", typed)
    assert (page.status_code, SENTENCE in page.content.decode()) == (200, True)
    assert User.objects.get(pk=person.pk).check_password(OWN)


@pytest.fixture
def generated(monkeypatch, settings):
    """Calls the command and returns the password that the data got, and what was printed."""
    settings.DEBUG = True

    def call(*arguments):
        given, out = {}, StringIO()
        monkeypatch.setattr(command, "generate", lambda size, seed, tell, **more: given.update(more))
        call_command("generate", "province", *arguments, stdout=out)
        return given["password"], out.getvalue()

    return call


@pytest.mark.django_db
def test_generated_data_have_a_password_of_chance_that_is_printed_once(generated):
    passwords = [generated() for _time in range(2)]
    assert passwords[0][0] != passwords[1][0]
    for password, printed in passwords:
        assert len(password) >= 16
        assert printed.count(password) == 1


@pytest.mark.django_db
def test_generated_data_have_the_password_they_are_given(generated):
    assert generated("--password", "cua-rieng-toi")[0] == "cua-rieng-toi"
