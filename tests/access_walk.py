"""Everybody going along the rows of the access table; whatever an answer changes is taken back."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import resolve

from awards.models import AwardTitle, Quota
from campaigns.models import CalledUnit, Campaign, Filing, Indicator, Phase
from campaigns.models.indicator import Section
from summaries.figures import phase_figures
from summaries.models import Summary
from tests.access_posts import TYPED
from tests.access_states import put
from tests.access_table import ANYBODY, NOT_ASKED, PEOPLE, Row
from tests.admin_pages import posted
from tests.world import World
from units.models import Attachment, Post, User

ADMITTED = ("board", "admin", "far_board")  # into the admin
THING = re.compile(r"(\w+)([/=])\{(\w+)\}")


class Things:
    """The ids of what the table names, by the word before it and its name."""

    def __init__(self, world: World):
        self.units = {unit.pk: name for name, unit in world.units.items()}
        self.ids: dict[tuple[str, str], int] = {
            (word, name): pk for pk, name in self.units.items() for word in ("unit", "under", "parent")
        }
        self.ids |= {("user", user.username): user.pk for user in User.objects.all()}
        self.ids |= {("post", post.user.username): post.pk for post in Post.objects.select_related("user")}
        self.ids |= {("campaign", one.slug): one.pk for one in Campaign.objects.all()}
        self.ids |= {("section", one.campaign.slug): one.pk for one in Section.objects.select_related("campaign")}
        self.ids |= {("indicator", one.campaign.slug): one.pk for one in Indicator.objects.select_related("campaign")}
        for phase in Phase.objects.select_related("campaign"):
            self.ids["phase", f"{phase.campaign.slug}_{phase.number}"] = phase.pk
        self.add_sheets()
        self.add_awards(world)

    def add_awards(self, world: World) -> None:
        for name, dossier in world.dossiers.items():
            self.ids["dossiers", name] = self.ids["dossier", name] = dossier.pk
            self.ids["nominees", name] = self.ids["nominations", name] = dossier.nominations.get().pk
        for name, decision in world.decisions.items():
            self.ids["decisions", name] = self.ids["decision", name] = decision.pk
            for nomination in decision.nominations.all():
                self.ids["nominations", f"of_{name}"] = nomination.pk
            for award in decision.awards.all():
                self.ids["register", name] = self.ids["award", name] = award.pk
            for scan in Attachment.objects.about(decision):
                self.ids["attachments", name] = scan.pk
        self.ids["nominations", "of_ready"] = world.ready.nominations.get().pk
        for title in AwardTitle.objects.select_related("unit"):
            if title.code == "BK_T":
                self.ids["awardtitle", self.units[title.unit_id]] = title.pk
        self.ids["quota", "province"] = Quota.objects.get().pk

    def add_sheets(self) -> None:
        for called in CalledUnit.objects.select_related("phase__campaign"):
            self.ids["units", self.name(called.unit_id, called.phase)] = called.pk
        for filing in Filing.objects.select_related("called__phase__campaign"):
            name = self.name(filing.called.unit_id, filing.phase)
            self.ids |= {(filing.kind, name): filing.pk, (f"{filing.kind}s", name): filing.pk}
        for summary in Summary.objects.select_related("phase__campaign"):
            self.ids["summaries", self.name(summary.unit_id, summary.phase)] = summary.pk

    def name(self, unit_id: int, phase: Phase) -> str:
        return self.units[unit_id] + ("14" if phase.campaign.slug == "2014" else "2" if phase.number == 2 else "")

    def named(self, text: str) -> str:
        """The text with ids in place of names."""
        return THING.sub(lambda found: f"{found[1]}{found[2]}{self.ids[found[1], found[3]]}", text)

    def first(self, path: str) -> tuple[str, int]:
        """What the address is about, and its id."""
        found = THING.search(path)
        assert found is not None, path
        return found[1], self.ids[found[1], found[3]]

    def typed(self, route: str) -> dict[str, str]:
        """What is posted there: `unit={bank}` becomes the id alone."""
        given = TYPED.get(route, {})
        return {name: self.named(value).split("=")[-1] if "{" in value else value for name, value in given.items()}


class Visitor:
    """One person at the portal."""

    def __init__(self, person: str, world: World):
        self.person = person
        self.client = Client(raise_request_exception=False)
        if person != ANYBODY:
            self.client.force_login(world.user(person))
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(self, method: str, path: str, typed: dict[str, str]) -> Any:
        """The response, from a browser that was only signed in before."""
        self.client.cookies = SimpleCookie(self.cookies)
        return self.client.post(path, typed) if method == "POST" else self.client.generic(method, path)

    def answer(self, method: str, path: str, typed: dict[str, str]) -> str:
        return self.told(self.ask(method, path, typed), path)

    def told(self, response: Any, path: str) -> str:
        """In the words of the table."""
        if response.status_code != 302:
            return str(response.status_code)
        door = response.url.startswith("/accounts/login/")
        if self.person != ANYBODY:
            return "door" if door else "302"
        if not door:
            return "away"
        return "302" if response.url == f"/accounts/login/?next={quote(path)}" else "door"


class Walk:
    """`drawn()` is a context in which pages are drawn; outside it a status is all there is."""

    def __init__(self, world: World, drawn: Any):
        self.world, self.things, self.drawn = world, Things(world), drawn
        self.visitors = {person: Visitor(person, world) for person in PEOPLE}

    def answers(self, row: Row) -> tuple[str, ...]:
        """Of everybody whom the row asks."""
        with undone():
            if row.state != "-":
                put(self.world, *self.things.first(row.path), row.state)
            return tuple(self.answer(row, person) for person in PEOPLE)

    def answer(self, row: Row, person: str) -> str:
        if row.to(person) == NOT_ASKED:
            return NOT_ASKED
        path, visitor = self.things.named(row.path), self.visitors[person]
        typed = self.typed(visitor, path) if row.method == "POST" else {}
        with undone():
            return visitor.answer(row.method, path, typed)

    def typed(self, visitor: Visitor, path: str) -> dict[str, str]:
        """What the page's form holds, in the admin, and what is typed over it."""
        typed = self.things.typed(resolve(path.split("?")[0]).route)
        if visitor.person not in ADMITTED or not path.startswith("/admin/"):
            return typed
        with self.drawn():
            page = visitor.ask("GET", path, {})
        held = posted(page) if page.context and "adminform" in page.context else {}
        return held | typed


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counted_once() -> Any:
    """The figures of a summary as they were when first asked for: no answer of the table hangs on them."""
    known: dict[Any, Any] = {}

    def figures(phase: Any, unit: Any, *, whole: bool = False) -> Any:
        key = phase.pk, unit.pk, whole
        if key not in known:
            known[key] = phase_figures(phase, unit, whole=whole)
        return known[key]

    return figures


class Drawing:
    """Pages are drawn inside `with drawing():` only, papers never: thousands of answers in seconds."""

    def __init__(self, monkeypatch: Any, settings: Any):
        self.on, draw = False, Template.render
        monkeypatch.setattr(Template, "render", lambda *page, **more: draw(*page, **more) if self.on else "")
        monkeypatch.setattr("emulation.pdf.render_parts", lambda parts, **paper: b"%PDF-")
        monkeypatch.setattr("summaries.contents.phase_figures", counted_once())
        monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
        settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "whitenoise" not in one]
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.on = True
        yield
        self.on = False
