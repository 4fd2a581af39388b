"""The second factors of a person: an authenticator app, passkeys, recovery codes; and who must have one."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.db.models import Value
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from foundation import clock
from units.models import FactorReset, Post, Role, User
from units.models.kinds import LAUNCHING
from units.models.sign_in_code import digest_of
from units.tree import ancestor_paths

RECOVERY_CODES = 10
TOTP = "totp"
"""The key of the authenticator app among a person's factors; that of a passkey is its number."""


class Standing(Enum):
    """What a sign-in has to know of a person besides the password."""

    TOTP = "totp"
    PASSKEY = "passkey"
    RESET = "reset"  # the office took the factors away, and the person does not know yet


FACTORS = {Standing.TOTP, Standing.PASSKEY}


@dataclass(frozen=True)
class Factors:
    """What a person can prove themselves by; `app` is a TOTPDevice or None, `passkeys` are WebAuthnCredentials."""

    app: Any
    passkeys: tuple[Any, ...]
    codes_left: int

    def __bool__(self) -> bool:
        return self.app is not None or bool(self.passkeys)

    def __len__(self) -> int:
        return len(self.passkeys) + (self.app is not None)


def factors_of(person: User) -> Factors:
    return Factors(
        app=TOTPDevice.objects.filter(user=person, confirmed=True).first(),
        passkeys=tuple(WebAuthnCredential.objects.filter(user=person, confirmed=True).order_by("pk")),
        codes_left=StaticToken.objects.filter(device__user=person).count(),
    )


def standing_of(person: User) -> set[Standing]:
    """Return what holds of a person, in one statement."""
    apps = TOTPDevice.objects.filter(user=person, confirmed=True).values_list(Value(Standing.TOTP.value))
    passkeys = WebAuthnCredential.objects.filter(user=person, confirmed=True).values_list(Value(Standing.PASSKEY.value))
    resets = FactorReset.objects.filter(person=person).unread().order_by().values_list(Value(Standing.RESET.value))
    return {Standing(what) for (what,) in apps.union(passkeys, resets)}


def has_factor(person: User) -> bool:
    return bool(standing_of(person) & FACTORS)


def people_with_factor(people: Collection[User]) -> set[int]:
    """Return the keys of those who have a factor: one statement."""
    keys = [person.pk for person in people]
    apps = TOTPDevice.objects.filter(user__in=keys, confirmed=True).values_list("user")
    passkeys = WebAuthnCredential.objects.filter(user__in=keys, confirmed=True).values_list("user")
    return {key for (key,) in apps.union(passkeys)}


def must_have_factor(person: User) -> bool:
    """Return whether one of the person's posts of today is among SECOND_FACTOR_FOR."""
    return bool(settings.SECOND_FACTOR_FOR) and any(map(_is_named, person.current_posts))


def _is_named(post: Post) -> bool:
    is_board = post.role == Role.REVIEWER and post.unit.may_launch
    return post.role in settings.SECOND_FACTOR_FOR or (is_board and "board" in settings.SECOND_FACTOR_FOR)


def stored_code(typed: str) -> str:
    """Return what is stored of a recovery code of 75 random bits: 96 bits of its digest, which fill its column."""
    return base64.urlsafe_b64encode(bytes.fromhex(digest_of(typed))[:12]).decode()


def forget_factors(person: User) -> None:
    """Delete all factors of a person, and what recovers them."""
    for model in (TOTPDevice, WebAuthnCredential, StaticDevice):
        model.objects.filter(user=person).delete()


def who_may_confirm(person: User, asker: User) -> list[Post]:
    """Return posts of people who may confirm a request for `person`, other than who asks; as `may_reset_factor` says.

    They are the administrators, and the Boards of the unions above all those where the person holds a post.
    """
    paths = [path for post in person.current_posts for path in post.paths]
    above = set.intersection(*({path, *ancestor_paths(path)} for path in paths)) if paths else set()
    posts = Post.objects.current(clock.today()).filter(user__is_active=True).exclude(user__in=[person, asker])
    administrators = posts.filter(role=Role.ADMINISTRATOR, unit__parent=None)
    if paths:
        administrators = administrators.filter(unit__path__in=above)
    boards = posts.filter(role=Role.REVIEWER, unit__kind__in=LAUNCHING, unit__path__in=above)
    return list((administrators | boards).select_related("user", "unit").order_by("unit__path", "role", "pk")[:10])
