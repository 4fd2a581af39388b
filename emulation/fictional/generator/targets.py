"""Targets that a province assigns to its upper unions (chỉ tiêu giao)."""

from __future__ import annotations

from datetime import date
from random import Random

from campaigns.actions.targets import target_text
from campaigns.models import AssignedTarget
from emulation.fictional.demo.play import local
from emulation.fictional.generator.bulk_insert import bulk_insert
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.people import People, acts_about
from emulation.fictional.generator.units import Province
from units.history import event_of, save_events
from units.models import Role

GIVEN = {"TC02": (1, 4), "TC03": (25, 80)}  # by code, from the least to the most
GIVEN_AT = local(date(2015, 1, 28), 15)


def assign_targets(rng: Random, year: CampaignYear, province: Province, people: People) -> None:
    """Insert a target for each indicator of GIVEN and upper union, and the one event that lists them."""
    by = people.reviewer(province.root)
    targets = [
        AssignedTarget(indicator=indicator, to=upper, by=province.root, value=rng.randint(*GIVEN[indicator.code]))
        for indicator in year.campaign.indicators.filter(code__in=GIVEN)
        for upper in province.uppers
    ]
    bulk_insert(AssignedTarget, targets)
    changes = {
        f"{target.indicator.name}, {target.to.name}": [None, target_text(target.indicator, target.value)]
        for target in targets
    }
    event_by = acts_about(by, Role.REVIEWER, province.root)
    save_events([event_of(year.campaign, "assign", at=GIVEN_AT, changes=changes, **event_by)])
