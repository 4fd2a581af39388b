"""Tests the admin screen of the rules of the day."""

from datetime import date

import pytest

from foundation import clock
from tests.support.admin_pages import change_url, messages_of, on_10_march_2015, posted, sign_in_as
from units.models import Event, Rule
from units.rules.reader import rule

__all__ = ["on_10_march_2015", "sign_in_as"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite(deep="both"), pytest.mark.usefixtures("on_10_march_2015")]

URL = "/admin/units/rule/"
NEW = {
    "code": "money.union_amount",
    "scope": "BK_T",
    "typed_value": "300.000",
    "valid_from": "01/01/2015",
    "valid_to": "",
    "article": "",
    "certainty": "local",
    "words": "Theo quy chế chi tiêu nội bộ.",
}


@pytest.fixture
def board(sign_in_as):
    return sign_in_as("board")


def test_the_list_says_what_has_to_be_compared_with_the_text(board):
    page = board.get(f"{URL}?valid=yes").content.decode()
    assert "1564/QĐ-TLĐ" in page
    assert "999/QĐ-TLĐ" not in page
    assert "suy ra, cần đối chiếu văn bản" in page


def test_the_board_adds_a_rule(board):
    answer = board.post(f"{URL}add/", NEW, follow=True)
    assert len(messages_of(answer)) == 1
    row = rule("money.union_amount", on=date(2015, 3, 10), scope="BK_T")
    assert (row.value, row.day, row.binding) == (300_000, "decided", False)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"typed_value": "ba trăm"}, "Nội dung phải là: số nguyên, ví dụ 2.530.000."),
        ({"certainty": "read"}, "Đã đọc văn bản thì xin ghi văn bản, điều khoản."),
        ({"valid_to": "31/12/2014"}, "“Đến hết ngày” không thể trước “từ ngày”."),
        ({"code": "layout.page_number", "scope": "", "typed_value": "top_centre"}, "đã có một dòng áp dụng đến"),
    ],
)
def test_what_is_refused(board, typed, sentence):
    answer = board.post(f"{URL}add/", NEW | typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_a_correction_is_in_the_history(board):
    row = rule("cap.cstdcs_share", on=date(2015, 3, 10))
    page = board.get(change_url(row))
    answer = board.post(change_url(row), posted(page) | {"typed_value": "20"})
    assert answer.status_code == 302
    assert Rule.objects.get(pk=row.pk).value == 20
    event = Event.objects.about(row).get()
    assert event.verb == "admin_change"
    assert "20" in board.get(change_url(row, "history")).content.decode()


def test_administrators_read_and_the_board_of_a_part_does_not_write(sign_in_as):
    row = rule("cap.cstdcs_share", on=date(2015, 3, 10))
    client = sign_in_as("admin")
    assert client.get(change_url(row)).status_code == 200
    assert client.post(change_url(row), {}).status_code == 403


def test_the_first_page_counts_rules_that_nobody_compared_with_the_text(sign_in_as):
    words = "quy định cần đối chiếu văn bản"
    assert words not in sign_in_as("board").get("/admin/").content.decode()
    with clock.travel("2026-11-29T09:00+07:00"):
        assert words in sign_in_as("board").get("/admin/").content.decode()
        assert words not in sign_in_as("admin").get("/admin/").content.decode()
