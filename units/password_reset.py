"""The link to set a new password, and the mail that brings it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import clock
from units.mail_text import letter
from units.models import MailKind, MailState, OutgoingMail, User
from units.outbox import MailText


def text(about: User, person: User) -> MailText | None:
    """Return the text of the mail that is being sent; None if it waited so long that nobody waits for it any more.

    The link is made now: it is stored nowhere.
    """
    mail = OutgoingMail.objects.filter(kind=MailKind.RESET, person=person, state=MailState.SENDING).latest("pk")
    if mail.written_at < clock.now() - timedelta(minutes=minutes_valid()) or not person.has_usable_password():
        return None
    sentence = _(
        "Liên kết dùng được một lần, trong {n} phút. Mật khẩu đang dùng không đổi cho đến khi đặt xong mật khẩu mới."
    )
    return letter(
        person,
        _("Đặt mật khẩu mới cho cổng thi đua"),
        _("Có người, có thể là anh/chị, đề nghị đặt mật khẩu mới cho tài khoản {username}.").format(
            username=person.username
        ),
        sentence.format(n=minutes_valid()),
        _("Nếu không phải anh/chị đề nghị thì không phải làm gì; không chuyển thư này cho ai."),
        label=_("Đặt mật khẩu mới"),
        path=reverse("reset", args=[person.pk, default_token_generator.make_token(person)]),
    )


def person_of(pk: int, token: str) -> User | None:
    """Return whose link this is; None for one that was used, changed or is too old."""
    person = User.objects.filter(pk=pk, is_active=True).first()
    return person if person and is_link_of(person, token) else None


def is_link_of(person: User, token: str) -> bool:
    """Return whether the link was made for the password that the person has now, not too long ago."""
    return person.has_usable_password() and default_token_generator.check_token(person, token)


def minutes_valid() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 60


LETTERS = {MailKind.RESET: text}
