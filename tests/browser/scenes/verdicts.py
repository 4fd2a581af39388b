"""Plays 20 to 22 July: the district decides on its own titles, the Board on those of the province."""

from awards.models import Nomination
from tests.browser.scenes import dossier
from tests.browser.steps import complaints, look, notice, press, type_in

UNREGISTERED = "Danh hiệu này chưa có trong đăng ký đầu năm của đơn vị."
NO_INITIATIVE = "Chưa có sáng kiến được công nhận trong năm 2015."


def choose(page, *names, title=None):
    """Tick rows of the appraisal table by the name of the nominee."""
    page.goto("/appraisal/")
    for name in names:
        row = page.locator("tr", has=page.get_by_label(f"Chọn {name}", exact=True))
        (row.filter(has_text=title) if title else row).get_by_role("checkbox").check()


def statuses():
    """Return (short name of the nominee, title, status) of all nominations."""
    rows = Nomination.objects.order_by("order").values_list("nominee__name", "title_asked__code", "status")
    return [(name.split()[-1] if "Trường" not in name else "school", code, status) for name, code, status in rows]


def of_the_district(page):
    """Decide on the district's titles: the nominee who is not eligible is declined, the Giấy khen approved."""
    school = "Công đoàn cơ sở Trường THCS Đồi Na, huyện Chi Lăng, tỉnh Lạng Sơn"
    choose(page, school)
    look(page, "57-appraisal-district")
    assert UNREGISTERED in page.locator("main").inner_text()
    press(page, "Không thống nhất, ghi lý do…")
    press(page, "Không thống nhất 1 trường hợp")
    assert complaints(page)[0] == ["Xin ghi lý do để đơn vị biết cần bổ sung gì."]
    look(page, "58-reject-without-reason")
    type_in(page, {"reason": UNREGISTERED})
    press(page, "Không thống nhất 1 trường hợp")
    choose(page, dossier.LIN)
    press(page, "Thống nhất đề nghị…")
    press(page, "Thống nhất đề nghị 1 trường hợp")
    assert notice(page) == "Đã thống nhất đề nghị 1 trường hợp."


def of_the_province(page):
    """Approve four at once after a preview; one is then undone and declined."""
    page.goto("/appraisal/")
    page.get_by_role("link", name="Đánh dấu mọi trường hợp chờ xét trên trang này").click()
    look(page, "59-appraisal-board")
    press(page, "Thống nhất đề nghị…")
    look(page, "60-approve-preview")
    press(page, "Thống nhất đề nghị 4 trường hợp")
    choose(page, dossier.PAO)
    press(page, "Hoàn tác")
    assert notice(page) == "Đã hoàn tác: 1 trường hợp trở lại “Chờ xét”."
    choose(page, dossier.PAO)
    press(page, "Không thống nhất, ghi lý do…")
    type_in(page, {"reason": NO_INITIATIVE})
    press(page, "Không thống nhất 1 trường hợp")
    assert statuses() == [
        ("school", "CDCS_VMXS", "rejected"),
        ("school", "BK_T", "approved"),
        ("Nguyệt", "BK_T", "approved"),
        ("Ánh", "BK_T", "approved"),
        ("Páo", "BK_T", "rejected"),
        ("Lìn", "GK_CTT", "approved"),
    ]
