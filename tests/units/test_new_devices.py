"""Tests that a person is told of a sign-in from a device never used before, and what they can do about it."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from tests.support.world import PASSWORD
from units.models import KnownDevice, MailState, OutgoingMail, User
from units.outbox import send_due

pytestmark = [pytest.mark.django_db, pytest.mark.either]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"
TOLD = "Tài khoản này vừa đăng nhập từ thiết bị mới:"
PAGE = "/accounts/sessions/"


def signed_in(client=None, **typed):
    client = client or Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140", REMOTE_ADDR="10.1.2.3")
    client.post("/accounts/login/", {"username": "owner", "password": PASSWORD, **typed})
    return client


def phone():
    return Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.162.4.191")


def told(client):
    return TOLD in client.get("/").content.decode()


def test_the_first_device_of_all_and_one_used_before_are_no_news(world):
    office = signed_in()
    office.post("/accounts/logout/")
    signed_in(office)
    assert (told(office), OutgoingMail.objects.count()) == (False, 0)


def test_another_device_is_told_on_the_desk_of_the_known_one_and_by_mail(world, settings):
    User.objects.filter(username="owner").update(email="owner@example.vn")
    office, stranger = signed_in(), signed_in(phone())
    page = office.get("/").content.decode()
    assert (TOLD in page, "Safari trên iPhone, mạng Internet (203.162.4.191), lúc" in page) == (True, True)
    assert not told(stranger)
    assert TOLD in office.get(PAGE).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST = "mail.example.vn"
    send_due()
    (sent,) = mail.outbox
    assert (sent.to, "Safari trên iPhone" in sent.body, "/accounts/sessions/" in sent.body) == (
        ["owner@example.vn"],
        True,
        True,
    )


def test_devices_of_a_kind_are_told_apart_by_this_one_new_ones_and_where_from(world):
    office, _stranger = signed_in(), signed_in(phone())
    page = re.sub(r"<[^>]+>", " ", office.get(PAGE).content.decode()).split("Thiết bị đã đăng nhập")[1]
    new, office_device = " ".join(page.split()).split("lần đầu ")[:2], " ".join(page.split()).partition("Chrome")[2]
    assert new[0].endswith("Safari trên iPhone Mới ") and "từ mạng Internet (203.162.4.191), gần nhất" in new[1]
    assert office_device.startswith(" trên Windows Máy này lần đầu ")
    assert "từ cùng mạng với máy đang dùng (10.1.2.3), gần nhất" in office_device


def test_the_stranger_cannot_take_the_notice_away_the_person_can(world):
    office, stranger = signed_in(), signed_in(phone())
    signed_in(phone())
    stranger.post(PAGE, {"act": "trust"})
    assert (told(office), told(stranger)) == (True, True)
    assert "Đúng là tôi" not in stranger.get("/").content.decode()
    office.post(PAGE, {"act": "trust"})
    assert (told(office), told(stranger), KnownDevice.objects.filter(is_new=True).count()) == (False, False, 0)


def test_a_stranger_who_changes_the_password_takes_neither_notice_nor_mail_away(world):
    User.objects.filter(username="owner").update(email="owner@example.vn")
    _office, stranger = signed_in(), signed_in(phone())
    new = "rừng hồi Bình Gia 25"
    stranger.post("/accounts/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert not User.objects.get(username="owner").check_password(PASSWORD)
    assert KnownDevice.objects.filter(is_new=True).count() == 1
    waiting = OutgoingMail.objects.filter(kind="new_device", state=MailState.QUEUED).count()
    assert (told(signed_in(password=new)), waiting) == (True, 1)


def test_a_stranger_on_a_shared_computer_takes_it_away_neither_so_nor_by_forgetting_the_device(world):
    office, stranger = signed_in(), signed_in(phone(), shared="on")
    device = KnownDevice.objects.get(is_new=True)
    for act in ("trust", f"forget-{device.pk}"):
        stranger.post(PAGE, {"act": act})
    assert (told(office), told(stranger)) == (True, False)
    stranger.post(PAGE, {"act": f"forget-{KnownDevice.objects.get(is_new=False).pk}"})
    assert told(office)


def test_another_password_takes_the_notice_and_the_stranger_away(world):
    office, stranger = signed_in(), signed_in(phone())
    new = "rừng hồi Bình Gia 25"
    office.post("/accounts/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert (told(office), stranger.get("/pledges/").status_code) == (False, 302)
    assert list(KnownDevice.objects.values_list("label", flat=True)) == ["Chrome trên Windows"], "no device of theirs"


def test_a_shared_computer_is_told_once_and_leaves_no_cookie(world):
    office = signed_in()
    for _time in range(2):
        shared = signed_in(phone(), shared="on")
        assert "device" not in shared.cookies
    assert (told(office), KnownDevice.objects.filter(is_new=True).count()) == (True, 1)
    office.post(PAGE, {"act": "trust"})
    signed_in(phone(), shared="on")
    assert not told(office)


def test_a_device_that_is_forgotten_is_new_again_and_nobody_forgets_that_of_another(world):
    office, other = signed_in(), Client()
    other.post("/accounts/login/", {"username": "district", "password": PASSWORD})
    signed_in(phone()).post("/accounts/logout/")
    office.post(PAGE, {"act": "trust"})
    device = KnownDevice.objects.get(label="Safari trên iPhone")
    other.post(PAGE, {"act": f"forget-{device.pk}"})
    assert KnownDevice.objects.filter(pk=device.pk).exists()
    assert "Đã quên thiết bị ấy" in office.post(PAGE, {"act": f"forget-{device.pk}"}, follow=True).content.decode()
    assert office.post(PAGE, {"act": "forget-x"}).status_code == 302
    assert KnownDevice.objects.filter(person__username="owner").count() == 1


def test_a_mail_about_a_device_that_its_person_knows_is_not_sent(world, settings):
    User.objects.filter(username="owner").update(email="owner@example.vn")
    office = signed_in()
    signed_in(phone())
    office.post(PAGE, {"act": "trust"})
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.locmem.EmailBackend", "mail.example.vn"
    call_command("tick")
    assert (len(mail.outbox), OutgoingMail.objects.get().state) == (0, MailState.OBSOLETE)
