"""Carries out what is due, one after the other: a fault in one keeps no other waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

DueAct = TypeVar("DueAct")


def carry_out_each(due: Iterable[DueAct], carry_out: Callable[[DueAct], str | None]) -> Counter[str | None]:
    """Return how often each new status came out. The first fault is raised once all were tried."""
    outcomes: Counter[str | None] = Counter()
    faults: list[Exception] = []
    for act in due:
        try:
            outcomes[carry_out(act)] += 1
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return outcomes
