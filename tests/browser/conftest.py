"""Fixtures for a real browser on the live portal: Chromium, driven by Playwright, as wide as a desk and as a phone."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import axe

HEIGHTS = {1280: 900, 640: 844, 390: 844}  # by width, in CSS pixels
SCREENS = Path(__file__).parents[2] / "var" / "screens"


def chromium_program():
    """The path of Chromium's headless shell, which takes half the time of the whole browser; CHROMIUM names another."""
    name = os.environ.get("CHROMIUM", "chromium-headless-shell")
    program = shutil.which(name)
    if not program:
        pytest.fail(f"The browser tests need {name}: sudo apt-get install -y chromium-headless-shell", pytrace=False)
    return program


@pytest.fixture(scope="session")
def chromium(pytestconfig):
    """One browser process for all tests; each page opens in a context (cookies, sign-in) of its own."""
    axe.config = pytestconfig
    # Playwright keeps an event loop running in this thread, where Django would then refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program())
        yield browser
        browser.close()


def widths(deep=None):
    """Each database sees the pages at one width; a long test names the width that only `--deep` runs."""
    databases = {1280: pytest.mark.postgres, 390: pytest.mark.sqlite}
    return [param(width, mark, deep=width == deep) for width, mark in databases.items()]


def widths_and_640(deep=None):
    """Likewise, and with `--deep` also as wide as a small tablet, where the menu is folded and tables are cards."""
    return [*widths(deep), param(640, pytest.mark.sqlite, deep=True)]


def param(width, database, *, deep):
    return pytest.param(width, marks=[database, *([pytest.mark.deep] if deep else [])], id=f"{width}px")


@pytest.fixture(params=widths())
def width(request):
    """The width of the window: a test that uses it (or browser_page, or open_page) runs at each."""
    return request.param


@pytest.fixture
def open_page(request, chromium, live_server, width):
    """A function that opens a page of the test's portal as a visitor who is not signed in (`visitors`)."""
    with visitors(request, chromium, live_server.url, width) as open_one:
        yield open_one


@contextmanager
def visitors(request, chromium, url, width):
    """Yield a function that opens a page as a visitor who is not signed in; every call is another visitor.

    Paths are enough: `page.goto("/")`; `width` of a call is that of one visitor; what else is given goes to the
    browser's context, as `java_script_enabled=False` does. An error of a script or of the server in any of the pages,
    or anything that the content security policy had to stop, fails the test. After a failure var/screens shows what was
    seen last.
    """
    contexts, errors = [], []

    def open_one(width=width, **options):
        viewport = {"width": width, "height": HEIGHTS[width]}
        options = {"base_url": url, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"} | options
        context = chromium.new_context(viewport=viewport, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: "Content Security Policy" in said.text and errors.append(said.text))
        page.on("response", lambda answer: answer.status >= 500 and errors.append(f"{answer.status} {answer.url}"))
        return page

    failed_before = request.session.testsfailed
    yield open_one
    if request.session.testsfailed > failed_before:
        for number, page in enumerate((page for context in contexts for page in context.pages), 1):
            shoot(page, f"failed-{request.node.name}-{number}")
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def browser_page(open_page):
    """One page, for a test with one visitor."""
    return open_page()


def shoot(page, name):
    """Keep a picture of the whole page as var/screens/<name>.png."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
