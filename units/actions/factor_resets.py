"""Taking a forgotten second factor away: one person of the office asks, a second one confirms within the hour."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units import access, outbox
from units.acting import Acting
from units.actions.sessions import drop_sessions
from units.history import changed_meanwhile, record
from units.models import FactorReset, MailKind, User
from units.second_factor import forget_factors, has_factor

ASK, RESET = "ask_factor_reset", "reset_factor"  # verbs of the events


@transaction.atomic
def ask_reset(person: User, *, by: Acting, reason: str) -> FactorReset:
    """Ask for the second factors of a person to be taken away. `reason`: how the person was recognised.

    Raises Forbidden, StateConflict, ValidationError.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # of two requests at once one is refused
    is_open = FactorReset.objects.open().filter(person=person).exists()
    answer = access.may_ask_factor_reset(person, by, has_factor=has_factor(person), is_open=is_open)
    post = access.require_allowed(answer)
    words = required_text(reason)
    reset = FactorReset.objects.create(person=person, asked_by=by.user, asked_at=clock.now())
    record(person, ASK, by=by, post=post, unit=by.unit, reason=words)
    return reset


@transaction.atomic
def confirm_reset(reset: FactorReset, *, by: Acting) -> None:
    """Take all second factors of the person away, end the sessions, and tell them. Raises Forbidden, StateConflict."""
    post = access.require_allowed(access.may_confirm_factor_reset(reset, by))
    now = clock.now()
    if not FactorReset.objects.open().filter(pk=reset.pk).update(confirmed_by=by.user, confirmed_at=now):
        raise StateConflict(changed_meanwhile(reset.person))
    forget_factors(reset.person)
    drop_sessions(reset.person)
    record(reset.person, RESET, by=by, post=post, unit=by.unit, changes={_("người đề nghị"): ["", str(reset.asked_by)]})
    outbox.post(MailKind.FACTOR_RESET, reset, reset.person, unit=by.unit)


@transaction.atomic
def reset_on_server(person: User) -> None:
    """Take all second factors of a person away, on the word of whoever keeps the server; the event names nobody."""
    forget_factors(person)
    drop_sessions(person)
    record(person, RESET, by=None)
