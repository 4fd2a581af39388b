"""The action of changing one's own password."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from units.actions.new_devices import trust_devices
from units.actions.sessions import drop_sessions
from units.actions.sign_in_codes import end_codes
from units.history import record
from units.models import User

CHANGE = "change_password"  # the verb of the event


def change_password(person: User, password: str) -> None:
    """Give a person the password that they chose. Sessions on other devices, and a letter, end with the old one.

    The caller has asked for the old password.
    """
    encoded = make_password(password)  # slow, so before anything is locked
    with transaction.atomic():
        person.password = encoded
        person.save(update_fields=["password"])
        end_codes(person)
        drop_sessions(person)
        trust_devices(person)
        record(person, CHANGE, by=person)
