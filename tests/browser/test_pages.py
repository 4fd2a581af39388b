"""Tests pages that the story does not open: public ones, refusals, and rows without JavaScript."""

import pytest

from foundation import clock
from tests.browser import answers
from tests.browser.conftest import widths
from tests.browser.steps import complaints, follow, look, notice, press, sign_in, type_in, typed
from tests.foundation.test_choices import make_unions
from tests.support.filing_steps import sent
from tests.support.sheets_by_hand import call, new_unit, put
from tests.support.world import PASSWORD
from units.models import Unit

pytestmark = pytest.mark.parametrize("width", widths(deep=1280), indirect=True)


@pytest.fixture(autouse=True)
def february(world):
    """The campaign is published, phase 1 open, and nobody has pledged yet."""
    with clock.travel("2015-02-25T08:30+07:00"):
        yield


def title(page):
    return page.get_by_role("heading", level=1).inner_text()


def test_the_public_reads_the_campaign_and_its_launch(browser_page, world):
    public = {"home": "/", "launch": "/campaigns/2015/", "honours": "/honours/", "campaigns": "/campaigns/"}
    for name, path in public.items():
        assert browser_page.goto(path).status == 200
        look(browser_page, f"public-{name}")
    browser_page.goto("/campaigns/2015/")
    assert world.campaign.slogan in title(browser_page)
    assert "85 năm" in browser_page.get_by_role("main").inner_text()


def test_a_wrong_password_is_told_in_a_sentence(browser_page):
    sign_in(browser_page, "owner", "sai-mật-khẩu")
    assert notice(browser_page) == (
        "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra phím Caps Lock và tắt bộ gõ tiếng Việt khi nhập mật khẩu."
    )
    assert typed(browser_page, "username") == ["owner"]
    look(browser_page, "login-wrong")


def test_a_sheet_out_of_reach_is_not_found(browser_page, world):
    sign_in(browser_page, "neighbour", PASSWORD)
    assert browser_page.goto(world.sheet("school", "pledge").get_absolute_url()).status == 404
    assert title(browser_page) == "Không tìm thấy trang"
    look(browser_page, "404")


def test_the_head_stays_on_one_line_however_long_a_union_is_called(browser_page, world, width):
    Unit.objects.filter(pk=world.district.pk).update(
        name="Liên đoàn Lao động huyện Chi Lăng và các khu công nghiệp" * 2
    )
    sign_in(browser_page, "district", PASSWORD)
    tops = "[...document.querySelectorAll('.acting > *')].map(part => Math.round(part.getBoundingClientRect().top))"
    if width == 1280:
        assert len(set(browser_page.evaluate(tops))) == 1
    look(browser_page, "long-name")


def test_the_search_at_the_head_finds_what_is_in_reach(browser_page):
    sign_in(browser_page, "district", PASSWORD)
    menu = browser_page.locator(".menu-fold summary")
    if menu.is_visible():
        menu.click()
    browser_page.locator("#search").fill("na doi")
    browser_page.locator("#search").press("Enter")
    browser_page.wait_for_url("**/search/?q=na+doi")
    assert browser_page.get_by_role("link", name="CĐCS Trường THCS Đồi Na").count() > 1
    look(browser_page, "search")


def test_what_is_not_ones_own_to_do_is_refused_with_whose_it_is(browser_page, world):
    sign_in(browser_page, "district", PASSWORD)
    assert browser_page.goto("/campaigns/2015/phases/1/lock/").status == 403
    sentence = "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện."
    assert sentence in browser_page.get_by_role("main").inner_text()
    look(browser_page, "403")


