"""Which unit reviews what a unit sends, as of today's tree and posts."""

from __future__ import annotations

from foundation import clock
from units.acting import Acting
from units.models import Post, Role, Unit
from units.tree import ancestor_paths


def reviewing_unit(unit: Unit, reader: Acting | None = None) -> Unit:
    """Return the nearest unit above that has a reviewer today; without any the next above, else the unit itself.

    One query, but none for a reader who is a reviewer of the next unit above.
    """
    if reader and reader.is_(Role.REVIEWER) and reader.unit.pk == unit.parent_id:
        return reader.unit
    return _nearest(ancestor_paths(unit.path)) or unit.parent or unit


def nearest_reviewing(unit: Unit) -> Unit:
    """Return the unit itself if it has a reviewer today, else the nearest above that has one, else itself."""
    return _nearest([*ancestor_paths(unit.path), unit.path]) or unit


def _nearest(paths: list[str]) -> Unit | None:
    """Return the lowest unit at one of the paths, which lead down one branch, that has a reviewer today."""
    posts = Post.objects.current(clock.today()).filter(role=Role.REVIEWER, user__is_active=True)
    post = posts.filter(unit__path__in=paths).select_related("unit").order_by("-unit__path").first()
    return post.unit if post else None
