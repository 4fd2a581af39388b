"""The guard of everything that can be guessed: passwords, codes of letters, second factors, the code that begins.

    attempt = ask(Secret.PASSWORD, username, origin)   # raises TooManyTries, before anything is checked
    failed(attempt)                                    # or succeeded(attempt)

A try counts as failed from the moment it is admitted until it succeeds, so of many at once no more are admitted than
one after the other. Nothing sleeps. A name without an account is counted, paused and written down like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from foundation.security_log import log_security
from foundation.too_many_tries import TooManyTries
from units import access
from units.acting import Acting
from units.history import record
from units.models import FailureCount, Installation, KnownDevice, User
from units.origin import Origin
from units.rules.guessing import DAY, Counted, Secret, counted_for, pause_after

FAIL, UNLOCK, DISMISS = "fail_sign_in", "unlock_sign_in", "dismiss_failures"  # verbs of the events
OWN_TYPOS = 5
"""So few failures from the address of a sign-in that follows are the person's own: nobody is warned of them."""
SALT = "units.guessing"


@dataclass(frozen=True)
class Attempt:
    """An admitted try. `subject`: the username as typed, "" where none is named. `counts`: whose failure, by key."""

    secret: Secret
    subject: str
    origin: Origin
    counts: dict[str, Counted]

    @property
    def from_own_device(self) -> bool:
        return Counted.DEVICE in self.counts.values()


def ask(secret: Secret, subject: str, origin: Origin) -> Attempt:
    """Admit a try, and count it as failed until it succeeds. Raises TooManyTries.

    A device from which the person has signed in before has a count of its own, so strangers cannot lock it out.
    """
    counts = _counts_of(secret, subject, origin)
    refuse_paused(FailureCount.objects.filter(pk__in=counts), secret)
    now = clock.now()
    with transaction.atomic():
        blank = [FailureCount(key=key, since=now) for key in sorted(counts)]
        FailureCount.objects.bulk_create(blank, ignore_conflicts=True)
        rows = lock_counts(counts)
        refuse_paused(rows, secret)
        for row in rows:
            whose = counts[row.key]
            if now >= row.since + counted_for(whose):
                row.failures, row.since = 0, now
            row.failures += 1
            pause = pause_after(row.failures, whose)
            row.free_at = now + pause if pause else None
        FailureCount.objects.bulk_update(rows, ["failures", "since", "free_at"])
    return Attempt(secret, subject, origin, counts)


def is_password_of(person: User, password: str, origin: Origin) -> bool:
    """Check a password that is asked of a signed-in person again. Raises TooManyTries, as signing in does."""
    attempt = ask(Secret.PASSWORD, person.username, origin)
    is_right = person.check_password(password)
    (succeeded if is_right else failed)(attempt)
    return is_right


