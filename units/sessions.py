"""The sessions of a person: what a list says of each, and whether one was ended."""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from foundation import clock
from foundation.request_parsing import client_address
from foundation.user_agent import device_label
from foundation.vietnamese import format_moment
from units.models import SignInSession, User
from units.models.sign_in_session import BEGUN_AT, HANDLE, USED_AT

# Keys in a session.
ADDRESS = "address"  # the network address from which the person signed in
DEVICE = "device"  # the browser and system, in words
LOOKED_AFTER_EVERY = 5.0
"""Seconds after which it is asked whether the session of a download was ended."""


class SessionEnded(Exception):
    """The session of a download was ended: the rest is not sent, and the browser sees that the file is not whole."""


@dataclass(frozen=True)
class ListedSession:
    """A session as its person reads it."""

    handle: str
    device: str
    network: str
    begun: str
    used: str
    is_this: bool


def describe_session(request: HttpRequest) -> None:
    """Note in the session of who just signed in when that was, on which device and from where."""
    request.session[HANDLE] = secrets.token_hex(8)
    request.session[BEGUN_AT] = request.session[USED_AT] = clock.real_seconds()
    request.session[DEVICE] = device_label(request.headers.get("User-Agent", ""))
    request.session[ADDRESS] = client_address(request)


def open_sessions(person: User) -> list[SignInSession]:
    """Return the sessions of a person that have not ended."""
    return list(
        SignInSession.objects.filter(person=person, expire_date__gt=datetime.fromtimestamp(clock.real_seconds(), UTC))
    )


def session_notes(session: SignInSession) -> dict[str, Any]:
    """Return what a session keeps of the sign-in and the use, and nothing else that it keeps."""
    notes = session.get_decoded()
    moments = {key: notes.get(key) for key in (BEGUN_AT, USED_AT)}
    return {
        **{key: notes.get(key, "") for key in (DEVICE, ADDRESS)},
        **{key: datetime.fromtimestamp(seconds, UTC) if seconds else None for key, seconds in moments.items()},
    }


def listed_sessions(person: User, request: HttpRequest) -> list[ListedSession]:
    """Return the person's sessions, this one first, then the one used last: one query."""
    stored = [session.get_decoded() for session in open_sessions(person) if session.handle]
    this = request.session.get(HANDLE, "")
    stored.sort(key=lambda notes: (notes[HANDLE] != this, -notes.get(USED_AT, 0)))
    return [_listed(notes, this, client_address(request)) for notes in stored]


def _listed(notes: dict[str, Any], this: str, here: str) -> ListedSession:
    return ListedSession(
        handle=notes[HANDLE],
        device=notes.get(DEVICE) or _("Thiết bị không rõ"),
        network=network_words(notes.get(ADDRESS, ""), here),
        begun=_moment(notes.get(BEGUN_AT)),
        used=_moment(notes.get(USED_AT)),
        is_this=notes[HANDLE] == this,
    )


def _moment(seconds: int | None) -> str:
    """Return the moment in words, by the portal's clock: sessions have real time."""
    if not seconds:
        return _("không rõ")
    return format_moment(clock.now() - timedelta(seconds=clock.real_seconds() - seconds))


def network_words(address: str, here: str = "") -> str:
    """Return from where somebody signed in: "mạng nội bộ (10.1.2.3)". `here`: the address of who reads it."""
    try:
        parsed = ipaddress.ip_network(address)
    except ValueError:
        return _("mạng không rõ")
    if parsed.is_loopback:
        return _("chính máy chủ của cổng")
    if address == here:
        return _("cùng mạng với máy đang dùng ({address})").format(address=address)
    words = _("mạng nội bộ ({address})") if parsed.is_private else _("mạng Internet ({address})")
    return words.format(address=address)


def while_it_lasts(pieces: Iterable[bytes], person: int, handle: str) -> Iterator[bytes]:
    """Yield the pieces of a download as long as the account is in use and the session was not ended."""
    looked_at = time.monotonic()
    for piece in pieces:
        if time.monotonic() - looked_at >= LOOKED_AFTER_EVERY:
            if not _lasts(person, handle):
                raise SessionEnded
            looked_at = time.monotonic()
        yield piece


def _lasts(person: int, handle: str) -> bool:
    if not handle:  # a session that nobody signed in for with a form
        return User.objects.filter(pk=person, is_active=True).exists()
    return SignInSession.objects.filter(person=person, handle=handle, person__is_active=True).exists()
