"""Tests that anybody who holds a receipt can check it by its code, and that nobody learns anything without one."""

import logging

import pytest
from django.db.models import QuerySet
from django.test import Client

from campaigns.models import Submission
from campaigns.papers import filing_pdf
from campaigns.receipts import normalize_receipt
from campaigns.sheet import Sheet
from foundation import clock
from tests.support import papers
from tests.support.filing_steps import sent
from tests.support.without_triggers import without_triggers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
UNKNOWN = "Không có biên nhận nào mang mã này."


@pytest.fixture
def submission(world):
    with clock.travel("2015-02-25T08:30+07:00"):
        return sent(world, unit="school").last_submission


def answer(code):
    page = Client().get(f"/receipts/{code}/")
    assert page.status_code == 200
    return page.context["answer"]


def test_a_receipt_says_number_time_unit_and_digest_and_nothing_else(submission):
    told = answer(submission.receipt)
    assert (told.status, told.tone) == ("Đã tiếp nhận", "ok")
    assert told.facts == (
        ("Mã tiếp nhận", submission.receipt),
        ("Đơn vị", submission.filing.called.full_name),
        ("Phiếu", submission.filing.title),
        ("Lần gửi", "1"),
        ("Nhận lúc", "08:30 ngày 25/02/2015"),
        ("SHA-256 của nội dung", submission.sha256),
    )
    page = Client().get(f"/receipts/{submission.receipt}/")
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex, nofollow", True)
    assert submission.by.full_name not in page.content.decode()


def test_a_code_is_read_as_people_type_it(submission):
    number, time, digits = submission.receipt.split("-")
    for typed in (
        submission.receipt.lower(), f" {int(number)} - {time} - {digits} ", f"{number}–{time}–{digits}",
        f"{number}-{time}-{digits}".replace("0", "O").replace("1", "l"),
        submission.receipt.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789"}),  # of full width
    ):  # fmt: skip
        assert normalize_receipt(typed) == submission.receipt
        page = Client().get("/receipts/", {"code": typed}, follow=True)
        assert page.context["answer"].status == "Đã tiếp nhận"


def test_every_other_code_gets_the_same_answer(submission):
    number, time, digits = submission.receipt.split("-")
    last = "0" if digits[-1] != "0" else "1"
    others = (
        f"{number}-{time}-{digits[:6]}", f"{number}-{time}-{digits[:11]}", f"{number}-{time}-{digits[:11]}{last}",
        f"{number}-{int(time) + 1}-{digits}", f"{int(number) + 1}-{time}-{digits}", f"{number}-{time}-%%%%%%%%%%%%",
        f"999999999999-{time}-{digits}", "x", "0-0-000000000000", f"{number}-{time}-{'0' * 12}", "'; --",
    )  # fmt: skip
    answers = {answer(other.replace("%", "%25")) for other in others}
    assert {(told.status, told.facts) for told in answers} == {("Không tìm thấy", ())}
    assert len({told.sentence for told in answers}) == 1
    assert answers.pop().sentence.startswith(UNKNOWN)
    assert Client().get("/receipts/", {"code": " "}).context["problems"][0][1].endswith("Xin nhập mã tiếp nhận.")


def test_a_content_that_was_changed_is_not_confirmed(submission, caplog):
    with without_triggers():
        QuerySet(Submission).filter(pk=submission.pk).update(content=submission.content | {"thêm": "1"})
    with caplog.at_level(logging.ERROR, "campaigns.receipts"):
        told = answer(submission.receipt)
    assert (told.status, told.facts) == ("Chưa xác nhận được", ())
    assert f"submission {submission.pk} has another content" in caplog.text


def test_the_paper_of_a_sent_sheet_carries_the_code_that_of_a_draft_none(submission, settings):
    filing = submission.filing
    text = papers.words(filing_pdf(Sheet(filing, submission=submission)))
    assert f"Đã gửi lần 1 lúc 08:30 ngày 25/02/2015. Mã tiếp nhận: {submission.receipt}" in text
    assert f"Tra cứu: {settings.PORTAL_URL}/receipts/" in text
    assert "Mã tiếp nhận" not in papers.words(filing_pdf(Sheet(filing)))
