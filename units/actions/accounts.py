"""Actions on accounts: a person with account and post at once, accounts of all unions that lack one, a successor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation import clock
from foundation.vietnamese import appearance_key
from units import access
from units.acting import Acting
from units.actions.posts import end_post, give_post, given_words
from units.actions.sign_in_codes import end_access
from units.history import event_of, record, save_events
from units.models import FormDraft, Post, Role, Unit, UnitKind, User
from units.models.unit import UnitQuerySet
from units.usernames import taken_usernames, username_for

IN_A_BATCH = 200
"""Accounts that one transaction makes: others write between two of them."""


@transaction.atomic
def add_account(person: User, post: Post, *, by: Acting, reason: str = "") -> User:
    """Save a new person with a post; without a username they get one. Raises ValidationError.

    Nobody can sign in with the account until its letter was exchanged for a password.
    """
    _save_new(person, post.unit, by=by, reason=reason)
    post.user = person
    give_post(post, by=by, reason=reason)
    return person


def _save_new(person: User, unit: Unit, *, by: Acting, reason: str = "") -> None:
    actor_post = access.require_allowed(access.may_manage(by))
    _refuse_known(person)
    person.username = person.username or username_for(person.full_name, taken_usernames(person.full_name))
    person.set_unusable_password()
    person.date_joined = clock.now()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise ValidationError({"username": _("Tên đăng nhập này vừa có người dùng.")}) from error
    record(person, "admin_add", by=by, post=actor_post, unit=unit, reason=reason, changes=added_words(person))


def added_words(person: User) -> dict[str, list[str]]:
    """Return what the history says of an account that was added."""
    return {str(User._meta.verbose_name): ["", f"{person.full_name} ({person.username})"]}


def _refuse_known(person: User) -> None:
    """Raise ValidationError when somebody of that name and telephone has an account."""
    for other in User.objects.filter(phone=person.phone, is_active=True) if person.phone else ():
        if appearance_key(other.full_name) == appearance_key(person.full_name):
            sentence = _("{name} có cùng họ tên và điện thoại, đã có tài khoản {username}: chỉ cần phân công thêm.")
            raise ValidationError({"full_name": sentence.format(name=other.full_name, username=other.username)})


@dataclass(frozen=True)
class MadeAccounts:
    """How many accounts were made, and how many people who had one were given the post."""

    made: int
    reused: int


def unions_without_officer(unit: Unit) -> UnitQuerySet:
    """Return the grassroots unions at work below a unit in which nobody files or will file, in the office's order."""
    today = clock.today()
    filed = Post.objects.filter(role=Role.OFFICER).exclude(until__lte=today).values("unit")
    below = Unit.objects.below(unit).valid_on(today).filter(kind=UnitKind.GRASSROOTS).exclude(pk__in=filed)
    return below.select_related("parent").order_by("path")


def add_accounts_of_contacts(unit: Unit, *, by: Acting) -> MadeAccounts:
    """Make an account, with the post of who files, for the person to contact of every union below that lacks one.

    Who has an account already, by name and telephone or by name and a post held there before, gets the post alone.
    Broken off it is simply run again.
    """
    access.require_allowed(access.may_manage(by))
    unions = list(unions_without_officer(unit).exclude(contact_person="").values_list("pk", flat=True))
    batches = [unions[first : first + IN_A_BATCH] for first in range(0, len(unions), IN_A_BATCH)]
    done = [_add_batch(batch, by=by) for batch in batches]
    return MadeAccounts(sum(batch.made for batch in done), sum(batch.reused for batch in done))


@transaction.atomic
def _add_batch(unions: Sequence[int], *, by: Acting) -> MadeAccounts:
    """Add the accounts of some unions; those that got an officer meanwhile are left out."""
    actor_post = access.require_allowed(access.may_manage(by))
    rows = Unit.objects.filter(pk__in=unions).order_by("path")
    locked = list(rows.select_for_update(no_key=True))
    filed = Post.objects.filter(role=Role.OFFICER, unit__in=unions).exclude(until__lte=clock.today())
    taken, has_officer = taken_usernames(), set(filed.values_list("unit", flat=True))
    people = {_key(person.full_name, person.phone): person for person in User.objects.filter(is_active=True)}
    held = Post.objects.filter(unit__in=unions, user__is_active=True).select_related("user")
    former = {(appearance_key(post.user.full_name), post.unit_id): post.user for post in held}
    new: list[User] = []
    posts: list[Post] = []
    for union in locked:
        if union.pk in has_officer or not union.contact_person:
            continue
        person = former.get((appearance_key(union.contact_person), union.pk))
        if person is None and union.phone:
            person = people.get(_key(union.contact_person, union.phone))
        if person is None:
            person = _new_person(union, taken)
            new.append(person)
            people[_key(union.contact_person, union.phone)] = person
        posts.append(Post(user=person, unit=union, role=Role.OFFICER, since=clock.today()))
    User.objects.bulk_create(new)
    Post.objects.bulk_create(posts)
    now = clock.now()
    unit_of = {id(post.user): post.unit for post in posts}
    save_events(
        event_of(
            person, "admin_add", at=now, by=by, post=actor_post, unit=unit_of[id(person)], changes=added_words(person)
        )
        for person in new
    )
    save_events(
        event_of(post, "give_post", at=now, by=by, post=actor_post, unit=post.unit, changes=given_words(post))
        for post in posts
    )
    return MadeAccounts(len(new), len(posts) - len(new))


