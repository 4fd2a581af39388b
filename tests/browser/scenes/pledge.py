"""Plays 25 to 27 February and July: the school pledges, the district returns, then accepts it; then phase 2."""

from campaigns.models import Figure, Headcount, Work
from tests.browser import answers
from tests.browser.scenes.cast import DISTRICT, SCHOOL, sheet
from tests.browser.steps import answer_groups, complaints, follow, look, notice, press, type_in, typed

REMARK = "Số nữ chưa khớp danh sách."
REASON = "Xin nêu tên cụ thể của sáng kiến và thời hạn hoàn thành."


def bad_headcounts_are_refused(page):
    """Check that errors are shown at the field and in the summary, typed text is kept, and no row is written."""
    page.goto("/")
    look(page, "07-officer-desk")
    follow(page, "Làm tiếp: Số liệu đơn vị")
    type_in(page, answers.HEADCOUNT | {"workers": "bốn mươi sáu", "women": ""}, "headcount-")
    press(page, "Lưu và sang phần 2")
    wrong = ["Tổng số CNVCLĐ phải là số. Ví dụ: 1.250 hoặc 12,5.", "Xin nhập số nữ CNVCLĐ. Không có thì ghi 0."]
    assert complaints(page) == (wrong, wrong)
    assert typed(page, "headcount-workers", "headcount-direct") == ["bốn mươi sáu", "42"]
    assert sheet("pledge").typed["headcount"]["workers"] == "bốn mươi sáu"
    assert not Headcount.objects.exists()
    look(page, "08-pledge-1-wrong")


def pledge(page):
    type_in(page, answers.HEADCOUNT, "headcount-")
    press(page, "Lưu và sang phần 2")
    type_in(page, answers.TITLES, "titles-")
    look(page, "09-pledge-2")
    press(page, "Lưu và sang phần 3")
    look(page, "10-pledge-3")
    answer_groups(page, answers.TARGETS, "indicators-", "Lưu và sang phần 4")
    register_works(page)
    sign_and_send(page)


def register_works(page):
    """Register works; a second row is begun, gets errors, and is removed again."""
    type_in(page, answers.VAGUE_WORK, "works-0-")
    assert page.locator("[data-echo-for=id_works-0-expected_value]").inner_text() == "12,5 triệu đồng"
    page.get_by_role("button", name="+ Thêm đề tài, sáng kiến, công trình").click()
    type_in(page, answers.UNFINISHED_WORK, "works-1-")
    look(page, "11-pledge-4")
    press(page, "Lưu và sang phần 5")
    no_value = "Ghi số tiền, hoặc đánh dấu “Không tính được thành tiền”."
    wanting = ["Xin nhập nội dung này.", "Xin chọn một mục.", no_value]
    fields = ["Tác giả (nhóm tác giả)", "Đối tượng", "Giá trị dự kiến"]
    above = [f"Dòng 2, {field}: {sentence}" for field, sentence in zip(fields, wanting, strict=True)]
    assert complaints(page) == (above, wanting)
    assert typed(page, "works-0-title", "works-1-title") == ["Sáng kiến của trường", "Vườn rau sạch của trường"]
    look(page, "12-pledge-4-wrong")
    page.get_by_role("button", name="Bỏ dòng này").click()  # the first row is folded
    press(page, "Lưu và sang phần 5")


def sign_and_send(page):
    """Sign the commitment, submit after the check, and look at the receipt."""
    press(page, "Lưu và kiểm tra lại trước khi gửi")
    assert complaints(page)[0] == ["Xin đánh dấu cam kết này trước khi gửi."]
    type_in(page, answers.COMMITMENT, "commitment-")
    look(page, "13-pledge-5")
    press(page, "Lưu và kiểm tra lại trước khi gửi")
    look(page, "14-pledge-check")
    press(page, "Gửi đăng ký")
    receipt = sheet("pledge").last_submission.receipt
    sent = f"Đã gửi đăng ký thi đua lúc 08:30 ngày 25/02/2015, mã tiếp nhận {receipt}."
    assert notice(page) == f"{sent} {DISTRICT} sẽ xem xét; kết quả hiện ở trang này."
    assert sheet("pledge").status == "submitted"
    look(page, "15-pledge-sent")


