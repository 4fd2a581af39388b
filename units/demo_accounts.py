"""The demo's accounts and their public password, printed in README and refused outside DEBUG."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from units.acting import choices
from units.models import User

PASSWORD = "thi-dua-2015"  # noqa: S105 (public on purpose)
USERNAMES = ("officer", "district", "chair", "board", "leader", "admin", "desk")


def opens_nothing(password: str | None) -> bool:
    """True for the public password outside DEBUG, whatever hashes the database holds."""
    return password == PASSWORD and not settings.DEBUG


class NotThePublicPassword:
    """Password validator (AUTH_PASSWORD_VALIDATORS) that refuses the public password."""

    def validate(self, password: str, user: Any = None) -> None:
        if password == PASSWORD:
            raise ValidationError(_("Mật khẩu này được công bố cho bản minh họa, ai cũng biết; xin đặt mật khẩu khác."))

    def get_help_text(self) -> str:
        return _("Không dùng mật khẩu của bản minh họa.")


def demo_accounts() -> list[tuple[str, str]]:
    """Return (username, description) for the sign-in page; empty outside DEBUG or if PASSWORD does not open all.

    Older demos lack the last of USERNAMES.
    """
    people = _people() if settings.DEBUG else []
    offered = len(people) >= len(USERNAMES) - 1 and all(_has_public_password(user.password) for user in people)
    return described_accounts() if offered else []


def described_accounts() -> list[tuple[str, str]]:
    """Return (username, description) of the accounts that exist, in the order of USERNAMES."""
    return [(user.username, _who(user)) for user in _people()]


def _people() -> list[User]:
    people = {user.username: user for user in User.objects.filter(username__in=USERNAMES, is_active=True)}
    return [people[name] for name in USERNAMES if name in people]


@cache
def _has_public_password(encoded: str) -> bool:
    """Check a stored hash. Cached, since checking is slow and the demo's accounts share one hash."""
    return check_password(PASSWORD, encoded)


def _who(user: User) -> str:
    posts = "; ".join(f"{acting.title}, {acting.unit.name}" for acting in choices(user))
    return f"{user.full_name}: {posts}" if posts else user.full_name