def _key(full_name: str, phone: str) -> tuple[str, str]:
    return appearance_key(full_name), "".join(filter(str.isdigit, phone))


def _new_person(union: Unit, taken: set[str]) -> User:
    person = User(
        full_name=union.contact_person,
        username=username_for(union.contact_person, taken),
        phone=re.split(r"[;,/]", union.phone)[0].strip()[:30],
        email=union.email,
        date_joined=clock.now(),
    )
    person.set_unusable_password()
    person.derive()
    return person


@transaction.atomic
def hand_over(
    posts: Sequence[Post], successor: User, *, by: Acting, ends_account: bool = False, with_drafts: bool = False
) -> int:
    """End these posts of one person today, and give them to the successor with the drafts of forms begun in them.

    Sheets and dossiers are the union's and need no handing over. A successor who is not saved yet becomes an account.
    Of a form nobody knows in which post it was begun, so the drafts of a union or area in which the person keeps
    another post stay, unless `with_drafts`. `ends_account`: the account of who held them is not used any more, if no
    post is left. Returns how many drafts went along. Raises ValidationError, Forbidden, StateConflict.
    """
    ids = [post.pk for post in posts]
    locked = list(
        Post.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("unit", "area", "user")
    )
    for post in locked:
        access.require_allowed(access.may_give_post(post.unit, post.role, by))
        _refuse_handing_over(post, successor)
    if successor.pk is None:
        _save_new(successor, locked[0].unit, by=by)
    for post in locked:
        _hand_over_one(post, successor, by=by)
    drafts = sum(_hand_over_drafts(post, successor, even_if_kept=with_drafts) for post in locked)
    if ends_account:
        _end_account(locked[0].user, locked[0].unit, by=by)
    return drafts


def _hand_over_one(post: Post, successor: User, *, by: Acting) -> None:
    today, until = clock.today(), post.until
    again = Post(user=successor, unit=post.unit, role=post.role, area=post.area, since=today, until=until)
    again.may_record_signed = post.may_record_signed and bool(access.may_manage(by))  # what administrators alone give
    give_post(again, by=by)
    end_post(post, until=today, by=by)


def _end_account(person: User, unit: Unit, *, by: Acting) -> None:
    actor_post = access.require_allowed(access.may_manage(by))
    left = Post.objects.filter(user=person).exclude(until__lte=clock.today())
    if left.exists() or not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        return
    end_access(person)
    changes = {str(User._meta.get_field("is_active").verbose_name): [_("đang dùng"), _("thôi dùng")]}
    record(person, "admin_change", by=by, post=actor_post, unit=unit, changes=changes)


def _refuse_handing_over(post: Post, successor: User) -> None:
    today = clock.today()
    if post.until is not None and post.until <= today:
        raise ValidationError(_("{post} đã kết thúc; xin xem lại trang.").format(post=post.title))
    if post.since >= today:
        raise ValidationError(
            _("{post} bắt đầu từ hôm nay hoặc sau này: chưa có gì để bàn giao.").format(post=post.title)
        )
    if successor.pk is None:
        return
    if post.user_id == successor.pk:
        raise ValidationError({"successor": _("Xin chọn người khác với người đang giữ.")})
    held = Post.objects.filter(user=successor, unit=post.unit, role=post.role, area=post.area)
    if held.exclude(until__lte=today).exists():
        sentence = _("{name} đang giữ, hoặc sắp giữ {post}, {unit}.")
        raise ValidationError(
            {"successor": sentence.format(name=successor.full_name, post=post.title, unit=post.unit.name)}
        )


def _hand_over_drafts(post: Post, successor: User, *, even_if_kept: bool) -> int:
    """Give the successor the drafts of forms kept while acting for the post's unit or area; their own drafts stay.

    `even_if_kept`: also where the person holds another post there.
    """
    kept = Post.objects.current(clock.today()).filter(user=post.user, unit=post.unit, area=post.area)
    if kept.exists() and not even_if_kept:
        return 0
    acting = f"{post.unit_id}-{post.area_id}" if post.area_id else str(post.unit_id)
    own = FormDraft.objects.filter(user=successor, acting=acting).values("address")
    return FormDraft.objects.filter(user=post.user, acting=acting).exclude(address__in=own).update(user=successor)
