"""Tests in a real browser that typed text survives: session lost, line away, window closed, server killed, two devices.

With and without script; on a computer shared with others nothing stays behind.
"""

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.test import Client

from campaigns.models import Filing
from foundation import clock
from tests.browser.conftest import widths, widths_and_640
from tests.browser.steps import look, press, sign_in, type_in, typed
from tests.support import live_portal, tally
from tests.support.casts import copied
from tests.support.filing_steps import PLEDGING, drafted
from tests.support.world import PASSWORD, build
from units.models import FormDraft, User

TEXT = "commitment-text"
SAVE = "dispatchEvent(new Event('online'))"
KEPT_HERE = "Object.keys(localStorage)"


@pytest.fixture
def address(transactional_db):
    """The part with the texts of a pledge that is being written."""
    with clock.travel(PLEDGING):
        world = copied(build)
        drafted(world)
        yield f"/pledges/{world.sheet('school', 'pledge').pk}/parts/5/"


def stored(address):
    return Filing.objects.get(pk=address.split("/")[2]).typed["commitment"].get("text", "")


def says(page, words):
    """Wait until the line of the form says these words."""
    page.locator(".draft-line", has_text=words).wait_for()


def saves(page, words):
    """Have the page save without waiting for a pause; when that was answered, its line says these words."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.evaluate(SAVE)
    says(page, words)


def lose_session(page):
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page, button):
    press(page, button)
    look(page, "typed-text-sign-in")
    page.locator("[name=unsent-password]").fill(PASSWORD)
    press(page, "Đăng nhập và gửi tiếp")


def test_what_is_typed_saves_by_itself_and_survives_whatever_happens(open_page, address):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "owner", PASSWORD)
    page.goto(address)
    type_in(page, {TEXT: "Tự lưu “một”\nhai"})
    saves(page, "Đã tự lưu lúc ")
    assert stored(address) == "Tự lưu “một”\nhai"

    lose_session(page)
    type_in(page, {TEXT: "Sau khi hết phiên 😀"})
    saves(page, "Phiên làm việc đã hết.")
    sign_in_again(page, "Lưu tạm")
    assert (page.url.endswith(address), stored(address)) == (True, "Sau khi hết phiên 😀")

    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no line')); }")
    type_in(page, {TEXT: "Khi mất mạng"})
    page.wait_for_function("Object.keys(localStorage).length === 1")
    other = page.context.new_page()
    page.close()
    other.goto(address)
    look(other, "typed-text-offered")
    other.get_by_role("button", name="Lấy nội dung đó").click()
    assert other.locator(f"[name={TEXT}]").input_value() == "Khi mất mạng"
    saves(other, "Đã tự lưu lúc ")
    assert (stored(address), other.evaluate("Object.keys(localStorage)")) == ("Khi mất mạng", [])

    window = other.context.new_page()
    window.goto(address)
    type_in(window, {TEXT: "Cửa sổ kia"})
    saves(window, "Đã tự lưu lúc")
    type_in(other, {TEXT: "Cửa sổ này"})
    saves(other, "Thôi tự lưu")
    assert "Cửa sổ kia" in other.locator(".edit-conflict").inner_text()
    look(other, "typed-text-conflict")
    assert stored(address) == "Cửa sổ kia"
    press(other, "Lưu tạm")
    assert stored(address) == "Cửa sổ này"

    last = other.context.new_page()
    last.on("dialog", lambda dialog: dialog.accept())
    last.goto(address)
    last.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no line')); }")
    type_in(last, {TEXT: "Chưa gửi được"})
    last.wait_for_function(f"{KEPT_HERE}.length === 1")
    with last.expect_navigation():
        last.locator("form[action='/accounts/logout/']").evaluate("form => form.requestSubmit()")
    assert last.evaluate(KEPT_HERE) == []


@pytest.mark.parametrize("width", widths(deep=390), indirect=True)
def test_without_script_the_session_is_mended_on_the_spot(open_page, address):
    page = open_page(java_script_enabled=False)
    sign_in(page, "owner", PASSWORD)
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    type_in(page, {TEXT: "Không cần mã lệnh: <b>&amp;\nhai dòng"})
    lose_session(page)
    press(page, "Lưu tạm")
    page.locator("[name=unsent-password]").fill(PASSWORD)
    press(page, "Đăng nhập và gửi tiếp")
    assert page.url.endswith(address)
    assert stored(address) == "Không cần mã lệnh: <b>&amp;\nhai dòng"
    type_in(other, {TEXT: "Máy kia"})
    press(other, "Lưu tạm")
    press(other, "Gửi lại")  # the page was opened before the last sign-in
    assert "Không cần mã lệnh" in other.locator(".edit-conflict").inner_text()
    assert (typed(other, TEXT), stored(address)[:5]) == (["Máy kia"], "Không")
    press(other, "Lưu tạm")
    assert stored(address) == "Máy kia"


@pytest.mark.parametrize("width", widths_and_640(deep=1280), indirect=True)
def test_line_and_server_may_go_on_a_shared_computer_nothing_is_left(open_page, address):
    page, asked = open_page(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto("/accounts/login/")
    type_in(page, {"username": "owner", "password": PASSWORD, "shared": True})
    press(page, "Đăng nhập")
    page.goto(address)
    page.context.set_offline(True)
    page.locator(f"[name={TEXT}]").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("Khi mất mạng 😀")
    page.evaluate(SAVE)
    says(page, "Mất kết nối: nội dung còn trên trang này")
    look(page, "typed-text-offline")
    page.evaluate("location.assign('/')")
    page.wait_for_function("true")
    assert (asked, page.url.endswith(address), page.evaluate(KEPT_HERE)) == (["beforeunload"], True, [])
    page.context.set_offline(False)
    says(page, "Đã tự lưu lúc")
    assert stored(address) == "Khi mất mạng 😀"

    def die(route):
        """The server saves, and dies before it answers."""
        route.fetch()
        route.abort("connectionreset")

    page.route(f"**{address}", die)
    type_in(page, {TEXT: "Máy chủ tắt giữa chừng"})
    page.evaluate(SAVE)
    says(page, "Mất kết nối")
    assert stored(address) == "Máy chủ tắt giữa chừng"
    page.unroute(f"**{address}")
    type_in(page, {TEXT: "Máy chủ tắt giữa chừng, rồi gõ tiếp"})
    saves(page, "Đã tự lưu lúc")
    saves(page, "Đã tự lưu lúc")
    assert stored(address) == "Máy chủ tắt giữa chừng, rồi gõ tiếp"
    says(page, "Đã tự lưu lúc")
    assert page.evaluate(KEPT_HERE) == []
    page.goto("/")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("width", widths_and_640(deep=390), indirect=True)
def test_two_devices_and_two_tabs_lose_nothing(open_page, address):
    reason = address.replace("parts/5/", "excuse/")
    desk, phone = open_page(), open_page()
    for device in (desk, phone):
        device.on("dialog", lambda dialog: dialog.accept())
        sign_in(device, "board", PASSWORD)
        device.goto(reason)
    type_in(desk, {"reason": "Ở máy bàn"})
    saves(desk, "Bản nháp tự giữ lúc")
    type_in(phone, {"reason": "Ở điện thoại"})
    saves(phone, "Thôi tự lưu")
    offer = phone.locator(".draft-offer").inner_text()
    assert ("đang được nhập ở cửa sổ hoặc máy khác" in offer, "“Ở máy bàn”" in offer) == (True, True)
    look(phone, "typed-text-devices")
    phone.get_by_role("button", name="Lấy nội dung đó").click()
    assert typed(phone, "reason") == ["Ở máy bàn"]
    type_in(phone, {"reason": "Ở máy bàn, rồi điện thoại"})
    saves(phone, "Bản nháp tự giữ lúc")
    type_in(desk, {"reason": "Máy bàn sửa"})
    saves(desk, "Thôi tự lưu")
    with desk.expect_response("**/drafts/"):
        desk.get_by_role("button", name="Bỏ, giữ nội dung đang hiện").click()
    assert ["reason", "Máy bàn sửa"] in FormDraft.objects.get().fields

    sign_in_as(desk, "admin")
    desk.goto(f"/admin/units/user/{User.objects.get(username='owner').pk}/password/")
    type_in(desk, {"new_password1": "bi-mat-cua-nong-an"})
    desk.evaluate(SAVE)
    assert (desk.evaluate(KEPT_HERE), FormDraft.objects.count()) == ([], 1)

    sign_in_as(phone, "owner")
    tabs = [phone, phone.context.new_page()]
    for tab in tabs:
        tab.goto(address)
    type_in(tabs[0], {TEXT: "Lượt 0"})
    saves(tabs[0], "Đã tự lưu lúc")
    for turn in range(1, 60 if tally.deep else 3):
        tab = tabs[turn % 2]
        type_in(tab, {TEXT: f"Lượt {turn}"})
        saves(tab, "Thôi tự lưu")
        assert f"Lượt {turn - 1}" in tab.locator(".edit-conflict").inner_text()
        assert stored(address) == f"Lượt {turn - 1}"
        press(tab, "Lưu tạm")
        assert stored(address) == f"Lượt {turn}"


def sign_in_as(page, username):
    """Put the cookie of a session into the browser."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.session.session_key, "url": page.evaluate("location.origin")}]
    )


@pytest.mark.deep
@pytest.mark.parametrize("width", widths_and_640(), indirect=True)
def test_a_server_killed_in_the_middle_of_a_save_loses_nothing(open_page, address):
    port = live_portal.free_port()
    page = open_page(base_url=f"http://127.0.0.1:{port}")
    server = live_portal.start("emulation.wsgi:application", PLEDGING, port)
    try:
        live_portal.wait_for(port)
        page.goto("/")
        sign_in_as(page, "owner")
        page.goto(address)
        before = stored(address)
        type_in(page, {TEXT: "Khi máy chủ tắt"})
        with transaction.atomic():  # the save waits for this row
            Filing.objects.filter(pk=address.split("/")[2]).update(status=F("status"))
            with page.expect_request(lambda request: request.method == "POST"):
                page.evaluate(SAVE)
            page.wait_for_timeout(500)
            live_portal.kill(server)
        says(page, "Mất kết nối")
        assert stored(address) == before
        server = live_portal.start("emulation.wsgi:application", PLEDGING, port)
        live_portal.wait_for(port)
        saves(page, "Đã tự lưu lúc")
        assert (stored(address), page.evaluate(KEPT_HERE)) == ("Khi máy chủ tắt", [])
    finally:
        live_portal.kill(server)
