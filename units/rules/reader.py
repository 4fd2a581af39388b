"""The reader of rules: what was, is or will be the rule on a day. No other module reads the table."""

from __future__ import annotations

from datetime import date

from units.models.rule import Certainty, Rule
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


def in_force_unread(day: date) -> int:
    """Return how many rules in force on a day began on a known day and were inferred, no text of them being read."""
    return Rule.objects.in_force(day).filter(certainty=Certainty.INFERRED).exclude(valid_from=None).count()
