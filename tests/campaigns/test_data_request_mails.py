"""Tests the mails about data requests: asked, before the due date, returned; to officers who gave an address."""

from datetime import date

import pytest

from campaigns.actions import data_request_sheets as sheets
from campaigns.actions import data_requests
from campaigns.mails import remind_due
from emulation.management.commands import tick
from foundation import clock
from tests.support.data_request_steps import ASKED_ON, DUE, opened, sent, sheet_of
from units import outbox
from units.models import MailKind, OutgoingMail, User

pytestmark = [pytest.mark.either, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def addresses(world):
    User.objects.filter(username="district").update(email="chi.lang@vi.example")


def letters(kind):
    """Return (whose, text) of the mails of a kind, as they would be sent now; None for what is not sent any more."""
    mails = OutgoingMail.objects.filter(kind=kind).select_related("person").order_by("pk")
    written = ((mail.person.username, outbox.LETTERS[MailKind(kind)](mail.about, mail.person)) for mail in mails)
    return [(name, letter and letter.text.split("\n\n")[1]) for name, letter in written]


def test_officers_who_gave_an_address_are_told_that_they_are_asked(world):
    request = opened(world)
    sentence = "LĐLĐ huyện Chi Lăng được yêu cầu bổ sung số liệu: {title}. Xin trả lời trước hết ngày 21/07/2015."
    told = [("district", sentence.format(title=request.title))]
    with clock.travel(ASKED_ON):
        assert letters("request_opened") == told
        User.objects.filter(username="owner").update(email="truong@vi.example")
        data_requests.ask_unit(request, world.school, by=world.by("board"))
        assert [who for who, _text in letters("request_opened")] == ["district", "owner"]
    sent(world, request)
    assert letters("request_opened")[0] == ("district", None)


def test_who_has_not_sent_is_reminded_once_for_each_due_date(world):
    request = opened(world)
    assert remind_due in tick.DUTIES
    for moment, line in (
        ("2015-07-18T23:00+07:00", ""),  # four days before
        ("2015-07-19T06:59+07:00", ""),  # too early in the morning
        ("2015-07-19T07:00+07:00", "Đã viết 1 thư nhắc hạn bổ sung số liệu."),
        ("2015-07-19T07:01+07:00", ""),
        ("2015-07-20T07:00+07:00", ""),
    ):
        with clock.travel(moment):
            assert remind_due() == line
    with clock.travel("2015-07-20T08:00+07:00"):
        sentence = "LĐLĐ huyện Chi Lăng chưa gửi phiếu bổ sung số liệu: {title}. Hạn gửi là hết ngày 21/07/2015."
        assert letters("request_due") == [("district", sentence.format(title=request.title))]
        data_requests.extend_request(request, on=date(2015, 7, 22), reason="Bão.", by=world.by("board"))
        assert remind_due() == "Đã viết 1 thư nhắc hạn bổ sung số liệu."
        assert [who for who, _text in letters("request_due")] == ["district"] * 2
    sent(world, request)
    with clock.travel("2015-07-20T09:00+07:00"):
        assert letters("request_due") == [("district", None)] * 2


def test_who_was_asked_yesterday_and_who_has_sent_is_not_reminded(world):
    opened(world, due_at=clock.end_of_day(date(2015, 7, 15)))
    with clock.travel("2015-07-13T10:00+07:00"):
        assert remind_due() == ""
    assert OutgoingMail.objects.filter(kind="request_due").count() == 0
    request = opened(world)
    sent(world, request)
    with clock.travel("2015-07-20T08:00+07:00"):
        assert remind_due() == ""  # the city's officers gave no address
        assert [sheet.reminded_for is None for sheet in request.sheets.order_by("unit__name")] == [True, False]


def test_a_union_that_two_requests_ask_is_told_of_both_and_not_twice_on_the_day_of_a_return(world):
    first, second = opened(world), opened(world, title="Yêu cầu khác")
    sheet = sent(world, second)
    with clock.travel("2015-07-20T08:00+07:00"):
        sheets.return_answers(sheet, reason="Sai.", due_on=DUE, remarks={}, by=world.by("board", "reviewer"))
        assert remind_due() == "Đã viết 1 thư nhắc hạn bổ sung số liệu."
        assert OutgoingMail.objects.get(kind="request_due").about.request == first
    third = opened(world, title="Yêu cầu thứ ba", due_at=clock.end_of_day(date(2015, 7, 25)))
    fourth = opened(world, title="Yêu cầu thứ tư", due_at=clock.end_of_day(date(2015, 7, 25)))
    with clock.travel("2015-07-24T08:00+07:00"):
        assert remind_due() == "Đã viết 2 thư nhắc hạn bổ sung số liệu."
        newest = OutgoingMail.objects.filter(kind="request_due").order_by("-pk")[:2]
        assert {mail.about.request for mail in newest} == {third, fourth}


def test_each_return_is_told_with_its_reason(world):
    request = opened(world)
    sheet = sent(world, request)
    for reason in ("Thiếu nữ.", "Sai cộng."):
        with clock.travel("2015-07-15T09:00+07:00"):
            sheets.return_answers(sheet, reason=reason, due_on=DUE, remarks={}, by=world.by("board", "reviewer"))
            told = letters("request_returned")[-1]
            sentence = f"Phiếu bổ sung số liệu của LĐLĐ huyện Chi Lăng được trả lại: {reason}"
            assert told == ("district", f"{sentence} Xin gửi lại trước hết ngày 21/07/2015.")
        sheet = sent(world, request)
    assert letters("request_returned") == [("district", None)] * 2
    assert sheet_of(request, world.district).status == "submitted"
