"""Sends the rows of the access table as each person, and rolls back whatever an answer changed."""

from __future__ import annotations

import logging
import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client

from awards.models import AwardTitle, Nominee, Quota
from campaigns.models import (
    Activity,
    AssessmentLimits,
    CalledUnit,
    Campaign,
    CrossCheck,
    DataRequest,
    Exemplar,
    Filing,
    FollowedExemplar,
    Gathering,
    Indicator,
    Inspection,
    Phase,
    Responsibility,
)
from campaigns.models.indicator import Section
from summaries.figures.phase_figures import phase_figures
from summaries.models import Pointing, ReportLine, Summary
from summaries.report import word
from summaries.report.contents import SummaryDraft
from summaries.workbook import workbook_of
from tests.support.access_form_values import TYPED
from tests.support.access_states import put
from tests.support.access_table import ANYBODY, PEOPLE, Row
from tests.support.admin_pages import posted
from tests.support.world import World
from units.backends import WithPosts
from units.models import Attachment, Import, Job, Masking, OutgoingMail, PlannedAct, Post, Reorganisation, Signer, User

ADMITTED = ("board", "admin", "far_board")  # into the admin
WRITES_NOTHING = ("403", "404", "405", "409")
PERSON_WORDS = ("user", "people", "account", "none")
"""Words before a person in an address; "none" is no kind of person."""
CONFIRMING = "reorganisations/<int:pk>/confirm/"
"""Sends along the digest of the rehearsal that was read."""
THING = re.compile(r"(\w+)([/=])\{(\w+)\}")
BY_SLUG = re.compile(r"^/campaigns/(\w+)/(?:(phases|requests)/(\d)/)?")


