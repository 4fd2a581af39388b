"""Plays 8 July: the school reports, the district accepts; the Board sees who is missing and checks values."""

from campaigns.models import Exemplar, Filing, WorkResult
from tests.browser import answers
from tests.browser.scenes.cast import DISTRICT, SCHOOL, sheet
from tests.browser.steps import answer_groups, complaints, follow, look, notice, press, type_in


def report(page):
    """Fill in actuals, the result of the work, an exemplar, the narrative."""
    page.goto("/")
    look(page, "23-officer-desk-report")
    follow(page, "Làm tiếp: Số liệu đơn vị")
    type_in(page, answers.HEADCOUNT, "headcount-")
    press(page, "Lưu và sang phần 2")
    assert "Đã đăng ký cả năm: 46" in page.locator("main").inner_text()
    look(page, "24-report-2")
    answer_groups(page, answers.ACTUALS, "actuals-", "Lưu và sang phần 3")
    tell_of_the_work(page)
    type_in(page, answers.EXEMPLAR, "exemplars-0-")
    look(page, "27-report-4")
    press(page, "Lưu và sang phần 5")
    type_in(page, answers.NARRATIVE, "narrative-")
    look(page, "28-report-5")
    press(page, "Lưu và kiểm tra lại trước khi gửi")
    look(page, "29-report-check")
    press(page, "Gửi báo cáo")
    assert notice(page).startswith("Đã gửi báo cáo kết quả lúc 08:30 ngày 08/07/2015, mã tiếp nhận ")
    assert sheet("report").status == "submitted"


def tell_of_the_work(page):
    type_in(page, answers.RESULT | {"value": "-5", "recognised_on": ""}, "results-0-")
    press(page, "Lưu và sang phần 4")
    wrong = ["Xin ghi đủ cơ quan công nhận và ngày công nhận.", "Giá trị do đơn vị khai không thể nhỏ hơn 0."]
    assert sorted(complaints(page)[1]) == sorted(wrong)
    assert not WorkResult.objects.exists()
    look(page, "25-report-3-wrong")
    type_in(page, answers.RESULT, "results-0-")
    look(page, "26-report-3")
    press(page, "Lưu và sang phần 4")


def accept_the_report(page):
    page.goto("/")
    follow(page, "Xem và xác nhận")
    look(page, "30-report-to-review")
    press(page, "Xác nhận")
    assert notice(page) == f"Đã xác nhận bản của {SCHOOL}."
    assert sheet("report").status == "accepted"


def see_who_is_missing(page):
    """Open the tree in place, where the unit without a report is one click away."""
    page.goto("/")
    look(page, "31-board-desk-july")
    page.goto("/campaigns/2015/phases/1/")
    look(page, "32-phase-reports")
    follow(page, DISTRICT)
    row = page.get_by_role("row", name=SCHOOL)
    assert "Đã xác nhận" in row.inner_text()
    look(page, "33-phase-unfolded")
    follow(page, "chưa bắt đầu")
    missing = Filing.objects.filter(kind="report", status="awaited", called__coordinated=False)
    assert page.get_by_role("heading", level=1).inner_text() == f"Báo cáo kết quả: {missing.count()} bản"
    look(page, "34-missing")


def check_values(page):
    """Write the Board's value beside the declared one, and let the exemplar be shown."""
    page.goto(sheet("report").get_absolute_url())
    look(page, "35-report-board")
    follow(page, "Rà soát giá trị, chọn điển hình…")
    work, exemplar = WorkResult.objects.get(), Exemplar.objects.get()
    checked = {
        f"value-{work.pk}": "13.500.000",
        f"highlighted-{work.pk}": True,
        f"published-{exemplar.pk}": True,
    }
    type_in(page, checked)
    look(page, "36-check-values")
    press(page, "Ghi kết quả rà soát")
    work = WorkResult.objects.with_checked_values().get()
    exemplar.refresh_from_db()
    assert (work.value, work.checked_value, work.highlighted) == (14_000_000, 13_500_000, True)
    assert exemplar.published
