"""Whose accounts a person may look after, in which state an account is, and who still needs a letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from foundation import clock
from foundation.request_parsing import whole_number
from foundation.vietnamese import format_moment
from units.models import Post, SignInCode, Unit, UnitKind, User
from units.models.post import PostQuerySet
from units.tree import SEGMENT, Reader, within

NEW_FOR = timedelta(days=30)
"""How long an account is said to be new."""
COUNTED = ("people", "new", "never", "without_letter", "without_phone")
OWN, DIRECT = "own", "direct"
"""Groups: the posts of the unit itself; those of the grassroots unions right below it."""


def people_within(reader: Reader) -> QuerySet[User]:
    """Return the people with a post in reach, of any time, and the people without any post."""
    reached = Post.objects.visible_to(reader).values("user")
    return User.objects.filter(Q(pk__in=reached) | ~Q(pk__in=Post.objects.values("user")))


def with_codes(prefix: str = "") -> Prefetch:
    """Return what fetches the codes of people for `open_code`; `prefix` leads to the people."""
    return Prefetch(f"{prefix}sign_in_codes", SignInCode.objects.open(), to_attr="open_codes")


def open_code(person: User) -> SignInCode | None:
    """Return the code that a person has not used, valid or not; `person` was read `with_codes`."""
    codes: list[SignInCode] = vars(person)["open_codes"]
    return codes[0] if codes else None


def posts_held(people: Collection[User]) -> dict[int, list[Post]]:
    """Return by person the posts that they hold or will hold, the highest unit first: one query."""
    posts = Post.objects.filter(user__in=people).filter(Q(until=None) | Q(until__gt=clock.today()))
    held = defaultdict[int, list[Post]](list)
    for post in posts.select_related("unit__parent", "area").order_by("unit__path", "pk"):
        held[post.user_id].append(post)
    return held


@dataclass(frozen=True)
class AccountState:
    """What a list says of an account, with the tone of its tag and a second line."""

    words: str
    tone: str
    more: str = ""


def account_state(person: User) -> AccountState:
    """Return the state of an account; `person` was read `with_codes`."""
    if not person.is_active:
        return AccountState(_("Thôi dùng"), "plain")
    code = open_code(person)
    letter = ""
    if code:
        words = _("thư lập {made}, mã dùng đến {end}") if code.is_valid else _("thư lập {made}, mã hết hạn {end}")
        letter = words.format(made=format_moment(code.made_at), end=format_moment(code.expires_at))
    if person.last_login:
        signed_in = _("lần cuối {moment}").format(moment=format_moment(person.last_login))
        return AccountState(_("Đã đăng nhập"), "ok", "; ".join(filter(None, (signed_in, letter))))
    if code is None:
        return AccountState(_("Chưa đăng nhập"), "no", _("chưa có thư giao tài khoản"))
    return AccountState(_("Chưa đăng nhập"), "wait" if code.is_valid else "no", letter)


def locked_state() -> AccountState:
    """Return the state of an account that is paused, as somebody guessed wrong."""
    return AccountState(_("Tạm khóa"), "no", _("nhiều lần nhập sai mật khẩu"))


def has_valid_code(user: str) -> Exists:
    """Return a condition on rows whose column `user` leads to a person: an unused letter is still good."""
    return Exists(SignInCode.objects.valid().filter(user=OuterRef(user)))


def posts_in_use(reader: Reader) -> PostQuerySet:
    """Return the posts in reach that are held today by people who may sign in."""
    return Post.objects.visible_to(reader).current(clock.today()).filter(user__is_active=True)


@dataclass(frozen=True)
class PeopleGroup:
    """The people of an upper union and below: how many, and how many of them in which state.

    `key`: OWN, DIRECT, or the id of the upper union.
    """

    key: str
    name: str
    people: int
    new: int
    never: int
    without_letter: int
    without_phone: int

    @property
    def under(self) -> str:
        """The value of the list's box of upper unions that lists them; "" for OWN, which has none."""
        return "" if self.key == OWN else self.key


def people_groups(reader: Reader, unit: Unit) -> list[PeopleGroup]:
    """Return the groups right below a unit, in the office's order, and its own first: two queries."""
    never = Q(user__last_login=None)
    counted: Any = (
        posts_in_use(reader)
        .filter(within("unit__path", [unit.path]))
        .annotate(group=_group_of(unit), lettered=has_valid_code("user"))
        .order_by()
        .values("group")
        .annotate(
            people=Count("user", distinct=True),
            new=Count("user", distinct=True, filter=Q(user__date_joined__gte=clock.now() - NEW_FOR)),
            never=Count("user", distinct=True, filter=never),
            without_letter=Count("user", distinct=True, filter=never & Q(lettered=False)),
            without_phone=Count("user", distinct=True, filter=Q(user__phone="")),
        )
    )
    counts = {row["group"]: {name: row[name] for name in COUNTED} for row in counted}
    uppers = Unit.objects.filter(path__in=counts).order_by("order", "path")
    named = [(OWN, OWN, unit.name), *((upper.path, str(upper.pk), upper.name) for upper in uppers)]
    named.append((DIRECT, DIRECT, _("Công đoàn cơ sở trực thuộc")))
    return [PeopleGroup(key, name, **counts[group]) for group, key, name in named if group in counts]


def recipients(reader: Reader, unit: Unit, key: str) -> list[User]:
    """Return the people of a group who never signed in, in the order of their unions.

    Each has `lettered_at`: when the letter was made that can still be used, None without one.
    """
    posts = posts_in_use(reader).filter(within("unit__path", [unit.path])).annotate(group=_group_of(unit))
    pk = whole_number(key)
    group = key if pk is None else Unit.objects.filter(pk=pk).values_list("path", flat=True).first()
    of_group = posts.filter(group=group, user__last_login=None).order_by("unit__path", "pk")
    made_at = SignInCode.objects.valid().filter(user=OuterRef("pk")).values("made_at")
    in_order = list(dict.fromkeys(of_group.values_list("user", flat=True)))
    people = User.objects.filter(pk__in=of_group.order_by().values("user")).annotate(lettered_at=Subquery(made_at))
    by_pk = {person.pk: person for person in people}
    return [by_pk[pk] for pk in in_order]


def without_and_with_letter(people: list[User]) -> tuple[list[User], list[User]]:
    """Divide `recipients`: those without a letter that can be used, and the others, the oldest letter first."""
    lettered_at = {person: vars(person)["lettered_at"] for person in people}
    with_letter = [person for person in people if lettered_at[person]]
    return (
        [person for person in people if not lettered_at[person]],
        sorted(with_letter, key=lettered_at.__getitem__),
    )


def _group_of(unit: Unit) -> Case:
    return Case(
        When(unit__path=unit.path, then=Value(OWN)),
        When(unit__parent=unit.pk, unit__kind=UnitKind.GRASSROOTS, then=Value(DIRECT)),
        default=Substr("unit__path", 1, len(unit.path) + SEGMENT),
        output_field=CharField(),
    )
