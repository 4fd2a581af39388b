"""Tests in a real browser that second factors are set up and used: an app, a passkey of the machine, codes on paper."""

import base64

import pytest

from tests.browser.steps import follow, look, press, sign_in, type_in
from tests.support.casts import copied
from tests.support.second_factors import code_of
from tests.support.world import PASSWORD, build

MACHINE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""What Chromium pretends that the machine is: one that asks for a finger, and gets it."""


@pytest.fixture
def origin(live_server, settings):
    """The portal under a name, as passkeys are made for names alone."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.OTP_WEBAUTHN_ALLOWED_ORIGINS = [address]
    return address


def with_authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": MACHINE})


def secret_on(page):
    """The secret that the page shows to be typed, as hexadecimal digits."""
    shown = page.locator("form.panel code").last.inner_text().replace(" ", "")
    return base64.b32decode(shown).hex()


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
def test_an_app_a_passkey_and_a_code_on_paper_each_sign_in(open_page, origin):
    copied(build)
    page = open_page(base_url=origin)
    with_authenticator(page)
    sign_in(page, "owner", PASSWORD)
    page.goto("/accounts/security/")
    look(page, "security-none")
    follow(page, "Thiết lập ứng dụng…")
    look(page, "security-app")
    type_in(page, {"one_time_password": code_of(secret_on(page)), "password": PASSWORD})
    press(page, "Xác nhận")
    look(page, "security-codes")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    follow(page, "Đã cất mã, tiếp tục")

    follow(page, "Thêm khóa truy cập…")
    type_in(page, {"name": "Máy ở văn phòng", "password": PASSWORD})
    press(page, "Tiếp tục")
    look(page, "security-passkey")
    press(page, "Tạo khóa truy cập")
    assert page.get_by_text("Máy ở văn phòng").first.is_visible()
    look(page, "security-both")

    page.context.clear_cookies()
    sign_in(page, "owner", PASSWORD)
    look(page, "second-step")
    press(page, "Dùng khóa truy cập")
    assert page.url == f"{origin}/"

    plain = open_page(base_url=origin, java_script_enabled=False)
    sign_in(plain, "owner", PASSWORD)
    type_in(plain, {"one_time_password": codes[0].lower()})
    press(plain, "Đăng nhập")
    assert plain.url == f"{origin}/"


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
def test_who_must_have_one_is_led_there_and_two_of_the_office_mend_a_lost_one(open_page, origin, settings):
    settings.SECOND_FACTOR_FOR = ["leader"]
    world = copied(build)
    leader = open_page(base_url=origin)
    sign_in(leader, "leader", PASSWORD)
    look(leader, "second-required")
    follow(leader, "Thiết lập ứng dụng…")
    type_in(leader, {"one_time_password": code_of(secret_on(leader))})
    press(leader, "Xác nhận")
    follow(leader, "Đã cất mã, tiếp tục")
    assert leader.url == f"{origin}/"

    address = f"/people/{world.user('leader').pk}/second-factor/"
    first, second = open_page(base_url=origin), open_page(base_url=origin)
    sign_in(first, "board", PASSWORD)
    first.goto(address)
    look(first, "factor-reset-ask")
    type_in(first, {"reason": "Đến văn phòng"})
    press(first, "Đề nghị gỡ")
    look(first, "factor-reset-waiting")
    sign_in(second, "board2", PASSWORD)
    second.goto(address)
    look(second, "factor-reset-confirm")
    press(second, "Xác nhận và gỡ")
    look(second, "factor-reset-done")
    leader.context.clear_cookies()
    sign_in(leader, "leader", PASSWORD)
    assert leader.url == f"{origin}/accounts/second/"
    follow(leader, "Thiết lập ứng dụng…")
    type_in(leader, {"one_time_password": code_of(secret_on(leader))})
    press(leader, "Xác nhận")
    follow(leader, "Đã cất mã, tiếp tục")
    look(leader, "factor-reset-desk")
    assert leader.get_by_text("Xác thực hai bước của tài khoản này đã được gỡ").first.is_visible()
