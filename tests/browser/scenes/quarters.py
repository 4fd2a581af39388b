"""Plays a campaign of four quarters from nothing: written, published, answered, reviewed, summed up and signed."""

import re

from tests.browser.scenes.beginning import MILL, NURSERY, SCHOOL, WARD, words_of
from tests.browser.steps import fill_until_sent, follow, look, notice, press, type_in

TITLE = "Phong trào thi đua “Lao động giỏi, lao động sáng tạo” trong đoàn viên, người lao động năm 2026"
QUARTERS = {  # the days on which reports are due below the upper unions, from them, and on which there is a review
    1: ("3/4/2026", "8/4/2026", "10/4/2026"),
    2: ("3/7/2026", "8/7/2026", "10/7/2026"),
    3: ("2/10/2026", "7/10/2026", "9/10/2026"),
    4: ("5/1/2027", "8/1/2027", "12/1/2027"),
}
EVERY_BLOC = ("public_service", "state_enterprise", "private_enterprise", "foreign_enterprise", "occupational")
ASKED = {f"asked_{bloc}": "bắt buộc" for bloc in EVERY_BLOC}
RATIO = {
    "over_units": "tỷ lệ: tổng tử số trên tổng mẫu số",
    "over_phases": "lấy đợt cuối",
    "denominator_name": "đoàn viên",
    "denominator_from": "Đoàn viên",
}
PLEDGED = {  # visits and presents, members examined by a doctor, ideas
    "school": ("160", "44", "6"),
    "nursery": ("90", "26", "2"),
    "mill": ("1.200", "700", "12"),
}
DONE = {  # by quarter; the second number is of those in `MEMBERS`
    1: {"school": ("41", "10", "1"), "nursery": ("24", "26", "0"), "mill": ("310", "500", "3")},
    2: {"school": ("40", "30", "2"), "nursery": ("20", "26", "1"), "mill": ("290", "600", "4")},
    3: {"school": ("44", "40", "1"), "nursery": ("26", "26", "1"), "mill": ("300", "640", "3")},
    4: {"school": ("45", "46", "3"), "nursery": ("25", "26", "1"), "mill": ("400", "760", "5")},
}
MEMBERS = {"school": "46", "nursery": "26", "mill": "790"}
HEADS = {
    "school": ("Nguyễn Thị Bến", "Trần Văn Hiệu", "Hiệu trưởng", "40"),
    "nursery": ("Võ Thị Sen", "Lê Thị Hiền", "Hiệu trưởng", "24"),
    "mill": ("Dương Thị May", "Hoàng Văn Chủ", "Giám đốc", "760"),
}
REMARK = "Xin ghi số lượt của cả năm, không phải một quý."


def write(page):
    """Write the campaign step by step, and publish it."""
    page.goto("/")
    follow(page, "Soạn phong trào mới")
    type_in(page, {"title": TITLE, "year": "2026"})
    press(page, "Lập phong trào")
    follow(page, "1. Phong trào")
    type_in(page, {"slogan": "Đoàn kết, sáng tạo"})
    press(page, "Lưu, sang bước sau: Các đợt")
    page.get_by_label("Bốn quý, quý I đăng ký cho cả năm").check()
    press(page, "Chia các đợt")
    for number, days in QUARTERS.items():
        dues = dict(zip(("due_report_below_upper", "due_report_direct", "review_date"), days, strict=True))
        type_in(page, dues, prefix_of(page, number))
    pledges = {"due_pledge_below_upper": "15/1/2026", "due_pledge_direct": "22/1/2026"}
    type_in(page, pledges | {"days": "Ngày thành lập Đảng Cộng sản Việt Nam; 3/2/1930"}, prefix_of(page, 1))
    look(page, "quarters-01-phases")
    press(page, "Lưu, sang bước sau: Đơn vị được gọi")
    look(page, "quarters-02-who")
    press(page, "Lưu, sang bước sau: Nội dung hỏi")
    follow(page, "Soạn các mục, chỉ tiêu và ai được hỏi")
    section(page, number="I", name="Chăm lo đoàn viên, người lao động")
    line(page, "I", "CL01", "Lượt đoàn viên, người lao động được thăm hỏi", unit_of_measure="lượt")
    line(page, "I", "CL02", "Tỷ lệ đoàn viên được khám sức khỏe", unit_of_measure="%", **RATIO)
    section(page, number="II", name="Thi đua lao động giỏi, lao động sáng tạo")
    line(page, "II", "TD01", "Số sáng kiến, cải tiến kỹ thuật", unit_of_measure="sáng kiến")
    look(page, "quarters-03-asked")
    publish(page, "2026", "Chăm lo đời sống | Mái ấm Công đoàn")


