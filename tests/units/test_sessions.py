"""Tests how long a session lasts, who ends it, and what is left on a computer that others use too."""

import secrets
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from foundation import clock
from foundation.documents import list_csv
from tests.support.world import PASSWORD
from units import sessions
from units.acting import acting_as
from units.actions.people import describe_person
from units.middleware import USED_EVERY
from units.models import Event, Role, SignInSession
from units.models.sign_in_session import BEGUN_AT, SessionStore
from units.sessions import network_words

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"
PAGE = "/accounts/sessions/"


def signed_in(username, *, agent="", address="10.1.2.3", **typed):
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post("/accounts/login/", {"username": username, "password": PASSWORD, **typed})
    return client


def is_in(client):
    return client.get("/pledges/").status_code == 200


def test_a_session_ends_twelve_hours_after_it_was_used_and_is_written_every_five_minutes(client, world, monkeypatch):
    begun = clock.real_seconds()
    client.post("/accounts/login/", {"username": "owner", "password": PASSWORD})

    def expiry_at(seconds):
        monkeypatch.setattr(clock, "real_seconds", lambda: begun + seconds)
        answer = client.get("/")
        return SignInSession.objects.get().expire_date, "sessionid" in answer.cookies

    first, renewed = expiry_at(USED_EVERY - 1)
    assert not renewed
    second, renewed = expiry_at(USED_EVERY + 1)
    assert (second > first, renewed) == (True, True)
    assert expiry_at(USED_EVERY + 2) == (second, False)


def test_however_it_is_used_a_session_ends_fourteen_days_after_its_sign_in(world, settings):
    client = signed_in("owner")
    session, begun = client.session, clock.real_seconds() - settings.SESSION_DAYS * 86_400 + 3_600
    session.update({BEGUN_AT: begun, "used_at": begun})
    session.save()
    answer = client.get("/")
    end = datetime.fromtimestamp(begun + 14 * 86_400, UTC)
    assert abs(SignInSession.objects.get().expire_date - end) < timedelta(seconds=5)
    assert 3_590 <= answer.cookies["sessionid"]["max-age"] <= 3_600
    session[BEGUN_AT] = begun - 3_601
    session.save()
    assert not is_in(client)
    call_command("tick")
    assert not SignInSession.objects.exists()


def test_on_a_shared_computer_the_session_ends_with_the_browser(client, world):
    typed = {"username": "owner", "password": PASSWORD}
    client.post("/accounts/login/", typed)
    assert client.cookies["sessionid"]["max-age"] == timedelta(hours=12).total_seconds()
    client.post("/accounts/logout/")
    client.post("/accounts/login/", typed | {"shared": "on"})
    assert client.cookies["sessionid"]["max-age"] == ""
    client.get("/")
    assert client.cookies["sessionid"]["max-age"] == ""


def test_the_key_changes_with_a_sign_in_and_with_another_unit_and_the_old_one_opens_nothing(world):
    client = Client()
    client.post("/accounts/code/", {"one_time_password": "K7QM-2XPN-9RTB-H4CV"})
    before = client.session
    before["given"] = True
    before.save()
    client.cookies["sessionid"] = before.session_key
    keys = [before.session_key]
    client.post("/accounts/login/", {"username": "district", "password": PASSWORD})
    keys.append(client.session.session_key)
    client.post("/accounts/switch/", {"unit": world.district.pk})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert [key for key in keys if SessionStore().exists(key)] == keys[2:]
    assert is_in(client)


def test_a_person_sees_where_they_are_signed_in_and_ends_one_or_all_others(world):
    here, phone = signed_in("owner"), signed_in("owner", agent=PHONE, address="203.162.4.191")
    third, others_one = signed_in("owner"), signed_in("district")
    page = here.get(PAGE).content.decode()
    told = (
        "Phiên này",
        "Safari trên iPhone",
        "mạng Internet (203.162.4.191)",
        "cùng mạng với máy đang dùng (10.1.2.3)",
    )
    assert [word for word in told if word not in page] == []
    assert not any(client.session.session_key in page for client in (here, phone, third))
    theirs = SignInSession.objects.get(person=world.user("district")).handle
    here.post(PAGE, {"act": theirs})
    here.post(PAGE, {"act": here.session["handle"]})
    assert (is_in(others_one), is_in(here), SignInSession.objects.count()) == (True, True, 4)
    assert (
        "máy ấy phải đăng nhập lại" in here.post(PAGE, {"act": phone.session["handle"]}, follow=True).content.decode()
    )
    assert (is_in(phone), is_in(third), is_in(here)) == (False, True, True)
    assert "Phiên ấy đã kết thúc trước đó." in here.post(PAGE, {"act": "x"}, follow=True).content.decode()
    here.post(PAGE, {"act": "others"})
    assert (is_in(third), is_in(here), is_in(others_one)) == (False, True, True)
    assert Event.objects.about(world.user("owner")).filter(verb="end_sessions").count() == 2


