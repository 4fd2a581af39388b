"""Plays the first day: the installer begins the portal, unions and people come from workbooks, letters hand out
accounts, and each person takes over their own.
"""

import re
import subprocess

import xlsxwriter

from tests.browser.steps import PASSWORD, follow, look, notice, press, type_in

PROVINCE = "LĐLĐ tỉnh Sông Lam"
WARD, COMMUNE, PARK = "Công đoàn phường Bến Xanh", "Công đoàn xã Đồi Chè", "Công đoàn các khu công nghiệp Sông Lam"
SCHOOL, NURSERY, MILL = "CĐCS Trường THCS Bến Xanh", "CĐCS Trường Mầm non Hoa Sen", "CĐCS Công ty CP May Sông Lam"
UNION_HEADINGS = (
    "STT", "Tên đơn vị", "Loại đơn vị", "Khối", "Công đoàn cấp trên", "Địa danh",
    "Người lao động", "Nữ người lao động", "Đoàn viên", "Nữ đoàn viên",
)  # fmt: skip
UPPER = [
    (WARD, "Công đoàn xã, phường", "", PROVINCE, "Bến Xanh"),
    (COMMUNE, "Công đoàn xã, phường", "", PROVINCE, "Đồi Chè"),
    (PARK, "Công đoàn các khu công nghiệp", "", PROVINCE, ""),
]
GRASSROOTS = [
    (SCHOOL, "Sự nghiệp", WARD, 48, 33, 46, 32),
    (NURSERY, "Sự nghiệp", WARD, 26, 26, 26, 26),
    ("CĐCS Trung tâm Dịch vụ công Bến Xanh", "Sự nghiệp", WARD, 60, 25, 58, 25),
    ("CĐCS Trường Tiểu học Đồi Chè", "Sự nghiệp", COMMUNE, 31, 24, 31, 24),
    ("CĐCS Trường THPT Đồi Chè", "Sự nghiệp", COMMUNE, 44, 17, 44, 17),
    ("CĐCS Trạm Y tế Đồi Chè", "Sự nghiệp", COMMUNE, 12, 9, 12, 9),
    (MILL, "Ngoài nhà nước", PARK, 820, 640, 790, 620),
    ("CĐCS Công ty TNHH Gạch Lam", "Ngoài nhà nước", PARK, 140, 35, 130, 33),
    ("CĐCS Công ty CP Điện tử An Phú", "FDI", PARK, 410, 300, 405, 298),
]
PEOPLE_HEADINGS = ("STT", "Họ và tên", "Điện thoại", "Đơn vị", "Vai trò")
PEOPLE = [
    ("Trần Thị Thu Hằng", PROVINCE, "Cán bộ theo dõi thi đua"),
    ("Lê Quang Vinh", PROVINCE, "Lãnh đạo"),
    ("Phạm Thị Lưu", PROVINCE, "Văn thư"),
    ("Hồ Văn Bình", WARD, "Cán bộ theo dõi thi đua"),
    ("Hồ Văn Bình", WARD, "Cán bộ nhập liệu"),
    ("Đặng Khu Công", PARK, "Cán bộ theo dõi thi đua"),
    ("Nguyễn Thị Bến", SCHOOL, ""),
    ("Võ Thị Sen", NURSERY, ""),
    ("Dương Thị May", MILL, ""),
]
LETTER = re.compile(r"Kính gửi: (.+?)\n.*?Mã nhận tài khoản\s+([^\n]+)", re.DOTALL)


def begin(page, code):
    """Begin the portal on its page, with the code that the installer printed."""
    page.goto("/")
    follow(page, "Dựng cổng")
    own = {"name": PROVINCE, "full_name": "Liên đoàn Lao động tỉnh Sông Lam", "locality": "Sông Lam"}
    account = {"person": "Nguyễn Văn Cổng", "username": "quantri", "password": PASSWORD, "again": PASSWORD}
    type_in(page, {"code": code} | own | account)
    look(page, "begin-01-page")
    press(page, "Dựng cổng")
    assert notice(page) == "Đã dựng cổng của Liên đoàn Lao động tỉnh Sông Lam."
    assert page.locator("h1").inner_text() == "Những việc đầu tiên"
    look(page, "begin-02-first-steps")


