"""Tests that nothing typed is lost silently: rows over the limit stay in the draft, a form too long is refused."""

import pytest

from campaigns.models import Filing
from campaigns.sheet import Sheet
from foundation import clock
from tests.campaigns.test_sheet_pages import post_part, signed_in, text
from tests.support.filing_steps import PLEDGING, drafted
from tests.support.world import WORK

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
ROWS, MOST = 205, 200
TOO_MANY = "Phần này có 205 dòng, gửi được nhiều nhất 200 dòng. Xin gộp hoặc bỏ bớt 5 dòng."
SCREEN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


def works(count, **more):
    """Return a form of so many works, as a page sends it."""
    typed = {"works-TOTAL_FORMS": str(count)}
    for number in range(count):
        row = {**WORK, "uuid": "", "title": f"Sáng kiến {number + 1}", **more}
        typed |= {f"works-{number}-{name}": value for name, value in row.items()}
    return typed


def test_two_hundred_and_five_works_stay_in_the_draft_and_are_told(client, world):
    filing = world.sheet("school", "pledge")
    drafted(world)
    signed_in(client, world, "owner")
    page = client.get(post_part(client, filing, 4, works(ROWS), button="save").url)
    assert TOO_MANY in text(page)
    kept = Filing.objects.get(pk=filing.pk).typed["works"]
    assert [row["title"] for row in kept] == [f"Sáng kiến {number}" for number in range(1, ROWS + 1)]
    assert [problem.sentence for problem in Sheet(Filing.objects.get(pk=filing.pk)).problems] == [TOO_MANY]
    assert TOO_MANY in text(post_part(client, filing, 4, works(ROWS)))
    assert TOO_MANY in text(client.post(f"/pledges/{filing.pk}/check/"))
    assert Filing.objects.get(pk=filing.pk).status == "draft"
    post_part(client, filing, 4, works(MOST))
    assert Sheet(Filing.objects.get(pk=filing.pk)).complete


@pytest.mark.parametrize("told", ["0", "", "x", "1000000000"])
def test_rows_are_those_that_came_whatever_the_form_says_of_their_number(client, world, told):
    filing = world.sheet("school", "pledge")
    post_part(signed_in(client, world, "owner"), filing, 4, works(3) | {"works-TOTAL_FORMS": told})
    assert len(Filing.objects.get(pk=filing.pk).typed["works"]) == 3


def test_a_text_of_any_length_stays_and_is_told_at_its_field(client, world):
    filing, long = world.sheet("school", "pledge"), "Thi đua " * 5_000
    page = post_part(signed_in(client, world, "owner"), filing, 5, {"commitment-text": long, "commitment-agreed": "on"})
    assert Filing.objects.get(pk=filing.pk).typed["commitment"]["text"] == long.strip()
    assert "Nội dung dài quá 2000 ký tự. Xin rút gọn." in text(page)


def test_a_form_of_more_boxes_than_are_read_is_told_and_shown_again(client, world, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    filing = world.sheet("school", "pledge")
    signed_in(client, world, "owner")
    sent = {"data": "&".join(f"{name}={value}" for name, value in works(12).items())}
    sent["content_type"] = "application/x-www-form-urlencoded"
    address = f"/pledges/{filing.pk}/parts/4/"
    page = client.post(address, **sent, **SCREEN)
    assert page.status_code == 413
    assert "Trang gửi lên có nhiều ô hơn số cổng nhận trong một lần nên chưa ghi gì." in text(page)
    assert page.context["typed"].count("Sáng kiến ") == 12
    assert page.context["back_url"] == address
    assert Filing.objects.get(pk=filing.pk).status == "awaited"
    stranger = client.post(address, **sent, HTTP_ORIGIN="https://elsewhere.example")
    assert (stranger.status_code, stranger.context["typed"]) == (413, "")
    secret = client.post(address, **sent | {"data": sent["data"] + "&password=thi-dua"}, **SCREEN)
    assert secret.context["typed"] == ""


@pytest.mark.parametrize("debug", [True, False])
def test_a_body_longer_than_is_read_is_told_by_our_own_page(client, world, settings, debug):
    settings.DEBUG = debug
    long = {"data": "a=" + "b" * 3_000_000, "content_type": "application/x-www-form-urlencoded"}
    address = f"/pledges/{world.sheet('school', 'pledge').pk}/check/"
    page = signed_in(client, world, "owner").post(address, **long, **SCREEN)
    assert page.status_code == 413
    assert "Chưa ghi được: trang gửi lên quá dài" in text(page)
