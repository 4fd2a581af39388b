"""The model of a sign-in code: it is printed in a letter and exchanged once for a password of one's own."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import clock

ALPHABET = "23456789BCFGHJKLMNPQRSTVXZ"
"""Without vowels, D and W, of which a Vietnamese keyboard makes other letters, and without 0 and 1: 4.7 bits each."""
GROUPS, IN_GROUP = 4, 4


def new_code() -> str:
    """Return a new code of 75 random bits: "K7QM-2XPN-9RTB-H4CV"."""
    return "-".join("".join(secrets.choice(ALPHABET) for _letter in range(IN_GROUP)) for _group in range(GROUPS))


def digest_of(code: str) -> str:
    """Return what is stored of a code as somebody typed it: capitals, blanks and hyphens do not matter."""
    return hashlib.sha256(_letters(code).encode()).hexdigest()


def looks_like_code(text: str) -> bool:
    """Return whether a text has the form of a code, such as one typed where a password is asked."""
    return re.fullmatch(f"[{ALPHABET}]{{{GROUPS * IN_GROUP}}}", _letters(text)) is not None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    def open(self) -> SignInCodeQuerySet:
        """Return the codes that were neither used nor replaced, those that ran out included: one of a person."""
        return self.filter(used_at=None, replaced_at=None)

    def valid(self) -> SignInCodeQuerySet:
        return self.open().filter(expires_at__gt=clock.now())


class SignInCode(models.Model):
    """A code that was handed out. Only its digest is stored: nobody can read it from the database."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_in_codes", verbose_name=_("người nhận")
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("lập lúc"))
    expires_at = models.DateTimeField(_("dùng được đến"))
    used_at = models.DateTimeField(_("đã dùng lúc"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("thay bằng mã khác lúc"), null=True, blank=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã giao tài khoản")
        verbose_name_plural = _("mã giao tài khoản")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, replaced_at=None), name="one_open_code_of_a_person"
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(replaced_at=None), name="a_code_is_used_or_replaced"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.replaced_at is None

    @property
    def is_valid(self) -> bool:
        return self.is_open and self.expires_at > clock.now()
