"""The turn of whoever asks for a page: what it prepares and draws counts as that person's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.http import HttpRequest

from foundation.drawing import client


def in_turn(request: HttpRequest) -> AbstractContextManager[None]:
    """Return the context within which a view prepares and draws. Raises NotDrawnYet and ServiceAway."""
    return client.turn(*_whose(request))


def begin_turn(request: HttpRequest) -> Callable[[], None]:
    """Begin the turn of a file that is sent while it is read, and return what ends it."""
    return client.begin_turn(*_whose(request))


def _whose(request: HttpRequest) -> tuple[str, str]:
    return str(request.user.pk or "stranger"), request.get_full_path()
