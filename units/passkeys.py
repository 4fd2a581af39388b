"""Passkeys: what the browser is asked to sign, and whether its answer holds. Pages send answers as text in a form."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from django_otp_webauthn.settings import app_settings
from webauthn.helpers.exceptions import WebAuthnException

from units.models import User

ADDING, PROVING = "passkey_adding", "passkey_proving"  # keys in a session: what the browser was asked
LONGEST_ANSWER = 20_000
REFUSALS = (WebAuthnException, OTPWebAuthnApiError, IntegrityError, ValueError, TypeError, KeyError, AttributeError)
"""What the libraries raise about an answer that is no answer to what was asked."""


def are_possible(request: HttpRequest) -> bool:
    """Return whether the page is under the name for which passkeys are made."""
    return f"{request.scheme}://{request.get_host()}" in app_settings.OTP_WEBAUTHN_ALLOWED_ORIGINS


def where_possible() -> str:
    """Return the address of the portal under the name for which passkeys are made, such as https://thidua.example.vn."""
    address: str = app_settings.OTP_WEBAUTHN_ALLOWED_ORIGINS[0]
    return address


def ask_to_add(request: HttpRequest, person: User) -> str:
    """Return what the browser is asked to make a passkey for; `added` is then told its answer."""
    options, request.session[ADDING] = WebAuthnHelper(request).register_begin(person)
    return json.dumps(options)


def ask_to_prove(request: HttpRequest, person: User) -> str:
    """Return what the browser is asked to sign with a passkey of this person; `proved` is then told its answer.

    It is "" for a person without passkeys, and under a name for which none are made.
    """
    if not are_possible(request) or not WebAuthnCredential.objects.filter(user=person, confirmed=True).exists():
        return ""
    helper = WebAuthnHelper(request)
    options, request.session[PROVING] = helper.authenticate_begin(person, require_user_verification=False)
    return json.dumps(options)


def added(request: HttpRequest, person: User, answer: str) -> Any:
    """Save the passkey that the browser made and return it, a WebAuthnCredential. Raises ValidationError."""
    state = _taken(request, ADDING)
    try:
        with transaction.atomic():
            return WebAuthnHelper(request).register_complete(person, state, json.loads(answer))
    except REFUSALS as error:
        raise ValidationError(_("Trình duyệt chưa tạo được khóa truy cập. Xin thử lại.")) from error


def proved(request: HttpRequest, person: User, answer: str) -> Any:
    """Return the passkey of this person that signed what was asked last. Raises ValidationError."""
    state = _taken(request, PROVING)
    try:
        passkey = WebAuthnHelper(request).authenticate_complete(person, state, json.loads(answer))
    except REFUSALS as error:
        raise ValidationError(_("Khóa truy cập chưa được xác nhận. Xin thử lại, hoặc nhập mã.")) from error
    if not passkey.confirmed:
        raise ValidationError(_("Khóa truy cập này không dùng được nữa. Xin nhập mã."))
    return passkey


def _taken(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return what was asked, which is then asked no more, whatever comes of the answer. Raises ValidationError."""
    state: dict[str, Any] | None = request.session.pop(key, None)
    request.session.save()
    if state is None:
        raise ValidationError(_("Trang đã mở quá lâu hoặc đã dùng. Xin thử lại."))
    return state
