"""For which unit or area a person acts: one at a time, with all roles held there."""

from __future__ import annotations

from dataclasses import dataclass

from units.models import Area, Post, Role, Unit, User
from units.tree import is_within


@dataclass(frozen=True)
class Acting:
    """A person, the unit acted for, and the person's current posts in that unit.

    Who looks after an area of the unit acts for the area alone: the only post is then the desk's.
    """

    user: User
    unit: Unit
    posts: tuple[Post, ...]

    def post(self, role: str) -> Post | None:
        return next((post for post in self.posts if post.role == role), None)

    def is_(self, role: str) -> bool:
        return self.post(role) is not None

    def covers(self, path: str) -> bool:
        """True when the path is that of the unit acted for, or of a union of the area, or below it.

        Rules ask nothing else about paths.
        """
        return is_within(path, self.posts[0].paths)

    @property
    def reads_below(self) -> bool:
        """True when one of the posts gives reach over the unit acted for."""
        return any(post.reads_below for post in self.posts)

    def above(self, path: str) -> bool:
        """True when the path is strictly below the unit acted for."""
        return path != self.unit.path and self.covers(path)

    @property
    def area(self) -> Area | None:
        """The area acted for; None for who acts for the unit itself."""
        return self.posts[0].area

    @property
    def key(self) -> str:
        """What distinguishes it from the person's other choices: "12", or "12-3" for area 3 of unit 12."""
        return f"{self.unit.pk}-{self.area.pk}" if self.area else str(self.unit.pk)

    @property
    def title(self) -> str:
        return " · ".join(dict.fromkeys(post.title for post in self.posts))


def choices(user: User) -> list[Acting]:
    """Return an Acting for each unit and area in which the person holds a current post, the highest unit first."""
    held: dict[tuple[int, int | None], list[Post]] = {}
    for post in user.current_posts:
        held.setdefault((post.unit_id, post.area_id), []).append(post)
    return [Acting(user, posts[0].unit, tuple(posts)) for posts in held.values()]


def acting_for(user: User, key: str | int | None) -> Acting | None:
    """Return the Acting with this key, else the first; None for a person without a current post."""
    possible = choices(user)
    return next((acting for acting in possible if acting.key == str(key)), possible[0] if possible else None)


def acting_as(user: User, role: str, unit: Unit | None = None) -> Acting:
    """Return the Acting with a role, for commands and tests. Raises LookupError when there is no such current post."""
    for acting in choices(user):
        if acting.is_(role) and (unit is None or acting.unit.pk == unit.pk):
            return acting
    raise LookupError(f"{user} has no current post as {Role(role).label}")
