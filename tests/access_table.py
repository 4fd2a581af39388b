"""The access table, read from `access_table.txt`, and somebody who goes along its rows.

A row is a method, an address, the state of the thing in it ("-": as it is), and the answer to each of PEOPLE.
An address names things in braces, by what stands before them: `/pledges/{school}/` is the pledge of `school` for
phase 1, `?unit={bank}` the union itself, `user/{owner}` a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve

from campaigns.models import CalledUnit, Filing, Indicator, Phase
from campaigns.models.indicator import Section
from summaries.models import Summary
from tests.access_posts import TYPED
from tests.access_states import put
from tests.admin_pages import posted
from tests.world import World
from units.models import Post, User

ANYBODY = "anon"
PEOPLE = (ANYBODY, "root", "owner", "neighbour", "district", "city", "chair", "board", "leader", "admin", "far_board")
ADMITTED = ("board", "admin", "far_board")  # into the admin
NOT_ASKED = "."
THING = re.compile(r"(\w+)(?:/|=)\{(\w+)\}")
FILE = Path(__file__).with_name("access_table.txt")


@dataclass(frozen=True)
class Row:
    method: str
    path: str
    state: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.state}"

    def answer_to(self, person: str) -> str:
        return self.answers[PEOPLE.index(person)]


def read(text: str) -> list[Row]:
    """The rows; lines that begin with # say something about those below them."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    wrong = [line for line in lines if len(line) != 3 + len(PEOPLE)]
    assert wrong == []
    return [Row(*line[:3], tuple(line[3:])) for line in lines]


def table() -> list[Row]:
    """Rows that begin with `/sheets/` hold for pledges and for reports."""
    rows = []
    for row in read(FILE.read_text("utf-8")):
        names = ("pledges", "reports") if row.path.startswith("/sheets/") else ("",)
        rows += [Row(row.method, of_kind(row.path, name), row.state, row.answers) for name in names]
    return rows


def of_kind(path: str, name: str) -> str:
    return path.replace("sheets/", f"{name}/").replace("sheet.pdf", f"{name[:-1]}.pdf") if name else path


def routes() -> list[str]:
    """Every address of the URLconf, as its patterns are written."""
    return list(walk(get_resolver().url_patterns))


def walk(patterns: list[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from walk(one.url_patterns, route)


class Things:
    """The ids of what the table names, by the word before it and its name."""

    def __init__(self, world: World):
        self.world = world
        self.ids: dict[tuple[str, str], int] = {}
        for name, unit in world.units.items():
            self.add(("unit", "under", "parent"), name, unit.pk)
        for user in User.objects.all():
            self.add(("user",), user.username, user.pk)
        for post in Post.objects.select_related("user").order_by("-pk"):
            self.add(("post",), post.user.username, post.pk)
        self.add_campaigns()
        self.add_sheets()
        for summary in Summary.objects.select_related("phase"):
            name = self.short(summary.unit_id) + ("" if summary.phase.number == 1 else str(summary.phase.number))
            self.add(("summaries",), name, summary.pk)

    def add(self, before: tuple[str, ...], name: str, key: int) -> None:
        self.ids |= {(word, name): key for word in before}

    def short(self, unit_id: int) -> str:
        return next(name for name, unit in self.world.units.items() if unit.pk == unit_id)

    def add_campaigns(self) -> None:
        """`phase/{2015_1}`; `indicator/{2015}` is the first of a campaign."""
        for slug, campaign in self.world.campaigns.items():
            self.add(("campaign",), slug, campaign.pk)
        for phase in Phase.objects.select_related("campaign"):
            self.add(("phase",), f"{phase.campaign.slug}_{phase.number}", phase.pk)
        for section in Section.objects.select_related("campaign").order_by("-pk"):
            self.add(("section",), section.campaign.slug, section.pk)
        for indicator in Indicator.objects.select_related("campaign").order_by("-pk"):
            self.add(("indicator",), indicator.campaign.slug, indicator.pk)

    def add_sheets(self) -> None:
        """`{school}` phase 1, `{school2}` phase 2, `{school14}` phase 1 of 2014, of called units and sheets alike."""
        for called in CalledUnit.objects.select_related("phase__campaign"):
            slug, number = called.phase.campaign.slug, called.phase.number
            name = self.short(called.unit_id) + ("14" if slug == "2014" else "" if number == 1 else str(number))
            self.add(("units",), name, called.pk)
            for filing in Filing.objects.filter(called=called):
                self.add((filing.kind, f"{filing.kind}s"), name, filing.pk)

    def named(self, text: str) -> str:
        """The text with ids in place of names."""
        return THING.sub(lambda found: found[0].split("{")[0] + str(self.ids[found[1], found[2]]), text)

    def first(self, path: str) -> tuple[str, int]:
        """What the address is about, and its id."""
        found = THING.search(path)
        assert found is not None
        return found[1], self.ids[found[1], found[2]]

    def data(self, typed: dict[str, str]) -> dict[str, str]:
        """What is posted: `unit={bank}` becomes the id alone."""
        return {name: self.named(value).split("=")[-1] for name, value in typed.items()}


class Visitor:
    """One person at the door of the portal; whatever an answer changes is taken back by the caller."""

    def __init__(self, person: str, world: World):
        self.person = person
        self.client = Client(raise_request_exception=False)
        if person != ANYBODY:
            self.client.force_login(world.user(person))
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def answer(self, method: str, path: str, typed: dict[str, str]) -> str:
        """The status. A redirect to the login page is 302 to the signed-out and `door` to others; away from it, 302
        to others and `away` to the signed-out: who is not let in must come back to the same address.
        """
        self.client.cookies = SimpleCookie(self.cookies)
        response = self.client.post(path, typed) if method == "POST" else self.client.generic(method, path)
        if response.status_code != 302:
            return str(response.status_code)
        door = response.url.startswith("/accounts/login/")
        if self.person != ANYBODY:
            return "door" if door else "302"
        if not door:
            return "away"
        return "302" if response.url == f"/accounts/login/?next={quote(path)}" else "door"

    def filled(self, path: str) -> dict[str, str]:
        """What the forms of a page of the admin would send as they stand."""
        self.client.cookies = SimpleCookie(self.cookies)
        page = self.client.get(path)
        return posted(page) if page.context and "adminform" in page.context else {}


class Walk:
    """All of PEOPLE along the rows of the table."""

    def __init__(self, world: World, drawn: Any):
        """`drawn()` is a context in which pages are drawn; outside it an answer may be its status alone."""
        self.world, self.things, self.drawn = world, Things(world), drawn
        self.visitors = [Visitor(person, world) for person in PEOPLE]

    def answers(self, row: Row) -> tuple[str, ...]:
        path = self.things.named(row.path)
        with undone():
            if row.state != "-":
                put(self.world, *self.things.first(row.path), row.state)
            return tuple(
                NOT_ASKED if written == NOT_ASKED else self.answer(visitor, row.method, path)
                for visitor, written in zip(self.visitors, row.answers, strict=True)
            )

    def answer(self, visitor: Visitor, method: str, path: str) -> str:
        typed = self.typed(visitor, path) if method == "POST" else {}
        with undone():
            return visitor.answer(method, path, typed)

    def typed(self, visitor: Visitor, path: str) -> dict[str, str]:
        typed = self.things.data(TYPED.get(resolve(path.split("?")[0]).route, {}))
        if not (path.startswith("/admin/") and visitor.person in ADMITTED):
            return typed
        with self.drawn():
            return visitor.filled(path) | typed


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
