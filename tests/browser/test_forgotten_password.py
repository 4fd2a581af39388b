"""Tests in a browser that whoever forgot the password gets in again, and what the office does for others."""

import re

import pytest
from django.core import mail

from tests.browser.conftest import widths
from tests.browser.steps import follow, look, press, sign_in, type_in
from tests.support.casts import copied
from tests.support.world import PASSWORD, build
from units import outbox
from units.actions.password_reset import write_reset_mails
from units.models import User

NEW = "suối nguồn mưa lũ"


@pytest.fixture
def world(transactional_db):
    return copied(build)


def link_of_the_mail():
    mail.outbox.clear()
    write_reset_mails()
    outbox.send_due()
    return re.search(r"http\S+?(/accounts/reset/\S+)", mail.outbox[0].body)[1]


@pytest.mark.parametrize("width", widths(deep=1280), indirect=True)
def test_whoever_forgot_the_password_gets_in_again_by_mail(open_page, world):
    User.objects.filter(username="owner").update(email="hoa@congdoan.example")
    page = open_page()
    for _guess in range(6):
        sign_in(page, "owner", "không nhớ nữa")
    assert page.get_by_role("heading", name="Tạm ngừng nhận mật khẩu").is_visible()
    look(page, "paused")
    follow(page, "Quay lại")
    look(page, "sign-in")
    follow(page, "Nhận thư để đặt mật khẩu mới")
    look(page, "forgotten")
    type_in(page, {"account": "owner"})
    press(page, "Gửi thư đặt mật khẩu mới")
    look(page, "forgotten-sent")
    page.goto(link_of_the_mail())
    look(page, "reset")
    type_in(page, {"new_password1": NEW, "new_password2": NEW})
    press(page, "Đặt mật khẩu")
    sign_in(page, "owner", NEW)
    assert page.get_by_text("5 lần nhập sai mật khẩu của tài khoản này từ máy lạ.").is_visible()
    look(page, "warned")
    press(page, "Đã đọc")
    assert page.get_by_text("lần nhập sai mật khẩu").count() == 0


@pytest.mark.deep
@pytest.mark.parametrize("width", widths(), indirect=True)
def test_an_administrator_unlocks_and_takes_a_password_away(open_page, world):
    stranger, page = open_page(), open_page()
    for _guess in range(6):
        sign_in(stranger, "owner", "đoán thử")
    sign_in(page, "admin", PASSWORD)
    page.goto("/people/")
    look(page, "people-locked")
    press(page, "Mở khóa")
    look(page, "people-unlocked")
    page.goto(f"/people/{world.user('owner').pk}/password/")
    look(page, "reissue")
    page.goto(f"/admin/units/user/{world.user('owner').pk}/password/")
    type_in(page, {"new_password1": NEW, "new_password2": NEW})
    press(page, "Đặt mật khẩu")
    sign_in(stranger, "owner", NEW)
    assert stranger.get_by_text("do người khác đặt").is_visible()
    look(stranger, "must-change")
