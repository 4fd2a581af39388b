"""Tests scans of signed papers: which files are taken, from whom, and who may download them."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from awards.models import Award, Decision
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.decision_pages import (
    GROUP,
    OTHER,
    PERSON,
    TYPED,
    draft,
    outside,
    refusal,
    sign_in,
    superuser,
    text_of,
    trusted,
)
from tests.support.without_triggers import without_triggers
from units import blobs
from units.attachments import LIMIT, MOST_FILES
from units.models import Attachment, Blob, Event

pytestmark = pytest.mark.either

on_sqlite = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases

PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"
TICKED = {"checked": "on"}
TOO_BIG = "Tệp “to.pdf” lớn hơn 5 MB. Xin nén ảnh hoặc chia thành nhiều tệp."
WRONG_KIND = "Chỉ nhận tệp PDF, ảnh JPEG, PNG. Tệp “{name}” không đúng loại."


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        world = copied(dossier_steps.build)
        trusted("board2")
        yield world


def picture(kind):
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, kind)
    return content.getvalue()


def file(name, content):
    return SimpleUploadedFile(name, content)


def closed(world, rows=(PERSON, OTHER, GROUP)):
    decision = draft(world, rows)
    dossier_steps.close(world, decision, world.by("board2"))
    return decision


def recorded(visitor, decision, scan=None, **typed):
    decision.refresh_from_db()
    address = reverse(f"awards:decision_{'record' if decision.organ else 'register'}", args=[decision.pk])
    sent = TYPED | TICKED | typed | ({"scan": scan} if scan else {})
    return visitor.post(address, sent)


def test_a_named_reviewer_records_the_signed_paper_with_its_scan(world):
    decision = closed(world)
    page = sign_in("board2").get(reverse("awards:decision_register", args=[decision.pk]))
    asks = "Ban hành Quyết định số … ngày …: 1 tập thể, 2 cá nhân. Từ lúc này có sổ khen thưởng, bằng, giấy khen."
    assert f"{asks} Sau khi ban hành không sửa được; sai sót phải có quyết định đính chính." in text_of(page)
    page = recorded(sign_in("board2"), decision, file("QĐ 45 đã ký.pdf", PDF), seen=decision.sha256)
    assert page["Location"] == decision.get_absolute_url()
    decision = Decision.objects.get()
    assert (decision.status, decision.recorded, Award.objects.count()) == ("issued", True, 3)
    scan = Attachment.objects.about(decision).get()
    assert (scan.name, scan.blob.media_type, scan.blob.size) == ("QĐ 45 đã ký.pdf", "application/pdf", len(PDF))
    text = text_of(sign_in("owner").get(decision.get_absolute_url()))
    assert "Bản đã ký: QĐ 45 đã ký.pdf" in text


def test_recording_is_for_those_whose_post_says_so(world):
    decision = closed(world)
    given = "Việc này do văn thư hoặc cán bộ được giao ghi nhận văn bản đã ký của LĐLĐ tỉnh Lạng Sơn thực hiện."
    assert refusal(recorded(sign_in("board"), decision, file("a.pdf", PDF))) == (403, given)
    assert refusal(recorded(sign_in("leader"), decision, file("a.pdf", PDF))) == (403, given)
    assert recorded(sign_in("district"), decision, file("a.pdf", PDF)).status_code == 404
    assert (Attachment.objects.count(), Award.objects.count()) == (0, 0)


def test_what_was_decided_above_is_recorded_by_any_reviewer_there(world):
    decision = outside(world)
    board = sign_in("board")
    text = text_of(board.get(reverse("awards:decision_record", args=[decision.pk])))
    organ = "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
    assert f"Ghi nhận Quyết định số … ngày … của {organ}: 1 cá nhân." in text
    assert (
        recorded(
            board, decision, file("a.jpg", picture("JPEG")), number="1234/QĐ-TLĐ", **dossier_steps.SIGNED
        ).status_code
        == 302
    )
    assert str(Decision.objects.get()) == "Quyết định số 1234/QĐ-TLĐ"
    assert "PDF" in text_of(board.get(decision.get_absolute_url()))
    assert board.get(f"{decision.get_absolute_url()}certificates.pdf").status_code == 404


@on_sqlite
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("van-ban.pdf", "Số 45, ngày 20/07/2015".encode()),
        ("van-ban.pdf", b"%PDF-1.4 without an end"),
        ("anh.png", picture("PNG") + b"<script>alert(1)</script>"),
        ("anh.png", picture("PNG") + PDF),
        ("anh.png", picture("PNG")[:40]),
        ("anh.gif", picture("GIF")),
        ("anh.png", picture("GIF")),
        ("trang.html", b"<html></html>"),
    ],
    ids=["text", "cut pdf", "picture and script", "picture and pdf", "cut picture", "gif", "gif as png", "html"],
)
def test_a_file_is_judged_by_what_is_in_it_and_what_was_typed_stays(world, name, content):
    decision = closed(world, [PERSON])
    page = recorded(sign_in("board2"), decision, file(name, content), number="45a")
    assert page.context["problems"] == [("id_scan", WRONG_KIND.format(name=name))]
    assert page.context["form"]["number"].value() == "45a"
    assert "Ban hành Quyết định số 45a/QĐ-LĐLĐ ngày 20/07/2015: 1 cá nhân." in text_of(page)
    decision.refresh_from_db()
    assert (decision.status, Attachment.objects.count()) == ("to_sign", 0)


@on_sqlite
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("to.pdf", PDF.ljust(LIMIT * 1024 * 1024) + PDF, TOO_BIG),
        ("rong.pdf", b"", "Tệp này không có nội dung. Xin chọn lại."),
    ],
    ids=["too big", "empty"],
)
def test_a_file_too_big_or_empty_is_refused(world, name, content, sentence):
    page = recorded(sign_in("board2"), closed(world, [PERSON]), file(name, content))
    assert page.context["problems"] == [("id_scan", sentence)]


@on_sqlite
def test_the_scan_and_the_tick_are_asked_for(world):
    page = recorded(sign_in("board2"), closed(world, [PERSON]), checked="")
    assert page.context["problems"] == [
        ("id_scan", "Xin chọn tệp bản chụp văn bản đã ký."),
        ("id_checked", "Xin đối chiếu với văn bản đã ký rồi đánh dấu."),
    ]


def test_a_taken_number_keeps_no_file(world):
    dossier_steps.issued(world, [PERSON])
    decision = closed(world, [PERSON | {"name": "Bàn Phúc Lìn"}])
    page = recorded(sign_in("board2"), decision, file("a.pdf", PDF))
    taken = "Số 45/QĐ-LĐLĐ đã dùng cho quyết định ngày 20/07/2015. Xin kiểm tra sổ văn thư."
    assert page.context["problems"] == [("id_number", taken)]
    assert not Attachment.objects.about(decision).exists()


def test_a_second_record_finds_it_issued(world):
    decision = closed(world, [PERSON])
    recorded(sign_in("board2"), decision, file("a.pdf", PDF))
    page = recorded(sign_in("board2"), decision, file("a.pdf", PDF), number="46")
    assert (page.status_code, ("Số", "46") in page.context["typed"]) == (409, True)
    assert (Attachment.objects.count(), Decision.objects.get().number) == (1, "45")


def kept(world, name="scan.png", content=None):
    """Return a stored scan of an issued decision of the province."""
    recorded(sign_in("board2"), closed(world, [PERSON]), file(name, content or picture("PNG")))
    return Attachment.objects.get()


def test_a_scan_is_handed_out_to_be_saved(world):
    scan = kept(world)
    page = sign_in("owner").get(reverse("awards:attachment", args=[scan.pk]))
    assert (page.status_code, hashlib.sha256(page.getvalue()).hexdigest()) == (200, scan.blob_id)
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")
    assert [page[name] for name in headers] == [
        "image/png",
        'attachment; filename="scan.png"',
        "nosniff",
        "private, no-store",
    ]


def test_a_scan_with_other_bytes_than_were_uploaded_is_not_handed_out(world):
    scan = kept(world)
    with without_triggers():
        Blob.objects.update(content=picture("PNG") + b"more")
    page = sign_in("owner").get(reverse("awards:attachment", args=[scan.pk]))
    assert (page.status_code, b"IEND" in page.content) == (410, False)


@on_sqlite
@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("trang.html", 'attachment; filename="trang.html.png"'),
        ('a"b.png', 'attachment; filename="a\\"b.png"'),
        ("đã ký.PNG", "attachment; filename*=utf-8''%C4%91%C3%A3%20k%C3%BD.PNG"),
    ],
)
def test_its_name_ends_as_what_it_is(world, name, disposition):
    scan = kept(world)
    with without_triggers():
        Attachment.objects.filter(pk=scan.pk).update(name=name)
    page = sign_in("board").get(reverse("awards:attachment", args=[scan.pk]))
    assert page["Content-Disposition"] == disposition


def test_a_file_is_found_by_those_who_find_its_thing(world):
    scan = kept(world)
    made = closed(world, [PERSON | {"name": "Bàn Phúc Lìn"}])
    hidden = Attachment.objects.get(pk=scan.pk)
    hidden.pk, hidden.target = None, made
    hidden.save()
    address = reverse("awards:attachment", args=[hidden.pk])
    statuses = {
        name: sign_in(name).get(address).status_code for name in ("board", "leader", "owner", "district", "chair")
    }
    assert statuses == {"board": 200, "leader": 200, "owner": 404, "district": 404, "chair": 404}
    assert superuser().get(address).status_code == 404
    for number in (10**17, 10**40):
        assert sign_in("board").get(f"/attachments/{number}/").status_code == 404


def test_the_same_content_is_stored_once_and_read_in_pieces(world, monkeypatch):
    content = PDF[:-6] + bytes(range(256)) * 20 + b"%%EOF\n"
    first = kept(world, "một.pdf", content)
    recorded(
        sign_in("board2"), closed(world, [PERSON | {"name": "Bàn Phúc Lìn"}]), file("hai.pdf", content), number="46"
    )
    assert [scan.blob_id for scan in Attachment.objects.all()] == [Blob.objects.get().pk] * 2
    assert first.original_sha256 == first.blob_id == hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(blobs, "PIECE", 1000)
    assert [len(piece) for piece in blobs.pieces(first.blob_id)] == [1000] * 5 + [len(content) - 5000]
    page = sign_in("owner").get(reverse("awards:attachment", args=[first.pk]))
    assert (page.getvalue(), page["Content-Length"]) == (content, str(len(content)))


def test_a_scan_is_withdrawn_with_a_reason_and_another_added(world):
    scan = kept(world, "nhầm.png")
    decision, board2 = Decision.objects.get(), sign_in("board2")
    address, adding = reverse("awards:attachment", args=[scan.pk]), reverse("awards:decision_scan", args=[decision.pk])
    again = board2.post(adding, {"scan": file("như cũ.png", picture("PNG"))})
    twice = "Tệp “như cũ.png” đã được đính kèm ở đây rồi. Xin chọn tệp khác."
    assert again.context["problems"] == [("id_scan", twice)]
    assert board2.post(f"{address}withdraw/", {"reason": " "}).context["problems"] == [
        ("id_reason", "Xin ghi lý do rút lại.")
    ]
    assert board2.post(f"{address}withdraw/", {"reason": "Chụp nhầm văn bản"}).status_code == 302
    assert board2.post(f"{address}withdraw/", {"reason": "Lần nữa"}).status_code == 409
    scan.refresh_from_db()
    assert (scan.withdrawn_by.username, scan.withdrawn_reason) == ("board2", "Chụp nhầm văn bản")
    gone = {name: sign_in(name).get(address) for name in ("board", "owner")}
    assert {name: (page.status_code, "Chụp nhầm" in text_of(page)) for name, page in gone.items()} == {
        "board": (410, True),
        "owner": (410, False),
    }
    page_of = {name: text_of(sign_in(name).get(decision.get_absolute_url())) for name in gone}
    assert {name: "rút lại bản chụp “nhầm.png”" in text for name, text in page_of.items()} == {
        "board": True,
        "owner": False,
    }
    assert board2.post(adding, {"scan": file("đúng.png", picture("PNG"))}).status_code == 302
    assert [event.verb for event in Event.objects.about(decision)][:2] == ["add_scan", "withdraw_scan"]
    assert (Attachment.objects.count(), Attachment.objects.in_force().count(), Blob.objects.count()) == (2, 1, 1)


def test_what_a_scan_may_be_is_said_beside_its_field_and_kept(world):
    kept(world)
    adding = reverse("awards:decision_scan", args=[Decision.objects.get().pk])
    board2 = sign_in("board2")
    limits = f"Một tệp PDF, ảnh JPEG hoặc PNG, không quá {LIMIT} MB. Mỗi văn bản có không quá {MOST_FILES} tệp."
    assert limits in text_of(board2.get(adding))
    for number in range(1, MOST_FILES):
        board2.post(adding, {"scan": file(f"{number}.pdf", b"%%PDF-1.%d\n%%%%EOF\n" % number)})
    refused = board2.post(adding, {"scan": file("nữa.pdf", PDF)})
    most = f"Ở đây đã có đủ {MOST_FILES} tệp, không thêm được nữa. Xin rút lại tệp không cần trước khi thêm."
    assert refused.context["problems"] == [("id_scan", most)]
    assert board2.post(adding, {"scan": file("a.txt", b"abc")}).context["problems"] == [
        ("id_scan", WRONG_KIND.format(name="a.txt"))
    ]
    assert sign_in("board").get(adding).status_code == 403


def test_a_content_that_nothing_refers_to_is_pruned(world):
    scan = kept(world)
    blobs.store(PDF, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    assert Blob.objects.count() == 2
    blobs.prune_blobs()
    assert Blob.objects.get().pk == scan.blob_id
