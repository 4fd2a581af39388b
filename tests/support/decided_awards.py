"""Builds the cast with awards of phase 1, decided by the real actions: by the province, by a district, from above.

school   45: Nguyệt (woman, direct, Tày) and Lìn (man, manager) Bằng khen, "Tổ Tự nhiên" Bằng khen · 20 July
commune  7 of the district: a woman of the union's office, Giấy khen · 10 July
bank     46: a man, direct, Bằng khen · 15 July       central  46: outside every sum
school   sent to the confederation: one granted (1234/QĐ-TLĐ, 8 July), one refused, one waiting
school   12 of the school year: a woman, direct, Giấy khen · 12 June, before the phase ended
"""

from __future__ import annotations

from datetime import date
from typing import Any
from unicodedata import normalize

from awards.actions import appraisal, decisions, dossiers, signing
from awards.models import AwardTitle, Decision, Nomination
from campaigns.actions import filings, reviews
from campaigns.models import Phase
from foundation import clock
from summaries.models import Summary
from tests.support import dossier_steps
from tests.support.sheets_by_hand import put
from tests.support.world import World, draft
from units.models import Post, Role, Unit, User

ORGAN = "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
NGUYET = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt", "ethnicity": "Tày"}
LIN = {
    "code": "BK_T",
    "name": normalize("NFD", "Bàn Phúc Lìn"),
    "sex": "male",
    "nominee_class": "manager",
    "ethnicity": "Kinh",
}
GROUP = {"code": "BK_T", "name": "Tổ Tự nhiên", "person": False}


def build() -> World:
    world = dossier_steps.build()
    AwardTitle.objects.filter(code="BK_T").update(amount=690_000)
    electrician = User.objects.create(username="electrician", full_name="Đỗ Thắp")
    Post.objects.create(user=electrician, unit=world.central, role=Role.OFFICER, since=date(2014, 1, 1))
    _pledge(world, "bank", "banker", "city")
    with clock.travel(dossier_steps.DAY):
        decide(world, dossier_steps.approved(world, [NGUYET, LIN, GROUP]), "45", date(2015, 7, 20))
        officer = {"code": "GK_CTT", "name": "La Thị Én", "nominee_class": "officer"}
        decide(world, agreed(world, "neighbour", [officer], "district"), "7", date(2015, 7, 10), by="district")
        man = {"code": "BK_T", "name": "Vi Út", "sex": "male"}
        both = agreed(world, "banker", [man], "board")
        both += agreed(world, "electrician", [man | {"name": "Đỗ Thắp"}], "board")
        decide(world, both, "46", date(2015, 7, 15))
        teacher = {"code": "GK_CTT", "name": "Lý Thị Chuyền"}
        year = agreed(world, "owner", [teacher], "district", timing="school_year", period_label="2014-2015")
        decide(world, year, "12", date(2015, 6, 12), by="district")
        _send_up(world)
    return world


def build_reported() -> World:
    """Build the same, with an accepted report of the school that tells of titles which are only recorded."""
    world = build()
    put(world.school, "report", "accepted", phase=world.phase, DH01=(40, 46), DH02=(6, 40), DH03=2, DH05=(11, 46))
    return world


def summary_at(world: World, name: str = "province") -> Summary:
    """Return an unsaved summary of phase 1 at a unit."""
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    unit = Unit.objects.select_related("parent").get(pk=world.units[name].pk)
    return Summary(campaign=phase.campaign, phase=phase, unit=unit)


def _pledge(world: World, unit: str, officer: str, reviewer: str) -> None:
    with clock.travel("2015-02-25T09:00+07:00"):
        sheet = world.sheet(unit, "pledge")
        draft(sheet, by=world.by(officer))
        filings.submit(sheet, by=world.by(officer))
        reviews.accept(sheet, by=world.by(reviewer, Role.REVIEWER))


def agreed(world: World, officer: str, rows: list[dict[str, Any]], decider: str, **more: Any) -> list[Nomination]:
    """Submit, endorse where there is a union between, and approve; with a reason where a condition is not met."""
    by = world.by(officer, Role.OFFICER)
    dossier = dossiers.make(by.unit, world.phase, by=by, timing=more.pop("timing", "phase"), **more)
    dossiers.describe(dossier, {"meeting_on": date(2015, 6, 5), "votes_for": 9, "votes_present": 9}, by=by)
    for row in rows:
        dossier_steps.nominate(dossier, by=by, **row)
    dossiers.submit(dossier, by=by)
    if decider == "board" and officer == "banker":
        dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("city", Role.REVIEWER))
    reviewer = world.by(decider, Role.REVIEWER)
    appraisal.approve(dossier.nominations.all(), by=reviewer, reason="Thành tích đặc biệt.")
    return list(dossier.nominations.with_context())


def decide(world: World, nominations: list[Nomination], number: str, day: date, by: str = "board") -> Decision:
    """Draft, propose and issue a decision by the leader of the unit that decides."""
    decision = decisions.draft(nominations, by=world.by(by, Role.REVIEWER))
    decisions.propose(decision, by=world.by(by, Role.REVIEWER))
    dossier_steps.issue(world, decision, number, day, leader=world.by("leader" if by == "board" else "chair"))
    return decision


def annul(world: World, award: Any, number: str = "99", day: date = date(2015, 7, 20)) -> None:
    second = decisions.amend(
        award.decision, [(award, "award", "")], by=world.by("board"), kind="annul", reason="Khai sai."
    )
    decisions.propose(second, by=world.by("board"))
    dossier_steps.issue(world, second, number, day)


def _send_up(world: World) -> None:
    rows = [
        {"code": "BK_TLD", "name": "Hà Thị Sen"},
        {"code": "BK_TLD", "name": "Hà Văn Súng", "sex": "male"},
        {"code": "BK_TLD", "name": "Tổ Xã hội", "person": False},
    ]
    granted, refused, waiting = dossier_steps.approved(world, rows)
    appraisal.send_up([granted, refused, waiting], by=world.by("board"))
    appraisal.record_refusal([refused], by=world.by("board"), reason="Vượt số lượng phân bổ.")
    decision = decisions.draft([granted], by=world.by("board"), organ=ORGAN)
    signed = {"signer_name": "Đặng Ngọc Tùng", "signer_position": "Chủ tịch", "scan": dossier_steps.scan()}
    signing.record_signed(decision, by=world.by("board"), number="1234/QĐ-TLĐ", dated_on=date(2015, 7, 8), **signed)
