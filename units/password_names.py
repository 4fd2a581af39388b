"""Refuses passwords that are hardly more than a name of the person or of their unions, or their telephone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.vietnamese import fold
from units.models import Unit, User
from units.people import posts_held
from units.tree import ancestor_paths

LEFT_OVER = 3
"""So many letters beside a name make no password of it."""


class NotAName:
    """Password validator (AUTH_PASSWORD_VALIDATORS): "SuoiNhac@2026" is refused to who works at Suối Nhạc."""

    def validate(self, password: str, user: User | None = None) -> None:
        letters, digits = _letters(password), re.sub(r"\D", "", password)
        is_name = letters and any(_is_about(letters, name) for name in map(_letters, _names(user)))
        is_phone = user is not None and digits and not letters and digits == re.sub(r"\D", "", user.phone)
        if is_name or is_phone:
            raise ValidationError(
                _(
                    "Mật khẩu này gần như là tên người, tên đơn vị hoặc số điện thoại, nên dễ đoán; xin ghép thêm vài "
                    "từ khác."
                )
            )

    def get_help_text(self) -> str:
        return _("Không dùng tên người, tên đơn vị, số điện thoại.")


def _names(user: User | None) -> Iterable[str]:
    """Yield the names of the person, and of the unions of their posts and those above."""
    if user is None:
        return
    yield from (user.full_name, user.username, user.email.partition("@")[0])
    if user.pk is None:
        return
    paths = {post.unit.path for post in posts_held([user])[user.pk]}
    above = paths.union(*map(ancestor_paths, paths)) if paths else paths
    for names in Unit.objects.filter(path__in=above).values_list("name", "full_name"):
        yield from names


def _is_about(letters: str, name: str) -> bool:
    """Return whether a password is a name or part of it, or hardly more than one."""
    if not name:
        return False
    return letters in name or (name in letters and len(letters) - len(name) <= LEFT_OVER)


def _letters(text: str) -> str:
    """Return the letters of a text alone, without tone marks and in small: "Suối Nhạc 2015!" is "suoinhac"."""
    return re.sub(r"[^a-z]", "", fold(text))
