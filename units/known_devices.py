"""The browsers from which a person has signed in before, told by a signed cookie with a random value.

They are for the list of one's devices, for the notice of a new one, and for the guard against guessing, which lets a
person's own device in while strangers are held up.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from foundation import clock
from foundation.request_parsing import client_address
from foundation.user_agent import device_label
from units.models import KnownDevice, User

COOKIE = "device"
SALT = "units.known_devices"
THIS_DEVICE = "known_device"  # key in a session: the device from which the person signed in
BYTES = 16
SHARED = "shared"
KNOWN_FOR = timedelta(days=400)
"""How long a device is known after its last sign-in; browsers keep no cookie for longer."""
VALUE = "device_value"  # attribute of a request: the value that its answer is to carry


def remember_device(request: HttpRequest, person: User, *, shared: bool = False) -> tuple[KnownDevice, bool]:
    """Note a sign-in of the person from the browser of the request; return the device, and whether it is new to them.

    The answer gets the cookie (`send_cookie`). A computer that is `shared` gets none: such a one is told by its address
    and kind of browser, for the notice of a new device alone.
    """
    now, label = clock.now(), device_label(request.headers.get("User-Agent", ""))
    address = client_address(request)
    value = f"{SHARED} {address} {label}" if shared else value_of(request) or secrets.token_hex(BYTES)
    device, is_new = KnownDevice.objects.get_or_create(
        person=person,
        digest=digest_of(value),
        defaults={"label": label, "address": address, "first_at": now, "last_at": now},
    )
    if not is_new:
        device.label, device.last_at = label, now
        device.save(update_fields=["label", "last_at"])
    request.session[THIS_DEVICE] = device.pk
    if not shared:
        vars(request)[VALUE] = value
    return device, is_new


def devices_of(person: User) -> list[KnownDevice]:
    """Return the devices that a person uses, the one used last first."""
    return list(KnownDevice.objects.filter(person=person))


def value_of(request: HttpRequest) -> str:
    """Return the random value of the browser; "" for one without it, or if it was changed or is too old."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KNOWN_FOR) or ""


def send_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie, if the person signed in with this request on a computer that is not shared."""
    if value := vars(request).get(VALUE, ""):
        response.set_signed_cookie(
            COOKIE,
            value,
            salt=SALT,
            max_age=KNOWN_FOR,
            httponly=True,
            samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )


def digest_of(value: str) -> str:
    """Return what is stored of a value, which has 128 random bits."""
    return hashlib.sha256(value.encode()).hexdigest()


def devices_forgotten() -> QuerySet[KnownDevice]:
    """Return the devices whose cookie has run out."""
    return KnownDevice.objects.filter(last_at__lt=clock.now() - KNOWN_FOR)
