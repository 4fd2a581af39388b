"""Finds every form and query parameter of the portal by walking the access table; most runs an eighth of them.

A way in is one row of the table and a person whom it lets in. What can be sent there is what its view was seen to read
and what pages were seen to offer: inputs of forms, rows of formsets, and the queries of links.
"""

from __future__ import annotations

import pickle
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db import connection
from django.http import Http404, QueryDict
from django.urls import resolve

from tests.support import shared_folder
from tests.support.access_states import put
from tests.support.access_table import Row, table
from tests.support.access_walk import Walk, undone
from tests.support.page_forms import IGNORED, PageReader
from tests.support.sweep_share import seed_of, share

PREFERRED = ("board", "owner", "district", "admin", "leader", "chair", "city", "neighbour", "far_board", "root", "anon")
LET_IN = {"GET": ("200",), "POST": ("302", "200")}
ALWAYS = ("pledges/<int:pk>/parts/<int:number>/", "reports/<int:pk>/check/")  # forms of many parts: in every run
URLENCODED = "application/x-www-form-urlencoded"
Typed = dict[str, list[str]]


@dataclass
class Way:
    """Holds a row of the table, one person, and what can be sent there; `held` is what the page would send."""

    row: Row
    person: str
    path: str
    route: str
    held: Typed = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    offered: set[str] = field(default_factory=set)

    @property
    def method(self) -> str:
        return self.row.method

    @property
    def names(self) -> list[str]:
        return sorted(self.read | self.offered | set(self.held))

    @property
    def names_once(self) -> list[str]:
        """Return the names of fields, with one row of a formset for all its rows."""
        return sorted({re.sub(r"\d+", "#", name): name for name in reversed(self.names)}.values())

    def __str__(self) -> str:
        return f"{self.method} {self.route} by {self.person}"


class Readings:
    """Notes the names that are read from a QueryDict."""

    def __init__(self, monkeypatch: Any):
        self.names: set[str] = set()
        for method in ("__getitem__", "__contains__", "getlist"):
            monkeypatch.setattr(QueryDict, method, self.noting(getattr(QueryDict, method)), raising=False)

    def noting(self, method: Any) -> Any:
        def noted(query: QueryDict, key: Any, *more: Any, **named: Any) -> Any:
            if isinstance(key, str) and key not in IGNORED:
                self.names.add(key)
            return method(query, key, *more, **named)

        return noted


class Learner:
    """Walks rows and notes by method and route which fields can be sent."""

    def __init__(self, walk: Walk, monkeypatch: Any):
        self.walk, self.readings = walk, Readings(monkeypatch)
        self.offered: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.pages: dict[tuple[str, str, str], PageReader] = {}

    def learn(self, ways: list[Way]) -> list[Way]:
        """Return the ways and their siblings, with the fields that can be sent there."""
        ways_found = list(ways)
        for way in ways_found:
            self.look(way)
            addresses = {(way_found.method, way_found.path) for way_found in ways_found}
            ways_found += [sibling for sibling in self.siblings(way) if (sibling.method, sibling.path) not in addresses]
        for way in ways_found:
            way.offered |= self.offered[way.method, way.route]
        return ways_found

    def siblings(self, way: Way) -> list[Way]:
        """Return the other parts of the same sheet that its page links to, as their forms differ."""
        page = self.pages.get((way.person, way.path, way.row.state))
        paths = {urlsplit(link).path for link in page.links} if page and way.method == "POST" else set()
        return [replace(way, path=path, **nothing()) for path in sorted(paths) if self.is_sibling(way, path)]

    def is_sibling(self, way: Way, path: str) -> bool:
        before = way.path.rstrip("/").rpartition("/")[0]
        return path != way.path and path.rstrip("/").rpartition("/")[0] == before and route_of(path) == way.route

    def look(self, way: Way) -> None:
        """Read the page at the address, then post to it what it holds."""
        with undone():
            self.prepare(way)
            page = self.page(way)
            if way.method == "POST":
                way.held = page.held(way.path) if page else {}
                way.held |= {name: [value] for name, value in self.walk.things.typed(way.row).items()}
        with undone():
            self.prepare(way)
            self.readings.names = way.read
            send(self.walk, way, way.held)
            self.readings.names = set()

    def prepare(self, way: Way) -> None:
        if way.row.state != "-":
            put(self.walk.world, *self.walk.things.first(way.row.path), way.row.state)

    def page(self, way: Way) -> PageReader | None:
        """Return the page at the address for this person, fetched once."""
        key = way.person, way.path, way.row.state
        if key not in self.pages:
            with self.walk.drawn():
                response = self.walk.visitors[way.person].ask("GET", way.path, {})
            html = response.get("Content-Type", "").startswith("text/html") and response.status_code == 200
            self.pages[key] = PageReader(way.path, response.content.decode() if html else "")
            self.take(self.pages[key])
        return self.pages[key]

    def take(self, page: PageReader) -> None:
        """Note the forms and links of a page, which may lead to other addresses."""
        for method, address, names in page.sendings():
            parts = urlsplit(address)
            route = route_of(parts.path)
            self.offered[method, route] |= names
            self.offered["GET", route] |= {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}


def route_of(path: str) -> str:
    try:
        return resolve(path).route
    except Http404:
        return ""


def nothing() -> dict[str, Any]:
    return {"held": {}, "read": set(), "offered": set()}


def learned(walk: Walk, monkeypatch: Any, config: Any) -> list[Way]:
    """Return the ways that a run tries, one person a form: an eighth of the table's, chosen by the seed, and of the
    pages they came from what these offer; all of them with --deep. One process learns them, the others read its file.
    """
    of_table = ways(walk, table())
    others = [way for way in of_table if way.route not in ALWAYS]
    tried = [way for way in of_table if way.route in ALWAYS]
    tried += share(others, sweep="forms and queries", config=config, key=lambda way: f"{way} {way.path}")

    def learn() -> list[Way]:
        with monkeypatch.context() as patch:
            return Learner(walk, patch).learn(tried)

    name = f"learned-{connection.vendor}-{len(tried)}-{seed_of(config)}"
    return pickle.loads(shared_folder.made_once(name, learn))


def ways(walk: Walk, rows: list[Row], people: int = 1) -> list[Way]:
    """Return for every method and route the row that lets most of a form happen, and the people it lets in."""
    best: dict[tuple[str, str], tuple[int, Row]] = {}
    for row in rows:
        wanted = LET_IN[row.method]
        rank = min((wanted.index(answer) for answer in row.answers[1:] if answer in wanted), default=None)
        if rank is not None and rank < best.get((row.method, row.route), (9, row))[0]:
            best[row.method, row.route] = rank, row
    ways_found = []
    for (method, route), (rank, row) in best.items():
        let_in = [person for person in PREFERRED if row.to(person) == LET_IN[method][rank]]
        ways_found += [Way(row, person, walk.things.named(row.address), route) for person in let_in[:people]]
    return ways_found


def send(walk: Walk, way: Way, typed: Typed) -> Any:
    """Return the response to these fields, sent as a browser would, lone surrogates included."""
    return send_raw(walk, way, urlencode(typed, doseq=True, errors="surrogatepass"))


def send_raw(walk: Walk, way: Way, encoded: str | bytes, kind: str = URLENCODED) -> Any:
    visitor = walk.visitors[way.person]
    if way.method == "GET":
        return visitor.ask("GET", f"{way.path}{'&' if '?' in way.path else '?'}{encoded}", {})
    visitor.client.cookies = SimpleCookie(visitor.cookies)
    return visitor.client.generic("POST", way.path, encoded, content_type=kind)