class Things:
    """Holds the ids of the objects that the table names, by the word before the name and the name."""

    def __init__(self, world: World):
        self.units = {unit.pk: name for name, unit in world.units.items()}
        self.ids: dict[tuple[str, str], int] = {
            (word, name): pk for pk, name in self.units.items() for word in ("unit", "under", "parent", "accounts")
        }
        self.ids |= {(word, user.username): user.pk for user in User.objects.all() for word in PERSON_WORDS}
        self.ids |= {("maskings", self.units[masking.unit_id]): masking.pk for masking in Masking.objects.all()}
        nominees = Nominee.objects.filter(is_person=True).order_by("-pk")
        self.ids |= {("nominee", self.units[nominee.unit_id]): nominee.pk for nominee in nominees}
        self.ids |= {("post", post.user.username): post.pk for post in Post.objects.select_related("user")}
        for campaign in Campaign.objects.all():
            self.ids["campaigns", campaign.slug] = self.ids["campaign", campaign.slug] = campaign.pk
            for scan in Attachment.objects.about(campaign):
                self.ids["scans", campaign.slug] = scan.pk
        self.ids |= {
            ("section", section.campaign.slug): section.pk
            for section in Section.objects.common().select_related("campaign")
        }
        self.ids |= {
            ("indicator", indicator.campaign.slug): indicator.pk
            for indicator in Indicator.objects.common().select_related("campaign")
        }
        for section in Section.objects.exclude(owner=None).select_related("campaign"):
            name = f"own{section.campaign.slug}"
            self.ids |= {("branch", name): section.pk, ("lines", name): section.indicators.get().pk}
        for single, several in (("section", "sections"), ("indicator", "lines")):
            self.ids |= {(several, slug): pk for (kind, slug), pk in [*self.ids.items()] if kind == single}
        self.ids |= {("area", name): area.pk for name, area in world.areas.items()}
        self.ids |= {
            (kind, line.campaign.slug): line.pk
            for line in ReportLine.objects.filter(role="closing", level="campaign").select_related("campaign")
            for kind in ("reportline", "sentences")
        }
        self.ids |= {("signer", self.units[signer.unit_id]): signer.pk for signer in Signer.objects.all()}
        self.ids |= {
            ("crosscheck", check.campaign.slug): check.pk for check in CrossCheck.objects.select_related("campaign")
        }
        self.ids |= {
            ("assessmentlimits", row.campaign.slug): row.pk
            for row in AssessmentLimits.objects.select_related("campaign")
        }
        self.ids |= {("planned", self.units[act.unit_id]): act.pk for act in PlannedAct.objects.all()}
        self.add_responsibilities(world)
        self.ids |= {("followed", self.units[row.unit_id]): row.pk for row in FollowedExemplar.objects.all()}
        self.ids |= {("activities", self.units[row.unit_id]): row.pk for row in Activity.objects.all()}
        self.add_gatherings()
        self.ids |= {("inspections", self.units[row.unit_id]): row.pk for row in Inspection.objects.all()}
        self.ids |= {("reorganisations", self.units[plan.unit_id]): plan.pk for plan in Reorganisation.objects.all()}
        self.ids |= {("jobs", self.units[job.unit_id]): job.pk for job in Job.objects.all()}
        self.ids |= {("mails", self.units[mail.unit_id]): mail.pk for mail in OutgoingMail.objects.all()}
        self.ids |= {("imports", self.units[table.unit_id]): table.pk for table in Import.objects.all()}
        for pointing in Pointing.objects.select_related("version__workbook"):
            workbook = pointing.version.workbook
            self.ids["workbooks", self.units[workbook.unit_id]] = workbook.pk
            self.ids["pointing", self.units[workbook.unit_id]] = pointing.pk
        for phase in Phase.objects.select_related("campaign"):
            name = f"{phase.campaign.slug}_{phase.number}"
            self.ids["phases", name] = self.ids["phase", name] = phase.pk
        self.add_sheets()
        self.add_data_requests()
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
            for scan in Attachment.objects.about(decision).in_force():
                self.ids["attachments", name] = scan.pk
        self.add_letters(world)
        self.ids["draft", "of_drafted"] = self.ids["nominations", "of_drafted"]
        self.ids["nominations", "of_ready"] = world.ready.nominations.get().pk
        for title in AwardTitle.objects.select_related("unit"):
            if title.code == "BK_T":
                self.ids["awardtitle", self.units[title.unit_id]] = title.pk
            if title.unit_id == world.province.pk:
                self.ids["title", title.code] = title.pk
        self.ids["quota", "province"] = Quota.objects.get().pk

    def add_responsibilities(self, world: World) -> None:
        """Those of unions by the union's name, those of persons by the person's."""
        for row in Responsibility.objects.select_related("person"):
            name = self.units[row.unit_id] if row.unit_id else row.person.username
            self.ids["responsibilities", name] = row.pk
        self.ids |= {("measure", slug): measure.pk for slug, measure in world.measures.items()}

    def add_gatherings(self) -> None:
        """The files of launches and reviews: "school_launch" …"""
        for row in Gathering.objects.in_force():
            for scan in Attachment.objects.about(row).in_force():
                self.ids["scans", f"{self.units[row.unit_id]}_{row.kind}"] = scan.pk

    def add_letters(self, world: World) -> None:
        for name, letter in world.letters.items():
            self.ids["letters", name] = letter.pk
            for scan in Attachment.objects.about(letter).in_force():
                self.ids["scans", name] = scan.pk

    def add_sheets(self) -> None:
        for called in CalledUnit.objects.select_related("phase__campaign"):
            name = self.name(called.unit_id, called.phase)
            self.ids |= {(segment, name): called.pk for segment in ("units", "launches", "reviews")}
        for filing in Filing.objects.select_related("called__phase__campaign"):
            name = self.name(filing.called.unit_id, filing.phase)
            self.ids |= {(filing.kind, name): filing.pk, (f"{filing.kind}s", name): filing.pk}
        for exemplar in Exemplar.objects.select_related("submission__filing__called__phase__campaign"):
            filing = exemplar.submission.filing
            self.ids["exemplars", self.name(filing.called.unit_id, filing.phase)] = exemplar.pk
        for summary in Summary.objects.select_related("phase__campaign"):
            name = self.name(summary.unit_id, summary.phase)
            self.ids["summaries", name] = summary.pk
            for scan in Attachment.objects.about(summary).in_force():
                self.ids["scans", name] = scan.pk

    def add_data_requests(self) -> None:
        for request in DataRequest.objects.select_related("campaign"):
            name = f"{request.campaign.slug}_{request.number}"
            self.ids["data_requests", name] = self.ids["datarequest", name] = request.pk
            for scan in Attachment.objects.about(request):
                self.ids["scans", f"letter_{request.campaign.slug}"] = scan.pk
            for sheet in request.sheets.all():
                name = self.units[sheet.unit_id]
                self.ids["requests", name] = self.ids["datarequestsheet", name] = sheet.pk

    def name(self, unit_id: int, phase: Phase) -> str:
        return self.units[unit_id] + ("14" if phase.campaign.slug == "2014" else "2" if phase.number == 2 else "")

    def named(self, text: str) -> str:
        """Return the text with ids in place of names."""
        return THING.sub(lambda match: f"{match[1]}{match[2]}{self.ids[match[1], match[3]]}", text)

    def first(self, path: str) -> tuple[str, int]:
        """Return the first segment of an address and the id of the object it is about."""
        if campaign_or_phase := self.by_slug(path):
            return campaign_or_phase
        match = THING.search(path)
        assert match is not None, path
        return match[1], self.ids[match[1], match[3]]

    def by_slug(self, path: str) -> tuple[str, int] | None:
        """Return what a page's address names by slug and number: campaign, phase or data request; and its id."""
        match = BY_SLUG.match(path)
        if match is None:
            return None
        slug, of_campaign, number = match.groups()
        words = {"phases": "phases", "requests": "data_requests", None: "campaigns"}
        word, name = words[of_campaign], f"{slug}_{number}" if number else slug
        return (word, self.ids[word, name]) if (word, name) in self.ids else None

    def typed(self, row: Row) -> dict[str, str]:
        """Return what is posted to the row's address, with what the row types over it."""
        return {self.number(name): self.number(value) for name, value in as_typed(row).items()}

    def number(self, text: str) -> str:
        """Return the id alone for `unit={bank}`."""
        return re.sub(r"\w+[/=](\d+)", r"\1", self.named(text)) if "{" in text else text


