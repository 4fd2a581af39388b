"""Builds the cast `world`: a province with thirteen people and the campaign of 2015, by the real actions.

province ─┬─ city ─── bank (private enterprise, 40)
          ├─ district ─┬─ school (public service, 46, school year)      officer: owner
          │            ├─ commune (administrative, 12: short form)      officer: neighbour
          │            └─ porters (nghiệp đoàn, 64)
          ├─ direct (state enterprise, straight to the province)
          └─ central (coordinated)
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

from campaigns.actions import phases
from campaigns.actions.filings import save_part
from campaigns.campaign_import.loading import load
from campaigns.models import Campaign, DueDate, Filing, LaunchFile, LaunchVersion
from campaigns.sheet import Sheet
from foundation import clock
from tests.support.without_triggers import without_triggers
from units.acting import Acting, acting_as
from units.models import Post, Role, Strand, UnionForm, Unit, UnitKind, User, WorkingYear

DATA = "campaigns/data"
PASSWORD = "mot-mat-khau-dai"
PEOPLE = {
    "owner": ("Nông Thị Ánh", "school", [Role.OFFICER]),
    "owner2": ("Nông Văn Ân", "school", [Role.OFFICER]),
    "neighbour": ("La Thị Én", "commune", [Role.OFFICER]),
    "porter": ("Vi Páo", "porters", [Role.OFFICER]),
    "banker": ("Hà Thị Út", "bank", [Role.OFFICER]),
    "district": ("Vi Văn Thông", "district", [Role.OFFICER, Role.REVIEWER]),
    "district2": ("Lăng Văn Sử", "district", [Role.REVIEWER]),
    "city": ("Phùng Mùi Lai", "city", [Role.OFFICER, Role.REVIEWER]),
    "chair": ("Lương Thị Mây", "district", [Role.LEADER]),
    "board": ("Triệu Thị Sao Mai", "province", [Role.REVIEWER]),
    "board2": ("Đàm Thị Hồi", "province", [Role.REVIEWER]),
    "leader": ("Hứa Quang Lâm", "province", [Role.LEADER]),
    "admin": ("Hoàng Thị Khách", "province", [Role.ADMINISTRATOR]),
}


class World(SimpleNamespace):
    """Holds units and people by their short names; `by("owner")` is that person acting for their unit."""

    def user(self, name: str) -> User:
        """Return a fresh object, as what a person reaches is cached on the object."""
        return User.objects.get(username=name)

    def by(self, name: str, role: str | None = None) -> Acting:
        user = self.user(name)
        return acting_as(user, role or PEOPLE[name][2][0])

    def given_post(self, name: str, unit: Unit, role: str, **more: Any) -> Acting:
        """Give a person a post, and return them acting in it."""
        Post.objects.create(user=self.user(name), unit=unit, role=role, since=date(2014, 1, 1), **more)
        return acting_as(self.user(name), role, unit)

    def sheet(self, unit: str, kind: str, number: int = 1) -> Filing:
        return Filing.objects.with_context().get(called__unit=self.units[unit], kind=kind, called__phase__number=number)


def build() -> World:
    """Build units, people, and the 2015 campaign, published, with phase 1 open on 20/01/2015."""
    units = make_units()
    for name, (full_name, unit, roles) in PEOPLE.items():
        user = User(username=name, full_name=full_name)
        user.set_password(PASSWORD)
        user.save()
        for role in roles:
            Post.objects.create(user=user, unit=units[unit], role=role, since=date(2014, 1, 1))
    world = World(units=units, **units)
    world.campaign = load(f"{DATA}/campaign-2015.toml", units["province"], f"{DATA}/indicators-2015.toml")
    world.phase = world.campaign.phases.get(number=1)
    world.phase2 = world.campaign.phases.get(number=2)
    set_due_dates(world.campaign)
    with clock.travel("2015-01-20T09:00+07:00"):
        phases.publish(world.campaign, by=world.by("board"))
        phases.open_phase(world.phase, by=world.by("board"))
    return world


def set_due_dates(campaign: Campaign) -> None:
    DueDate.objects.filter(phase__campaign=campaign).delete()
    dates = {
        (1, "pledge", "below_upper"): date(2015, 2, 27),
        (1, "pledge", "direct"): date(2015, 3, 13),
        (1, "report", "below_upper"): date(2015, 7, 10),
        (1, "report", "direct"): date(2015, 7, 17),
        (2, "pledge", "below_upper"): date(2015, 7, 31),
        (2, "pledge", "direct"): date(2015, 7, 31),
    }
    for (number, kind, group), day in dates.items():
        phase = campaign.phases.get(number=number)
        DueDate.objects.create(phase=phase, kind=kind, group=group, at=clock.end_of_day(day))


def unpublish(campaign: Campaign) -> Campaign:
    """Set a campaign back to what it was before it was published, and return it."""
    with without_triggers():
        for model, owner in ((LaunchFile, "version__campaign"), (LaunchVersion, "campaign")):
            QuerySet(model).filter(**{owner: campaign}).delete()
    Campaign.objects.filter(pk=campaign.pk).update(published_at=None, status="unpublished")
    return Campaign.objects.get(pk=campaign.pk)


def make_units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}

    def add(name: str, full_name: str, parent: str | None, kind: str, order: int, **more: Any) -> None:
        units[name] = Unit.objects.create(
            name=full_name,
            full_name=full_name,
            parent=units[parent] if parent else None,
            kind=kind,
            order=order,
            valid_from=date(2010, 1, 1),
            **more,
        )

    def grassroots(name: str, full_name: str, parent: str, order: int, size: int, strand: str, **more: Any) -> None:
        form = more.pop("form", UnionForm.WORKPLACE)
        counts = {"workers": size, "members": size, "women": size // 2, "direct": size - 3}
        add(name, full_name, parent, UnitKind.GRASSROOTS, order, strand=strand, form=form, **counts, **more)

    add("province", "LĐLĐ tỉnh Lạng Sơn", None, UnitKind.PROVINCE, 0, place="Lạng Sơn", symbol="LĐLĐ")
    add("city", "LĐLĐ thành phố Lạng Sơn", "province", UnitKind.UPPER_PLACE, 1, place="Lạng Sơn", symbol="LĐLĐ")
    add("district", "LĐLĐ huyện Chi Lăng", "province", UnitKind.UPPER_PLACE, 2, place="Chi Lăng", symbol="LĐLĐ")
    school = {"working_year": WorkingYear.SCHOOL}
    grassroots("bank", "CĐCS Công ty May Ánh Mây", "city", 10, 40, Strand.PRIVATE_ENTERPRISE)
    grassroots("school", "CĐCS Trường THCS Đồi Na", "district", 20, 46, Strand.PUBLIC_SERVICE, **school)
    grassroots("commune", "CĐCS Xã Đồi Na", "district", 21, 12, Strand.ADMINISTRATIVE)
    grassroots("porters", "Nghiệp đoàn Bốc xếp", "district", 22, 64, "", form=UnionForm.OCCUPATIONAL)
    grassroots("direct", "CĐCS Công ty Cấp nước", "province", 30, 120, Strand.STATE_ENTERPRISE)
    grassroots("central", "CĐCS Điện lực Minh Họa", "province", 31, 410, Strand.STATE_ENTERPRISE, coordinated=True)
    return units


def fill(filing: Filing, **changes: Any) -> dict[str, Any]:
    """Return a complete draft for any sheet: every required question answered; `changes` replace parts."""
    sheet = Sheet(filing, typed={})
    typed: dict[str, Any] = {}
    for part in sheet.parts:
        if part.key == "headcount":
            typed["headcount"] = dict.fromkeys(part.form.fields, "10")
            size = str(filing.called.workers)
            typed["headcount"] |= {"workers": size, "members": size}
        elif part.key in ("titles", "indicators", "actuals"):
            typed[part.key] = answers(part.form.asked_indicators)
        elif part.key == "commitment":
            typed["commitment"] = {"agreed": "on", "chair_name": "Nông Thị Ánh"}
        elif part.key == "narrative":
            typed["narrative"] = {"strengths": "Phong trào thiết thực."}
        elif part.key == "results":
            typed["results"] = [
                {"uuid": row["uuid"], "done": "no", "why_not": "Còn đang thực hiện."} for row in part.pending
            ]
        else:
            typed[part.key] = []
    return typed | changes


def answers(indicators_asked: list[Any]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for indicator_asked in indicators_asked:
        code = indicator_asked.indicator.code
        if not indicator_asked.required:
            continue
        if indicator_asked.indicator.is_yes_no:
            typed[code] = "yes"
        elif indicator_asked.indicator.is_ratio:
            typed |= {f"{code}-n": "1" if code == "DH02" else "10", f"{code}-d": "10"}
        else:
            typed[code] = "3"
    return typed


def draft(filing: Filing, *, by: Acting, **changes: Any) -> None:
    """Save a complete draft through the action, part by part."""
    for key, typed in fill(filing, **changes).items():
        save_part(filing, key, typed, by=by)


WORK = {
    "uuid": "6f9a2f3e-5f0b-4a39-9a0e-0d1c5d1a7a01",
    "kind": "initiative",
    "title": "Bộ thí nghiệm điện từ vật liệu tái chế",
    "authors": "Nông Thị Ánh",
    "author_class": "direct",
    "expected_value": "12.500.000",
    "no_money": "",
    "due_on": "30/05/2015",
    "welcomes": "",
}