def prefix_of(page, number):
    return f"{page.locator('section[id^=p]').nth(number - 1).get_attribute('id')}-"


def section(page, **own):
    follow(page, "Thêm mục")
    type_in(page, own)
    press(page, "Ghi")
    assert notice(page) == "Đã ghi."


def line(page, number, code, name, **own):
    follow(page, f"+ Thêm chỉ tiêu vào mục {number}")
    type_in(page, {"name": name, "code": code} | ASKED | own)
    press(page, "Ghi")
    assert notice(page) == "Đã ghi."


def publish(page, slug, content):
    """Write the launch document and publish."""
    page.goto(f"/campaigns/{slug}/setup/sentences/")
    follow(page, "Sang bước sau: Văn bản phát động")
    texts = {"purposes": "Khơi dậy tinh thần thi đua.", "contents_all": content}
    type_in(page, texts | {"recipients": "Tỉnh ủy (b/c)\nCác công đoàn trực thuộc (t/h)\nLưu: VT"})
    press(page, "Lưu, sang bước kiểm tra")
    look(page, f"{slug}-04-check")
    follow(page, "Công bố phong trào…")
    look(page, f"{slug}-05-publish")
    page.locator("main button.btn-primary").click()
    page.wait_for_url(f"**/campaigns/{slug}/")
    look(page, f"{slug}-06-launch")


def open_phase(page, phase):
    page.goto("/")
    follow(page, f"Mở {phase}…")
    press(page, f"Mở {phase}, gọi 12 đơn vị")
    assert notice(page).startswith(f"Đã mở {phase}: 12 đơn vị thuộc diện")


def first_sheet(page):
    """Go from the desk to the sheet that waits first."""
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=re.compile("^Làm tiếp: ")).first.click()


def pledge(people):
    """Pledge for the year; the school's is returned, mended and accepted."""
    for who, (visits, examined, ideas) in PLEDGED.items():
        page, (chair, head, title, direct) = getattr(people, who), HEADS[who]
        first_sheet(page)
        look(page, f"quarters-07-{who}")
        count = {"headcount-minorities": "0", "headcount-direct": direct, "headcount-insured": "815"}
        targets = {"indicators-CL01": visits, "indicators-CL02-n": examined, "indicators-TD01": ideas}
        signed = {"agreed": True, "chair_name": chair, "head_name": head, "head_title": title}
        if who == "school":
            targets["indicators-CL01"] = "40"
        fill_until_sent(page, "Gửi đăng ký", count | targets | {f"commitment-{k}": v for k, v in signed.items()})
    return_and_mend(people)
    first_sheet(people.ward)
    fill_until_sent(people.ward, "Gửi đăng ký", {"commitment-agreed": True, "commitment-chair_name": "Hồ Văn Bình"})
    accept(people.ward, NURSERY, SCHOOL)  # the school sent hers again, so later
    accept(people.park, MILL)
    accept(people.board, WARD)


def return_and_mend(people):
    ward, school = people.ward, people.school
    ward.goto("/")
    follow(ward, "Xem và xác nhận")
    ward.locator('input[name="spot"][value="indicators::CL01"]').check()
    look(ward, "quarters-08-review")
    press(ward, "Trả lại các chỗ đã đánh dấu…")
    type_in(ward, {"remark-1": REMARK})
    look(ward, "quarters-09-return")
    press(ward, "Trả lại bổ sung")
    assert notice(ward) == f"Đã trả lại bản của {SCHOOL}."
    school.goto("/")
    follow(school, "Bổ sung và gửi lại")
    assert f"“{REMARK}”" in school.locator("main").inner_text()
    look(school, "quarters-10-returned")
    with school.expect_navigation():
        school.get_by_role("main").get_by_role("link", name=re.compile("^Sửa chỗ này")).first.click()
    type_in(school, {"indicators-CL01": PLEDGED["school"][0]})
    press(school, "Lưu và kiểm tra lại trước khi gửi")
    press(school, "Gửi lại")
    assert "mã tiếp nhận" in notice(school)


