"""Tests by the screens alone: a campaign of four quarters from nothing, then copied to the next year."""

from types import SimpleNamespace

import pytest

from emulation.fictional.demo.build import build_units_and_people
from foundation import clock
from tests.browser import answers
from tests.browser.accounts import give_passwords
from tests.browser.conftest import widths
from tests.browser.scenes.cast import SCHOOL
from tests.browser.scenes.copying import copy, counted
from tests.browser.steps import fill_until_sent, follow, look, notice, press, sign_in, type_in

TITLE = "Phong trào thi đua trong đoàn viên, người lao động năm 2016"
NO_REPORT = "Đợt này chỉ báo cáo, không đăng ký riêng."
MOST_STEPS = 20


@pytest.fixture
def people(open_page):
    build_units_and_people()
    give_passwords()
    pages = SimpleNamespace(**{name: open_page() for name in ("officer", "district", "board")})
    for name, page in vars(pages).items():
        sign_in(page, name)
    return pages


@pytest.mark.deep
@pytest.mark.parametrize("width", widths(), indirect=True)
def test_four_quarters_from_nothing_and_a_copy(people):
    board = people.board
    with clock.travel("2015-12-14T08:30+07:00"):
        visited = counted(board)
        begin(board)
        divide(board)
        ask(board)
        launch(board)
        assert len(visited) <= MOST_STEPS, visited
    with clock.travel("2016-01-04T08:30+07:00"):
        open_quarter(board, 1)
        assert "đăng ký và báo cáo" in notice(board)
    with clock.travel("2016-02-15T08:30+07:00"):
        pledge(people.officer)
        accept(people.district)
    with clock.travel("2016-04-04T08:30+07:00"):
        open_quarter(board, 2)
        assert notice(board).endswith("thuộc diện báo cáo.")
        board.goto("/campaigns/2016/phases/2/")
        assert NO_REPORT in board.locator("main").inner_text()
        look(board, "setup-12-quarter-2")
        report(people.officer)
        accept(people.district)
        board.goto("/campaigns/2016/phases/2/summary/")
        assert "Sơ kết quý II" in board.locator("main").inner_text()
        look(board, "setup-13-summary")
    with clock.travel("2016-12-12T08:30+07:00"):
        copy(board, "2016", TITLE)


def begin(page):
    page.goto("/campaigns/")
    follow(page, "Soạn phong trào mới")
    type_in(page, {"title": TITLE, "year": "2016"})
    look(page, "setup-01-new")
    press(page, "Lập phong trào")
    look(page, "setup-02-overview")
    follow(page, "1. Phong trào")
    type_in(page, {"slogan": "Đổi mới, sáng tạo"})
    look(page, "setup-03-what")
    press(page, "Lưu, sang bước sau: Các đợt")


def divide(page):
    look(page, "setup-04-divisions")
    page.get_by_label("Bốn quý, quý I đăng ký cho cả năm").check()
    press(page, "Chia các đợt")
    first = page.locator("section[id^=p]").first.get_attribute("id")
    days = {"days": "Ngày thành lập Đảng Cộng sản Việt Nam; 3/2/1930"}
    dues = {"due_pledge_below_upper": "29/2/2016", "due_report_below_upper": "8/4/2016"}
    type_in(page, days | dues | {"due_pledge_direct": "11/3/2016", "due_report_direct": "15/4/2016"}, f"{first}-")
    look(page, "setup-05-phases")
    press(page, "Lưu, sang bước sau: Đơn vị được gọi")
    look(page, "setup-06-who")
    press(page, "Lưu, sang bước sau: Nội dung hỏi")


def ask(page):
    look(page, "setup-07-asked")
    follow(page, "Soạn các mục, chỉ tiêu và ai được hỏi")
    follow(page, "Thêm mục")
    type_in(page, {"number": "I", "name": "Chăm lo"})
    page.locator("button.btn-primary").last.click()
    page.wait_for_load_state()
    follow(page, "+ Thêm chỉ tiêu vào mục I")
    line = {"name": "Lượt người được thăm hỏi", "code": "CL01", "unit_of_measure": "lượt người"}
    sums = {"over_units": "cộng các đơn vị", "over_phases": "cộng các đợt", "in_pledge": True, "in_report": True}
    type_in(page, line | sums | {"asked_public_service": "bắt buộc"})
    page.locator("button.btn-primary").last.click()
    page.wait_for_load_state()
    assert "CL01" in page.locator("main").inner_text() and not page.locator(".error-summary").count()
    page.goto("/campaigns/2016/setup/sentences/")
    look(page, "setup-08-sentences")


def launch(page):
    follow(page, "Sang bước sau: Văn bản phát động")
    contents = {"contents_all": "- Thi đua lao động giỏi.\n- Chăm lo đời sống | Mái ấm Công đoàn"}
    type_in(page, {"purposes": "1. Khơi dậy tinh thần thi đua.", "recipients": "Tỉnh ủy (b/c)\nLưu: VT"} | contents)
    look(page, "setup-09-papers")
    press(page, "Lưu, sang bước kiểm tra")
    look(page, "setup-10-check")
    follow(page, "Công bố phong trào…")
    press(page, "Công bố phong trào 2016")
    look(page, "setup-11-launch")


def open_quarter(page, number):
    page.goto(f"/campaigns/2016/phases/{number}/open/")
    page.locator("main button.btn-primary").click()
    page.wait_for_load_state()


def pledge(page):
    page.goto("/")
    follow(page, "Làm tiếp: Số liệu đơn vị")
    type_in(page, answers.HEADCOUNT, "headcount-")
    fill_until_sent(page, "Gửi đăng ký", {"indicators-CL01": "40", **prefixed(answers.COMMITMENT, "commitment-")})


def report(page):
    page.goto("/")
    follow(page, "Làm tiếp: Số liệu đơn vị")
    type_in(page, answers.HEADCOUNT, "headcount-")
    fill_until_sent(page, "Gửi báo cáo", {"actuals-CL01": "11", "narrative-strengths": "Phong trào thiết thực."})


def prefixed(typed, prefix):
    return {f"{prefix}{name}": text for name, text in typed.items()}


def accept(page):
    page.goto("/")
    follow(page, "Xem và xác nhận")
    assert SCHOOL in page.locator("main").inner_text()
    page.get_by_role("button", name="Xác nhận", exact=False).first.click()
    page.wait_for_load_state()
