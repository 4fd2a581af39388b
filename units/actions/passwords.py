"""The actions on passwords of people who have an account: changing one's own, setting and taking away another's."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from units import access
from units.acting import Acting
from units.actions.guessing import forget_failures
from units.actions.new_devices import forget_devices, forget_new_devices
from units.actions.sessions import drop_sessions
from units.actions.sign_in_codes import NewCodes, end_codes, issue_codes
from units.history import record
from units.models import User

CHANGE, SET, REISSUE = "change_password", "set_password", "reissue_password"  # verbs of the events


def change_password(person: User, password: str, *, on_known_device: bool) -> None:
    """Give a person the password that they chose. Sessions on other devices, and a letter, end with the old one.

    The caller has asked for the old password. `on_known_device`: this device is not new, so those that are may be a
    stranger's and are forgotten.
    """
    encoded = make_password(password)  # slow, so before anything is locked
    with transaction.atomic():
        _write(person, encoded, must_change=False)
        end_codes(person)
        if on_known_device:
            forget_new_devices(person)
        record(person, CHANGE, by=person)


def set_password(person: User, password: str, *, by: Acting | None) -> None:
    """Give a person a password that somebody else knows: the next sign-in asks for another one, and for nothing else.

    `by`: None for who keeps the server, on the command line.
    """
    post = access.require_allowed(access.may_manage(by)) if by else None
    encoded = make_password(password)
    with transaction.atomic():
        _write(person, encoded, must_change=True)
        end_codes(person)
        forget_failures(person)
        forget_devices(person)
        record(person, SET, by=by, post=post)


@transaction.atomic
def reissue_password(person: User, codes: NewCodes, *, by: Acting, seen: str | None = None) -> None:
    """Take a person's password away and issue the code of a letter, by which they choose another: nobody learns it.

    Raises Forbidden, StateConflict as `issue_codes` does.
    """
    issue_codes(codes, by=by, among=[person], seen=seen)
    _write(person, make_password(None), must_change=False)
    forget_failures(person)
    record(person, REISSUE, by=by, post=access.may_hand_out(by).post)


def _write(person: User, encoded: str, *, must_change: bool) -> None:
    """Store a hash; sessions that the old one opened end."""
    person.password, person.must_change_password = encoded, must_change
    person.save(update_fields=["password", "must_change_password"])
    drop_sessions(person)
