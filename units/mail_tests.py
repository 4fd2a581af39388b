"""The test of the mail server: an administrator sends a mail to himself and says that it has come."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import clock
from foundation.mail import server
from units import outbox
from units.mail_text import letter
from units.models import MailKind, MailState, OutgoingMail, Unit, User
from units.outbox import MailText

SALT = "units.mail_tests"
VALID_FOR = 7 * 24 * 60 * 60
"""Seconds for which the link of a test mail can be used."""


def send(person: User, unit: Unit) -> None:
    """Write a test mail to the person, at most one a minute."""
    outbox.post(MailKind.TEST, person, person, unit=unit, when=f"{clock.now():%Y-%m-%d %H:%M}")


def text(about: User, person: User) -> MailText:
    """Return the text of the test mail that is being sent to the person."""
    mail = OutgoingMail.objects.filter(kind=MailKind.TEST, person=person, state=MailState.SENDING).latest("pk")
    return letter(
        person,
        _("Thư gửi thử của cổng thi đua"),
        _("Thư này cho biết cổng gửi được thư điện tử. Xin mở liên kết dưới đây rồi bấm “Tôi đã nhận được thư”."),
        label=_("Xác nhận"),
        path=reverse("mails:arrived", args=[token(mail)]),
    )


def token(mail: OutgoingMail) -> str:
    return signing.dumps(mail.pk, salt=SALT)


def mail_of(token: str) -> OutgoingMail | None:
    """Return the test mail that a link names; None for a link that was changed or is too old."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    return OutgoingMail.objects.filter(pk=pk, kind=MailKind.TEST, state=MailState.SENT).select_related("person").first()


def is_tested() -> bool:
    """Return whether a test mail arrived by way of the server that is set now."""
    return OutgoingMail.objects.filter(confirmed_at__isnull=False, via=server()).exists()


LETTERS = {MailKind.TEST: text}
