"""Names of places and people, drawn from the words of `names.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from awards.models import Sex


@cache
def words() -> dict[str, Any]:
    """Return the content of `names.toml`."""
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


class Person(NamedTuple):
    name: str
    sex: str


def person(rng: Random, women: float = 0.5) -> Person:
    """Draw a person; `women` is the share of women."""
    sex = Sex.FEMALE if rng.random() < women else Sex.MALE
    parts = words()[sex.value]
    name = f"{rng.choice(words()['surnames'])} {rng.choice(parts['middle'])} {rng.choice(parts['given'])}"
    return Person(name, sex.value)


def places(rng: Random, count: int) -> list[str]:
    """Draw `count` different names of places, or as many as there are."""
    pairs = [f"{first} {second}" for first in words()["place_first"] for second in words()["place_second"]]
    pairs = [pair for pair in pairs if len(set(pair.split())) == 2]
    return rng.sample(pairs, min(count, len(pairs)))
