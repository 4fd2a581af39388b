"""Chooses an eighth of the cases of a long test by the seed of the run; all of them with `--deep`.

Every run prints at its end how much of each sweep it tried.

In a test: `for pair in share(pairs, sweep="ids", config=request.config)`. Tests that are themselves the sweep, by their
parameters, are marked `@pytest.mark.sweep("two editors")` and left out when they are collected (`tests/conftest.py`).
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import pytest

T = TypeVar("T")
PARTS = 8  # a run tries one part in eight

# Sweep → fingerprint of the items it could try → how many it tried, and of how many. Processes that met the same items
# say the same, so that they count once.
Tried = dict[str, dict[str, tuple[int, int]]]
TRIED = pytest.StashKey[Tried]()


def share(items: Sequence[T], *, sweep: str, config: pytest.Config, key: Callable[[T], str] = str) -> list[T]:
    """Return an eighth of the items, rounded up, chosen by the seed of the run; all of them with `--deep`.

    The choice depends on the seed and on what `key` returns for each item, not on their order: all processes of a run
    choose alike. The items keep their order.
    """
    chosen = list(items)
    if not config.getoption("deep"):
        chosen = _eighth(chosen, seed_of(config), key)
    note(sweep, _fingerprint("\n".join(sorted(map(key, items)))), len(chosen), len(items), config)
    return chosen


def is_tried(item: str, *, sweep: str, config: pytest.Config) -> bool:
    """Return whether this run tries an item of a sweep whose items become known one by one."""
    tried = config.getoption("deep") or drawn(f"{sweep} {item}", range(PARTS), config) == 0
    note(sweep, item, int(tried), 1, config)
    return tried


def fewer(
    items: Iterable[T], usual: Callable[[T], bool], *, sweep: str, config: pytest.Config, key: Callable[[T], str] = str
) -> list[T]:
    """Return the items in their order, but of the usual ones only the share of this run."""
    every = list(items)
    tried = set(share([item for item in every if usual(item)], sweep=sweep, config=config, key=key))
    return [item for item in every if item in tried or not usual(item)]


def seed_of(config: pytest.Config) -> int:
    """Return the seed of pytest-randomly, which is the same in all processes of a run; 0 without the plugin."""
    return config.getoption("randomly_seed", 0)


def drawn(text: str, choices: Sequence[T], config: pytest.Config) -> T:
    """Return one of the choices, by the seed of the run and the text: the same in all processes and both halves."""
    return choices[int(_fingerprint(f"{seed_of(config)} {text}"), 16) % len(choices)]


def _eighth(items: list[T], seed: int, key: Callable[[T], str]) -> list[T]:
    """Return the first eighth of the items in an order that the seed gives."""
    order = sorted(range(len(items)), key=lambda index: _fingerprint(f"{seed} {key(items[index])}"))
    return [items[index] for index in sorted(order[: math.ceil(len(items) / PARTS)])]


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def rest_of_sweeps(items: list[pytest.Item], config: pytest.Config) -> list[pytest.Item]:
    """Return the tests marked as a sweep that this run leaves out; of each test function at least one is run."""
    functions: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
    for test in items:
        if mark := test.get_closest_marker("sweep"):
            functions[mark.args[0], function_of(test)].append(test)
    rest = []
    for (sweep, _function), cases in functions.items():
        chosen = share(cases, sweep=sweep, config=config, key=lambda test: test.nodeid)
        rest += [case for case in cases if case not in chosen]
    return rest


def function_of(test: pytest.Item) -> str:
    return test.nodeid.partition("[")[0]


def note(sweep: str, items: str, tried: int, total: int, config: pytest.Config) -> None:
    config.stash.setdefault(TRIED, {}).setdefault(sweep, {})[items] = tried, total


def merge(told: dict[str, Any], config: pytest.Config) -> None:
    """Add the counts of one process of xdist to those of the run."""
    for sweep, batches in told.items():
        for items, (tried, total) in batches.items():
            note(sweep, items, tried, total, config)


def lines(config: pytest.Config) -> list[str]:
    """Return one line for each sweep: how much of it was tried."""
    how = "all of them" if config.getoption("deep") else f"an eighth by seed {seed_of(config)}"
    said = []
    for sweep, batches in sorted(config.stash.get(TRIED, {}).items()):
        tried, total = map(sum, zip(*batches.values(), strict=True))
        said.append(f"sweep of {sweep}: {tried:,} of {total:,}, {how}")
    return said