def test_rows_are_added_and_dropped_without_javascript(open_page, world):
    page = open_page(java_script_enabled=False)
    sign_in(page, "owner", PASSWORD)
    page.goto(f"{world.sheet('school', 'pledge').get_absolute_url()}parts/4/")
    type_in(page, answers.WORK, "works-0-")
    press(page, "+ Thêm đề tài, sáng kiến, công trình")
    assert typed(page, "works-0-title", "works-1-title") == [answers.WORK["title"], ""]
    type_in(page, answers.UNFINISHED_WORK, "works-1-")
    press(page, "Lưu và sang phần 5")
    assert len(complaints(page)[1]) == 3
    type_in(page, {"DELETE": True}, "works-1-")
    press(page, "Lưu và sang phần 5")
    assert title(page) == "5. Cam kết và tài liệu"
    works = world.sheet("school", "pledge").typed["works"]
    assert [work["title"] for work in works] == [answers.WORK["title"]]


SIDEWAYS = "[...document.querySelectorAll('.scroll')].some((frame) => frame.scrollWidth > frame.clientWidth + 1)"


@pytest.mark.sqlite
def test_no_list_scrolls_sideways_where_the_menu_folds(browser_page, world):
    """Rows are cards there, and the filters fold, so that the first row is on the first screen."""
    sent(world)
    sign_in(browser_page, "board", PASSWORD)
    for path in ("/pledges/?phase=", "/campaigns/2015/phases/1/", "/admin/campaigns/pledge/", "/admin/units/unit/"):
        browser_page.goto(path)
        for width in (390, 576, 640, 690, 991):
            browser_page.set_viewport_size({"width": width, "height": 844})
            assert not browser_page.evaluate(SIDEWAYS), f"{path} at {width} px"
        browser_page.set_viewport_size({"width": 640, "height": 844})
        look(browser_page, f"cards-{path.split('/')[-2]}")
        if "phases" not in path:
            assert browser_page.locator("tbody tr").first.bounding_box()["y"] < 560, path


@pytest.mark.sqlite
def test_a_union_of_hundreds_is_found_while_one_types(browser_page, world):
    make_unions(world.district)
    sign_in(browser_page, "board", PASSWORD)
    browser_page.goto(f"{world.phase.get_absolute_url()}call/")
    box = browser_page.get_by_role("combobox", name="Đơn vị")
    box.press_sequentially("sen hoa 77")
    browser_page.get_by_role("option").nth(1).wait_for()
    assert browser_page.get_by_role("status").inner_text() == "Có 2 mục khớp."
    look(browser_page, "choices")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        box.press(key)
    assert box.input_value() == f"CĐCS Trường Hoa Sen 77 ({world.district.name})"
    assert browser_page.get_by_role("listbox").count() == 0
    press(browser_page, "Bổ sung đơn vị")
    assert notice(browser_page) == "Đã bổ sung CĐCS Trường Hoa Sen 77 vào đợt 1."


def test_twenty_sheets_are_decided_in_three_views(browser_page, world):
    for number in range(20):
        union = new_unit(f"CĐCS Thôn {number + 1}", world.district, 100 + number, workers=12)
        call(world.phase, union)
        put(union, "pledge", "submitted", phase=world.phase)
    page, views = browser_page, []
    sign_in(page, "district", PASSWORD)
    page.on("request", lambda sent: views.append(sent) if is_view(sent) else None)
    page.goto("/pledges/?status=submitted")
    look(page, "many-list")
    follow(page, "Xem tất cả bản chờ đồng chí xác nhận của đợt")
    assert title(page) == "Xác nhận 20 bản đăng ký đợt 1"
    page.get_by_text("20 đơn vị khác, không có số lệch: mở").click()
    page.get_by_label("CĐCS Thôn 7", exact=True).uncheck()
    assert title(page) == "Xác nhận 19 bản đăng ký đợt 1, để lại 1"
    look(page, "many")
    press(page, "Xác nhận 19 bản")
    assert title(page) == "Đã xác nhận 19 bản đăng ký đợt 1"
    assert "Để lại 1 bản: CĐCS Thôn 7." in page.get_by_role("main").inner_text()
    look(page, "many-done")
    assert len(views) == 3
    press(page, "Hoàn tác cả 19 bản")
    assert title(page) == "Đã hoàn tác việc xác nhận 19 bản đăng ký đợt 1"


def is_view(request):
    """Return whether a request opens a page; the redirect after an act belongs to the act."""
    return request.is_navigation_request() and request.redirected_from is None
