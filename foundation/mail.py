"""Sending mails by SMTP: which errors are of one mail, which of the server, and which leave open whether it arrived."""

from __future__ import annotations

import smtplib
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

PRINTS = "django.core.mail.backends.console.EmailBackend"
PERMANENT = range(500, 600)
SERVICE_NOT_AVAILABLE = 421


class Unanswered(Exception):
    """A mail was handed over and the server did not answer: nobody knows whether it goes on from there."""


class Blame(Enum):
    """What an error in sending a mail says of later tries."""

    SERVER = "server"
    """The server is away or refuses whatever comes: other mails fare alike."""
    FOR_NOW = "for now"
    """The server does not take this mail yet; the others are not concerned."""
    FOR_GOOD = "for good"
    """The server will not take this mail however often it is sent."""


class _Conversation(smtplib.SMTP):
    """Tells an answer to a mail that never came from errors before the mail was handed over."""

    handing_over = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.handing_over = False
        try:
            return super().data(msg)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            if not self.handing_over:
                raise
            raise Unanswered(str(error)) from error

    def getreply(self) -> tuple[int, bytes]:
        code, words = super().getreply()
        self.handing_over = code == 354
        return code, words


class _EncryptedConversation(_Conversation, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's own, which raises Unanswered too."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _EncryptedConversation if self.use_ssl else _Conversation


def blame(error: OSError) -> Blame:
    """Return whom an error concerns that was raised while a mail was sent; smtplib's are all OSErrors."""
    codes = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPDataError):
        codes = [error.smtp_code]
    elif isinstance(error, smtplib.SMTPNotSupportedError):  # an address with letters that this server does not know
        return Blame.FOR_GOOD
    if not codes or SERVICE_NOT_AVAILABLE in codes:
        return Blame.SERVER
    return Blame.FOR_GOOD if all(code in PERMANENT for code in codes) else Blame.FOR_NOW


def has_server() -> bool:
    """Return whether mails go anywhere. In use they are not printed, as a log is no place for them."""
    return settings.DEBUG or settings.EMAIL_BACKEND != PRINTS


def server() -> str:
    """Return the server that mails go to and the address they come from; "" if there is none."""
    if settings.EMAIL_BACKEND == PRINTS:
        return ""
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}, {settings.DEFAULT_FROM_EMAIL}"[:300]
