"""Acting for a unit: one person, one unit at a time, with every role held there."""

from __future__ import annotations

from dataclasses import dataclass

from units.models import Post, Role, Unit, User


@dataclass(frozen=True)
class Acting:
    """Who acts: the person, the unit acted for, and the current posts held there."""

    user: User
    unit: Unit
    posts: tuple[Post, ...]

    def post(self, role: str) -> Post | None:
        return next((post for post in self.posts if post.role == role), None)

    def is_(self, role: str) -> bool:
        return self.post(role) is not None

    def above(self, path: str) -> bool:
        """Whether the path lies strictly below the unit acted for."""
        return path != self.unit.path and path.startswith(self.unit.path)

    @property
    def title(self) -> str:
        return " · ".join(dict.fromkeys(post.title for post in self.posts))


def choices(user: User) -> list[Acting]:
    """The units this person may act for, the highest first."""
    units = {post.unit_id: post.unit for post in user.current_posts}
    return [
        Acting(user, unit, tuple(post for post in user.current_posts if post.unit_id == pk))
        for pk, unit in units.items()
    ]


def acting_for(user: User, unit_id: int | None) -> Acting | None:
    """The unit chosen, or the first; None for a person without a current post."""
    possible = choices(user)
    return next((one for one in possible if one.unit.pk == unit_id), possible[0] if possible else None)


def acting_as(user: User, role: str, unit: Unit | None = None) -> Acting:
    """Act with a role: for commands and tests. Raises LookupError when the person has no such current post."""
    for one in choices(user):
        if one.is_(role) and (unit is None or one.unit.pk == unit.pk):
            return one
    raise LookupError(f"{user} has no current post as {Role(role).label}")
