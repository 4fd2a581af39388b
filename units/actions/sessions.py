"""Actions that end sessions: one's own, or all of a person."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from units import access
from units.acting import Acting
from units.history import record
from units.models import SignInSession, User

END = "end_sessions"  # the verb of the events


@transaction.atomic
def end_own_session(person: User, handle: str) -> bool:
    """End one of the person's own sessions. Return False if it has ended already."""
    return _end_own(person, SignInSession.objects.filter(person=person, handle=handle))


@transaction.atomic
def end_other_sessions(person: User, handle: str) -> bool:
    """End the person's own sessions except the one with this handle. Return False if there was none."""
    return _end_own(person, SignInSession.objects.filter(person=person).exclude(handle=handle))


def _end_own(person: User, sessions: QuerySet[SignInSession]) -> bool:
    n, _by_model = sessions.delete()
    if n:
        record(person, END, by=person)
    return bool(n)


@transaction.atomic
def end_sessions(person: User, *, by: Acting) -> int:
    """End all sessions of a person; return how many there were."""
    post = access.require_allowed(access.may_end_sessions(person.current_posts, by))
    n = drop_sessions(person)
    record(person, END, by=by, post=post, unit=by.unit)
    return n


def drop_sessions(person: User) -> int:
    """Delete the sessions of a person whose password or account changes by an act that has its own event."""
    return SignInSession.objects.filter(person=person).delete()[0]
