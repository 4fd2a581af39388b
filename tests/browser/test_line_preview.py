"""Tests in a real browser that a sentence of a report is shown as it would read while one types, and by a button."""

import pytest

from summaries.models import ReportLine
from tests.browser.steps import look, press, sign_in, type_in
from tests.support.casts import copied
from tests.support.sheets_by_hand import put
from tests.support.world import PASSWORD, build

pytestmark = pytest.mark.deep

PREVIEW = "[data-preview-of]"


@pytest.fixture
def address(transactional_db):
    """The page of a sentence, with the figures of a phase in which one union reported."""
    world = copied(build)
    put(world.school, "report", "accepted", phase=world.phase, SK02=7)
    line = ReportLine.objects.get(campaign=world.campaign, level="campaign", period="phase", role="sentence", key="I.2")
    return f"/campaigns/2015/sentences/{line.pk}/?phase=1"


def test_a_sentence_is_shown_while_it_is_typed_and_its_figure_is_picked_by_name(open_page, address):
    page = open_page()
    sign_in(page, "board", PASSWORD)
    page.goto(address)
    type_in(page, {"text": "Có {SK02} sáng kiến."})
    page.locator(PREVIEW, has_text="Có 07 sáng kiến.").wait_for()
    type_in(page, {"text": "Có {SK2} sáng kiến."})
    page.locator(PREVIEW, has_text="Có phải “SK02” không?").wait_for()
    type_in(page, {"text": "Số: "})
    page.locator("#figure-words").fill("sáng kiến kinh nghiệm")
    page.locator(".figure-list button", has_text="SK02").first.click()
    assert page.locator("#id_text").input_value().startswith("Số: {SK02")
    page.locator(PREVIEW, has_text="Số: 07").wait_for()
    look(page, "line-preview")


def test_without_script_a_button_shows_it(open_page, address):
    page = open_page(java_script_enabled=False)
    sign_in(page, "board", PASSWORD)
    page.goto(address)
    page.locator("#id_text").fill("Có {SK02} sáng kiến.")
    press(page, "Xem thử")
    assert "Có 07 sáng kiến." in page.locator(PREVIEW).inner_text()
    assert ReportLine.objects.get(pk=int(address.split("/")[4])).text != "Có {SK02} sáng kiến."
