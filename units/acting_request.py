"""Reads from a request who is signed in and for which unit they act, with types Django's own HttpRequest lacks."""

from django.http import HttpRequest

from units.access import Answer, Forbidden
from units.acting import Acting
from units.models import User


def acting_of(request: HttpRequest) -> Acting | None:
    """Return what units.middleware set; None for the signed-out, for people without a current post, and for an error
    page of a request that was refused before that middleware ran.
    """
    return getattr(request, "acting", None)


def require_acting(request: HttpRequest, answer: Answer | None = None) -> Acting:
    """Return the same; raises Forbidden where it is None.

    `answer`: the rule's answer to this person, where no rule was asked before; its sentence is then on the 403 page.
    """
    acting = acting_of(request)
    if acting is None:
        raise Forbidden(answer.why_not if answer is not None else "")
    return acting


def user_of(request: HttpRequest) -> User:
    """Return who is signed in. Raises Forbidden otherwise; units/unsent_views.py redirects such visitors before."""
    if not isinstance(request.user, User):
        raise Forbidden
    return request.user
