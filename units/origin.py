"""Where a request comes from: the address, and the browser if it is known."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from foundation.request_parsing import client_address
from foundation.user_agent import device_label
from units.known_devices import digest_of, value_of


@dataclass(frozen=True)
class Origin:
    """Address and browser of a request; `device` is the digest by which `KnownDevice` knows it, "" without one."""

    address: str = ""
    device: str = ""
    label: str = ""


NOWHERE = Origin()


def origin_of(request: HttpRequest | None) -> Origin:
    if request is None:
        return NOWHERE
    value = value_of(request)
    label = device_label(request.headers.get("User-Agent", ""))
    return Origin(client_address(request), digest_of(value) if value else "", label)
