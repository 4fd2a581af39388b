"""Plays a short campaign that asks by numbered groups, for figures, days, choices and words; it has no pledge."""

from tests.browser.scenes.beginning import SCHOOL, words_of
from tests.browser.scenes.quarters import HEADS, accept, first_sheet, line, prefix_of, publish, section
from tests.browser.steps import fill_until_sent, follow, look, press, type_in

TITLE = "Phong trào thi đua “Công đoàn chăm lo đoàn viên” năm 2026"
DAYS = {
    "theme": "Tháng Công nhân",
    "starts_on": "16/4/2026",
    "ends_on": "31/5/2026",
    "due_report_below_upper": "3/6/2026",
    "due_report_direct": "5/6/2026",
    "review_date": "8/6/2026",
    "asks_pledge": False,
}
GOOD_WAY = "Vận động phụ huynh cùng góp gạo.\nMỗi tổ nhận một hộ."
ANSWERS = {
    "CN01": "12",
    "CN02": "1/5/2026",
    "CN03": "yes",
    "CN03-note": "Có hai tiết mục văn nghệ",
    "CN04": "Phòng hội đồng nhà trường",
    "CN05": "Cả hai",
    "CN06": GOOD_WAY,
}
COUNTS = {"workers": "48", "women": "33", "minorities": "0", "members": "46", "women_members": "32", "direct": "40"}


def write(page):
    """Write the second campaign of the year, and publish it."""
    page.goto("/campaigns/")
    follow(page, "Soạn phong trào mới")
    type_in(page, {"title": TITLE, "year": "2026"})
    press(page, "Lập phong trào")
    follow(page, "2. Các đợt")
    page.get_by_label("Một đợt cả năm").check()
    press(page, "Chia các đợt")
    type_in(page, DAYS, prefix_of(page, 1))
    press(page, "Lưu, sang bước sau: Đơn vị được gọi")
    press(page, "Lưu, sang bước sau: Nội dung hỏi")
    follow(page, "Soạn các mục, chỉ tiêu và ai được hỏi")
    section(page, number="I", name="Chăm lo trực tiếp")
    by_section = {"parent": "I. Chăm lo trực tiếp", "line_numbers": "theo số mục: I.1, I.2 …"}
    section(page, number="I.1", name="Thăm hỏi, tặng quà", **by_section)
    section(page, number="II", name="Thông tin chung")
    line(page, "I.1", "CN01", "Suất quà đã trao", unit_of_measure="suất")
    line(page, "I.1", "CN02", "Ngày trao quà đầu tiên", answer="ngày")
    line(page, "I.1", "CN03", "Có tổ chức ngày hội công nhân", answer="có/không, kèm ghi chú")
    line(page, "II", "CN04", "Nơi nhận quà", answer="một dòng chữ", example="Nhà văn hóa phường")
    choice = {"answer": "chọn một trong các mục", "choices": "Tiền mặt\nHiện vật\nCả hai"}
    line(page, "II", "CN05", "Hình thức chủ yếu", **choice)
    line(page, "II", "CN06", "Cách làm hay", answer="đoạn văn")
    look(page, "numbered-01-asked")
    follow(page, "Xem thử phiếu của đơn vị")
    look(page, "numbered-02-preview")
    publish(page, "2026-2", "Mọi đoàn viên khó khăn đều được chăm lo")


def report(people, folder):
    """Answer as the school, and accept as the ward; return the words of the school's paper."""
    school, (chair, head, title, _direct) = people.school, HEADS["school"]
    first_sheet(school)
    signed = {"strengths": "Tốt.", "chair_name": chair, "head_name": head, "head_title": title}
    answers = {f"headcount-{name}": count for name, count in COUNTS.items()}
    answers |= {f"actuals-{code}": answer for code, answer in ANSWERS.items()}
    fill_until_sent(school, "Gửi báo cáo", answers | {f"narrative-{name}": text for name, text in signed.items()})
    look(school, "numbered-03-sent")
    paper = folder / "report.pdf"
    paper.write_bytes(school.request.get(school.get_by_role("link", name="Tải bản PDF").get_attribute("href")).body())
    accept(people.ward, SCHOOL)
    return " ".join(words_of(paper).split())