def lock_counts(keys: Collection[str]) -> list[FailureCount]:
    """Return the counts of these keys, locked, so that of two tries at once both are counted."""
    return list(FailureCount.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def refuse_paused(rows: Iterable[FailureCount], secret: Secret) -> None:
    """Raise TooManyTries if one of these counts is paused."""
    until = max((row.free_at for row in rows if row.free_at), default=None)
    if until and until > clock.now():
        raise TooManyTries(until, of_requests=secret is Secret.RESET)


@transaction.atomic
def failed(attempt: Attempt) -> None:
    """Write a failed try into the history, and warn its person unless it came from a device of theirs.

    Of a name that has no account, which may be a password typed in the wrong box, the history has a digest alone.
    """
    person = User.objects.filter(username=attempt.subject).first()
    changes = {_("loại"): ["", attempt.secret.words], _("địa chỉ"): ["", attempt.origin.address]}
    changes |= {_("thiết bị"): ["", attempt.origin.label]}
    if person is None and attempt.subject:
        changes |= {_("tên đã gõ (mã băm)"): ["", _digest(attempt.subject)[:16]]}
    record(person or Installation(), FAIL, by=None, changes=changes)
    log_security(f"failed: {attempt.secret.value}", account=person.pk if person else None)
    if not attempt.from_own_device:
        User.objects.filter(username=attempt.subject).update(
            failed_sign_ins=F("failed_sign_ins") + 1, failed_from=attempt.origin.address, failed_at=clock.now()
        )


@transaction.atomic
def succeeded(attempt: Attempt) -> None:
    """Forget the failures of the account or device; of the address, which others may share, this try alone."""
    of_address = [key for key, whose in attempt.counts.items() if whose is Counted.ADDRESS]
    FailureCount.objects.filter(pk__in=attempt.counts).exclude(pk__in=of_address).delete()
    FailureCount.objects.filter(pk__in=of_address, failures__gt=0).update(failures=F("failures") - 1, free_at=None)
    own = User.objects.filter(username=attempt.subject, failed_from=attempt.origin.address)
    own.filter(failed_sign_ins__range=(1, OWN_TYPOS - 1)).update(failed_sign_ins=0, failed_from="", failed_at=None)


@transaction.atomic
def unlock(person: User, *, by: Acting) -> None:
    """Let a person sign in at once, whatever failed before. Raises Forbidden, StateConflict if nothing is paused."""
    post = access.require_allowed(access.may_hand_out(by))
    if person.pk not in locked_people([person]):
        raise StateConflict(_("Tài khoản này không còn bị tạm khóa."))
    forget_failures(person)
    record(person, UNLOCK, by=by, post=post)


def forget_failures(person: User) -> None:
    """Forget the failures counted of an account and of its devices."""
    devices = KnownDevice.objects.filter(person=person).values_list("digest", flat=True)
    FailureCount.objects.filter(pk__in=_keys_of(person.username, devices)).delete()


def locked_people(people: Collection[User]) -> set[int]:
    """Return the ids of those of these people whose account, or a device of theirs, is paused.

    One query while nothing is paused in the whole portal, two otherwise.
    """
    paused = set(FailureCount.objects.filter(free_at__gt=clock.now()).values_list("pk", flat=True))
    if not paused:
        return set()
    devices = defaultdict[int, list[str]](list)
    for person, digest in KnownDevice.objects.filter(person__in=people).values_list("person", "digest"):
        devices[person].append(digest)
    return {person.pk for person in people if not paused.isdisjoint(_keys_of(person.username, devices[person.pk]))}


@transaction.atomic
def dismiss_failures(person: User) -> None:
    """Take the warning of failed sign-ins from a person's pages, as they have read it."""
    warned = User.objects.filter(pk=person.pk, failed_sign_ins__gt=0)
    if warned.update(failed_sign_ins=0, failed_from="", failed_at=None):
        record(person, DISMISS, by=person)


def failures_over() -> QuerySet[FailureCount]:
    """Return the counts that nothing is added to any more."""
    now = clock.now()
    return FailureCount.objects.filter(since__lt=now - DAY).exclude(free_at__gt=now)


def prune_failures() -> str:
    """Delete the counts that nothing is added to any more."""
    failures_over().delete()
    return ""


def _counts_of(secret: Secret, subject: str, origin: Origin) -> dict[str, Counted]:
    """Return the keys under which a try is counted."""
    if subject and origin.device:
        own = KnownDevice.objects.filter(person__username=subject, digest=origin.device)
        if own.exists():
            return {_key(secret, Counted.DEVICE, f"{origin.device} {subject}"): Counted.DEVICE}
    counts = {}
    if subject:
        counts[_key(secret, Counted.ACCOUNT, subject)] = Counted.ACCOUNT
    if origin.address:  # where passwords are forgotten nobody guesses: those who do sign in all the same
        of = secret if secret is Secret.RESET else ""
        counts[_key(of, Counted.ADDRESS, origin.address)] = Counted.ADDRESS
    return counts


def _keys_of(username: str, devices: Iterable[str]) -> list[str]:
    """Return the keys of all that is counted of an account with these devices."""
    of_devices = [(Counted.DEVICE, f"{device} {username}") for device in devices]
    return [
        _key(secret, whose, name) for secret in Secret for whose, name in [(Counted.ACCOUNT, username), *of_devices]
    ]


def _key(secret: str, whose: Counted, subject: str) -> str:
    return _digest(f"{secret} {whose} {subject}")


def _digest(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
