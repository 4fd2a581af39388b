"""Signing in by way of an OpenID Connect provider, where its settings are set.

mozilla-django-oidc makes the addresses and compares the nonce; what else a token must say is checked here. No account
is looked for by what the provider says of a person but the subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from foundation import clock
from units.models import LinkedIdentity, User

LEEWAY = 60
"""Seconds by which the clocks of portal and provider may differ."""
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


class NotProved(Exception):
    """The provider's answer proves nothing: it failed, or its token is not one for this sign-in."""


@dataclass(frozen=True)
class Proof:
    """Whom the provider calls by this subject has signed in there; `signed_in_at`: when, if it said."""

    subject: str
    signed_in_at: int = 0


class Provider(OIDCAuthenticationBackend):
    """The exchange of a code for a token that is one for this portal.

    Its own calls would follow redirects, with the portal's secret.
    """

    def get_token(self, payload: dict[str, str]) -> Any:
        answer = requests.post(
            settings.OIDC_OP_TOKEN_ENDPOINT, data=payload, timeout=settings.OIDC_TIMEOUT, allow_redirects=False
        )
        if answer.status_code != HTTPStatus.OK:
            raise NotProved(f"token endpoint: {answer.status_code}")
        return answer.json()

    def retrieve_matching_jwk(self, token: Any) -> jwt.PyJWK:
        answer = requests.get(settings.OIDC_OP_JWKS_ENDPOINT, timeout=settings.OIDC_TIMEOUT, allow_redirects=False)
        if answer.status_code != HTTPStatus.OK:
            raise NotProved(f"keys: {answer.status_code}")
        return jwt.PyJWKSet.from_dict(answer.json())[jwt.get_unverified_header(token)["kid"]]

    def get_payload_data(self, token: Any, key: Any) -> dict[str, Any]:
        payload: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[settings.OIDC_RP_SIGN_ALGO],
            audience=settings.OIDC_RP_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
        return payload


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


def identity_of(person: User) -> LinkedIdentity | None:
    """Return what opens the person's account, of whatever provider."""
    return LinkedIdentity.objects.filter(person=person).first()


def person_of(proof: Proof) -> User | None:
    """Return the person whose account the subject opens."""
    identities = LinkedIdentity.objects.filter(issuer=settings.OIDC_ISSUER, subject=proof.subject)
    identity = identities.select_related("person").first()
    return identity.person if identity else None


def name() -> str:
    """Return what pages call the provider; "" where none is set."""
    return str(settings.OIDC_NAME) if is_on() else ""


def callback_address() -> str:
    """Return the address that is registered with the provider; it does not hang on the Host header of a request."""
    return f"{settings.PORTAL_URL}{reverse(settings.OIDC_AUTHENTICATION_CALLBACK_URL)}"


def exchange_code(code: str, *, nonce: str, verifier: str) -> Proof:
    """Return what the provider proves by this code. Raises NotProved."""
    provider = Provider()
    asked_for = {
        "client_id": settings.OIDC_RP_CLIENT_ID,
        "client_secret": settings.OIDC_RP_CLIENT_SECRET,
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback_address(),
        "code_verifier": verifier,
    }
    try:
        payload = provider.verify_token(provider.get_token(asked_for)["id_token"], nonce=nonce)
    except (OSError, jwt.PyJWTError, SuspiciousOperation, LookupError, TypeError, ValueError) as error:
        raise NotProved(type(error).__name__) from error
    if payload.get("azp", settings.OIDC_RP_CLIENT_ID) != settings.OIDC_RP_CLIENT_ID:
        raise NotProved("azp")
    signed_in_at = payload.get("auth_time", 0)
    is_time = isinstance(signed_in_at, int) and signed_in_at <= clock.real_seconds() + LEEWAY
    return Proof(str(payload["sub"]), min(signed_in_at, clock.real_seconds()) if is_time else 0)
