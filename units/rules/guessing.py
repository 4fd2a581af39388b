"""How long somebody who guessed wrong waits: a pause that doubles with each failure and ends at a lock."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext_lazy as _


class Secret(StrEnum):
    """What is guessed; of each an account has a count of its own."""

    PASSWORD = "password"  # noqa: S105 (the name of a kind)
    FACTOR = "factor"
    LETTER = "letter"
    BEGIN = "begin"
    RESET = "reset"

    @property
    def words(self) -> str:
        """Return what it is called in a history."""
        return str(WORDS[self])


WORDS = {
    Secret.PASSWORD: _("mật khẩu"),
    Secret.FACTOR: _("bước đăng nhập thứ hai"),
    Secret.LETTER: _("mã trong thư giao tài khoản"),
    Secret.BEGIN: _("mã dựng cổng"),
    Secret.RESET: _("đề nghị đặt lại mật khẩu"),
}


class Counted(StrEnum):
    """Whose failures are counted together."""

    ACCOUNT = "account"
    ADDRESS = "address"
    DEVICE = "device"


DAY = timedelta(days=1)
SHORTEST_PAUSE = timedelta(seconds=20)
"""Pauses below are none: whoever mistypes tries again at once."""


def pause_after(failures: int, whose: Counted) -> timedelta:
    """Return how long nothing is checked after so many failures: 28 seconds after half of ten, then twice as long.

    From the limit on it is the lock, after each further failure again.
    """
    pause = lock_time() / 2 ** max(limit_of(whose) - failures, 0)
    return pause if pause >= SHORTEST_PAUSE else timedelta()


def limit_of(whose: Counted) -> int:
    """Return after how many failures an account, an address or a device is locked."""
    of_address = whose is Counted.ADDRESS
    return settings.SIGN_IN_FAILURES_OF_ADDRESS if of_address else settings.SIGN_IN_FAILURES_OF_ACCOUNT


def counted_for(whose: Counted) -> timedelta:
    """Return for how long failures are added up, from the first one. Behind an address there may be a whole office."""
    return lock_time() if whose is Counted.ADDRESS else DAY


def lock_time() -> timedelta:
    return timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
