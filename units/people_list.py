"""The list of people by their posts: whom to call at a union, and in which state each account is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.filters import SearchFilter, SelectFilter
from foundation.list_table import ListColumn, ListTable
from units.access import is_board, may_end_sessions, may_give_post, may_hand_out, may_reset_factor
from units.acting import Acting
from units.actions.guessing import locked_people
from units.filters import DIRECT_UNIONS, UnitListFilter, UpperSelectFilter, launching
from units.models import Area, Post, Role, Unit, User
from units.people import NEW_FOR, AccountState, account_state, has_valid_code, locked_state, with_codes
from units.second_factor import people_with_factor

NEVER, WITHOUT_LETTER, LETTERED, WITHOUT_PHONE, NEW = "never", "without_letter", "lettered", "without_phone", "new"


class PeopleFilter(UnitListFilter):
    """The filter of the people with a post in reach."""

    q = SearchFilter(
        "user__search_text",
        "unit__search_text",
        beside=("unit__parent__search_text",),
        label=_("Tên người, tên đơn vị"),
    )
    under = UpperSelectFilter()
    role = SelectFilter(label=_("Vai trò"), choices=Role.choices, empty_label=_("Mọi vai trò"))
    state = SelectFilter(
        label=_("Tài khoản"),
        method="of_state",
        empty_label=_("Mọi tài khoản"),
        choices=[
            (NEVER, _("Chưa từng đăng nhập")),
            (WITHOUT_LETTER, _("Chưa đăng nhập, không có thư còn hạn")),
            (LETTERED, _("Chưa đăng nhập, có thư còn hạn")),
            (WITHOUT_PHONE, _("Người chưa có điện thoại")),
            (NEW, _("Mới trong 30 ngày")),
        ],
    )

    def __init__(self, query: Any, *args: Any, user: User, **kwargs: Any):
        uppers = Unit.objects.uppers(user.upper_paths(), query.get("under"))
        areas = Area.objects.visible_to(user).order_by("name", "pk")
        self.areas = {f"area-{area.pk}": area for area in areas if area.is_valid_on(clock.today())}
        super().__init__(query, *args, **kwargs)
        direct = [DIRECT_UNIONS] if launching(uppers) else []
        self.offer_uppers(uppers, *direct, *((value, area.name) for value, area in self.areas.items()))

    def below(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value in self.areas:
            return rows.filter(self.areas[value].reach("unit__path"))
        return super().below(rows, name, value)

    def of_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == WITHOUT_PHONE:
            return rows.filter(user__phone="")
        if value == NEW:
            return rows.filter(user__date_joined__gte=clock.now() - NEW_FOR)
        never = rows.filter(user__last_login=None)
        if value == NEVER:
            return never
        valid = Q(has_valid_code("user"))
        return never.filter(valid if value == LETTERED else ~valid)


def listed_posts(user: User) -> QuerySet[Post]:
    """Return the posts held today in reach, in the office's order."""
    posts = Post.objects.visible_to(user).current(clock.today()).filter(user__is_active=True)
    return (
        posts.select_related("user", "unit__parent", "area")
        .prefetch_related(with_codes("user__"))
        .order_by("unit__path", "role", "pk")
    )


@dataclass(frozen=True)
class ListedPerson:
    """A row of the list. Addresses are "" for who may not edit or hand out the account, hand over the post, end
    sessions, or take a second factor away, and where there is none.
    """

    post: Post
    state: AccountState
    url: str
    letter_url: str
    hand_over_url: str
    sessions_url: str
    unlock_url: str
    reissue_url: str
    factor_url: str

    @property
    def person(self) -> User:
        return self.post.user

    @property
    def unit(self) -> Unit:
        return self.post.unit

    @property
    def upper_name(self) -> str:
        return self.unit.parent_name

    @property
    def phones(self) -> list[str]:
        """The person's number, and the union's where it is another."""
        return [phone for phone in dict.fromkeys((self.person.phone, self.unit.phone)) if phone]

    @property
    def emails(self) -> list[str]:
        return [email for email in dict.fromkeys((self.person.email, self.unit.email)) if email]


def listed_people(posts: Iterable[Post], *, by: Acting | None) -> list[ListedPerson]:
    manages = bool(may_hand_out(by))
    posts = list(posts)
    people = [post.user for post in posts]
    locked = locked_people(people)
    helped = _helped_people(people, by) if manages or is_board(by) else _HelpedPeople()
    return [
        ListedPerson(
            post,
            locked_state() if post.user_id in locked else account_state(post.user),
            reverse("admin:units_user_change", args=[post.user_id]) if manages else "",
            reverse("people:letter", args=[post.user_id]) if manages and not post.user.last_login else "",
            reverse("people:hand_over", args=[post.user_id]) if _may_hand_over(post, by) else "",
            reverse("people:sessions", args=[post.user_id]) if post.user_id in helped.sessions else "",
            reverse("people:unlock", args=[post.user_id]) if manages and post.user_id in locked else "",
            reverse("people:reissue", args=[post.user_id]) if manages and post.user.last_login else "",
            reverse("people:factor", args=[post.user_id]) if post.user_id in helped.factors else "",
        )
        for post in posts
    ]


@dataclass(frozen=True)
class _HelpedPeople:
    """Keys of the people whose sessions the reader may end, and whose second factor the reader may take away."""

    sessions: Collection[int] = ()
    factors: Collection[int] = ()


def _helped_people(people: Collection[User], by: Acting | None) -> _HelpedPeople:
    """Ask what the pages themselves ask, of all posts of each person: two statements, however many the people."""
    User.tell_current_posts(people)
    with_factor = people_with_factor(people)
    return _HelpedPeople(
        {person.pk for person in people if person.last_login and may_end_sessions(person.current_posts, by)},
        {person.pk for person in people if person.pk in with_factor and may_reset_factor(person, by)},
    )


def _may_hand_over(post: Post, by: Acting | None) -> bool:
    return post.role != Role.INSPECTOR and bool(may_give_post(post.unit, post.role, by))


UNIT, PERSON, CONTACT, ACCOUNT = _("Đơn vị"), _("Người"), _("Liên hệ"), _("Tài khoản")
PEOPLE = ListTable(
    _("Danh bạ"),
    (
        ListColumn(UNIT, lambda row: row.unit.name, width=36),
        ListColumn(_("Công đoàn cấp trên"), lambda row: row.upper_name, within=UNIT, width=30),
        ListColumn(PERSON, lambda row: row.person.full_name, width=28),
        ListColumn(_("Vai trò"), lambda row: row.post.title, within=PERSON, width=30),
        ListColumn(CONTACT),
        ListColumn(_("Điện thoại"), lambda row: row.person.phone, within=CONTACT, width=18),
        ListColumn(_("Thư điện tử"), lambda row: row.person.email, within=CONTACT, width=28),
        ListColumn(_("Điện thoại đơn vị"), lambda row: row.unit.phone, within=CONTACT, width=18),
        ListColumn(_("Thư điện tử đơn vị"), lambda row: row.unit.email, within=CONTACT, width=28),
        ListColumn(_("Người liên hệ của đơn vị"), lambda row: row.unit.contact_person, within=CONTACT, width=28),
        ListColumn(ACCOUNT, lambda row: row.state.words, width=18),
        ListColumn(_("Thư, lần đăng nhập"), lambda row: row.state.more, within=ACCOUNT, width=44),
    ),
)
