"""The outbox: mails are rows, written with what they tell of, and sent afterwards by `manage.py tick`.

A mail server that is down holds up nobody: the mail is tried again after growing pauses.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from foundation import clock
from foundation.error_words import described
from units.models import MailKind, MailState, OutgoingMail, Unit, User

logger = logging.getLogger(__name__)

AT_ONCE = 50
"""Most mails that one call of `tick` sends, so that a call stays short."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
"""Pauses between tries: each is twice the one before."""
MAX_TRIES = 12
"""After so many tries, within a day, a mail counts as failed."""
SENDING_FOR = timedelta(minutes=10)
"""A mail that has been "being sent" for longer was lost with its process; nobody knows whether it went out."""


class MailText(NamedTuple):
    """The text of a mail."""

    subject: str
    text: str


LETTERS: dict[MailKind, Callable[[Any, User], MailText | None]] = {}
"""By kind, what writes a mail about a thing to a person; None if there is no reason to send it any more."""


def post(kind: MailKind, about: models.Model, person: User, *, unit: Unit) -> None:
    """Write a mail to the person into the outbox, unless there is one about the same thing from today."""
    mail = OutgoingMail(
        key=f"{kind}:{about.pk}:{person.pk}:{clock.today():%Y-%m-%d}",
        kind=kind,
        person=person,
        about_type=ContentType.objects.get_for_model(about),
        about_id=about.pk,
        unit=unit,
        due_at=clock.now(),
    )
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)


def reopen(mail: OutgoingMail) -> bool:
    """Have a mail that failed sent by the next tick. Return False if it is not failed any more."""
    failed = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.FAILED)
    return bool(failed.update(state=MailState.QUEUED, tries=0, due_at=clock.now()))


def drop(mail: OutgoingMail) -> bool:
    """Have a mail that failed not be sent any more. Return False if it is not failed any more."""
    failed = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.FAILED)
    return bool(failed.update(state=MailState.OBSOLETE))


def send_due() -> str:
    """Send the mails that are due: a duty of `tick`. Two calls at once do not send one twice."""
    now = clock.now()
    lost = OutgoingMail.objects.filter(state=MailState.SENDING, due_at__lt=now - SENDING_FOR)
    lost.update(state=MailState.FAILED, last_error=_("Dừng giữa chừng: không rõ đã gửi hay chưa."))
    due = OutgoingMail.objects.filter(state=MailState.QUEUED, due_at__lte=now).select_related("person")
    count = 0
    for mail in due.order_by("due_at", "pk")[:AT_ONCE]:
        mine = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.QUEUED, tries=mail.tries)
        if not mine.update(state=MailState.SENDING, tries=F("tries") + 1, due_at=now):
            continue  # another call sends it
        mail.tries += 1
        try:
            count += _send(mail)
        except OSError as error:  # of the network, and every error of smtplib
            _put_off(mail, error)
            break  # the server is down: the others wait for the next call
        except Exception as error:
            logger.exception("mail %s could not be written", mail.pk)
            _close(mail, MailState.FAILED, last_error=described(_("Không viết được thư này"), error))
    return _("Đã gửi {n} thư.").format(n=count) if count else ""


def _send(mail: OutgoingMail) -> bool:
    """Write the text from what is stored now and send it. Return False if there is nothing to send any more."""
    address = mail.person.email
    letter = LETTERS[MailKind(mail.kind)](mail.about, mail.person) if address and mail.person.is_active else None
    if letter is None:
        _close(mail, MailState.OBSOLETE)
        return False
    send_mail(letter.subject, letter.text, None, [address])
    _close(mail, MailState.SENT, address=address, sent_at=clock.now(), last_error="")
    return True


def _put_off(mail: OutgoingMail, error: OSError) -> None:
    words = described(_("Máy chủ thư chưa nhận thư này"), error)
    if mail.tries >= MAX_TRIES:
        logger.error("mail %s was tried %s times and not sent: %s", mail.pk, mail.tries, words)
        _close(mail, MailState.FAILED, last_error=words)
        return
    pause = min(FIRST_PAUSE * 2 ** (mail.tries - 1), LONGEST_PAUSE)
    _close(mail, MailState.QUEUED, last_error=words, due_at=clock.now() + pause)


def _close(mail: OutgoingMail, state: MailState, **columns: Any) -> None:
    OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENDING).update(state=state, **columns)
