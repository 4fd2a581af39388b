"""Builds a demo: units, people, and what happened until its day.

Of 2015: the campaign of 2014 with its awards, that of 2015 until 20 July. Of 2026: the campaign until 14 July.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

import campaigns
from awards.catalogue_import import load_titles
from campaigns.campaign_import.loading import load, write_due_dates
from campaigns.models import Campaign
from emulation.fictional.demo import awards, summaries, year_2014, year_2015, year_2026
from emulation.fictional.demo.contacts import add_contacts, sign_everybody_in
from emulation.fictional.demo.files import FOLDER, OF_2015, OF_2026, DemoFiles
from emulation.fictional.demo.people import build_people, present_holder
from emulation.fictional.demo.play import CampaignPlay
from emulation.fictional.demo.units import ROOT, build_units, count_as_in_2014, count_as_in_2015
from foundation import clock
from units.models import Unit

DATA = Path(campaigns.__file__).parent / "data"
LAUNCH = DATA / "campaign-2015.toml"
INDICATORS = DATA / "indicators-2015.toml"
WARDS_BEGAN = "2025-07-01T07:00+07:00"


@transaction.atomic
def build() -> None:
    """Build the whole demo in one transaction."""
    present_holder.cache_clear()  # of another database
    units = build_units_and_people()
    count_as_in_2014(units)
    older = CampaignPlay(load_2014(units), units)
    load_titles(older.campaign.unit)
    year_2014.schedule(older)
    awards.schedule(older, "awards-2014.toml")
    older.perform()
    count_as_in_2015(units)
    present = CampaignPlay(load_2015(units), units)
    awards.load_quotas(present.campaign, units)
    year_2015.schedule(present)
    awards.schedule(present)
    summaries.schedule(present, older.campaign)
    present.perform()
    sign_everybody_in()


@transaction.atomic
def build_2026() -> None:
    """Build the second demo, a province of wards and communes, in one transaction."""
    present_holder.cache_clear()
    with clock.travel(WARDS_BEGAN):
        units = build_units_and_people(OF_2026)
    campaign = load(OF_2026.folder / "campaign.toml", units[ROOT], OF_2026.folder / "indicators.toml")
    load_titles(campaign.unit, OF_2026.folder / "titles.toml")
    play = CampaignPlay(campaign, units, OF_2026)
    awards.load_quotas(campaign, units, OF_2026)
    year_2026.schedule(play)
    awards.schedule(play)
    summaries.schedule(play)
    play.perform()
    sign_everybody_in()


def build_units_and_people(files: DemoFiles = OF_2015) -> dict[str, Unit]:
    """Build the units with their people, without a campaign; return the units by key."""
    units = build_units(files)
    build_people(units, files)
    add_contacts(units, files)
    return units


def load_2014(units: dict[str, Unit]) -> Campaign:
    """Load the campaign of 2014; indicators that it does not ask are inactive."""
    campaign = load(FOLDER / "campaign-2014.toml", units[ROOT], INDICATORS)
    campaign.indicators.exclude(code__in=year_2014.CODES).update(active=False)
    return campaign


def load_2015(units: dict[str, Unit]) -> Campaign:
    """Load the campaign of the launch document, with the demo's own calendar."""
    campaign = load(LAUNCH, units[ROOT], INDICATORS)
    set_calendar(campaign)
    return campaign


def set_calendar(campaign: Campaign) -> None:
    """Write the due dates and cut-off days, which the launch document does not give, and the fictional signer."""
    calendar = OF_2015.read("calendar.toml")
    campaign.signer_name = calendar["signer"]
    campaign.save()
    for row in calendar["phases"]:
        phase = campaign.phases.get(number=row["number"])
        phase.cutoff_on, phase.review_date = row["cutoff_on"], row.get("review_date", phase.review_date)
        phase.save()
        write_due_dates(phase, row["due_dates"])
