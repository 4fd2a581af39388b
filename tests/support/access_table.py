"""Reads the access table from `access_table.txt`.

A row is a method, an address, the state the thing in it is put in ("-": as it is), and the answer to each of PEOPLE
(NOT_ASKED: this row does not ask that person). An answer is a status, or:

    302   to the signed-out: the login page, which leads back to this address; to others: an act was done
    idle  led on as after an act, but nothing was written
    door  the login page, though signed in, or not leading back to this address
    away  somewhere else than the login page, though signed out

Addresses name things in braces, by the word before them: `/pledges/{school}/` is the pledge of the school for phase 1
(`{school2}` phase 2, `{school14}` phase 1 of 2014), `?unit={bank}` the union itself, `user/{owner}` a person. After a
`#` stands what is typed over what `access_form_values.py` types there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, get_resolver, resolve

ANYBODY = "anon"
PEOPLE = (
    ANYBODY,
    "root",
    "office",
    "clerk",
    "inspector",
    "owner",
    "neighbour",
    "district",
    "city",
    "chair",
    "board",
    "leader",
    "admin",
    "far_board",
    "desk",
)
TWINS = {"office": "root", "clerk": "root", "inspector": "chair"}
"""Who is answered as somebody else nearly everywhere."""
NOT_ASKED = "."
FILE = Path(__file__).with_name("access_table.txt")


@dataclass(frozen=True)
class Row:
    method: str
    path: str
    state: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.state}"

    @property
    def address(self) -> str:
        return self.path.split("#")[0]

    @property
    def typed(self) -> str:
        return self.path.partition("#")[2]

    @property
    def route(self) -> str:
        """Return the pattern of the URLconf that the address matches."""
        return route_of(re.sub(r"\{\w+\}", "1", self.address.split("?")[0]), settings.ROOT_URLCONF)

    def to(self, person: str) -> str:
        return self.answers[PEOPLE.index(person)]

    @cached_property
    def people(self) -> list[str]:
        """Return the people whose answers this row names."""
        return [person for person in PEOPLE if self.to(person) != NOT_ASKED]

    def is_expected(self, person: str) -> bool:
        """True when the person is answered like most, or as the one who is answered alike nearly everywhere."""
        twin = TWINS.get(person)
        return self.to(person) == self.default or (twin is not None and self.to(person) == self.to(twin))

    @cached_property
    def default(self) -> str:
        """Return the answer that more of the people get than any other; "" if there is no such answer."""
        most = Counter(self.to(person) for person in self.people).most_common(2)
        return most[0][0] if len(most) == 1 or most[0][1] > most[1][1] else ""


@cache
def route_of(path: str, _urlconf: str) -> str:
    """Return the pattern; each is asked for hundreds of times."""
    return resolve(path).route


@cache
def sections() -> dict[str, list[Row]]:
    """Return the rows by the heading (`## …`) above them; other lines that begin with # are comments."""
    parts = FILE.read_text("utf-8").split("\n## ")[1:]
    return {part.split("\n")[0]: list(map(read, lines_of(part))) for part in parts}


def lines_of(part: str) -> list[str]:
    return [line for line in part.split("\n")[1:] if line.strip() and not line.startswith("#")]


def read(line: str) -> Row:
    method, path, state, *answers = line.split()
    assert len(answers) == len(PEOPLE), line
    return Row(method, path, state, tuple(answers))


def table() -> list[Row]:
    return [row for rows in sections().values() for row in rows]


def concrete(route: str) -> str:
    """Return an address that matches the pattern."""
    return re.sub(r"<(\w+:)?\w+>", "1", re.sub(r"\(\?P<.*\$$", "none", route))


def routes() -> list[str]:
    """Return the pattern of every address in the URLconf."""
    return list(walk(get_resolver().url_patterns))


def walk(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from walk(pattern.url_patterns, route)
