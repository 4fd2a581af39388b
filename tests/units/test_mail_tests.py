"""Tests the test mail: until somebody says that it came by the server set now, mail counts as untested."""

import re
import time

import pytest
from django.core import mail
from django.test import Client

from emulation.deploy_checks import check_in_use
from units import outbox
from units.models import Event, OutgoingMail, User

pytestmark = pytest.mark.either
UNTESTED, TESTED = "Chưa ai xác nhận đã nhận được thư gửi thử", "Đã có người xác nhận nhận được thư thử"


@pytest.fixture
def admin(world, settings):
    settings.EMAIL_HOST = "thu.vi.example"
    client = Client()
    client.force_login(world.user("admin"))
    return client


def page(client, path="/mails/", **more):
    return client.get(path, **more).content.decode()


def warnings():
    return {message.id for message in check_in_use(databases=["default"])} & {"emulation.W002", "emulation.W003"}


def test_a_test_mail_is_confirmed_by_a_button_and_never_by_opening_its_link(admin):
    assert (UNTESTED in page(admin), warnings()) == (True, {"emulation.W003"})
    assert "chưa ai xác nhận nhận được thư thử" in page(admin, "/first-steps/")
    assert "chưa có địa chỉ thư điện tử" in admin.post("/mails/test/", follow=True).content.decode()
    User.objects.filter(username="admin").update(email="quan-tri@vi.example", full_name="Hà Thị\tMai")
    for _click in range(2):
        answer = admin.post("/mails/test/", follow=True).content.decode()
        assert "Thư thử sẽ tới quan-tri@vi.example trong ít phút" in answer
    assert outbox.send_due() == "Đã gửi 1 thư."
    (sent,) = mail.outbox
    link = re.search(r"http://127\.0\.0\.1:8000(/mails/arrived/\S+)", sent.body)[1]
    robot = Client()
    for _visit in range(3):
        assert "Tôi đã nhận được thư" in page(robot, link)
        assert robot.head(link).status_code == 200
    assert (UNTESTED in page(admin), OutgoingMail.objects.get().confirmed_at) == (True, None)
    assert "Đã ghi nhận lúc" in robot.post(link).content.decode()
    confirmed_at = OutgoingMail.objects.get().confirmed_at
    assert "Đã ghi nhận lúc" in robot.post(link).content.decode()
    assert (OutgoingMail.objects.get().confirmed_at, robot.get(f"{link[:-2]}x/").status_code) == (confirmed_at, 410)
    assert (TESTED in page(admin), warnings(), "; đã thử" in page(admin, "/first-steps/")) == (True, set(), True)
    verbs = Event.objects.filter(verb__endswith="test_mail").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["send_test_mail", "send_test_mail", "confirm_test_mail"]


def test_another_server_is_untested_and_an_old_link_of_no_use(admin, settings):
    User.objects.filter(username="admin").update(email="quan-tri@vi.example")
    admin.post("/mails/test/")
    outbox.send_due()
    link = re.search(r"(/mails/arrived/\S+)", mail.outbox[0].body)[1]
    Client().post(link)
    assert TESTED in page(admin)
    settings.EMAIL_HOST = "khac.vi.example"
    assert UNTESTED in page(admin)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert (warnings(), "Chưa có máy chủ thư" in page(admin)) == ({"emulation.W002"}, True)
    later = time.time() + 8 * 24 * 60 * 60
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: later)
        assert Client().get(link).status_code == 410
