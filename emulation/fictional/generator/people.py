"""Who holds which post: an officer in every union, reviewers and leaders above; six of them can sign in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from random import Random
from typing import TypedDict

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from emulation.fictional.generator.bulk_insert import bulk_insert
from emulation.fictional.generator.names import person
from units.acting import Acting
from units.models import Post, Role, Unit, User

SINCE = date(2013, 1, 2)
ENTERED = timezone.make_aware(datetime(2013, 1, 2, 8))
BOTH = (Role.OFFICER, Role.REVIEWER)


class EventBy(TypedDict):
    """Arguments of event_of that say who acted, in which post."""

    by: Acting
    post: Post | None


class EventByAbout(EventBy):
    """The same, and the union the event is told under."""

    unit: Unit


def acts(acting: Acting, role: Role) -> EventBy:
    return {"by": acting, "post": acting.post(role)}


def acts_about(acting: Acting, role: Role, unit: Unit) -> EventByAbout:
    return {"by": acting, "post": acting.post(role), "unit": unit}


class People:
    """The posts given so far of those who act; `forget` them when their province is done.

    `password` is that of the six; with None nobody can sign in.
    """

    def __init__(self, draw: Random, password: str | None):
        self.draw = draw
        self.known, self.unknown = make_password(password), make_password(None)  # hashed once for all
        self.users: list[User] = []
        self.posts: list[Post] = []
        self.holders: dict[tuple[str, str], Acting] = {}

    def of_root(self, unit: Unit) -> None:
        """The Policy–Law Board, the leadership and the administrator of who launches the campaign."""
        self.give(unit, (Role.REVIEWER,), "board", may_record_signed=True)
        self.give(unit, (Role.LEADER,), "leader")
        self.give(unit, (Role.ADMINISTRATOR,), "admin")

    def of_upper(self, unit: Unit, usernames: tuple[str, str] = ("", "")) -> None:
        """One who files for it and reviews what comes from below, and its leader."""
        self.give(unit, BOTH, usernames[0])
        self.give(unit, (Role.LEADER,), usernames[1])

    def give(self, unit: Unit, roles: Iterable[Role], username: str = "", *, may_record_signed: bool = False) -> None:
        """A new person with posts in a unit; with a name to sign in by, or none."""
        roles = tuple(roles)
        user = User(
            username=username or f"{roles[0]}-{unit.path}",
            full_name=person(self.draw).name,
            password=self.known if username else self.unknown,
            date_joined=ENTERED,
        )
        user.derive()
        posts = [
            Post(user=user, unit=unit, role=role, since=SINCE, may_record_signed=may_record_signed) for role in roles
        ]
        self.users.append(user)
        self.posts += posts
        for role in roles:
            self.holders[unit.path, role] = Acting(user, unit, tuple(posts))

    def save(self) -> None:
        """Those given since the last time."""
        bulk_insert(User, self.users)
        bulk_insert(Post, self.posts)
        self.users, self.posts = [], []

    def officer(self, unit: Unit) -> Acting:
        return self.holders[unit.path, Role.OFFICER]

    def reviewer(self, unit: Unit) -> Acting:
        return self.holders[unit.path, Role.REVIEWER]

    def reviewer_above(self, unit: Unit) -> Acting:
        """Of the union right above one that was called; the root, which has none, is never called."""
        assert unit.parent is not None, f"{unit} is the root"
        return self.reviewer(unit.parent)

    def leader(self, unit: Unit) -> Acting:
        return self.holders[unit.path, Role.LEADER]

    def forget(self, path: str) -> None:
        """Whoever holds a post below this path."""
        self.holders = {key: one for key, one in self.holders.items() if not key[0].startswith(path)}
