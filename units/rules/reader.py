"""The reader of rules: what was, is or will be the rule on a day. No other module reads the table."""

from __future__ import annotations

import time
from datetime import date

from units.models.rule import TO_COMPARE, Rule
from units.models.rule_registry import REGISTRY


def rule(code: str, *, on: date, scope: str = "") -> Rule | None:
    """Return the rule of a code on a day, that of the scope before the general one; None if no text is known."""
    return rules(code, on=on, scope=scope).get(code)


def rules(*codes: str, on: date, scope: str = "") -> dict[str, Rule]:
    """Return by code the rules of several codes on a day, in one statement. Raises KeyError for an unknown code."""
    if unknown := [code for code in codes if code not in REGISTRY]:
        raise KeyError(*unknown)
    rows = Rule.objects.in_force(on).filter(code__in=codes, scope__in={"", scope}).order_by("scope")
    by_code = {row.code: row for row in rows}  # those of the scope come last
    return {code: by_code[code] for code in codes if code in by_code}


KEPT_FOR = 30.0
"""Seconds until a process counts again what has to be compared."""

_counted: dict[date, tuple[float, int]] = {}


def forget() -> None:
    """Have the rules counted again: after they were written."""
    _counted.clear()


def to_compare(day: date) -> int:
    """Return how many rules in force on a day were inferred or are custom, their text not having been read.

    A process counts them every 30 seconds at most: each first page of the Board says it.
    """
    counted_at, count = _counted.get(day, (0.0, 0))
    if not counted_at or time.monotonic() - counted_at > KEPT_FOR:
        count = Rule.objects.in_force(day).filter(certainty__in=TO_COMPARE).count()
        _counted.clear()
        _counted[day] = time.monotonic(), count
    return count
