"""The generated campaign, from the launch document; phase 1 is locked, phase 2 is open."""

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
from emulation.fictional.demo.play import local
from emulation.fictional.generator.people import acts_about
from foundation import clock
from units.acting import Acting
from units.history import event_of, save_events
from units.models import Role, Unit, UnitKind

NOW = local(date(2015, 12, 1), 9)
"""The present of the generated data: most reports of phase 2 are in, the year's awards are being appraised."""
PUBLISHED, LOCKED = local(date(2015, 1, 20), 8), local(date(2015, 8, 14), 16)
OPENED = {1: local(date(2015, 1, 20), 8, 30), 2: local(date(2015, 7, 1), 8)}
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

    def asked(self, called: CalledUnit, kind: str) -> list[AskedIndicator]:
        """Return what `indicators_asked_of` does, cached by what it depends on."""
        is_small = called.is_small(self.catalogues[called.phase.number].small_below)
        key = (column_of(called), is_small, called.working_year, called.phase.number, kind)
        if key not in self._asked:
            self._asked[key] = indicators_asked_of(self.catalogues[called.phase.number], called, kind)
        return self._asked[key]


def launch(unit: Unit, by: Acting) -> CampaignYear:
    """Create the campaign with indicators, titles and a quota; no unit is called yet."""
    content = read_campaign(LAUNCH)
    content["campaign"]["title"] = f"Phong trào thi đua trong CNVCLĐ và các cấp Công đoàn năm 2015, {unit.name}"
    content["campaign"]["signature"]["name"] = "Hứa Quang Lâm"
    if unit.kind == UnitKind.CONFEDERATION:
        content["campaign"]["parent_body"] = ""
        content["recipients"] = [{"name": name, "role": role} for name, role in TOLD_BY_THE_CONFEDERATION]
    campaign = write_campaign(content, unit)
    write_indicators(read_indicators(INDICATORS), campaign)
    set_calendar(campaign)
    load_titles(unit)
    title = AwardTitle.objects.get(unit=unit, code="BK_T")
    share = {"percent": PERCENT_OF_UNITS, "percent_of": PercentOf.UNITS, "min_direct": 60}
    Quota.objects.create(campaign=campaign, title=title, **share)
    _run(campaign, by)
    campaign = Campaign.objects.select_related("unit").get(pk=campaign.pk)
    prefetch_related_objects([campaign], "phases__due_dates")
    return CampaignYear(campaign, list(campaign.phases.all()))


def _run(campaign: Campaign, by: Acting) -> None:
    """Write what the phases ask, and set statuses and times: published, both phases opened, the first locked."""
    for phase in campaign.phases.select_related("campaign__unit"):
        with clock.travel(OPENED[phase.number]):
            write_catalogue(phase, by=by)
    Campaign.objects.filter(pk=campaign.pk).update(published_at=PUBLISHED, status=CampaignStatus.PUBLISHED)
    first, second = campaign.phases.filter(number=1), campaign.phases.filter(number=2)
    first.update(status=PhaseStatus.LOCKED, opened_at=OPENED[1], locked_at=LOCKED)
    second.update(status=PhaseStatus.OPEN, opened_at=OPENED[2])


def record_opening(year: CampaignYear, called: int, by: Acting) -> None:
    """Write the launch, and the events of publishing, opening and locking; opening called `called` units."""
    event_by = acts_about(by, Role.REVIEWER, by.unit)
    planned, opened, locked, changes = PhaseStatus.PLANNED, PhaseStatus.OPEN, PhaseStatus.LOCKED, {"called": called}
    unpublished, published = CampaignStatus.UNPUBLISHED, CampaignStatus.PUBLISHED
    first, second = year.phases
    write_version(year.campaign, number=1, by=by, at=PUBLISHED)
    events = [
        event_of(year.campaign, "publish", at=PUBLISHED, source=unpublished, to=published, **event_by),
        event_of(first, "open", at=OPENED[1], source=planned, to=opened, changes=changes, **event_by),
        event_of(second, "open", at=OPENED[2], source=planned, to=opened, changes=changes, **event_by),
        event_of(first, "lock", at=LOCKED, source=opened, to=locked, **event_by),
    ]
    save_events(events)
