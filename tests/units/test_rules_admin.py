"""Tests the admin screen of the rules of the day."""

from datetime import date

import pytest

from foundation import clock
from tests.support.admin_pages import change_url, messages_of, on_10_march_2015, posted, sign_in_as
from units import desk
from units.models import Event, Rule
from units.rules.reader import rule

__all__ = ["on_10_march_2015", "sign_in_as"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite(deep="both"), pytest.mark.usefixtures("on_10_march_2015")]

URL = "/admin/units/rule/"
NEW = {
    "code": "award.decided_by",
    "scope": "",
    "typed_value": "Hội đồng Thi đua",
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
    row = rule("award.decided_by", on=date(2015, 3, 10))
    assert (row.value, row.day, row.binding) == ("Hội đồng Thi đua", "decided", False)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "cap.cstdcs_share", "typed_value": "ba"}, "Nội dung phải là: số nguyên, ví dụ 15."),
        ({"code": "cap.cstdcs_share", "scope": "state"}, "Quy định này áp dụng chung."),
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


@pytest.mark.parametrize(("now", "count"), [("2015-03-10T09:00+07:00", 2), ("2026-11-29T09:00+07:00", 4)])
def test_who_keeps_the_rules_is_told_how_many_have_to_be_compared_with_the_text(sign_in_as, world, now, count):
    with clock.travel(now):
        client = sign_in_as("board")
        assert f"{count} quy định cần đối chiếu văn bản" in client.get("/admin/").content.decode()
        (todo,) = [todo for todo in desk.todo(world.by("board")) if "quy định" in todo.title]
        assert (todo.button, todo.count) == (f"Quy định cần đối chiếu: {count}", count)
        assert client.get(todo.url).context["cl"].result_count == count
        assert "cần đối chiếu" not in sign_in_as("admin").get("/").content.decode()
