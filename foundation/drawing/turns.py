"""The turn of whoever asks for a page: what it prepares and draws counts as that person's."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.http import HttpRequest

from foundation.drawing import client


def in_turn(request: HttpRequest) -> AbstractContextManager[None]:
    """Return the context within which a view prepares and draws. Raises NotDrawnYet and ServiceAway."""
    return client.turn(str(request.user.pk or "stranger"), request.get_full_path())
