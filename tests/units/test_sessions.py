"""Tests how long a session lasts, and what is left on a computer that others use too."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from foundation import clock
from tests.support.world import PASSWORD
from units.middleware import USED_EVERY

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


def test_a_session_ends_twelve_hours_after_it_was_used_and_is_written_every_five_minutes(client, world, monkeypatch):
    begun = clock.real_seconds()
    client.post("/accounts/login/", {"username": "owner", "password": PASSWORD})

    def expiry_at(seconds):
        monkeypatch.setattr(clock, "real_seconds", lambda: begun + seconds)
        answer = client.get("/")
        return Session.objects.get().expire_date, "sessionid" in answer.cookies

    first, renewed = expiry_at(USED_EVERY - 1)
    assert not renewed
    second, renewed = expiry_at(USED_EVERY + 1)
    assert (second > first, renewed) == (True, True)
    assert expiry_at(USED_EVERY + 2) == (second, False)


def test_on_a_shared_computer_the_session_ends_with_the_browser(client, world):
    typed = {"username": "owner", "password": PASSWORD}
    client.post("/accounts/login/", typed)
    assert client.cookies["sessionid"]["max-age"] == timedelta(hours=12).total_seconds()
    client.post("/accounts/logout/")
    client.post("/accounts/login/", typed | {"shared": "on"})
    assert client.cookies["sessionid"]["max-age"] == ""
    client.get("/")
    assert client.cookies["sessionid"]["max-age"] == ""