def test_administrators_and_the_board_above_end_all_sessions_of_a_person(world):
    board, admin, district = (signed_in(name) for name in ("board", "admin", "district"))
    owner, address = signed_in("owner"), f"/people/{world.user('owner').pk}/sessions/"
    assert "Phiên đang mở" in board.get(address).content.decode()
    assert (district.post(address).status_code, is_in(owner)) == (403, True)
    assert (board.post(address).status_code, is_in(owner)) == (302, False)
    none_open = board.get(address).content.decode()
    assert ("Không có phiên nào đang mở" in none_open, "Kết thúc mọi phiên" in none_open) == (True, False)
    of_admin = f"/people/{world.user('admin').pk}/sessions/"
    assert (board.post(of_admin).status_code, is_in(admin)) == (403, True)
    assert of_admin not in board.get("/people/?state=").content.decode()
    of_board = f"/people/{world.user('board').pk}/sessions/"
    assert (admin.post(of_board).status_code, is_in(board)) == (302, False)
    events = Event.objects.filter(verb="end_sessions").order_by("pk")
    assert [(event.actor.username, event.target.username) for event in events] == [
        ("board", "owner"),
        ("admin", "board"),
    ]


def test_an_account_that_is_ended_and_a_password_that_is_set_end_sessions_at_once(world):
    owner, admin = signed_in("owner"), acting_as(world.user("admin"), Role.ADMINISTRATOR)
    describe_person(world.user("owner"), {"is_active": False}, words={}, unit=None, by=admin)
    assert (is_in(owner), SignInSession.objects.filter(person=world.user("owner")).count()) == (False, 0)
    district, office = signed_in("district"), signed_in("admin")
    typed = {"new_password1": "suối Nậm Thoong 1", "new_password2": "suối Nậm Thoong 1"}
    office.post(f"/admin/units/user/{world.user('district').pk}/password/", typed)
    assert (is_in(district), is_in(office)) == (False, True)


@pytest.mark.parametrize("ended", ["session", "account", "nothing"])
def test_a_download_goes_on_only_while_its_session_lasts(world, monkeypatch, ended):
    monkeypatch.setattr(sessions, "LOOKED_AFTER_EVERY", 0.0)
    monkeypatch.setattr(list_csv, "csv_pieces", lambda *table: iter([b"first", b"second", b"third"]))
    client, owner = signed_in("board"), world.user("board")
    download = iter(client.get("/people/?export=csv"))
    assert next(download) == b"first"
    if ended == "session":
        SignInSession.objects.filter(person=owner).delete()
    elif ended == "account":
        type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    else:
        client.post("/accounts/switch/", {"unit": world.province.pk})  # gives the session another key
        assert b"".join(download) == b"secondthird"
        return
    with pytest.raises(sessions.SessionEnded):
        b"".join(download)


def test_sessions_of_before_the_upgrade_go_on_and_say_whose_they_are(world):
    client = signed_in("owner")
    data = {name: value for name, value in client.session.items() if name not in ("handle", "begun_at")}
    SignInSession.objects.all().delete()
    key, end = secrets.token_hex(16), datetime.now(UTC) + timedelta(hours=1)
    for session_key, held in (
        (key, data),
        ("anonymous", {"code_typed": 1}),
        ("of nobody", data | {"_auth_user_id": "0"}),
    ):
        encoded = SessionStore().encode(held)
        Session.objects.create(session_key=session_key, session_data=encoded, expire_date=end)
    import_module("units.migrations.0037_sessions").bring_over(apps, None)
    client.cookies["sessionid"] = key
    (session,) = SignInSession.objects.all()
    assert (is_in(client), session.person, Session.objects.count()) == (True, world.user("owner"), 0)
    assert "Phiên này" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("address", "here", "words"),
    [
        ("10.1.2.3", "", "mạng nội bộ (10.1.2.3)"),
        ("203.162.4.191", "10.1.2.3", "mạng Internet (203.162.4.191)"),
        ("203.162.4.191", "203.162.4.191", "cùng mạng với máy đang dùng (203.162.4.191)"),
        ("2001:ee0::/64", "", "mạng Internet (2001:ee0::/64)"),
        ("127.0.0.1", "127.0.0.1", "chính máy chủ của cổng"),
        ("", "", "mạng không rõ"),
        ("unix:", "", "mạng không rõ"),
    ],
)
def test_an_address_is_said_in_words(address, here, words):
    assert network_words(address, here) == words
