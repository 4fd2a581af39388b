"""Generated people: an officer in every union, reviewers and leaders in upper ones. Seven people can sign in."""

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
from units.models import Area, AreaUnit, Post, Role, Signer, SignerPosition, Unit, User

SINCE = date(2013, 1, 2)
ENTERED = timezone.make_aware(datetime(2013, 1, 2, 8))
BOTH = (Role.OFFICER, Role.REVIEWER)
OFFICE = {
    Role.CLERK: "Bế Thị Thư",
    Role.ACCOUNTANT: "Nông Thị Kế",
    Role.SECRETARY: "Hoàng Thị Cúc",
    Role.MEMBER: "Mông Văn Sáng",
}


class EventBy(TypedDict):
    """Arguments of event_of that say who acted, in which post."""

    by: Acting
    post: Post | None


class EventByAbout(EventBy):
    """The same, with the unit in whose history the event appears."""

    unit: Unit


def acts(acting: Acting, role: Role) -> EventBy:
    return {"by": acting, "post": acting.post(role)}


def acts_about(acting: Acting, role: Role, unit: Unit) -> EventByAbout:
    return {"by": acting, "post": acting.post(role), "unit": unit}


class People:
    """Creates users with posts and remembers who acts for which unit, until `forget`.

    `password` is that of the seven accounts; with None nobody can sign in.
    """

    def __init__(self, rng: Random, password: str | None):
        self.rng = rng
        self.known, self.unknown = make_password(password), make_password(None)  # hashed once for all
        self.users: list[User] = []
        self.posts: list[Post] = []
        self.signers: list[Signer] = []
        self.chairs: dict[str, Signer] = {}
        self.holders: dict[tuple[str, str], Acting] = {}

    def of_root(self, unit: Unit) -> None:
        """Create the Board, the leader, the administrator and the office of the unit that launches the campaign."""
        self.give(unit, (Role.REVIEWER,), "board", may_record_signed=True)
        self.give(unit, (Role.LEADER,), "leader")
        self.give(unit, (Role.ADMINISTRATOR,), "admin")
        self.sign(unit)
        for role, name in OFFICE.items():
            self.add(unit, (role,), name, f"{role}-{unit.path}", self.unknown)

    def of_upper(self, unit: Unit, usernames: tuple[str, str] = ("", "")) -> None:
        """Create an upper union's officer, who is its reviewer too, and its leader."""
        self.give(unit, BOTH, usernames[0])
        self.give(unit, (Role.LEADER,), usernames[1])
        self.sign(unit)

    def sign(self, unit: Unit) -> None:
        """Have the unit's leader sign as its chair."""
        leader, block = self.leader(unit).user, f"TM. {unit.words.organ}".upper()
        chair = {"name": leader.full_name, "position": SignerPosition.CHAIR, "block": block, "since": SINCE}
        self.chairs[unit.path] = Signer(unit=unit, user=leader, **chair)
        self.signers.append(self.chairs[unit.path])

    def of_area(self, launching: Unit, members: Iterable[Unit]) -> None:
        """Create an area of the launching unit and who looks after it. The name is drawn from no shared sequence."""
        area = Area.objects.create(unit=launching, name="Khu vực 1", valid_from=SINCE)
        AreaUnit.objects.bulk_create(AreaUnit(area=area, unit=unit) for unit in members)
        user = User(username="desk", full_name=person(Random(1)).name, password=self.known, date_joined=ENTERED)  # noqa: S311 - a name
        user.save()
        Post.objects.create(user=user, unit=launching, area=area, role=Role.DESK, since=SINCE)

    def give(self, unit: Unit, roles: Iterable[Role], username: str = "", *, may_record_signed: bool = False) -> None:
        """Create a person with posts in a unit; `username` "" is for a person who cannot sign in."""
        roles, password = tuple(roles), self.known if username else self.unknown
        name = person(self.rng).name
        username = username or f"{roles[0]}-{unit.path}"
        self.add(unit, roles, name, username, password, may_record_signed=may_record_signed)

    def add(
        self, unit: Unit, roles: tuple[Role, ...], name: str, username: str, password: str,
        *, may_record_signed: bool = False,
    ) -> None:  # fmt: skip
        """Create a person of this name with posts in a unit."""
        user = User(username=username, full_name=name, password=password, date_joined=ENTERED)
        user.derive()
        posts = [
            Post(user=user, unit=unit, role=role, since=SINCE, may_record_signed=may_record_signed) for role in roles
        ]
        self.users.append(user)
        self.posts += posts
        for role in roles:
            self.holders[unit.path, role] = Acting(user, unit, tuple(posts))

    def save(self) -> None:
        """Insert the users, posts and signers created since the last call."""
        bulk_insert(User, self.users)
        bulk_insert(Post, self.posts)
        bulk_insert(Signer, self.signers)
        self.users, self.posts, self.signers = [], [], []

    def officer(self, unit: Unit) -> Acting:
        return self.holders[unit.path, Role.OFFICER]

    def reviewer(self, unit: Unit) -> Acting:
        return self.holders[unit.path, Role.REVIEWER]

    def reviewer_above(self, unit: Unit) -> Acting:
        """Return the reviewer of the unit directly above a called one. The root is never called."""
        assert unit.parent is not None, f"{unit} is the root"
        return self.reviewer(unit.parent)

    def leader(self, unit: Unit) -> Acting:
        return self.holders[unit.path, Role.LEADER]

    def forget(self, path: str) -> None:
        """Forget all who hold a post in units whose path begins with this one."""
        self.holders = {key: acting for key, acting in self.holders.items() if not key[0].startswith(path)}
