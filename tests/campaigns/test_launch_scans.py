"""Tests the signed original of a launch: who adds and withdraws its scan, where it is offered; what the page says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.decision_pages import text_of
from units.models import Attachment, Event

pytestmark = pytest.mark.sqlite(deep="both")

PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"
LAUNCH, HOME = "/campaigns/2015/", "/"


def test_the_signed_original_is_offered_first_until_it_is_withdrawn(world, sign_in_as):
    stranger, board = Client(), sign_in_as("board")
    assert "Đọc nội dung tóm lược (PDF)" in text_of(stranger.get(LAUNCH))
    page = board.post(f"{LAUNCH}scan/", {"scan": SimpleUploadedFile("Phát động đã ký.pdf", PDF)})
    assert page["Location"] == LAUNCH
    scan = Attachment.objects.about(world.campaign).get()
    for address in (LAUNCH, HOME):
        text = text_of(stranger.get(address))
        assert text.index("Tải bản gốc đã ký") < text.index("Đọc nội dung tóm lược (PDF)")
    address = f"{LAUNCH}scans/{scan.pk}/"
    assert b"".join(stranger.get(address).streaming_content) == PDF
    again = board.post(f"{LAUNCH}scan/", {"scan": SimpleUploadedFile("ban-khac.pdf", PDF)})
    assert again.context["problems"] == [
        ("id_scan", "Tệp “ban-khac.pdf” đã được đính kèm ở đây rồi. Xin chọn tệp khác.")
    ]
    assert board.post(f"{address}withdraw/", {"reason": "Chụp thiếu trang."}).status_code == 302
    gone = stranger.get(address)
    assert (gone.status_code, "Chụp thiếu trang." in text_of(gone)) == (410, False)
    assert "Lý do: Chụp thiếu trang." in text_of(board.get(address))
    assert "Tải bản gốc đã ký" not in text_of(stranger.get(LAUNCH))
    assert board.post(f"{address}withdraw/", {"reason": "Lần nữa."}).status_code == 409
    events = Event.objects.filter(verb__in=("add_scan", "withdraw_scan"), target_type__model="campaign")
    assert list(events.order_by("pk").values_list("verb", flat=True)) == ["add_scan", "withdraw_scan"]


def test_the_page_says_who_issued_and_signed_the_launch_and_whom_it_is_for(world, client):
    text = text_of(client.get(LAUNCH))
    assert "Nội dung tóm lược Trang này và bản PDF tóm lược văn bản phát động, không thay văn bản đã ký." in text
    assert f"Cơ quan ban hành Ban Thường vụ {world.province.full_name} Người ký" in text
    assert "Người ký Lô Tiến Sơn, Chủ tịch" in text
    assert "Nơi nhận Tổng Liên đoàn Lao động Việt Nam để báo cáo (b/c)" in text
