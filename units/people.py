"""Whose accounts a person may look after, and in which state an account is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from foundation import clock
from foundation.vietnamese import format_moment
from units.models import Post, SignInCode, Unit, User
from units.tree import Reader


def people_within(reader: Reader) -> QuerySet[User]:
    """Return the people with a post in reach, of any time, and the people without any post."""
    reached = Post.objects.visible_to(reader).values("user")
    return User.objects.filter(Q(pk__in=reached) | ~Q(pk__in=Post.objects.values("user")))


def with_codes(prefix: str = "") -> Prefetch:
    """Return what fetches `open_codes` of people, for `account_state`; `prefix` leads to them."""
    return Prefetch(f"{prefix}sign_in_codes", SignInCode.objects.open(), to_attr="open_codes")


def posts_held(person: User) -> list[Post]:
    """Return the posts that a person holds or will hold, the highest unit first."""
    posts = person.posts.select_related("unit__parent", "area").filter(Q(until=None) | Q(until__gt=clock.today()))
    return list(posts.order_by("unit__path", "pk"))


def unit_of(posts: list[Post]) -> Unit | None:
    return posts[0].unit if posts else None


@dataclass(frozen=True)
class AccountState:
    """What a list says of an account, with the tone of its tag and a second line."""

    words: str
    tone: str
    more: str = ""


def account_state(person: User) -> AccountState:
    """Return the state of an account; `person` with `open_codes`."""
    if not person.is_active:
        return AccountState(_("Thôi dùng"), "plain")
    code: SignInCode | None = next(iter(person.open_codes), None)  # type: ignore[attr-defined]  # of `with_codes`
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
