"""Tests in a real browser that typed text survives: session lost, line away, window closed, two windows, no script."""

import pytest

from campaigns.models import Filing
from foundation import clock
from tests.browser.conftest import widths
from tests.browser.steps import look, press, sign_in, type_in
from tests.support.casts import copied
from tests.support.filing_steps import PLEDGING, drafted
from tests.support.world import PASSWORD, build

TEXT = "commitment-text"


@pytest.fixture
def address(transactional_db):
    """The part with the texts of a pledge that is being written."""
    with clock.travel(PLEDGING):
        world = copied(build)
        drafted(world)
        yield f"/pledges/{world.sheet('school', 'pledge').pk}/parts/5/"


def stored(address):
    return Filing.objects.get(pk=address.split("/")[2]).typed["commitment"]["text"]


def saves(page):
    """Have the page save without waiting for a pause, and return what its line says then."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.locator(".draft-line").wait_for()
    return page.locator(".draft-line").inner_text()


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
    assert saves(page).startswith("Đã tự lưu lúc ")
    assert stored(address) == "Tự lưu “một”\nhai"

    lose_session(page)
    type_in(page, {TEXT: "Sau khi hết phiên 😀"})
    assert saves(page).startswith("Phiên làm việc đã hết.")
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
    assert saves(other).startswith("Đã tự lưu lúc ")
    assert (stored(address), other.evaluate("Object.keys(localStorage)")) == ("Khi mất mạng", [])

    window = other.context.new_page()
    window.goto(address)
    type_in(window, {TEXT: "Cửa sổ kia"})
    saves(window)
    type_in(other, {TEXT: "Cửa sổ này"})
    assert saves(other).startswith("Thôi tự lưu")
    assert "Cửa sổ kia" in other.locator(".edit-conflict").inner_text()
    look(other, "typed-text-conflict")
    assert stored(address) == "Cửa sổ kia"
    press(other, "Lưu tạm")
    assert stored(address) == "Cửa sổ này"


@pytest.mark.parametrize("width", widths(deep=390), indirect=True)
def test_without_script_the_session_is_mended_on_the_spot(open_page, address):
    page = open_page(java_script_enabled=False)
    sign_in(page, "owner", PASSWORD)
    page.goto(address)
    type_in(page, {TEXT: "Không cần mã lệnh: <b>&amp;\nhai dòng"})
    lose_session(page)
    press(page, "Lưu tạm")
    page.locator("[name=unsent-password]").fill(PASSWORD)
    press(page, "Đăng nhập và gửi tiếp")
    assert page.url.endswith(address)
    assert stored(address) == "Không cần mã lệnh: <b>&amp;\nhai dòng"
