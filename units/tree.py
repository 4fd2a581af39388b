"""Conditions on the tree as ranges of paths: a subtree is `path >= p AND path < next_path(p)`, one index scan."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Protocol

from django.db.models import Q


class Reader(Protocol):
    """Whom rows are visible to: a signed-in User, as the models that a User is made of may know it, or an area."""

    @property
    def reaches_all(self) -> bool: ...

    def reach(self, *fields: str, year: str = "") -> Q: ...

    def reach_paths(self) -> list[str]: ...


SEGMENT = 4  # characters a level: 36^4 = 1.6 million children
LONGEST = 8 * SEGMENT  # characters of a path
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def segment(number: int) -> str:
    """Return the fixed-width base-36 segment of a number: 1 → "0001"."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(SEGMENT, "0")


def next_path(path: str) -> str:
    """Return the first path after the subtree of `path`: its last segment plus one."""
    return path[:-SEGMENT] + segment(int(path[-SEGMENT:], 36) + 1)


MATCH_ALL = ~Q(pk__in=[])
"""A Q that matches every row and that Django drops from the SQL; OR-ing it makes a filter a no-op."""


def within(field: str, paths: Iterable[str]) -> Q:
    """Return a Q: the column `field` is in one of the subtrees. Without paths it matches no row."""
    ranges = [Q(**{f"{field}__gte": path, f"{field}__lt": next_path(path)}) for path in outermost(paths)]
    return reduce(or_, ranges) if ranges else Q(pk__in=[])


def below_except(field: str, path: str, others: Iterable[str]) -> Q:
    """Return a Q: strictly below `path`, and not strictly below one of the `others` in its subtree.

    It is an OR of the ranges between the others. Most of them are empty, which an index finds out quickly.
    """
    ranges, start = [], {f"{field}__gt": path}
    for other in outermost(others):
        ranges.append(Q(**start, **{f"{field}__lte": other}))
        start = {f"{field}__gte": next_path(other)}
    return reduce(or_, ranges, Q(**start, **{f"{field}__lt": next_path(path)}))


def is_within(path: str, paths: Iterable[str]) -> bool:
    """Return whether `path` is one of the paths or below one of them."""
    return not {*ancestor_paths(path), path}.isdisjoint(paths)


def outermost(paths: Iterable[str]) -> list[str]:
    """Return the paths that are not below another of them, sorted."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return kept


def ancestor_paths(path: str) -> list[str]:
    """Return the paths above `path`, the root first."""
    return [path[:end] for end in range(SEGMENT, len(path), SEGMENT)]
