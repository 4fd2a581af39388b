"""The tree as ranges of paths: a subtree is `path >= p AND path < next(p)`, one index scan on any database."""

from collections.abc import Iterable

from django.db.models import Q

SEGMENT = 4  # characters a level: 36^4 = 1.6 million children
LONGEST = 8 * SEGMENT  # characters of a path
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def segment(number: int) -> str:
    """A fixed-width base-36 segment: 1 → "0001"."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(SEGMENT, "0")


def next_path(path: str) -> str:
    """The first path after the subtree of `path`: the last segment counted one up."""
    return path[:-SEGMENT] + segment(int(path[-SEGMENT:], 36) + 1)


MATCH_ALL = ~Q(pk__in=[])
"""A condition that every row meets, and that no statement asks: joined by "or" it is the whole of it."""


def within(field: str, paths: Iterable[str]) -> Q:
    """A condition: the column `field` lies in one of the subtrees. No path, no row."""
    condition = Q(pk__in=[])
    for path in outermost(paths):
        condition |= Q(**{f"{field}__gte": path, f"{field}__lt": next_path(path)})
    return condition


def below_except(field: str, path: str, others: Iterable[str]) -> Q:
    """A condition: strictly below `path`, and not strictly below one of the `others` under it.

    As the ranges between the others, in which there is mostly nothing: an index sees that at once.
    """
    condition, start = Q(pk__in=[]), Q(**{f"{field}__gt": path})
    for other in outermost(others):
        condition |= start & Q(**{f"{field}__lte": other})
        start = Q(**{f"{field}__gte": next_path(other)})
    return condition | start & Q(**{f"{field}__lt": next_path(path)})


def outermost(paths: Iterable[str]) -> list[str]:
    """The paths that are not below another of them."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return kept


def ancestor_paths(path: str) -> list[str]:
    """The paths above `path`, the root first."""
    return [path[:end] for end in range(SEGMENT, len(path), SEGMENT)]
