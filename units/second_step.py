"""The time between password and second step: who typed a right password is noted in a session, and not signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from foundation import clock
from units.models import User
from units.second_factor import must_have_factor

# Keys in a session.
KEY = "second_step"  # who typed a right password, until the second step
PROVED = "second_step_taken"
LASTS = 10 * 60
"""Seconds for which the password need not be typed again."""


@dataclass(frozen=True)
class SecondStep:
    """A person whose password was right. `then`: the address that the sign-in leads to; `shared`: of the computer."""

    person: User
    shared: bool
    then: str


def begin_step(request: HttpRequest, step: SecondStep) -> None:
    """Note in the session who typed a right password. It gets another key, so that nobody planted it."""
    request.session.cycle_key()
    request.session[KEY] = {
        "person": step.person.pk,
        "password": step.person.get_session_auth_hash(),
        "shared": step.shared,
        "then": step.then,
        "at": clock.real_seconds(),
    }


def is_missing(request: HttpRequest) -> bool:
    """Return whether who is signed in must have taken the second step and has not.

    So it is when the setting came, or a post was given, after the sign-in. Asks no database.
    """
    person = request.user
    return isinstance(person, User) and PROVED not in request.session and must_have_factor(person)


def waiting_step(request: HttpRequest) -> SecondStep | None:
    """Return what was noted; None after ten minutes, for an account that ended, and after the password changed."""
    noted = request.session.get(KEY)
    if not noted or clock.real_seconds() - noted["at"] > LASTS:
        return None
    person = User.objects.filter(pk=noted["person"], is_active=True).first()
    if person is None or not constant_time_compare(noted["password"], person.get_session_auth_hash()):
        return None
    return SecondStep(person, noted["shared"], noted["then"])
