"""Actions on sign-in codes: issuing them for letters, and exchanging one for a password of one's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from foundation.vietnamese import format_moment
from units import access
from units.acting import Acting
from units.actions.guessing import ask, failed, forget_failures, succeeded
from units.actions.new_devices import forget_devices
from units.actions.sessions import drop_sessions
from units.history import event_of, record, save_events
from units.models import Event, SignInCode, User
from units.models.sign_in_code import digest_of, new_code
from units.origin import NOWHERE, Origin
from units.rules.guessing import Secret

ISSUE, USE = "issue_code", "use_code"  # verbs of the events
TWICE = timedelta(minutes=1)
"""How long a page that is sent again makes its letters anew: of a double click the browser drops the first file."""


@dataclass(frozen=True)
class NewCodes:
    """Codes that are not issued yet, by the person's id, and until when they will be valid."""

    by_person: dict[int, str]
    expires_at: datetime


def new_codes(people: Collection[User]) -> NewCodes:
    """Return a code for each person. Letters are drawn with them first: what could not be drawn is not issued."""
    expires_at = clock.now() + timedelta(days=settings.CODE_VALID_DAYS)
    return NewCodes({person.pk: new_code() for person in people}, expires_at)


@transaction.atomic
def issue_codes(codes: NewCodes, *, by: Acting, among: Collection[User] = (), seen: str | None = None) -> None:
    """Make these codes valid; older codes of the same people end.

    The codes are in no row, no log and no event: who loses them issues others. `seen`: what `fingerprint_of` said of
    the people `among` whom they were chosen, when the page was shown. Raises StateConflict if that changed, unless it
    is the same page that the same person has just sent for the same people.
    """
    post = access.require_allowed(access.may_hand_out(by))
    locked = list(User.objects.select_for_update(no_key=True).filter(pk__in=codes.by_person).order_by("pk"))
    refuse_issued(among, seen, by=by, to=locked)
    if any(not person.is_active for person in locked):
        raise StateConflict(_("Có tài khoản đã thôi dùng. Chưa lập thư nào."))
    now = clock.now()
    SignInCode.objects.open().filter(user__in=locked).update(replaced_at=now)
    SignInCode.objects.bulk_create(
        SignInCode(user_id=pk, digest=digest_of(code), made_at=now, expires_at=codes.expires_at)
        for pk, code in codes.by_person.items()
    )
    save_events(event_of(person, ISSUE, at=now, by=by, post=post) for person in locked)


def refuse_issued(among: Collection[User], seen: str | None, *, by: Acting, to: Collection[User]) -> None:
    """Raise StateConflict if somebody issued codes to one of these people after a page had `seen` their last.

    Not if that was this page, sent twice `to` the same people.
    """
    if seen is None or seen == fingerprint_of(among):
        return
    if {person.pk for person in to} != {person.pk for person in issued_just_now(among, seen, by=by)}:
        raise StateConflict(_("Thư của danh sách này vừa được lập. Chưa lập thêm thư nào; xin xem lại rồi lập tiếp."))


def issued_just_now(among: Collection[User], seen: str, *, by: Acting) -> list[User]:
    """Return to whom of these people the same person issued codes since a page had `seen` their last, a moment ago.

    Nobody if somebody else has, too, or if that was longer ago.
    """
    last = whole_number(seen.rpartition("-")[2]) or 0
    codes = SignInCode.objects.filter(user__in=among, pk__gt=last)
    got = set(codes.values_list("user", flat=True))
    acts = Event.objects.about_all(User, got).filter(verb=ISSUE, at__in=codes.values("made_at"))  # of the same moment
    if acts.exclude(actor=by.user).exists() or codes.filter(made_at__lt=clock.now() - TWICE).exists():
        return []
    return [person for person in among if person.pk in got]


def fingerprint_of(people: Collection[User]) -> str:
    """Return which code was the last of any of these people: it changes whenever one is issued to one of them."""
    last = SignInCode.objects.filter(user__in=people).values_list("pk", flat=True).first()
    return f"{len(people)}-{last or 0}"


def code_as_typed(typed: str, origin: Origin = NOWHERE) -> SignInCode:
    """Return the code that somebody typed. Raises ValidationError, which says why it cannot be used; TooManyTries."""
    attempt = ask(Secret.LETTER, "", origin)
    code = SignInCode.objects.filter(digest=digest_of(typed)).select_related("user").first()
    if code is None:
        failed(attempt)
        raise ValidationError(_("Mã chưa đúng. Mã trong thư có 16 chữ và số, chia bốn nhóm; xin nhập lại."))
    succeeded(attempt)
    refuse_code(code)
    return code


def code_typed_before(pk: int) -> SignInCode:
    """Return the code with this id, that `code_as_typed` gave before. Raises ValidationError as that does."""
    code = SignInCode.objects.select_related("user").get(pk=pk)
    refuse_code(code)
    return code


def refuse_code(code: SignInCode) -> None:
    """Raise ValidationError if a code cannot be used any more; only who has its letter reads why."""
    if not code.user.is_active:
        raise ValidationError(_("Tài khoản này đã thôi dùng."))
    if code.used_at:
        sentence = _(
            "Mã này đã dùng lúc {moment}, hoặc khi đó mật khẩu được đặt cách khác. Xin đăng nhập bằng mật khẩu ấy."
        )
        raise ValidationError(sentence.format(moment=format_moment(code.used_at)))
    if code.replaced_at:
        sentence = _("Mã này đã được thay bằng mã trong thư lập lúc {moment}. Xin dùng thư mới.")
        raise ValidationError(sentence.format(moment=format_moment(code.replaced_at)))
    if not code.is_valid:
        sentence = _("Mã này đã hết hạn lúc {moment}. Xin đề nghị Quản trị hệ thống lập thư mới.")
        raise ValidationError(sentence.format(moment=format_moment(code.expires_at)))


def exchange(code: SignInCode, password: str) -> User:
    """Give the person of the code this password, and end the code. Raises ValidationError, also for who is second."""
    validate_password(password, code.user)
    encoded = make_password(password)  # slow, so before anything is locked
    with transaction.atomic():
        locked = SignInCode.objects.select_for_update(of=("self",)).select_related("user").get(pk=code.pk)
        refuse_code(locked)
        person = locked.user
        person.password, person.must_change_password = encoded, False
        person.save(update_fields=["password", "must_change_password"])
        SignInCode.objects.filter(pk=locked.pk).update(used_at=clock.now())
        drop_sessions(person)
        forget_failures(person)
        forget_devices(person)
        record(person, USE, by=person)
    return person


def end_access(person: User) -> None:
    """End the sessions and the letter of an account that is not used any more; used again, it needs a new letter."""
    now = clock.now()
    SignInCode.objects.open().filter(user=person, expires_at__gt=now).update(expires_at=now)
    drop_sessions(person)


def end_codes(person: User) -> None:
    """Let no letter open an account whose password was chosen or set otherwise."""
    SignInCode.objects.open().filter(user=person).update(used_at=clock.now())