def as_typed(row: Row) -> dict[str, str]:
    """Return what is posted at a row, with names in place of ids; {} for a GET."""
    over = dict(word.rsplit("=", 1) for word in row.typed.split("&") if word)
    return TYPED.get(row.route, {}) | over if row.method == "POST" else {}


class Visitor:
    """Sends requests as one person."""

    def __init__(self, person: str, world: World):
        self.person = person
        self.client = Client(raise_request_exception=False)
        if person != ANYBODY:
            self.client.force_login(world.user(person))
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(self, method: str, path: str, typed: dict[str, str]) -> Any:
        """Return the response, from a browser that was only signed in before."""
        self.client.cookies = SimpleCookie(self.cookies)
        return self.client.post(path, typed) if method == "POST" else self.client.generic(method, path)

    def answer(self, method: str, path: str, typed: dict[str, str]) -> str:
        return self.told(self.ask(method, path, typed), path)

    def told(self, response: Any, path: str) -> str:
        """Return a response in the words of the table."""
        if response.status_code != 302:
            return str(response.status_code)
        door = response.url.startswith("/accounts/login/")
        if self.person != ANYBODY:
            return "door" if door else "302"
        if not door:
            return "away"
        return "302" if response.url == f"/accounts/login/?next={quote(path)}" else "door"


