"""Tests in a browser that a sheet is mended, sent, returned and accepted by keyboard alone, in few views."""

import pytest

from campaigns.actions import phases, reviews
from campaigns.models import Filing
from campaigns.sheet import Sheet
from campaigns.sheet.spots import Spot
from foundation import clock
from tests.browser.conftest import widths
from tests.browser.steps import follow, look, press, sign_in
from tests.support.casts import copied
from tests.support.filing_steps import AGAIN, PLEDGING, SECOND, accepted, sent
from tests.support.world import PASSWORD, build

MOST_TABS = 80
FOCUSED = """() => {
  const here = document.activeElement;
  const words = here.getAttribute("aria-label") ?? here.labels?.[0]?.innerText ?? here.innerText ?? "";
  return [here.tagName, words.trim(), here.name ?? ""];
}"""


@pytest.fixture
def world(transactional_db):
    return copied(build)


def views(page):
    """Return a list to which every document that the browser shows adds its address; redirects are not shown."""
    shown = []
    page.on(
        "response",
        lambda answer: answer.request.resource_type == "document" and answer.status < 300 and shown.append(answer.url),
    )
    return shown


def tab_to(page, words):
    """Press Tab until what has these words, or this name, has the focus."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        tag, text, name = page.evaluate(FOCUSED)
        if words == name or text.startswith(words):
            return tag
    raise AssertionError(f"{words} is not reached by keyboard on {page.url}")


def go(page, words):
    """Reach a link or a button by keyboard and use it."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill_in(page, name, text):
    tab_to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def enter(page, username):
    page.goto("/accounts/login/")
    fill_in(page, "username", username)
    fill_in(page, "password", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focused(page):
    return page.evaluate(FOCUSED)[:2]


@pytest.mark.parametrize("width", widths(deep=1280), indirect=True)
def test_filing_returning_and_deciding_by_keyboard(open_page, world):
    with clock.travel(PLEDGING):
        sheet = sent(world)
        indicators = Sheet(sheet).by_key("indicators")
        codes = [code for code, text in indicators.typed.items() if text == "3"]
        figures = [codes[0], codes[-1]]
        remarks = {Spot("indicators", "", code): "Xem lại số này." for code in figures}
        reviews.return_(sheet, reason="", due_on=AGAIN, by=world.by("district", "reviewer"), remarks=remarks)

        page = open_page()
        shown = views(page)
        enter(page, "owner")
        go(page, "Bổ sung và gửi lại")
        go(page, "Sửa chỗ này")
        assert page.evaluate("document.activeElement.name") == f"indicators-{figures[0]}", (
            "the focus is on the field asked about"
        )
        page.keyboard.press("Control+a")
        page.keyboard.type("bốn")
        fill_in(page, f"indicators-{figures[1]}", "5")
        go(page, "Lưu và kiểm tra lại trước khi gửi")
        assert page.evaluate("document.activeElement.id") == "error-summary", "the errors are read first"
        shown.pop()  # whoever types a number needs no view for a mistake
        fill_in(page, f"indicators-{figures[0]}", "4")
        go(page, "Lưu và kiểm tra lại trước khi gửi")
        assert focused(page) == ["H1", "Kiểm tra lại trước khi gửi"]
        go(page, "Gửi lại")
        assert focused(page)[0] == "H1" and len(shown) == 6, shown
        assert Filing.objects.get(pk=sheet.pk).status == "submitted"

        reviewer = open_page()
        enter(reviewer, "district")
        go(reviewer, "Xem và xác nhận")
        tab_to(reviewer, "spot")
        reviewer.keyboard.press("Space")
        go(reviewer, "Trả lại các chỗ đã đánh dấu…")
        fill_in(reviewer, "remark-1", "Vẫn chưa đúng.")
        go(reviewer, "Trả lại bổ sung")
        assert (focused(reviewer)[0], Filing.objects.get(pk=sheet.pk).status) == ("H1", "returned")
        reviewer.goto(sheet.get_absolute_url())
        go(reviewer, "Hoàn tác")
        go(reviewer, "Xác nhận")
        assert (focused(reviewer)[0], Filing.objects.get(pk=sheet.pk).status) == ("H1", "accepted")


@pytest.mark.parametrize("width", widths(deep=390), indirect=True)
def test_a_pledge_is_kept_as_it_is_in_four_views(open_page, world):
    with clock.travel(PLEDGING):
        accepted(world)
    with clock.travel(SECOND):
        phases.open_phase(world.phase2, by=world.by("board"))
        page = open_page()
        shown = views(page)
        sign_in(page, "owner", PASSWORD)
        follow(page, "Bắt đầu")
        look(page, "pledge-kept")
        press(page, "Xác nhận giữ nguyên và gửi")
        assert len(shown) <= 4, shown
        assert world.sheet("school", "pledge", 2).status == "submitted"
