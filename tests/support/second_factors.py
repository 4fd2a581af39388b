"""Steps with second factors: codes as an app would show them, people who have one, what pages ask."""

from __future__ import annotations

import html
import re
from typing import Any

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.support.world import PASSWORD
from units.actions.second_factor import new_key, set_up_app
from units.models import User

SECOND = "/accounts/second/"


def code_of(key: str, at: int | None = None) -> str:
    """Return what an app with this secret shows now, or at a moment in seconds since 1970."""
    codes = TOTP(bytes.fromhex(key))
    codes.time = at
    return f"{codes.token():06d}"


def with_app(person: User) -> tuple[str, list[str]]:
    """Set an app up for a person; return its secret and the recovery codes. No code of it is used up."""
    key = new_key()
    codes = set_up_app(person, key, code_of(key), first=False)
    TOTPDevice.objects.filter(user=person).update(last_t=-1)
    return key, codes


def typed_password(client: Any, username: str, **more: str) -> Any:
    """Send the sign-in page and return its answer."""
    return client.post("/accounts/login/", {"username": username, "password": PASSWORD, **more})


def question_in(answer: Any) -> str:
    """Return what a page asks a passkey; "" for a page that asks none."""
    asked = re.search(r'data-question="([^"]*)"', answer.content.decode())
    return html.unescape(asked[1]) if asked else ""


def is_signed_in(client: Any) -> bool:
    return "_auth_user_id" in client.session