def bring_in(page, folder):
    """Bring in unions and people from two workbooks."""
    below = [(name, "Công đoàn cơ sở", *bloc, "", *counts) for name, *bloc, counts in map(split, GRASSROOTS)]
    unions = [*UPPER, *below]
    import_table(page, workbook(folder / "don-vi.xlsx", UNION_HEADINGS, unions), "unions", "12 đơn vị")
    people = [(name, f"0912 000 {n:03}", *post) for n, (name, *post) in enumerate(PEOPLE)]
    phones = {name: phone for name, phone, *_post in people}
    people = [(name, phones[name], *post) for name, _phone, *post in people]
    import_table(page, workbook(folder / "nguoi.xlsx", PEOPLE_HEADINGS, people), "people", f"{len(PEOPLE)} dòng")


def split(row):
    """Return (name, bloc, union above, counts) of a grassroots union."""
    return *row[:3], row[3:]


def workbook(path, headings, rows):
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Danh sách")
    for number, row in enumerate([headings, *((n, *row) for n, row in enumerate(rows, 1))]):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def import_table(page, path, kind, counted):
    page.goto(f"/imports/new/?kind={kind}")
    page.set_input_files("[name=file]", path)
    press(page, "Đọc tệp và xem trước")
    look(page, f"begin-03-{kind}-rows")
    assert page.locator("h1").inner_text() == f"Danh sách {counted}: thêm {counted.split()[0]}"
    press(page, f"Thêm {counted}")
    until(page, f"Đã thêm {counted}")
    look(page, f"begin-04-{kind}-written")


def until(page, heading):
    """Read the page again until the worker has done what it shows."""
    for _second in range(60):
        if page.locator("h1").inner_text() == heading:
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def name_signer(page):
    """Write the telephone to ask at and who signs, as the first steps say."""
    page.goto("/first-steps/")
    follow(page, f"Ghi điện thoại của {PROVINCE}")
    type_in(page, {"phone": "0238 3 000 000"})
    press(page, "Lưu")
    page.goto("/first-steps/")
    follow(page, "Thêm người ký")
    type_in(page, {"name": "Lê Quang Vinh", "position": "Chủ tịch"})
    press(page, "Lưu")
    assert notice(page) == f"Đã thêm người ký “Lê Quang Vinh, Chủ tịch {PROVINCE}”."


def hand_out(page, folder):
    """Return the code of each person, read from the letters that the administrator prints."""
    codes = {}
    page.goto("/first-steps/")
    follow(page, "Lập thư giao tài khoản")
    look(page, "begin-05-accounts")
    for link in [link.get_attribute("href") for link in page.get_by_role("link", name=re.compile("^Lập .* thư")).all()]:
        page.goto(link)
        with page.expect_download() as letters:
            page.locator("main button.btn-primary").click()
        letters.value.save_as(folder / "letters.pdf")
        codes |= {name.strip(): code.strip() for name, code in LETTER.findall(words_of(folder / "letters.pdf"))}
    assert set(codes) == {name for name, *_post in PEOPLE}
    return codes


def words_of(path):
    """Return the text of a PDF as it is laid out."""
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def take_over(page, code, greeting):
    """Take over an account with the code of its letter."""
    page.goto("/accounts/code/")
    type_in(page, {"one_time_password": code})
    press(page, "Tiếp tục")
    type_in(page, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    press(page, "Đặt mật khẩu và đăng nhập")
    assert page.locator("h1").inner_text().startswith(f"Xin chào đồng chí {greeting}")
