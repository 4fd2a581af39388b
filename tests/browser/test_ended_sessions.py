"""A story in a real browser: a session is ended from another device, and nothing typed on the telephone is lost."""

import pytest

from campaigns.models import Filing
from foundation import clock
from tests.browser.conftest import widths
from tests.browser.steps import look, press, sign_in, type_in
from tests.support.casts import copied
from tests.support.filing_steps import PLEDGING, drafted
from tests.support.world import PASSWORD, build
from units.models import User

TEXT, TYPED = "commitment-text", "Gõ trên điện thoại: <b>&amp;\nhai dòng"


@pytest.fixture
def address(transactional_db):
    with clock.travel(PLEDGING):
        world = copied(build)
        drafted(world)
        yield f"/pledges/{world.sheet('school', 'pledge').pk}/parts/5/"


@pytest.mark.parametrize("width", widths(deep=1280), indirect=True)
def test_a_session_ended_elsewhere_is_mended_where_one_types_and_some_acts_ask_for_the_password(
    open_page, address, settings
):
    desk, phone = open_page(), open_page(user_agent="Mozilla/5.0 (iPhone) Version/18.5 Mobile Safari/604.1")
    for page in (desk, phone):
        sign_in(page, "owner", PASSWORD)
    phone.goto(address)
    type_in(phone, {TEXT: TYPED})

    desk.goto("/")
    assert "Tài khoản này vừa đăng nhập từ thiết bị mới" in desk.locator(".notice").first.inner_text()
    look(desk, "sessions-told-of-a-new-device")
    desk.get_by_role("link", name="kết thúc phiên của thiết bị ấy").click()
    look(desk, "sessions-list")
    press(desk, "Kết thúc phiên đó")
    assert desk.locator("section", has_text="Safari trên iPhone").get_by_role("button", name="Kết thúc").count() == 0
    press(desk, "Đúng là tôi")

    press(phone, "Lưu tạm")
    look(phone, "sessions-ended-elsewhere")
    phone.locator("[name=unsent-password]").fill(PASSWORD)
    press(phone, "Đăng nhập và gửi tiếp")
    assert phone.url.endswith(address)
    assert Filing.objects.get(pk=address.split("/")[2]).typed["commitment"]["text"] == TYPED

    settings.PASSWORD_MINUTES = 0
    phone.goto("/accounts/contact/")
    phone.get_by_label("Điện thoại").first.fill("0912 000 333")
    press(phone, "Ghi")
    look(phone, "sessions-password-again")
    phone.locator("[name=unsent-password]").fill("không phải")
    press(phone, "Nhập và gửi tiếp")
    assert "Mật khẩu hiện nay chưa đúng" in phone.locator("main").inner_text()
    phone.locator("[name=unsent-password]").fill(PASSWORD)
    press(phone, "Nhập và gửi tiếp")
    assert User.objects.get(username="owner").phone == "0912 000 333"
