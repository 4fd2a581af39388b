"""Lets slow tests take turns: of each list in tests/turns.toml a run of `make test` has one in eight.

The seed says whose turn it is: eight seeds in a row, `SEED=0 make test` to `SEED=7 make test`, have all of them. So has
a run that names files or folders, and one with `--deep`. Of a list shorter than eight one always runs. A test that no
list names runs every time, as a new one does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.support.sweep_share import PARTS, seed_of

FILE = Path(__file__).resolve().parents[1] / "turns.toml"

# A file, a test function or one of its cases, as pytest names it; or several that have one turn, as they begin alike.
Entry = str | list[str]


@cache
def lists() -> dict[str, list[Entry]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def names_in(entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from [entry] if isinstance(entry, str) else entry


def not_in_turn(
    items: Sequence[pytest.Item], config: pytest.Config, by_list: Mapping[str, Sequence[Entry]] | None = None
) -> list[pytest.Item]:
    """Return the tests whose turn it is not in this run."""
    waiting = {name for entries in (by_list or lists()).values() for name in waiting_names(entries, seed_of(config))}
    return [test for test in items if not waiting.isdisjoint(names_of(test))]


def whose_turn(config: pytest.Config) -> str:
    return f"turn {seed_of(config) % PARTS + 1} of {PARTS}"


def waiting_names(entries: Sequence[Entry], seed: int) -> Iterator[str]:
    """Yield the names of a list's entries but of those in every eighth place, counted from where the seed says."""
    turns = min(PARTS, len(entries))
    for place, entry in enumerate(entries):
        if place % turns != seed % turns:
            yield from names_in([entry])


def names_of(test: pytest.Item) -> set[str]:
    """Return the names that a list may have for a test: its file, its function, its case."""
    return {test.nodeid.partition("::")[0], test.nodeid.partition("[")[0], test.nodeid}
