"""The outbox: mails are rows, written with what they tell of, and sent afterwards by `manage.py tick`.

A mail server that is down holds up nobody: mails wait until it is back. One that refuses a mail for now gets it again
after growing pauses, one that refuses it for good does not.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from foundation import clock
from foundation.error_words import described
from foundation.mail import Blame, Unanswered, blame, has_server, server
from units.models import MailKind, MailState, OutgoingMail, Unit, User

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
"""Pauses between tries: each is twice the one before."""
MAX_TRIES = 12
"""After so many tries, within a day, a mail counts as failed."""
SENDING_FOR = timedelta(minutes=10)
"""A mail that has been "being sent" for longer was lost with its process; nobody knows whether it went out."""
MAX_AGE = timedelta(days=7)
"""A mail that could not be sent for so long tells nothing new: what it is about is on the desk too."""
LONGEST_WAIT = timedelta(hours=1)
WORKS_FOR = 50.0
"""Seconds for which one call of `tick` begins to send mails, so that it ends before the next."""


class MailText(NamedTuple):
    """The text of a mail."""

    subject: str
    text: str


LETTERS: dict[MailKind, Callable[[Any, User], MailText | None]] = {}
"""By kind, what writes a mail about a thing to a person; None if there is no reason to send it any more."""


def post(kind: MailKind, about: models.Model, person: User, *, unit: Unit, when: str = "") -> None:
    """Write a mail to the person into the outbox, unless there is one about the same thing from today.

    `when`: the moment that stands for the day, where one a day is not enough.
    """
    post_all(kind, [(about, person, unit)], when=when)


def post_all(kind: MailKind, told: Iterable[tuple[models.Model, User, Unit]], *, when: str = "") -> None:
    """Write a mail to each person about their thing, of a union, as `post` does; a statement for 500."""
    now = clock.now()
    day = when or format(clock.today(), "%Y-%m-%d")
    mails = [
        OutgoingMail(
            key=f"{kind}:{about.pk}:{person.pk}:{day}",
            kind=kind,
            person=person,
            about_type=ContentType.objects.get_for_model(about),
            about_id=about.pk,
            unit=unit,
            written_at=now,
            due_at=now,
        )
        for about, person, unit in told
    ]
    OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=500)


def reopen(mail: OutgoingMail) -> bool:
    """Have a mail that failed sent by the next tick. Return False if it is not failed any more."""
    failed = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.FAILED)
    now = clock.now()
    return bool(failed.update(state=MailState.QUEUED, tries=0, written_at=now, due_at=now))


def drop(mail: OutgoingMail) -> bool:
    """Have a mail that failed not be sent any more. Return False if it is not failed any more."""
    failed = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.FAILED)
    return bool(failed.update(state=MailState.OBSOLETE))


def stuck() -> models.QuerySet[OutgoingMail]:
    """Return mails that nobody has even tried to send for an hour: the server is away. There are none without one."""
    mails = OutgoingMail.objects.filter(state=MailState.QUEUED, tries=0, written_at__lt=clock.now() - LONGEST_WAIT)
    return mails if server() else mails.none()


def send_due() -> str:
    """Send the mails that are due, MAILS_PER_MINUTE at most: a duty of `tick`. Two calls at once send none twice."""
    now = clock.now()
    lost = OutgoingMail.objects.filter(state=MailState.SENDING, due_at__lt=now - SENDING_FOR)
    lost.update(state=MailState.FAILED, last_error=_("Dừng giữa chừng: không rõ đã gửi hay chưa."))
    waiting = OutgoingMail.objects.filter(state=MailState.QUEUED)
    waiting.filter(written_at__lt=now - MAX_AGE).update(state=MailState.OBSOLETE)
    due = waiting.filter(due_at__lte=now)
    left = settings.MAILS_PER_MINUTE - _sent_since(now - timedelta(minutes=1))
    if left <= 0 or not has_server() or not due.exists():
        return ""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # the server is down: no mail is to blame, all wait
        words = described(_("Máy chủ thư không nhận kết nối"), error)
        logger.warning("the mail server does not answer: %s", type(error).__name__)
        due.update(last_error=words)
        return ""
    try:
        count = _send_in_turn(due.select_related("person", "unit").order_by("due_at", "pk")[:left], connection)
    finally:
        connection.close()
    return _("Đã gửi {n} thư.").format(n=count) if count else ""


def _sent_since(moment: Any) -> int:
    return OutgoingMail.objects.filter(state=MailState.SENT, sent_at__gt=moment).count()


def _send_in_turn(mails: models.QuerySet[OutgoingMail], connection: Any) -> int:
    """Send the mails until time is up or the server goes away; return how many were sent."""
    until, count = time.monotonic() + WORKS_FOR, 0
    for mail in mails:
        mine = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.QUEUED, tries=mail.tries)
        if time.monotonic() > until:
            break
        if not mine.update(state=MailState.SENDING, tries=F("tries") + 1, due_at=clock.now()):
            continue  # another call sends it
        mail.tries += 1
        try:
            count += _send(mail, connection)
        except Unanswered as error:
            _close(mail, MailState.FAILED, last_error=described(_("Không rõ máy chủ thư đã nhận hay chưa"), error))
            break  # the connection is of no use any more
        except OSError as error:  # of the network, and every error of smtplib
            whose = blame(error)
            _put_off(mail, error, for_good=whose is Blame.FOR_GOOD)
            if whose is Blame.SERVER:
                break
        except Exception as error:
            logger.exception("mail %s could not be written", mail.pk)
            _close(mail, MailState.FAILED, last_error=described(_("Không viết được thư này"), error))
    return count


def _send(mail: OutgoingMail, connection: Any) -> bool:
    """Write the text from what is stored now and send it. Return False if there is nothing to send any more."""
    address = mail.person.email
    is_needed = address and mail.person.is_active and mail.about is not None  # what it is about may be gone
    letter = LETTERS[MailKind(mail.kind)](mail.about, mail.person) if is_needed else None
    if letter is None:
        _close(mail, MailState.OBSOLETE)
        return False
    headers = {"Message-ID": _message_id(mail), "Auto-Submitted": "auto-generated"}
    EmailMessage(letter.subject, letter.text, None, [address], connection=connection, headers=headers).send()
    _close(mail, MailState.SENT, address=address, via=server(), sent_at=clock.now(), last_error="")
    return True


def _message_id(mail: OutgoingMail) -> str:
    """Return the same id for every try, by which mail servers know a mail that comes twice."""
    about = sha256(mail.key.encode()).hexdigest()[:12]  # another one after a restored backup
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{mail.pk}.{about}@{domain}>"


def _put_off(mail: OutgoingMail, error: Exception, *, for_good: bool = False) -> None:
    words = described(_("Máy chủ thư chưa nhận thư này"), error)
    if for_good or mail.tries >= MAX_TRIES:
        logger.error("mail %s was tried %s times and not sent: %s", mail.pk, mail.tries, type(error).__name__)
        _close(mail, MailState.FAILED, last_error=words)
        return
    pause = min(FIRST_PAUSE * 2 ** (mail.tries - 1), LONGEST_PAUSE)
    _close(mail, MailState.QUEUED, last_error=words, due_at=clock.now() + pause)


def _close(mail: OutgoingMail, state: MailState, **columns: Any) -> None:
    OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENDING).update(state=state, **columns)
