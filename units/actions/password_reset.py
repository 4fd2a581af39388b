"""Actions that set a new password by mail: somebody asks, the tick writes, whoever has the mail sets it."""

from __future__ import annotations

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from foundation import clock
from units import outbox
from units.actions.guessing import ask, forget_failures
from units.actions.new_devices import forget_devices
from units.actions.sessions import drop_sessions
from units.actions.sign_in_codes import end_codes
from units.history import record
from units.models import MailKind, ResetRequest, Unit, User
from units.origin import Origin
from units.password_reset import is_link_of
from units.people import posts_held
from units.rules.guessing import Secret

ASK, RESET = "ask_reset", "reset_password"  # verbs of the events
MOST_ACCOUNTS = 5
"""Accounts with one mail address that are written to: an office may have one for all."""
MOST_AT_ONCE = 500
"""Requests that one tick answers."""


def ask_reset(typed: str, origin: Origin) -> None:
    """Note that somebody forgot the password of this username or mail address. Raises TooManyTries.

    Each time counts as a try, whether or not there is such an account, so that nobody fills mail boxes by it.
    """
    ask(Secret.RESET, typed.casefold(), origin)
    ResetRequest.objects.create(typed=typed, address=origin.address, at=clock.now())


def write_reset_mails() -> str:
    """Write the mails that were asked for: a duty of `tick`."""
    for request in ResetRequest.objects.all()[:MOST_AT_ONCE]:
        with transaction.atomic():
            if not ResetRequest.objects.filter(pk=request.pk).delete()[0]:
                continue  # another call answers it
            for person in _people_of(request.typed):
                _write(person, request)
    return ""


def _people_of(typed: str) -> list[User]:
    """Return whose account it is; none of those who have no mail address, or never chose a password."""
    named: QuerySet[User] = User.objects.filter(Q(username=typed) | Q(email__iexact=typed), is_active=True)
    with_address = named.exclude(email="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    by_name_first = Case(When(username=typed, then=0), default=1)
    return list(with_address.order_by(by_name_first, "pk")[:MOST_ACCOUNTS])


def _write(person: User, request: ResetRequest) -> None:
    posts = posts_held([person])[person.pk]
    unit = posts[0].unit if posts else Unit.objects.filter(parent=None).order_by("path").first()
    if unit is None:
        return
    tenth_minute = f"{request.at:%Y-%m-%d %H:%M}"[:-1]
    outbox.post(MailKind.RESET, person, person, unit=unit, when=tenth_minute)
    record(person, ASK, by=None, changes={_("địa chỉ"): ["", request.address]})


def reset_password(person: User, password: str, *, token: str) -> None:
    """Give the person of a link the password that they chose. All sessions, letters and failures end with the old one.

    Raises ValidationError if the link was used meanwhile.
    """
    encoded = make_password(password)  # slow, so before anything is locked
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        if not (locked.is_active and is_link_of(locked, token)):
            raise ValidationError(_("Liên kết này đã dùng hoặc đã hết hạn. Xin đề nghị thư khác."))
        locked.password, locked.must_change_password = encoded, False
        locked.save(update_fields=["password", "must_change_password"])
        end_codes(locked)
        drop_sessions(locked)
        forget_failures(locked)
        forget_devices(locked)
        record(locked, RESET, by=locked)
