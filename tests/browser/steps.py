"""Helpers for what people do on the portal's pages, in small steps: sign in, type, press, look."""

from tests.browser import axe
from tests.browser.conftest import shoot
from tests.support import tally
from tests.support.sweep_share import is_tried

PASSWORD = "mot-mat-khau-rieng"  # the demo's own opens nothing in tests, which run without DEBUG


def sign_in(page, username, password=PASSWORD):
    page.goto("/accounts/login/")
    type_in(page, {"username": username, "password": password})
    press(page, "Đăng nhập")


def look(page, name):
    """Check that the page fits the window and, an eighth of the pages of a run, that it has no accessibility violation;
    with --deep keep a picture.
    """
    width = page.viewport_size["width"]
    if tally.deep:
        shoot(page, f"{name}-{width}")
    if is_tried(f"{name} {width}", sweep="pages looked at by axe", config=axe.config):
        axe.assert_accessible(page)
    page.locator("body").wait_for()  # a page that has just been followed has no element for a moment
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} is wider than {width} px"


def press(page, button):
    """Send a form by the first button with these words, and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()


def follow(page, link):
    """Follow the first link with these words in the page's content."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()


def type_in(page, answers, prefix=""):
    """Answer fields by name: text, the words of a choice, yes or no, True or False for a tick."""
    for name, answer in answers.items():
        answer_field(page.locator(f'[name="{prefix}{name}"]'), answer)


def answer_groups(page, answers, prefix, onward):
    """Answer the indicators of a part, on a phone group by group, until the button `onward` is pressed."""
    words = ""
    while words != onward:
        here = {name: text for name, text in answers.items() if page.locator(f'[name="{prefix}{name}"]').count()}
        type_in(page, here, prefix)
        words = page.locator("button[name=next]:visible").inner_text()
        press(page, words)


def fill_until_sent(page, send, answers):
    """Go on from the page of a part to the next, answering what is asked there, until the sheet is sent."""
    for _part in range(12):
        if page.get_by_role("button", name=send, exact=True).count():
            break
        type_in(page, {name: answer for name, answer in answers.items() if page.locator(f'[name="{name}"]').count()})
        press(page, page.locator("main button[name=next]:visible").inner_text())
        assert complaints(page) == ([], [])
    press(page, send)
    assert "mã tiếp nhận" in notice(page)


def answer_field(field, answer):
    kind = field.first.evaluate("element => element.type")
    if kind == "radio":
        field.locator(f'xpath=self::*[@value="{answer}"]').check()
    elif kind == "checkbox":
        field.set_checked(answer)
    elif kind == "select-one":
        field.select_option(label=answer)
    else:
        field.fill(answer)


def unfold_filters(page):
    """Open the fold of a list's filters, which is there on a phone only."""
    fold = page.locator(".filter-fold summary")
    if fold.is_visible():
        fold.click()


def typed(page, *names):
    """Return what these fields hold."""
    return [page.locator(f'[name="{name}"]').input_value() for name in names]


def notice(page):
    """Return the first sentence above the content: that of an act just done."""
    return page.locator("main .notice").first.inner_text()


def complaints(page):
    """Return the errors of a form: the sentences of the summary, and those at the fields."""
    at_fields = page.locator(".field-error, .invalid-feedback")
    return page.locator("#error-summary li").all_inner_texts(), at_fields.all_inner_texts()
