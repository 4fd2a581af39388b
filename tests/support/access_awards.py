"""Adds dossiers and decisions of several units to the cast of `access_world`, some of them of another province.

dossiers    school   sent, for the province; the district endorses       commune  sent, for the district
            bank     a draft                                             far      sent, of another province
decisions   issued   of the province, of a second dossier of the school  drafted  its next one
            district its draft                                           far      of another province
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.actions import appraisal, decisions, dossiers, signing
from awards.actions.registration import registration_check
from awards.catalogue_import import load_titles
from awards.models import AwardTitle, Decision, Dossier, Letter, LetterFile, Nominee, Quota
from campaigns.actions import launch_scans
from foundation import clock
from tests.support import dossier_steps
from tests.support.world import World
from units.acting import acting_as
from units.attachments import attach, withdraw
from units.models import Role

REASON = "Đơn vị mới kiện toàn."
SCAN = b"%PDF-1.4\n%%EOF\n"


def add_awards(world: World) -> None:
    """Add dossiers and decisions as `world.dossiers` and `world.decisions`, by the names of the access table."""
    for unit in (world.province, world.elsewhere):
        load_titles(unit)
    world.user("board").posts.update(may_record_signed=True)
    Quota.objects.create(title=title(world, "BK_T"), campaign=world.campaign, max_count=10)
    send = {"school": ("owner", "BK_T"), "commune": ("neighbour", "GK_CTT"), "bank": ("banker", "BK_T")}
    world.dossiers = {unit: dossier(world, unit, *of, sent=unit != "bank") for unit, of in send.items()}
    world.dossiers["far"] = dossier(world, "far", "far_officer", "BK_T", slug="khac")
    world.decisions = {
        "issued": decision(world, "school", "owner", "BK_T", "board", issuer="leader"),
        "drafted": decision(world, "school", "owner", "BK_T", "board"),
        "district": decision(world, "commune", "neighbour", "GK_CTT", "district"),
        "far": decision(world, "far", "far_officer", "BK_T", "far_board", slug="khac"),
    }
    registered = {"status": "registered", "number": "7", "dated_on": date(2015, 3, 9)}
    registered |= {"registered_at": clock.now(), "registered_by": world.user("district")}
    world.letters = {"district": letter(world), "registered": letter(world, **registered)}
    of_letter = SimpleUploadedFile("tt.pdf", SCAN)
    attach(world.letters["registered"], of_letter, unit=world.district, by=world.by("district", Role.REVIEWER))
    board = world.by("board")
    world.ready = approved(world, "commune", "neighbour", "GK_CTT", "district")
    attach(world.decisions["drafted"], SimpleUploadedFile("qd.pdf", SCAN), unit=world.province, by=board)
    wrong = SimpleUploadedFile("nham.pdf", b"%PDF-1.5\n%%EOF\n")
    scan = attach(world.decisions["issued"], wrong, unit=world.province, by=board)
    withdraw(scan, reason="Chụp nhầm văn bản.", by=board)
    launch_scans.add(world.campaign, SimpleUploadedFile("phat-dong.pdf", SCAN), by=board)


def letter(world: World, **columns: Any) -> Letter:
    """Return a letter of the district about nobody, closed for signing, with bytes in place of a file."""
    closed = {"closed_at": clock.now(), "closed_by": world.user("chair"), "deciding_unit": world.province}
    made = Letter.objects.create(
        unit=world.district,
        campaign=world.campaign,
        phase=world.phase,
        timing="phase",
        addressee=world.province.name,
        about="Về việc đề nghị khen thưởng",
        **closed,
        **columns,
    )
    digest = hashlib.sha256(SCAN).hexdigest()
    LetterFile.objects.create(letter=made, content=SCAN, sha256=digest, made_at=clock.now())
    return made


def title(world: World, code: str, slug: str = "2015") -> AwardTitle:
    return AwardTitle.objects.get(code=code, unit=world.campaigns[slug].unit)


def dossier(world: World, unit: str, officer: str, code: str, *, slug: str = "2015", sent: bool = True) -> Dossier:
    """Return a dossier with one person, who bears the unit's name."""
    by = acting_as(world.user(officer), Role.OFFICER)
    phase = world.campaigns[slug].phases.get(number=1)
    made = dossiers.make(world.units[unit], phase, by=by, timing="phase")
    dossiers.describe(made, {"meeting_on": date(2015, 3, 2), "votes_for": 5, "votes_present": 5}, by=by)
    nominee = Nominee(unit=world.units[unit], is_person=True, name=f"Vi Văn {unit}", sex="male", birth_year=1980)
    fields: dict[str, Any] = {"title_asked": title(world, code, slug), "position": "Công nhân"}
    fields |= {"nominee_class": "direct", "achievements": f"Thành tích {unit}."}
    dossiers.nominate(made, nominee, fields, by=by)
    if sent:
        dossiers.submit(made, by=by)
    return made


def decision(
    world: World, unit: str, officer: str, code: str, reviewer: str, *, slug: str = "2015", issuer: str = ""
) -> Decision:
    """Return a draft decision of the reviewer's unit; it is proposed and issued if there is an `issuer`."""
    of = approved(world, unit, officer, code, reviewer, slug=slug)
    by = acting_as(world.user(reviewer), Role.REVIEWER)
    made = decisions.draft(of.nominations.all(), by=by)
    if issuer:
        decisions.propose(made, by=by)
        signing.close(made, by=acting_as(world.user(issuer), Role.LEADER), **dossier_steps.SIGNED)
        day, by = date(2015, 3, 10), acting_as(world.user("clerk"), Role.CLERK)
        confirmed = registration_check(made, "45", day).mark
        scan = dossier_steps.scan()
        signing.register(made, by=by, number="45", dated_on=day, scan=scan, confirmed=confirmed)
    return made


def approved(world: World, unit: str, officer: str, code: str, reviewer: str, *, slug: str = "2015") -> Dossier:
    """Return a dossier whose one nominee was approved; the school's is endorsed by the district first."""
    of = dossier(world, unit, officer, code, slug=slug)
    if unit == "school":
        dossiers.endorse(of, {}, meeting=dossier_steps.MEETING, by=acting_as(world.user("district"), Role.REVIEWER))
    appraisal.approve(of.nominations.all(), by=acting_as(world.user(reviewer), Role.REVIEWER), reason=REASON)
    return of
