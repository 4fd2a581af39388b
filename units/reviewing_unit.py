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
    posts = Post.objects.current(clock.today()).filter(role=Role.REVIEWER, user__is_active=True)
    above = posts.filter(unit__path__in=ancestor_paths(unit.path)).select_related("unit").order_by("-unit__path")
    nearest = above.first()
    return nearest.unit if nearest else unit.parent or unit
