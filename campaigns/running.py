"""The running campaign as every page names it: in the menu, at the foot, beside whom to ask."""

from __future__ import annotations

import time
from typing import NamedTuple

from campaigns.models import Campaign

KEPT_FOR = 30.0
"""Seconds until a process reads the campaign again: so long another may name the one before, as with words."""


class RunningCampaign(NamedTuple):
    """The columns that pages need of the latest published campaign."""

    slug: str
    year: int
    unit__name: str
    board: str
    board_phone: str


_kept: tuple[float, RunningCampaign | None] | None = None


def running_campaign() -> RunningCampaign | None:
    """Return the running campaign, None before the first is published. It is read once in KEPT_FOR seconds."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEPT_FOR:
        row = Campaign.objects.newest_first().values_list(*RunningCampaign._fields).first()
        _kept = time.monotonic(), row and RunningCampaign(*row)
    return _kept[1]


def forget() -> None:
    """Have the campaign read again: a version of it came into force."""
    global _kept
    _kept = None
