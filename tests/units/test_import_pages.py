"""Tests the pages of a list that comes in, from the file to the rows that were taken back, as an administrator goes."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation import clock
from foundation.tables.reading import read_tables
from tests.support.union_lines import HEADINGS, csv_of
from tests.units.test_union_table import JULY, worked
from units.models import Import, ImportRow, Unit

pytestmark = [pytest.mark.either, pytest.mark.django_db]

TCVN3 = "STT;Tªn ®¬n vÞ;C«ng ®oµn cÊp trªn;Khèi\n1;C§CS Tr\u00adêng THCS Suèi Hoa;L§L§ huyÖn Chi L¨ng;Sù nghiÖp\n"


@pytest.fixture
def admin(world, client):
    client.force_login(world.user("admin"))
    with clock.travel(JULY):
        yield client


def sent(admin, content, name="don-vi.csv", kind="unions"):
    """Send a file; return the page that follows."""
    return admin.post("/imports/new/", {"kind": kind, "file": SimpleUploadedFile(name, content)}, follow=True)


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def said_by(page):
    """Return what the buttons that answer send, in their order."""
    return re.findall(r'name="said" value="(\w*)"', page.content.decode())


def at(page):
    return page.redirect_chain[-1][0]


def test_a_list_is_brought_in_asked_about_written_and_taken_back(world, admin):
    page = sent(
        admin,
        csv_of(
            HEADINGS,
            [1, "CĐCS Trường THCS Suối Hoa", "CĐCS", "Sự nghiệp", world.district.name, "1.500", ""],
            [2, "CĐCS Trường THCS Đôi Na", "CĐCS", "Sự nghiệp", world.district.name, "", ""],
            [3, "Nghiệp đoàn Bốc xếp Pò Gió", "", "", world.district.name, "1.5OO", ""],
            [4, world.bank.name, "", "", "", "", "0912 345 678"],
        ),
    )
    text, address = text_of(page), at(page)
    assert "Danh sách 4 đơn vị: thêm 1, sửa 1, hỏi 1, từ chối 1" in text
    assert "Thêm 1 và sửa 1 đơn vị" in text and "Ô F4: “1.5OO” không phải số" in text
    assert "1 dòng hỏi sẽ để lại" in text and f"đang thuộc {world.district.name}" in text
    assert "Suối Hoa" not in text_of(admin.get(address, {"status": "refused"}))

    row = ImportRow.objects.get(status="doubtful")
    assert said_by(admin.get(address)) == ["is_it", "is_another", "is_another"]
    page = admin.post(f"{address}answer/?status=doubtful", {"row": row.pk, "said": "is_it"}, follow=True)
    assert at(page) == f"{address}?status=doubtful"
    page = admin.get(address)
    assert "Danh sách 4 đơn vị: thêm 1, sửa 2, từ chối 1" in text_of(page) and "Đã trả lời: là một." in text_of(page)
    assert said_by(page) == [""]
    for wrong in ({"row": row.pk, "said": "perhaps"}, {"row": "9" * 30, "said": "is_it"}):
        assert admin.post(f"{address}answer/", wrong).status_code == 404

    seen = Import.objects.get().seen
    assert admin.post(f"{address}write/", {"seen": "new=9"}).status_code == 409
    text = text_of(admin.post(f"{address}write/", {"seen": seen}, follow=True))
    assert "Đang ghi danh sách 4 đơn vị" in text and "Máy chủ sắp làm." in text
    worked(Import.objects.get())
    text = text_of(admin.get(address))
    assert "Đã thêm 1 và sửa 2 đơn vị" in text and "Hoàn tác…" in text and "So lại tệp này với cổng" in text

    mended = read_tables(b"".join(admin.get(f"{address}refused/").streaming_content), "a.xlsx")
    (sheet,) = mended.sheets
    assert sheet.rows[-1].values[-1] == "Ô F4: “1.5OO” không phải số"
    assert "từ chối 1" in text_of(sent(admin, b"".join(admin.get(f"{address}refused/").streaming_content), "b.xlsx"))

    assert "Hoàn tác 3 dòng đã ghi?" in text_of(admin.get(f"{address}undo/"))
    assert "Xin ghi lý do." in text_of(admin.post(f"{address}undo/", {"reason": ""}))
    admin.post(f"{address}undo/", {"reason": "Nhầm tệp"})
    worked(Import.objects.order_by("pk").first())
    assert "Đã hoàn tác 3 đơn vị" in text_of(admin.get(address))
    assert Unit.objects.get(pk=world.bank.pk).phone == ""


def test_columns_are_named_by_hand_and_old_letters_are_asked_about(world, admin):
    page = sent(admin, csv_of(["Ai", "Ở đâu"], ["CĐCS Suối Hoa", world.district.name]))
    address = at(page)
    assert address.endswith("/columns/") and "Cột A: Ai" in text_of(page) and "CĐCS Suối Hoa" in text_of(page)
    where = {"sheet": "CSV", "heading_row": "1"}
    assert "Còn thiếu cột: Tên đơn vị." in text_of(admin.post(address, where))
    twice = where | {"column-0": "name", "column-1": "name"}
    assert "Hai cột cùng là “Tên đơn vị”." in text_of(admin.post(address, twice))
    page = admin.post(address, where | {"column-0": "name", "column-1": "parent"}, follow=True)
    assert "Danh sách 1 đơn vị: từ chối 1" in text_of(page) and "Thiếu khối" in text_of(page)
    assert "Xem các cột ở dòng ấy" in text_of(admin.get(address, {"sheet": "CSV", "heading_row": "0"}))

    page = sent(admin, TCVN3.encode(), "cu.csv")
    assert "Tệp này gõ bằng phông chữ cũ?" in text_of(page) and "CĐCS Trường THCS Suối Hoa" in text_of(page)
    address = at(page).replace("columns", "encoding")
    assert admin.post(address, {"encoding": "klingon"}).status_code == 404
    text = text_of(admin.post(address, {"encoding": "tcvn3"}, follow=True))
    assert "Danh sách 1 đơn vị: thêm 1" in text and "phông chữ cũ đã chuyển mã" in text
    assert "C§CS" in text_of(admin.get(at(page)))

    for content, name in ((b"%PDF-1.4", "a.pdf"), (b"", "a.csv"), (b"\0\1", "a.xls")):
        page = sent(admin, content, name)
        assert page.status_code == 200 and "Còn 1 chỗ cần xem lại" in text_of(page), name


def test_what_is_given_can_be_brought_in_again(world, admin):
    for kind, counted in (("unions", "8 đơn vị: giữ nguyên 8"), ("people", "giữ nguyên")):
        given = b"".join(admin.get(f"/imports/export/{kind}/").streaming_content)
        assert counted in text_of(sent(admin, given, "a.xlsx", kind))
        empty = b"".join(admin.get(f"/imports/template/{kind}/").streaming_content)
        assert at(sent(admin, empty, "a.xlsx", kind)).endswith("/columns/")
    assert "Đưa danh sách từ Excel vào…" in text_of(admin.get("/admin/units/unit/"))
    admin.force_login(world.user("board"))
    assert "Đưa danh sách từ Excel vào…" not in text_of(admin.get("/admin/units/unit/"))


def test_what_stands_in_a_file_is_never_markup(world, admin):
    bad = "<img src=x onerror=alert(1)>{0} %s {{ 1 }}"
    page = sent(admin, csv_of([bad, "Ở đâu"], [bad, bad]), f"{bad[:20]}.csv".replace("/", ""))
    html = page.content.decode()
    assert at(page).endswith("/columns/") and "&lt;img src=x onerror" in html and "<img src=x" not in html
    page = sent(admin, csv_of(HEADINGS, [1, bad, "CĐCS", "Sự nghiệp", bad, bad, bad]))
    html = page.content.decode()
    assert "từ chối 1" in text_of(page) and "&lt;img src=x onerror" in html and "<img src=x" not in html
