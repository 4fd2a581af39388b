"""Tests the outbox: a mail is written once, sent once from what is stored then, and waits for a server that is down."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from awards.actions import decisions, signing
from foundation import clock
from tests.support import casts, dossier_steps
from tests.support.live_portal import free_port
from tests.support.mail_catcher import RUDE, catching
from tests.support.racing import race
from units import heartbeats, outbox
from units.models import Event, MailKind, OutgoingMail, Post, Process, Role, User

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


# A mail server


ADDRESSES = ["an@vi.example", "binh@vi.example", "chi@vi.example"]


@pytest.fixture
def three_mails(world):
    """Mails to three people, whose text is their own."""
    people = [world.user(name) for name in ("owner", "district", "leader")]
    for person, address in zip(people, ADDRESSES, strict=True):
        User.objects.filter(pk=person.pk).update(email=address)
        outbox.post(MailKind.SIGNED_RECORDED, person, person, unit=world.province)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(outbox.LETTERS, MailKind.SIGNED_RECORDED, lambda about, person: outbox.MailText("Thử", "Thử"))
        yield


def test_mails_go_by_one_connection_and_name_themselves_alike_at_every_try(three_mails, settings):
    with catching(settings) as server:
        server.refusal = "451 later"
        assert outbox.send_due() == ""
        assert (states(), server.mails) == ([("queued", 1)] * 3, [])
        server.refusal = ""
        with in_minutes(1):
            assert outbox.send_due() == "Đã gửi 3 thư."
        assert (server.received(), server.connections) == (ADDRESSES, 2)
        assert {mail["Auto-Submitted"] for mail in server.mails} == {"auto-generated"}
        first = server.mails[0]["Message-ID"]
        OutgoingMail.objects.update(state="failed", sent_at=None)
        outbox.reopen(OutgoingMail.objects.earliest("pk"))
        with in_minutes(3):
            assert outbox.send_due() == "Đã gửi 1 thư."
        assert (server.mails[-1]["Message-ID"], len({mail["Message-ID"] for mail in server.mails})) == (first, 3)
    assert OutgoingMail.objects.earliest("pk").via == f"127.0.0.1:{server.port}, cong-thi-dua@localhost"


def test_a_refused_mail_keeps_none_of_the_others(three_mails, settings):
    with catching(settings) as server:
        server.answers = {ADDRESSES[0]: "550 nobody of that name", ADDRESSES[1]: "450 later"}
        assert outbox.send_due() == "Đã gửi 1 thư."
    assert states() == [("failed", 1), ("queued", 1), ("sent", 1)]
    assert "550" in OutgoingMail.objects.earliest("pk").last_error


def test_while_the_server_is_away_mails_wait_untouched_and_are_all_sent_when_it_is_back(world, three_mails, settings):
    port = free_port()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "foundation.mail.Backend", "127.0.0.1", port
    for hours in range(0, 100, 20):  # over a long weekend
        with in_minutes(60 * hours):
            assert outbox.send_due() == ""
    assert states() == [("queued", 0)] * 3
    admin = Client()
    admin.force_login(world.user("admin"))
    told = "3 thư chờ quá một giờ; máy chủ thư chạy lại thì cổng tự gửi tiếp."
    with in_minutes(61):
        assert told not in admin.get("/").content.decode()  # the tick is silent, which is said
        heartbeats.beat(Process.TICK)
        assert told in admin.get("/").content.decode()
        assert "ConnectionRefusedError" in admin.get("/mails/").content.decode()
    assert "ConnectionRefusedError" in OutgoingMail.objects.earliest("pk").last_error
    with catching(settings, port) as server, in_minutes(60 * 100):
        assert outbox.send_due() == "Đã gửi 3 thư."
    assert server.received() == ADDRESSES


def test_whether_a_mail_arrived_that_was_not_answered_nobody_knows_so_it_is_not_sent_twice(three_mails, settings):
    with catching(settings) as server:
        server.manner = RUDE
        outbox.send_due()
        server.manner = ""
        with in_minutes(1):
            outbox.send_due()
    assert (states(), server.received()) == ([("failed", 1), ("sent", 1), ("sent", 1)], ADDRESSES)
    assert "Không rõ" in OutgoingMail.objects.earliest("pk").last_error


def test_no_more_are_sent_in_a_minute_than_the_server_takes(three_mails, settings):
    settings.MAILS_PER_MINUTE = 2
    assert [outbox.send_due(), outbox.send_due()] == ["Đã gửi 2 thư.", ""]
    with in_minutes(1.1):
        assert outbox.send_due() == "Đã gửi 1 thư."


def test_in_use_nothing_is_printed_and_what_waits_for_a_week_is_old(three_mails, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert (outbox.send_due(), states()) == ("", [("queued", 0)] * 3)
    settings.DEBUG = True
    assert outbox.send_due() == "Đã gửi 3 thư."
    settings.DEBUG = False
    OutgoingMail.objects.update(state="queued", sent_at=None)
    with in_minutes(7 * 24 * 60 + 1):
        outbox.send_due()
    assert {state for state, _tries in states()} == {"obsolete"}


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
