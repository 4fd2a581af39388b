"""Plays 20 to 27 July: the Board writes and proposes the summary, a leader closes it and downloads the file, the Board
registers it.
"""

import hashlib
import subprocess

from django_tasks_db.management.commands.db_worker import Worker

from summaries.models import Summary, SummaryFile
from tests.browser import answers
from tests.browser.steps import complaints, follow, look, notice, press, type_in


def write_and_propose(page):
    page.goto("/campaigns/2015/phases/1/summary/")
    look(page, "40-summary")
    press(page, "Soạn lời văn")
    look(page, "40-sentences")
    page.locator("#p-v3").get_by_role("link", name="Viết đoạn này").click()
    box = page.get_by_label("Câu", exact=True)
    box.fill("Có {không rõ} sáng kiến.")
    press(page, "Lưu")
    wrong = ["Không có số liệu tên “không rõ”. Xin chọn tên trong danh sách số liệu."]
    assert complaints(page) == (wrong, wrong)
    look(page, "41-summary-text-wrong")
    box.fill(answers.LESSON)
    insert_figure(page, box)
    press(page, "Lưu")
    assert Summary.objects.get().narrative == {"V.3": answers.LESSON}
    follow(page, "Xem báo cáo")
    look(page, "42-summary-draft")
    follow(page, "Đề nghị chốt…")
    look(page, "43-propose")
    press(page, "Đề nghị chốt")
    assert notice(page) == "Đã đề nghị chốt báo cáo."


def insert_figure(page, box):
    """Insert a figure by name where the caret is, and take it out again."""
    box.press("End")
    page.get_by_label("Chèn số liệu vào chỗ con trỏ").fill("doan vien")
    page.get_by_role("button", name="số đoàn viên", exact=True).click()
    assert box.input_value() == f"{answers.LESSON}{{số đoàn viên}}"
    box.fill(answers.LESSON)


def close(page):
    """Close for signing; the confirmation counts the missing units."""
    page.goto("/")
    look(page, "44-leader-desk")
    follow(page, "Xem và chốt để trình ký")
    follow(page, "Chốt để trình ký…")
    assert "1/66 đơn vị đã báo cáo, 65 đơn vị chưa báo cáo." in page.locator("main").inner_text()
    look(page, "45-close")
    press(page, "Chốt để trình ký")
    assert Summary.objects.get().status == "to_sign"


def register(page, folder):
    """Register with a number and a date of the registry and the scan, here the file that was printed."""
    page.goto("/")
    follow(page, "Xem và ghi số, ngày")
    follow(page, "Ghi số, ngày…")
    type_in(page, {"number": "", "dated_on": "28/07/2015"})
    page.set_input_files("[name=scan]", folder / "summary.pdf")
    page.check("[name=checked]")
    press(page, "Ghi số, ngày")
    wrong = ["Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/BC-LĐLĐ."]
    assert complaints(page) == (wrong, wrong)
    look(page, "46-register-wrong")
    type_in(page, {"number": "45/BC-LĐLĐ", "dated_on": "27/07/2015"})
    page.set_input_files("[name=scan]", folder / "summary.pdf")
    press(page, "Ghi số, ngày")
    look(page, "46-summary-final")
    assert Summary.objects.get().status == "final"
    assert page.get_by_role("link", name="Tải bản đã ký").is_visible()


def work_off_the_tasks():
    """Run the tasks of the background worker until none is left."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="story",
        excluded_queue_names=[],
    ).run()


def download(page, folder):
    """Download the file as the leader: the stored bytes, the words of the report, no stamp."""
    page.goto("/")
    link = page.get_by_role("link", name="Bản PDF").get_attribute("href")
    look(page, "47-leader-desk-file")
    content = page.request.get(link).body()
    assert hashlib.sha256(content).hexdigest() == SummaryFile.objects.get().sha256
    (folder / "summary.pdf").write_bytes(content)
    text = subprocess.run(["pdftotext", folder / "summary.pdf", "-"], capture_output=True, check=True, text=True).stdout
    words = " ".join(text.split())
    assert "LIÊN ĐOÀN LAO ĐỘNG TỈNH LẠNG SƠN" in words
    assert "Số: /BC-LĐLĐ" in words and "Lạng Sơn, ngày tháng năm BÁO CÁO" in words
    assert "Sơ kết phong trào thi đua đợt 1, phương hướng nhiệm vụ đợt 2 năm 2015" in words
    assert answers.LESSON in words
    assert answers.WORK["title"] in words
    assert [f"Biểu số {number}" in words for number in ("01", "02", "03", "06")] == [True] * 4
    assert "DỰ THẢO" not in words
