"""Tests by the screens alone: from the letter of the upper level to the sheet that a union fills in, in eight pages."""

import pytest
from django.contrib.auth.hashers import make_password

from foundation import clock
from tests.browser.conftest import widths
from tests.browser.scenes.copying import counted
from tests.browser.steps import PASSWORD, follow, look, notice, press, sign_in, type_in
from tests.support import casts
from tests.support.data_request_steps import ASKED_ON
from units.models import User

MOST_PAGES = 8
LETTER = {"letter_number": "1234/TLĐ", "letter_on": "10/7/2015", "letter_from": "Tổng Liên đoàn Lao động Việt Nam"}


@pytest.fixture
def pages(open_page, transactional_db):
    casts.copied()
    User.objects.filter(username__in=("board", "district")).update(password=make_password(PASSWORD))
    opened = {name: open_page() for name in ("board", "district")}
    for name, page in opened.items():
        sign_in(page, name)
    return opened


@pytest.mark.deep
@pytest.mark.parametrize("width", widths(), indirect=True)
def test_a_request_is_asked_by_a_letter_and_its_sheet_open_in_eight_pages(pages):
    board, district = pages["board"], pages["district"]
    with clock.travel(ASKED_ON):
        of_board, of_district = counted(board), counted(district)
        board.goto("/campaigns/2015/requests/")
        follow(board, "Soạn yêu cầu mới…")
        type_in(board, {"title": "Bổ sung số liệu năm 2015", "due_on": "21/7/2015"} | LETTER)
        board.locator('[name="audience"][value="upper"]').check()
        look(board, "request-01-letter")
        press(board, "Lưu, sang bước ghi câu hỏi")
        type_in(board, {"q1-name": "Đoàn viên được tặng quà", "q1-unit_of_measure": "người"})
        look(board, "request-02-questions")
        board.locator("main button.btn-primary").last.click()
        board.wait_for_load_state()
        look(board, "request-03-ready")
        follow(board, "Gửi xuống đơn vị…")
        look(board, "request-04-asks")
        board.locator("main button.btn-primary").last.click()
        board.wait_for_load_state()
        assert "Đã gửi yêu cầu xuống 2 đơn vị." in notice(board)
        look(board, "request-05-sent")
        district.goto("/")
        look(district, "request-06-desk")
        district.get_by_role("main").get_by_role("link", name="Trả lời").first.click()
        district.wait_for_load_state()
        assert "Đoàn viên được tặng quà" in district.locator("main form").inner_text()
        look(district, "request-07-sheet")
    assert len([*of_board, *of_district]) <= MOST_PAGES, [*of_board, *of_district]
