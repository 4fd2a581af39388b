"""For which unit a person acts: one unit at a time, with all roles held there."""

from __future__ import annotations

from dataclasses import dataclass

from units.models import Post, Role, Unit, User


@dataclass(frozen=True)
class Acting:
    """A person, the unit acted for, and the person's current posts in that unit."""

    user: User
    unit: Unit
    posts: tuple[Post, ...]

    def post(self, role: str) -> Post | None:
        return next((post for post in self.posts if post.role == role), None)

    def is_(self, role: str) -> bool:
        return self.post(role) is not None

    def covers(self, path: str) -> bool:
        """True when the path is that of the unit acted for or below it. Rules ask nothing else about paths."""
        return self.unit.contains(path)

    @property
    def reads_below(self) -> bool:
        """True when one of the posts gives reach over the unit acted for."""
        return any(post.reads_below for post in self.posts)

    def above(self, path: str) -> bool:
        """True when the path is strictly below the unit acted for."""
        return path != self.unit.path and self.covers(path)

    @property
    def title(self) -> str:
        return " · ".join(dict.fromkeys(post.title for post in self.posts))


def choices(user: User) -> list[Acting]:
    """Return an Acting for each unit in which the person holds a current post, the highest unit first."""
    units = {post.unit_id: post.unit for post in user.current_posts}
    return [
        Acting(user, unit, tuple(post for post in user.current_posts if post.unit_id == pk))
        for pk, unit in units.items()
    ]


def acting_for(user: User, unit_id: int | None) -> Acting | None:
    """Return the Acting for the chosen unit, else the first; None for a person without a current post."""
    possible = choices(user)
    return next((acting for acting in possible if acting.unit.pk == unit_id), possible[0] if possible else None)


def acting_as(user: User, role: str, unit: Unit | None = None) -> Acting:
    """Return the Acting with a role, for commands and tests. Raises LookupError when there is no such current post."""
    for acting in choices(user):
        if acting.is_(role) and (unit is None or acting.unit.pk == unit.pk):
            return acting
    raise LookupError(f"{user} has no current post as {Role(role).label}")
