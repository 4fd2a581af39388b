"""Actions on one's own second factors: an authenticator app, recovery codes, passkeys; and proving oneself by them."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_otp.oath import TOTP as TimedCodes
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key
from django_otp_webauthn.models import WebAuthnCredential

from foundation import clock
from foundation.lifecycle import StateConflict
from units import passkeys
from units.actions.guessing import ask, failed, succeeded
from units.history import record
from units.models import FactorReset, User
from units.models.sign_in_code import new_code
from units.origin import Origin
from units.rules.guessing import Secret
from units.second_factor import (
    RECOVERY_CODES,
    TOTP,
    factors_of,
    forget_factors,
    has_factor,
    must_have_factor,
    stored_code,
)

SET_UP, MAKE_CODES, USE_CODE = "set_up_totp", "make_recovery_codes", "use_recovery_code"  # verbs of the events
ADD_PASSKEY, RENAME_PASSKEY, REMOVE = "add_passkey", "rename_passkey", "remove_factor"
ABOUT_FACTORS = (SET_UP, MAKE_CODES, USE_CODE, ADD_PASSKEY, RENAME_PASSKEY, REMOVE)
FEW_CODES = 3
"""Recovery codes left, of which the page says that they run out."""
TOLERANCE = 1
"""Steps of half a minute by which the clock of a telephone may be wrong."""


def new_key() -> str:
    """Return a new secret for an authenticator app: 160 random bits, in hexadecimal digits."""
    return str(default_key())


def app_with(person: User, key: str) -> Any:
    """Return a TOTPDevice with this secret, not saved."""
    return TOTPDevice(user=person, name=TOTP, key=key, tolerance=TOLERANCE)


@transaction.atomic
def set_up_app(person: User, key: str, code: str, *, first: bool) -> list[str]:
    """Let codes of this secret sign the person in, instead of those of another app; return new recovery codes, if any.

    `code`: what the app shows now. `first`: who is signing in may only set up what they lack, or a password alone
    would do. Raises ValidationError, StateConflict.
    """
    _lock(person, first=first)
    app = app_with(person, key)
    timed = TimedCodes(app.bin_key, app.step, app.t0, app.digits)
    if not re.fullmatch("[0-9]{6}", _letters(code)) or not timed.verify(int(_letters(code)), TOLERANCE):
        raise ValidationError(
            {"one_time_password": _("Mã chưa khớp. Xin nhập mã đang hiện trong ứng dụng; điện thoại phải đúng giờ.")}
        )
    app.last_t, app.drift = timed.t(), timed.drift
    TOTPDevice.objects.filter(user=person).delete()
    app.save()
    record(person, SET_UP, by=person)
    return _codes_if_none(person)


def add_passkey(request: HttpRequest, person: User, answer: str, name: str, *, first: bool) -> list[str]:
    """Save the passkey that the browser made; return new recovery codes, if any. Raises as `set_up_app` does."""
    with transaction.atomic():
        _lock(person, first=first)
        passkey = passkeys.added(request, person, answer)
        passkey.name = name
        passkey.save(update_fields=["name"])
        record(person, ADD_PASSKEY, by=person, changes={_("khóa truy cập"): ["", name]})
        return _codes_if_none(person)


@transaction.atomic
def rename_passkey(person: User, pk: int, name: str) -> None:
    """Call a passkey of the person otherwise. Raises WebAuthnCredential.DoesNotExist."""
    passkey = WebAuthnCredential.objects.select_for_update().get(pk=pk, user=person)
    if passkey.name == name:
        return
    before, passkey.name = passkey.name, name
    passkey.save(update_fields=["name"])
    record(person, RENAME_PASSKEY, by=person, changes={_("khóa truy cập"): [before, name]})


@transaction.atomic
def make_recovery_codes(person: User) -> list[str]:
    """Return new recovery codes, in place of all older ones. Raises StateConflict for who has no factor to recover."""
    _lock(person, first=False)
    if not has_factor(person):
        raise StateConflict(_("Chưa có xác thực hai bước nên chưa cần mã dự phòng."))
    return _new_codes(person)


@transaction.atomic
def remove_factor(person: User, factor: str) -> None:
    """Remove the app or a passkey, by its key; with the last one the recovery codes. Raises StateConflict."""
    _lock(person, first=False)
    factors = factors_of(person)
    if len(factors) == 1 and must_have_factor(person):
        raise StateConflict(_("Vai trò này phải có xác thực hai bước. Xin thêm cách khác trước, rồi gỡ cách này."))
    if factor == TOTP:
        gone, name = TOTPDevice.objects.filter(user=person).delete()[0], _("ứng dụng xác thực")
    else:
        passkey = next((passkey for passkey in factors.passkeys if str(passkey.pk) == factor), None)
        gone, name = (passkey.delete()[0], passkey.name) if passkey else (0, "")
    if not gone:
        raise StateConflict(_("Cách xác thực này đã được gỡ trước đó."))
    if len(factors) == 1:
        forget_factors(person)
    record(person, REMOVE, by=person, changes={_("cách xác thực"): [name, ""]})


def prove_by_code(person: User, code: str, origin: Origin) -> None:
    """Use up a code of the person's app, or a recovery code. Raises ValidationError; TooManyTries after wrong ones."""
    attempt = ask(Secret.FACTOR, person.username, origin)
    if not _used_up(person, _letters(code)):
        failed(attempt)
        raise ValidationError(_("Mã chưa đúng, hoặc đã dùng rồi. Mỗi mã chỉ dùng một lần; xin chờ mã tiếp theo."))
    succeeded(attempt)


@transaction.atomic
def _used_up(person: User, typed: str) -> bool:
    if re.fullmatch("[0-9]{6}", typed):
        app = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=True).first()
        return app is not None and bool(app.verify_token(typed))
    recovery = StaticDevice.objects.select_for_update().filter(user=person, confirmed=True).first()
    if recovery is None or not recovery.verify_token(stored_code(typed)):
        return False
    record(person, USE_CODE, by=person)
    return True


def prove_by_passkey(request: HttpRequest, person: User, answer: str) -> None:
    """Accept what a passkey of the person signed. Raises ValidationError."""
    passkeys.proved(request, person, answer)


def note_reset_read(person: User) -> None:
    """Note that the person knows that the office took their factors away."""
    FactorReset.objects.filter(person=person).unread().update(read_at=clock.now())


def _lock(person: User, *, first: bool) -> None:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if first and has_factor(person):
        raise StateConflict(_("Tài khoản này đã có xác thực hai bước. Xin đăng nhập lại."))


def _codes_if_none(person: User) -> list[str]:
    return [] if StaticToken.objects.filter(device__user=person).exists() else _new_codes(person)


def _new_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="recovery")
    codes = [new_code() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=stored_code(code)) for code in codes)
    record(person, MAKE_CODES, by=person)
    return codes


def _letters(typed: str) -> str:
    """Return a code as it was typed without blanks: "123 456" as apps show it."""
    return "".join(typed.split())
