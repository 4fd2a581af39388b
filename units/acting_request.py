"""Reads from a request who is signed in and for which unit they act, with types Django's own HttpRequest lacks."""

from django.http import HttpRequest

from units.access import Refused
from units.acting import Acting
from units.models import User


def acting_of(request: HttpRequest) -> Acting | None:
    """Return what units.middleware set; None for the signed-out, for people without a current post, and for an error
    page of a request that was refused before that middleware ran.
    """
    return getattr(request, "acting", None)


def require_acting(request: HttpRequest) -> Acting:
    """Return the same where a rule has already answered yes to this person; raises Refused where it is None."""
    acting = acting_of(request)
    if acting is None:
        raise Refused
    return acting


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; raises Refused for the signed-out, whom LoginRequiredMiddleware has sent to sign in."""
    if not isinstance(request.user, User):
        raise Refused
    return request.user
