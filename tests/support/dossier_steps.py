"""Builds the cast with award titles, and brings dossiers and decisions to a status by their real actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.actions import appraisal, decisions, dossiers, signing
from awards.actions.registration import registration_check
from awards.catalogue_import import load_titles
from awards.models import AwardTitle, Decision, Dossier, EndorsersMeeting, Nomination, Nominee
from campaigns.actions import filings, reviews
from foundation import clock
from tests.support.world import World, draft
from tests.support.world import build as build_world
from units.acting import Acting, acting_as
from units.models import Post, Role, Unit, User

DAY = "2015-07-20T09:00+07:00"
MEETING = EndorsersMeeting(date(2015, 3, 2), 9, 8)
SIGNED = {"signer_name": "Hứa Quang Lâm", "signer_position": "Phó Chủ tịch"}


def build() -> World:
    """Build the world with award titles, and accepted pledges of school and commune; it is 20 July 2015."""
    world = build_world()
    load_titles(world.province)
    with clock.travel("2015-02-25T09:00+07:00"):
        for unit, officer in (("school", "owner"), ("commune", "neighbour")):
            sheet = world.sheet(unit, "pledge")
            draft(sheet, by=world.by(officer))
            filings.submit(sheet, by=world.by(officer))
            reviews.accept(sheet, by=world.by("district", Role.REVIEWER))
    return world


def title(code: str) -> AwardTitle:
    return AwardTitle.objects.get(code=code)


def dossier_of(world: World, officer: str, rows: list[dict[str, Any]], **more: Any) -> Dossier:
    """Return a draft dossier; each of its rows is {"code", "name", …}."""
    by = world.by(officer)
    timing = more.pop("timing", "phase")
    dossier = dossiers.make(by.unit, world.phase, by=by, timing=timing, **more)
    described = {"meeting_on": date(2015, 7, 15), "votes_for": 9, "votes_present": 9}
    dossiers.describe(dossier, described, by=by)
    for row in rows:
        nominate(dossier, by=by, **row)
    return dossier


def nominate(dossier: Dossier, *, by: Any, code: str, name: str, **more: Any) -> Nomination:
    person = more.pop("person", True)
    nominee = Nominee(unit=dossier.unit, is_person=person, name=name)
    if person:
        nominee.sex, nominee.birth_year = more.pop("sex", "female"), more.pop("birth_year", 1984)
    else:
        nominee.is_whole_unit = more.pop("whole", False)
    fields = {
        "title_asked": title(code),
        "position": "Giáo viên" if person else "",
        "nominee_class": more.pop("nominee_class", "direct") if person else "",
        "achievements": "Hoàn thành xuất sắc nhiệm vụ.",
        **more,
    }
    return dossiers.nominate(dossier, nominee, fields, by=by)


def sent(world: World, officer: str, rows: list[dict[str, Any]], **more: Any) -> Dossier:
    """Return a submitted dossier."""
    dossier = dossier_of(world, officer, rows, **more)
    dossiers.submit(dossier, by=world.by(officer))
    return dossier


def endorsed(world: World, rows: list[dict[str, Any]], **more: Any) -> Dossier:
    """Return a dossier of the school, endorsed by the district."""
    dossier = sent(world, "owner", rows, **more)
    dossiers.endorse(dossier, {}, meeting=MEETING, by=world.by("district", Role.REVIEWER))
    return dossier


def approved(world: World, rows: list[dict[str, Any]], by: str = "board", **more: Any) -> list[Nomination]:
    """Return approved nominations of the school."""
    dossier = endorsed(world, rows, **more)
    appraisal.approve(dossier.nominations.all(), by=world.by(by, Role.REVIEWER))
    return list(dossier.nominations.with_context())


def issued(world: World, rows: list[dict[str, Any]], number: str = "45") -> Decision:
    """Return a decision of the province, issued by its leader."""
    decision = decisions.draft(approved(world, rows), by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    issue(world, decision, number)
    return decision


def issue(
    world: World,
    decision: Decision,
    number: str = "45",
    day: date = date(2015, 7, 20),
    *,
    leader: Acting | None = None,
) -> None:
    """Close a proposed decision as its leader and register it as a clerk of its unit; what is asked is confirmed."""
    close(world, decision, leader)
    register(decision, number, day)


def register(decision: Decision, number: str = "45", day: date = date(2015, 7, 20)) -> None:
    confirmed = registration_check(decision, number, day).mark
    by = clerk_of(decision.unit)
    signing.register(decision, by=by, number=number, dated_on=day, scan=scan(), confirmed=confirmed)


def close(world: World, decision: Decision, leader: Acting | None = None) -> None:
    signing.close(decision, by=leader or world.by("leader"), **SIGNED)


def clerk_of(unit: Unit) -> Acting:
    """Return the clerk of a unit, made if need be."""
    clerk, _made = User.objects.get_or_create(username=f"clerk_{unit.pk}", defaults={"full_name": "Mạc Thị Thư"})
    Post.objects.get_or_create(user=clerk, unit=unit, role=Role.CLERK, defaults={"since": date(2014, 1, 1)})
    return acting_as(User.objects.get(pk=clerk.pk), Role.CLERK)


def scan(name: str = "qd.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n")
