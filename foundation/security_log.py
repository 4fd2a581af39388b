"""Lines of the log about who signed in and out and what was refused: numbers alone, no name and nothing typed."""

import logging

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

logger = logging.getLogger("security")


def log_security(event: str, request: HttpRequest | None = None, **numbers: int | None) -> None:
    """Write a line; foundation/logs.py adds the request's id, its route and the number of who is signed in."""
    logger.info(event, extra={"request": request, "numbers": numbers})


def person_of(request: HttpRequest) -> int | None:
    """Return the number of who is signed in, if that was asked already: a line of the log asks no database."""
    user = vars(request).get("user")
    if isinstance(user, SimpleLazyObject):
        user = vars(request).get("_cached_user")
    return getattr(user, "pk", None)
