"""Tests that a forgotten second factor is taken away by two people of the office, and that its person learns of it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.second_factors import is_signed_in, typed_password, with_app
from units import outbox
from units.access import Forbidden
from units.actions.factor_resets import ask_reset, confirm_reset
from units.models import Event, FactorReset, MailKind, OutgoingMail
from units.second_factor import who_may_confirm

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]
REASON = "Đến văn phòng"


@pytest.fixture(autouse=True)
def at_work():
    with clock.travel("2015-02-02T09:00+07:00"):
        yield


def asked(world, name="leader", by="board"):
    with_app(world.user(name))
    return ask_reset(world.user(name), by=world.by(by), reason=REASON)


def test_one_asks_a_second_one_confirms_and_the_person_signs_in_by_the_password_and_is_told(world, sign_in_as):
    person = world.user("leader")
    with_app(person)
    address = f"/people/{person.pk}/second-factor/"
    first = sign_in_as("board")
    assert first.post(address, {"reason": " "}).context["problems"] == [
        ("id_reason", "Xin ghi đã nhận ra người này bằng cách nào.")
    ]
    assert first.post(address, {"reason": REASON}).url == address
    reset = FactorReset.objects.get()
    assert first.post(address, {"confirm": str(reset.pk)}).status_code == 403  # not who asked
    waiting = first.get(address)
    assert {post.user.username for post in waiting.context["others"]} == {"board2", "admin"}
    line = "Xác nhận gỡ xác thực hai bước của"
    told = {
        name: line in sign_in_as(name).get("/").content.decode() for name in ("board", "admin", "district", "board2")
    }
    assert told == {"board": False, "admin": True, "district": False, "board2": True}
    assert sign_in_as("board2").post(address, {"confirm": str(reset.pk)}).url == address
    assert (TOTPDevice.objects.count(), StaticDevice.objects.count()) == (0, 0)

    events = Event.objects.about(person).filter(verb__contains="factor").order_by("pk")
    assert [(event.verb, event.actor.username) for event in events] == [
        ("ask_factor_reset", "board"),
        ("reset_factor", "board2"),
    ]
    assert events[0].reason == REASON
    mail = OutgoingMail.objects.get(kind=MailKind.FACTOR_RESET)
    text = outbox.LETTERS[MailKind.FACTOR_RESET](mail.about, mail.person).text
    assert mail.person == person
    assert "Triệu Thị Sao Mai đề nghị, Đàm Thị Hồi xác nhận" in text

    client = Client()
    assert typed_password(client, "leader").url == "/"
    title = "Xác thực hai bước của tài khoản này đã được gỡ"
    assert title in client.get("/").content.decode()
    assert "Triệu Thị Sao Mai đề nghị" in client.get("/accounts/security/").content.decode()
    client.post("/accounts/security/")
    assert title not in client.get("/").content.decode()
    again = Client()
    typed_password(again, "leader")
    assert is_signed_in(again) and title not in again.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "by", "sentence"),
    [
        ("board", "board", "Xác thực hai bước của chính mình do hai người khác gỡ."),
        ("owner", "district", "Việc này do Quản trị hệ thống thực hiện."),
        ("leader", "leader", "Xác thực hai bước của chính mình do hai người khác gỡ."),
        ("owner", "leader", "Việc này do Quản trị hệ thống thực hiện."),
    ],
)
def test_others_may_not_ask(world, name, by, sentence):
    with_app(world.user(name))
    with pytest.raises(Forbidden, match=sentence):
        ask_reset(world.user(name), by=world.by(by), reason=REASON)
    assert not FactorReset.objects.exists()


def test_the_person_may_not_confirm_though_they_are_of_the_office(world):
    reset = asked(world, "board2")
    with pytest.raises(Forbidden):
        confirm_reset(reset, by=world.by("board2"))
    with pytest.raises(Forbidden):
        confirm_reset(reset, by=world.by("board"))
    with pytest.raises(Forbidden):
        confirm_reset(reset, by=world.by("district"))
    confirm_reset(reset, by=world.by("admin"))
    assert not TOTPDevice.objects.exists()


def test_a_request_lasts_an_hour_is_asked_once_and_confirmed_once(world):
    reset = asked(world)
    with pytest.raises(StateConflict):
        ask_reset(world.user("leader"), by=world.by("admin"), reason=REASON)
    with clock.travel(clock.now() + timedelta(hours=1)):
        with pytest.raises(StateConflict):
            confirm_reset(reset, by=world.by("admin"))
        assert TOTPDevice.objects.exists()
        second = ask_reset(world.user("leader"), by=world.by("admin"), reason=REASON)
        confirm_reset(second, by=world.by("board"))
        with pytest.raises(StateConflict):
            confirm_reset(second, by=world.by("board2"))
        with pytest.raises(StateConflict):
            ask_reset(world.user("leader"), by=world.by("board"), reason=REASON)


def test_the_database_keeps_that_two_others_did_it(world):
    people = {name: world.user(name) for name in ("leader", "board", "board2")}
    now = clock.now()
    for asker, confirmer in (("leader", None), ("board", "board"), ("board", "leader")):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.create(
                person=people["leader"],
                asked_by=people[asker],
                asked_at=now,
                confirmed_by=people.get(confirmer),
                confirmed_at=now if confirmer else None,
            )


def test_who_is_named_as_second_may_confirm(world):
    for name, asker in (("owner", "board"), ("leader", "admin"), ("admin", "board2")):
        reset = asked(world, name, asker)
        named = {post.user.username for post in who_may_confirm(world.user(name), world.user(asker))}
        assert named == {"board", "board2", "admin"} - {name, asker}
        confirm_reset(reset, by=world.by(sorted(named)[0]))


def test_whoever_keeps_the_server_can_do_it_alone_which_the_history_says(world):
    person = world.user("admin")
    with_app(person)
    call_command("reset_second_factor", "admin", stdout=StringIO())
    assert not TOTPDevice.objects.exists()
    event = Event.objects.about(person).get(verb="reset_factor")
    assert (event.actor, event.actor_name) == (None, "Hệ thống")
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody")
