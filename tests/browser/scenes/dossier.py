"""Plays 16 July: the school nominates six; the district endorses."""

import unicodedata

from awards.models import Dossier
from tests.browser.steps import follow, look, notice, press, type_in

FLAWLESS = "Công đoàn cơ sở vững mạnh xuất sắc"
BK_T = "Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh"
GK_CTT = "Giấy khen của Ban Chấp hành công đoàn cấp trên trực tiếp cơ sở"
NGUYET, LONGEST = "Nông Thị Ánh Nguyệt", "Công Tằng Tôn Nữ Thị Minh Nguyệt Ánh"
PAO, LIN = "Vi Páo", "Bàn Phúc Lìn"
PERSON = {"position": "Giáo viên", "nominee_class": "direct", "achievements": "Dạy giỏi, bồi dưỡng học sinh giỏi."}
PERSONS = {  # name → title, sex, birth year; the first name as a Mac types it
    unicodedata.normalize("NFD", NGUYET): (BK_T, "female", "1984"),
    LONGEST: (BK_T, "female", "1985"),
    PAO: (BK_T, "male", "1990"),
    LIN: (GK_CTT, "male", "1985"),
}


def make(page):
    """Make a dossier of the school year: the unit itself twice, four persons; the page names what is missing."""
    page.goto("/dossiers/")
    look(page, "50-no-dossier")
    follow(page, "Lập hồ sơ đề nghị khen thưởng")
    look(page, "51-dossier-new")
    type_in(page, {"timing": "Năm học", "period_label": "2014-2015"})
    press(page, "Lập hồ sơ đề nghị khen thưởng")
    for title in (FLAWLESS, BK_T):
        follow(page, "Thêm tập thể")
        type_in(
            page, {"whole": "whole", "title_asked": title, "achievements": "Tập thể đoàn kết, hoàn thành nhiệm vụ."}
        )
        press(page, "Ghi vào hồ sơ")
    for name, (title, sex, born) in PERSONS.items():
        follow(page, "Thêm cá nhân")
        type_in(page, {"name": name, "sex": sex, "birth_year": born, "title_asked": title, **PERSON})
        press(page, "Ghi vào hồ sơ")
    look(page, "52-dossier-draft")
    assert "Còn 2 chỗ cần bổ sung trước khi gửi:" in page.locator("main").inner_text()


def send(page):
    follow(page, "Ghi tờ trình, cuộc họp xét")
    look(page, "53-dossier-letter")
    type_in(page, {"meeting_on": "14/07/2015", "votes_for": "9", "votes_present": "9", "number": "07"})
    type_in(page, {"dated_on": "15/07/2015"})
    press(page, "Ghi vào hồ sơ")
    follow(page, "Gửi hồ sơ")
    look(page, "54-dossier-send")
    press(page, "Gửi hồ sơ: 2 tập thể, 4 cá nhân")
    look(page, "55-dossier-sent")
    names = Dossier.objects.get().nominations.filter(nominee__is_person=True).values_list("nominee__name", flat=True)
    assert list(names) == [NGUYET, LONGEST, PAO, LIN]


def endorse(page):
    page.goto("/dossiers/")
    page.get_by_role("main").get_by_role("link", name="Xem và đề nghị").click()
    follow(page, "Đề nghị lên cấp trên…")
    for choice in page.get_by_label("Đồng ý đề nghị").all():
        choice.check()
    page.get_by_label("Ngày họp xét").fill("18/7/2015")
    page.get_by_label("Số người dự").fill("9")
    page.get_by_label("Số người tán thành").fill("8")
    look(page, "56-endorse")
    press(page, "Đề nghị lên cấp trên")
    assert notice(page) == "Đã đề nghị 6 trường hợp lên LĐLĐ tỉnh Lạng Sơn; không đề nghị 0 trường hợp."
