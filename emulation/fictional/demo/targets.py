"""Assigned targets (chỉ tiêu giao), from `targets.toml`."""

from __future__ import annotations

from decimal import Decimal

from campaigns.actions.targets import Cells, assign
from emulation.fictional.demo.people import holder
from emulation.fictional.demo.play import CampaignPlay
from units.models import Role


def assign_targets(play: CampaignPlay) -> None:
    """Assign each table of the file: it has the key of the unit that gives."""
    ids = dict(play.campaign.indicators.values_list("code", "pk"))
    for giver, rows in play.files.read("targets.toml").items():
        cells: Cells = {
            (ids[code], play.units[key].pk): Decimal(value) for code, row in rows.items() for key, value in row.items()
        }
        assign(play.campaign, cells, by=holder(play.units[giver], Role.REVIEWER))
