"""The running campaign as every page names it: in the menu, at the foot, beside whom to ask."""

from __future__ import annotations

import time
from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from campaigns.models import Campaign, Phase
from campaigns.timing import phase_to_sum_up
from foundation import clock
from units.contacts import Contact

KEPT_FOR = 30.0
"""Seconds until a process reads the campaign again: so long another may name the one before, as with words."""


class RunningCampaign(NamedTuple):
    """What pages need of the latest published campaign.

    `to_sum_up`: the number of the phase to whose summary the menu leads, None while none was opened.
    """

    slug: str
    year: int
    unit__name: str
    unit__phone: str
    unit__email: str
    board: str
    board_phone: str
    to_sum_up: int | None

    @property
    def contact(self) -> Contact:
        """The Board, by its own telephone or that of its union."""
        return Contact(self.board, self.board_phone or self.unit__phone, self.unit__email)


_kept: tuple[float, date, RunningCampaign | None] | None = None


def running_campaign() -> RunningCampaign | None:
    """Return the running campaign, None before the first is published. It is read once in KEPT_FOR seconds."""
    global _kept
    today = clock.today()
    if _kept is None or _kept[1] != today or time.monotonic() - _kept[0] > KEPT_FOR:
        phases = phase_to_sum_up(Phase.objects.filter(campaign=OuterRef("pk")), today)
        campaigns = Campaign.objects.newest_first().annotate(to_sum_up=Subquery(phases.values("number")[:1]))
        row = campaigns.values_list(*RunningCampaign._fields).first()
        _kept = time.monotonic(), today, row and RunningCampaign(*row)
    return _kept[2]


def forget() -> None:
    """Have the campaign read again: a version of it came into force, or a phase was opened."""
    global _kept
    _kept = None
