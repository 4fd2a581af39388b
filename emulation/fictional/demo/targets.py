"""Assigned targets (chỉ tiêu giao), from `targets.toml`."""

from __future__ import annotations

from decimal import Decimal

from campaigns.actions.targets import Cells, assign
from emulation.fictional.demo.play import CampaignPlay
from emulation.fictional.demo.units import read_demo


def assign_targets(play: CampaignPlay) -> None:
    targets = read_demo("targets.toml")
    ids = dict(play.campaign.indicators.values_list("code", "pk"))
    for rows, by in ((targets["province"], play.board()), (targets["chi-lang"], play.reviewer("1"))):
        cells: Cells = {
            (ids[code], play.units[key].pk): Decimal(value) for code, row in rows.items() for key, value in row.items()
        }
        assign(play.campaign, cells, by=by)
