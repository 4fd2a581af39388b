"""Tests the outbox: a mail is written once, sent once from what is stored then, and waits for a server that is down."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from awards.actions import decisions, signing
from foundation import clock
from tests.support import casts, dossier_steps
from tests.support.racing import race
from units import outbox
from units.models import Event, MailKind, OutgoingMail, Post, Role, User

pytestmark = pytest.mark.django_db

AT = clock.parse(dossier_steps.DAY)


@pytest.fixture
def world(db):
    with clock.travel(AT):
        yield casts.copied(dossier_steps.build)


@pytest.fixture
def decision(world):
    """A decision that the Board recorded from paper; the leader has an address."""
    return recorded(world)


def recorded(world):
    Post.objects.filter(user=world.user("board")).update(may_record_signed=True)
    User.objects.filter(username="leader").update(email="lanh-dao@vi.example")
    nominations = dossier_steps.approved(world, [{"code": "BK_T", "name": "Nông Thị Ánh"}])
    drafted = decisions.draft(nominations, by=world.by("board"))
    dossier_steps.close(world, drafted, world.by("board"))
    signing.register(drafted, by=world.by("board"), number="45", dated_on=date(2015, 7, 20), scan=dossier_steps.scan())
    return drafted


def states():
    return list(OutgoingMail.objects.order_by("pk").values_list("state", "tries"))


def in_minutes(minutes):
    return clock.travel(AT + timedelta(minutes=minutes))


def test_the_leader_is_written_to_once_in_the_words_of_the_moment_of_sending(world, decision):
    outbox.post(MailKind.SIGNED_RECORDED, decision, world.user("leader"), unit=decision.unit)
    assert states() == [("queued", 0)]
    User.objects.filter(username="leader").update(full_name="Hứa Quang Lâm Mới")
    assert outbox.send_due() == "Đã gửi 1 thư."
    assert outbox.send_due() == ""
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Đã ghi nhận Quyết định số 45/QĐ-LĐLĐ", ["lanh-dao@vi.example"])
    assert sent.body.startswith("Kính gửi Hứa Quang Lâm Mới,\n\nTriệu Thị Sao Mai đã ghi nhận Quyết định số 45/QĐ-LĐLĐ")
    assert f"/decisions/{decision.pk}/\n" in sent.body
    assert states() == [("sent", 1)]


@pytest.mark.parametrize("change", ["no address", "no post"])
def test_what_nobody_needs_any_more_is_not_sent(decision, change):
    if change == "no address":
        User.objects.filter(username="leader").update(email="")
    else:
        Post.objects.filter(user__username="leader", role=Role.LEADER).update(until=date(2015, 7, 20))
    assert outbox.send_due() == ""
    assert (states(), mail.outbox) == ([("obsolete", 1)], [])


def test_a_server_that_is_down_holds_up_nobody_and_is_tried_after_growing_pauses(decision, monkeypatch):
    def refuse(*_given):
        raise ConnectionRefusedError("down")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for minutes, tries in ((0, 1), (0.5, 1), (1, 2), (2, 2), (3, 3)):
        with in_minutes(minutes):
            assert outbox.send_due() == ""
        assert states() == [("queued", tries)]
    OutgoingMail.objects.update(tries=outbox.MAX_TRIES - 1)
    with in_minutes(60):
        outbox.send_due()
    assert states() == [("failed", outbox.MAX_TRIES)]
    assert OutgoingMail.objects.get().last_error == "Máy chủ thư chưa nhận thư này (ConnectionRefusedError: down)"


def test_a_mail_whose_process_ended_while_it_was_sent_is_not_sent_twice(decision):
    OutgoingMail.objects.update(state="sending", tries=1)
    with in_minutes(11):
        assert outbox.send_due() == ""
    assert (states(), mail.outbox) == ([("failed", 1)], [])


def test_an_administrator_sees_why_a_mail_failed_and_has_it_sent_again_or_not_any_more(world, decision):
    OutgoingMail.objects.update(state="failed", tries=12, last_error="ConnectionRefusedError: down")
    other = OutgoingMail.objects.get()
    other.pk, other.key = None, "khác"
    other.save()
    admin = Client()
    admin.force_login(world.user("admin"))
    desk = admin.get("/").content.decode()
    assert ("Xem thư không gửi được" in desk, "/mails/?state=failed" in desk) == (True, True)
    page = admin.get("/mails/?state=failed").content.decode()
    assert (page.count("ConnectionRefusedError: down"), page.count("Gửi lại</button>")) == (2, 2)
    assert "Không có thư nào" in admin.get("/mails/?state=queued").content.decode()
    again, dropped = OutgoingMail.objects.order_by("pk")
    assert admin.post(f"/mails/{again.pk}/send-again/")["Location"] == "/mails/"
    assert admin.post(f"/mails/{again.pk}/send-again/").status_code == 409
    assert admin.post(f"/mails/{dropped.pk}/drop/").status_code == 302
    assert states() == [("queued", 0), ("obsolete", 12)]
    assert outbox.send_due() == "Đã gửi 1 thư."
    verbs = [(event.verb, event.acting_as) for event in Event.objects.filter(target_type__model="outgoingmail")]
    title = "Quản trị hệ thống, LĐLĐ tỉnh Lạng Sơn"
    assert verbs == [("drop_mail", title), ("send_mail_again", title)]
    assert "Xem thư không gửi được" not in admin.get("/").content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_send_a_mail_once(transactional_db):
    with clock.travel(AT):
        recorded(casts.copied(dossier_steps.build))
        assert race(outbox.send_due, outbox.send_due) == [None, None]
    assert (states(), len(mail.outbox)) == ([("sent", 1)], 1)