def accept(page, *units):
    """Accept what waits on the desk, the oldest first."""
    for unit in units:
        page.goto("/")
        follow(page, "Xem và xác nhận")
        assert unit in page.locator("main").inner_text()
        look(page, "quarters-11-accept")
        press(page, "Xác nhận")
        assert notice(page).startswith(f"Đã xác nhận bản của {unit}.")


def report(people, number):
    """Report a quarter; the numbers of people are taken over from what was sent last."""
    for who, (visits, examined, ideas) in DONE[number].items():
        page, (chair, head, title, _direct) = getattr(people, who), HEADS[who]
        first_sheet(page)
        done = {"actuals-CL01": visits, "actuals-CL02-n": examined, "actuals-CL02-d": MEMBERS[who]}
        words = {"strengths": "Đoàn viên hăng hái.", "chair_name": chair, "head_name": head, "head_title": title}
        own = done | {"actuals-TD01": ideas} | {f"narrative-{name}": text for name, text in words.items()}
        fill_until_sent(page, "Gửi báo cáo", {"take": True} | own)
    first_sheet(people.ward)
    fill_until_sent(people.ward, "Gửi báo cáo", {"take": True})
    accept(people.ward, SCHOOL, NURSERY)
    accept(people.park, MILL)
    accept(people.board, WARD)


def sum_up(people, slug, number, heading):
    """Draft the summary of a phase, look through it and propose it; the leader closes it for signing."""
    board, leader = people.board, people.leader
    board.goto(f"/campaigns/{slug}/phases/{number}/")
    follow(board, "Xem tổng hợp")
    assert board.locator("h1").inner_text() == heading
    look(board, f"quarters-11-summary-{slug}-{number}")
    press(board, "Soạn lời văn")
    look(board, f"quarters-12-sentences-{slug}-{number}")
    follow(board, "Xem báo cáo")
    follow(board, "Đề nghị chốt…")
    look(board, f"quarters-13-propose-{slug}-{number}")
    press(board, "Đề nghị chốt")
    leader.goto("/")
    follow(leader, "Xem và chốt để trình ký")
    follow(leader, "Chốt để trình ký…")
    look(leader, f"quarters-14-close-{slug}-{number}")
    press(leader, "Chốt để trình ký")
    assert notice(leader).startswith("Đã chốt để trình ký.")


def sign(clerk, number, dated_on, folder):
    """Download the paper, record number and date with its scan, and return the words of the signed one."""
    clerk.goto("/")
    follow(clerk, "Xem và ghi số, ngày")
    link = clerk.get_by_role("link", name="Tải bản PDF")
    paper = folder / "summary.pdf"
    for _second in range(60):
        answer = clerk.request.get(link.get_attribute("href"))
        if answer.headers["content-type"] == "application/pdf":
            break
        clerk.wait_for_timeout(1000)
    paper.write_bytes(answer.body())
    follow(clerk, "Ghi số, ngày…")
    type_in(clerk, {"number": f"{number}/BC-LĐLĐ", "dated_on": dated_on})
    clerk.set_input_files("[name=scan]", paper)
    clerk.check("[name=checked]")
    look(clerk, f"quarters-15-register-{number}")
    press(clerk, "Ghi số, ngày")
    assert notice(clerk).startswith(f"Đã ghi Báo cáo số {number}/BC-LĐLĐ ngày ")
    signed = clerk.request.get(clerk.get_by_role("link", name="Tải bản đã ký").get_attribute("href"))
    assert signed.body() == paper.read_bytes()
    return " ".join(words_of(paper).split())


def lock(page, slug, number, words):
    page.goto(f"/campaigns/{slug}/phases/{number}/")
    follow(page, "Khóa số liệu…")
    press(page, f"Khóa số liệu {words}")
    assert notice(page) == f"Đã khóa số liệu {words}."