def return_the_pledge(page):
    """Return the pledge, which needs a reason and a date that exists; at the spot that was ticked it needs a remark."""
    page.goto("/")
    look(page, "16-district-desk")
    follow(page, "Xem và xác nhận")
    look(page, "17-pledge-to-review")
    press(page, "Trả lại, chỉ chỗ cần sửa…")
    type_in(page, {"due_on": "31/02/2015"})
    press(page, "Trả lại bổ sung")
    wrong = [
        "Xin ghi lý do để đơn vị biết cần bổ sung gì.",
        "Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015.",
    ]
    assert complaints(page) == ([wrong[0], f"Gửi lại trước hết ngày: {wrong[1]}"], wrong)
    assert typed(page, "due_on") == ["31/02/2015"]
    look(page, "18-return-wrong")
    follow(page, "Quay lại")
    page.locator('input[name="spot"][value="headcount::women"]').check()
    press(page, "Trả lại, chỉ chỗ cần sửa…")
    type_in(page, {"remark-1": REMARK, "reason": REASON, "due_on": "03/03/2015"})
    look(page, "18-return-with-a-remark")
    press(page, "Trả lại bổ sung")
    assert notice(page) == f"Đã trả lại bản của {SCHOOL}."
    assert (sheet("pledge").status, sheet("pledge").reason) == ("returned", REASON)


def mend_the_pledge(page):
    page.goto("/")
    look(page, "19-officer-desk-returned")
    follow(page, "Bổ sung và gửi lại")
    assert page.get_by_role("heading", level=1).inner_text() == "Đăng ký thi đua đợt 1 năm 2015: cần sửa 1 chỗ"
    for words in (f"{DISTRICT} đề nghị", f"“{REMARK}”", f"“{REASON}”", "hết ngày 03/03/2015"):
        assert words in page.locator("main").inner_text()
    look(page, "20-pledge-returned")
    page.locator('textarea[name^="reply-"]').first.fill("Đúng như danh sách tháng 2.")
    press(page, "Lưu trả lời")
    assert notice(page) == "Đã lưu trả lời."
    follow(page, "4. Đề tài, sáng kiến, công trình")
    page.get_by_text(f"Dòng 1: {answers.VAGUE_WORK['title']}").click()  # a finished row is folded
    type_in(page, answers.WORK, "works-0-")
    press(page, "Lưu và kiểm tra lại trước khi gửi")
    press(page, "Gửi lại")
    assert sheet("pledge").submissions.count() == 2
    assert [work.registered.title for work in Work.objects.with_registered()] == [answers.WORK["title"]]


def accept_the_pledge(page):
    """Accept the pledge; a page opened before cannot accept it again."""
    page.goto("/")
    follow(page, "Xem và xác nhận")
    assert "So với bản đã trả lại ngày" in page.locator("main").inner_text()
    look(page, "20-pledge-sent-again")
    late = page.context.new_page()
    late.goto(page.url)
    press(page, "Xác nhận")
    assert notice(page) == f"Đã xác nhận bản của {SCHOOL}."
    look(page, "21-pledge-accepted")
    press(late, "Xác nhận")
    assert late.get_by_role("heading", level=1).inner_text() == "Trang đã thay đổi trong lúc làm"
    look(late, "22-conflict")
    late.close()
    figures = {figure.indicator.code: figure.value for figure in Figure.objects.exclude(value=None)}
    assert {code: figures[code] for code in ("DH03", "HT01", "SK02")} == {"DH03": 4, "HT01": 60, "SK02": 1}


def open_phase_2(page):
    page.goto("/campaigns/2015/phases/2/open/")
    page.get_by_role("button", name="Mở đợt 2, gọi").click()
    page.wait_for_url("**/phases/2/")
    look(page, "37-phase-2")


def confirm_for_phase_2(page):
    """Confirm the year's pledge, shown as it was accepted, by one act."""
    page.goto(sheet("pledge", 2).get_absolute_url())
    assert answers.WORK["title"] in page.locator("main").inner_text()
    look(page, "38-pledge-2-inherited")
    press(page, "Xác nhận giữ nguyên và gửi")
    assert notice(page).startswith("Đã gửi đăng ký thi đua lúc 08:30 ngày 20/07/2015, mã tiếp nhận ")
    assert sheet("pledge", 2).status == "submitted"
    first, second = (sheet("pledge", number).last_submission for number in (1, 2))
    assert second.figures.count() == first.figures.count()
    look(page, "39-pledge-2-sent")