class Walk:
    """Walks the table; pages are drawn only inside `with walk.drawn()`, elsewhere an answer is a status alone."""

    def __init__(self, world: World, drawn: Any):
        self.world, self.things, self.drawn = world, Things(world), drawn
        self.visitors = {person: Visitor(person, world) for person in PEOPLE}

    def answers(self, row: Row, people: list[str]) -> dict[str, str]:
        """Return the answer that each of these people gets."""
        with undone():
            if row.state != "-":
                put(self.world, *self.things.first(row.path), row.state)
            return {person: self.answer(row, person) for person in people}

    def answer(self, row: Row, person: str) -> str:
        path, visitor = self.things.named(row.address), self.visitors[person]
        if row.method == "GET":
            return visitor.answer("GET", path, {})
        typed = self.typed(visitor, path, row)
        with undone(), writes() as written:
            answer = visitor.answer("POST", path, typed)
        if written and answer in WRITES_NOTHING:
            return f"{answer}!"
        return "idle" if answer == "302" and visitor.person != ANYBODY and not written else answer

    def typed(self, visitor: Visitor, path: str, row: Row) -> dict[str, str]:
        """Return what the page's form holds (in the admin), with what is typed over it."""
        typed = self.things.typed(row)
        if row.route == CONFIRMING:
            return typed | {"digest": Reorganisation.objects.get(pk=self.things.first(row.path)[1]).digest}
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


@contextmanager
def writes() -> Iterator[list[str]]:
    """Yield the list of statements executed meanwhile that write a row, even if it is rolled back."""
    said: list[str] = []

    def noting(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if str(sql).startswith(("INSERT", "UPDATE", "DELETE")):
            said.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        yield said


def once(made: Any, key: Any) -> Any:
    """Return a function that calls `made` once per key and then returns the same again."""
    made_before: dict[Any, Any] = {}

    def again(*args: Any, **more: Any) -> Any:
        name = key(*args, **more)
        if name not in made_before:
            made_before[name] = made(*args, **more)
        return made_before[name]

    return again


def read_once(get_user: Any) -> Any:
    """Return a `get_user` that reads each person and their posts once and then returns copies."""

    def read(backend: Any, user_id: int) -> bytes:
        user = get_user(backend, user_id)
        return pickle.dumps((user, user.current_posts))

    kept = once(read, lambda backend, user_id: user_id)

    def user_again(backend: Any, user_id: int) -> Any:
        user, user.current_posts = pickle.loads(kept(backend, user_id))
        return user

    return user_again


def of_phase(phase: Any, unit: Any, *, whole: bool = False) -> Any:
    return phase.pk, unit.pk, whole


def of_draft(draft: SummaryDraft, **registered: Any) -> Any:
    return *of_phase(draft.phase, draft.summary.unit, whole=draft.whole), str(registered)


class Drawing:
    """Draws pages and files inside `with drawing():` only, papers never, so that thousands of answers take seconds.

    What no answer hangs on is read once: the person, the indicators asked for, the figures and the text of a draft.
    """

    def __init__(self, monkeypatch: Any, settings: Any):
        self.on = False
        monkeypatch.setattr(Template, "render", self.drawn(Template.render, ""))
        monkeypatch.setattr("summaries.views.files.workbook_of", self.drawn(workbook_of, b"PK"))
        monkeypatch.setattr(word, "word_of", self.drawn(word.word_of, b"PK"))
        monkeypatch.setattr("foundation.documents.pdf.render_parts", lambda parts, **paper: b"%PDF-")
        monkeypatch.setattr("summaries.report.contents.phase_figures", once(phase_figures, of_phase))
        monkeypatch.setattr(SummaryDraft, "contents", once(SummaryDraft.contents, of_draft))
        monkeypatch.setattr(WithPosts, "get_user", read_once(WithPosts.get_user))
        monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
        settings.MIDDLEWARE = [middleware for middleware in settings.MIDDLEWARE if "whitenoise" not in middleware]
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"

    def drawn(self, draw: Any, else_: Any) -> Any:
        return lambda *args, **more: draw(*args, **more) if self.on else else_

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.on = True
        yield
        self.on = False
