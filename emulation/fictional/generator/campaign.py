"""The generated campaign, from the launch document; its last phase is open, those before are locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import prefetch_related_objects

from awards.catalogue_import import load_titles
from awards.models import AwardTitle, PercentOf, Quota
from campaigns.actions.amendments import write_version
from campaigns.actions.catalogues import write_catalogue
from campaigns.campaign_import.file_schema import read_campaign, read_indicators
from campaigns.campaign_import.loading import write_campaign, write_indicators
from campaigns.catalogue.stored import catalogue_of
from campaigns.catalogue.types import Catalogue
from campaigns.lifecycle import CampaignStatus, PhaseStatus
from campaigns.models import CalledUnit, Campaign, Commemoration, DueDate, Phase
from campaigns.sheet import AskedIndicator, indicators_asked_of
from campaigns.sheet.asked_indicators import column_of
from emulation.fictional.demo.build import INDICATORS, LAUNCH, set_calendar
from emulation.fictional.generator.people import acts_about
from emulation.fictional.generator.phases import PUBLISHED, CampaignShape, divide, for_phases, locked_at, opened_at
from foundation import clock
from units.acting import Acting
from units.history import event_of, save_events
from units.models import Role, Unit, UnitKind

TOLD_BY_THE_CONFEDERATION = (
    ("Ban Dân vận Trung ương", "b/c"),
    ("Hội đồng Thi đua - Khen thưởng Trung ương", "b/c"),
    ("LĐLĐ các tỉnh, thành phố", "t/h"),
    ("Các Ban Tổng Liên đoàn", "t/h"),
    ("Lưu: VT, CSPL", "file"),
)
PERCENT_OF_UNITS = 5  # quota of the launching unit's Bằng khen for the year, in percent of the called unions


@dataclass
class CampaignYear:
    """The campaign and its phases, with what sheets need of them, cached."""

    campaign: Campaign
    phases: list[Phase]

    def __post_init__(self) -> None:
        self._asked: dict[tuple, list[AskedIndicator]] = {}

    @cached_property
    def days(self) -> list[Commemoration]:
        """The commemorated days, phase by phase."""
        days = Commemoration.objects.filter(phase__campaign=self.campaign)
        return list(days.order_by("phase__number", "pk"))

    @cached_property
    def catalogues(self) -> dict[int, Catalogue]:
        """What each phase asks, by its number."""
        return {phase.number: catalogue_of(phase) for phase in self.phases}

    @cached_property
    def titles(self) -> dict[str, AwardTitle]:
        titles = AwardTitle.objects.filter(unit=self.campaign.unit).prefetch_related("timings")
        return {title.code: title for title in titles}

    @cached_property
    def due_dates(self) -> dict[tuple[int, str, str], datetime]:
        """Due instants by phase number, kind of sheet and due group."""
        rows = DueDate.objects.filter(phase__campaign=self.campaign).select_related("phase")
        return {(row.phase.number, row.kind, row.group): row.at for row in rows}

    def is_last(self, number: int) -> bool:
        return number == self.phases[-1].number

    def locked_on(self, number: int) -> date | None:
        """Return the day on which a phase was locked, by its number; None for the last one, which is open."""
        return None if self.is_last(number) else locked_at(self.phases[number - 1]).date()

    def asked(self, called: CalledUnit, kind: str) -> list[AskedIndicator]:
        """Return what `indicators_asked_of` does, cached by what it depends on."""
        is_small = called.is_small(self.catalogues[called.phase.number].small_below)
        key = (column_of(called), is_small, called.working_year, called.phase.number, kind)
        if key not in self._asked:
            self._asked[key] = indicators_asked_of(self.catalogues[called.phase.number], called, kind)
        return self._asked[key]


def launch(unit: Unit, by: Acting, shape: CampaignShape) -> CampaignYear:
    """Create the campaign with indicators, titles and a quota; no unit is called yet."""
    content = read_campaign(LAUNCH)
    content["campaign"]["title"] = f"Phong trào thi đua trong CNVCLĐ và các cấp Công đoàn năm 2015, {unit.name}"
    content["campaign"]["signature"]["name"] = "Hứa Quang Lâm"
    if unit.kind == UnitKind.CONFEDERATION:
        content["campaign"]["parent_body"] = ""
        content["recipients"] = [{"name": name, "role": role} for name, role in TOLD_BY_THE_CONFEDERATION]
    campaign = write_campaign(content, unit)
    set_calendar(campaign)
    if shape.division:
        divide(campaign, shape)
    write_indicators(for_phases(read_indicators(INDICATORS), campaign.phases.count()), campaign)
    load_titles(unit)
    title = AwardTitle.objects.get(unit=unit, code="BK_T")
    share = {"percent": PERCENT_OF_UNITS, "percent_of": PercentOf.UNITS, "min_direct": 60}
    Quota.objects.create(campaign=campaign, title=title, **share)
    _run(campaign, by)
    campaign = Campaign.objects.select_related("unit").get(pk=campaign.pk)
    prefetch_related_objects([campaign], "phases__due_dates")
    return CampaignYear(campaign, list(campaign.phases.all()))


def _run(campaign: Campaign, by: Acting) -> None:
    """Write what the phases ask, and set statuses and times: published, all opened, all but the last locked."""
    phases = list(campaign.phases.select_related("campaign__unit"))
    for phase in phases:
        with clock.travel(opened_at(phase)):
            write_catalogue(phase, by=by)
    Campaign.objects.filter(pk=campaign.pk).update(published_at=PUBLISHED, status=CampaignStatus.PUBLISHED)
    for phase in phases:
        state = {"status": PhaseStatus.OPEN, "opened_at": opened_at(phase)}
        if phase is not phases[-1]:
            state |= {"status": PhaseStatus.LOCKED, "locked_at": locked_at(phase)}
        campaign.phases.filter(pk=phase.pk).update(**state)


def record_opening(year: CampaignYear, called: int, by: Acting) -> None:
    """Write the launch, and the events of publishing, opening and locking; opening called `called` units."""
    event_by = acts_about(by, Role.REVIEWER, by.unit)
    planned, opened, locked, changes = PhaseStatus.PLANNED, PhaseStatus.OPEN, PhaseStatus.LOCKED, {"called": called}
    unpublished, published = CampaignStatus.UNPUBLISHED, CampaignStatus.PUBLISHED
    write_version(year.campaign, number=1, by=by, at=PUBLISHED)
    events = [
        event_of(year.campaign, "publish", at=PUBLISHED, source=unpublished, to=published, **event_by),
        *(
            event_of(phase, "open", at=opened_at(phase), source=planned, to=opened, changes=changes, **event_by)
            for phase in year.phases
        ),
        *(
            event_of(phase, "lock", at=locked_at(phase), source=opened, to=locked, **event_by)
            for phase in year.phases[:-1]
        ),
    ]
    save_events(events)
