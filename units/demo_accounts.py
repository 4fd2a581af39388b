"""The accounts of the demo and their password, which README prints: outside DEBUG it opens nothing."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from units.acting import choices
from units.models import User

PASSWORD = "thi-dua-2015"  # noqa: S105 (public on purpose)
USERNAMES = ("officer", "district", "chair", "board", "leader", "admin")


def opens_nothing(password: str | None) -> bool:
    """True outside DEBUG for the public password, whatever the database holds."""
    return password == PASSWORD and not settings.DEBUG


class NotThePublicPassword:
    """A validator of AUTH_PASSWORD_VALIDATORS: nobody chooses the password that everybody can read."""

    def validate(self, password: str, user: Any = None) -> None:
        if password == PASSWORD:
            raise ValidationError(_("Mật khẩu này được công bố cho bản minh họa, ai cũng biết; xin đặt mật khẩu khác."))

    def get_help_text(self) -> str:
        return _("Không dùng mật khẩu của bản minh họa.")


def demo_accounts() -> list[tuple[str, str]]:
    """Pairs (username, who it is) for the sign-in page; none outside DEBUG, or unless PASSWORD opens all of them."""
    people = _people() if settings.DEBUG else []
    offered = len(people) == len(USERNAMES) and all(_has_public_password(user.password) for user in people)
    return described_accounts() if offered else []


def described_accounts() -> list[tuple[str, str]]:
    """Pairs (username, who it is) of those that exist, in the order of the story."""
    return [(user.username, _who(user)) for user in _people()]


def _people() -> list[User]:
    people = {user.username: user for user in User.objects.filter(username__in=USERNAMES, is_active=True)}
    return [people[name] for name in USERNAMES if name in people]


@cache
def _has_public_password(encoded: str) -> bool:
    """Kept by the process: a hash is slow to check, and the demo's accounts share one."""
    return check_password(PASSWORD, encoded)


def _who(user: User) -> str:
    posts = "; ".join(f"{one.title}, {one.unit.name}" for one in choices(user))
    return f"{user.full_name}: {posts}" if posts else user.full_name
