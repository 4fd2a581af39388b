"""The running campaign as every page names it: in the menu, at the foot, beside whom to ask."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from campaigns.models import Campaign, Phase
from campaigns.timing import phase_to_sum_up
from foundation import clock
from units.contacts import Contact
from units.tree import ancestor_paths

KEPT_FOR = 30.0
"""Seconds until a process reads the campaign again: so long another may name the one before, as with words."""


class CampaignOfYear(NamedTuple):
    """What is read of every campaign to tell apart those of one year."""

    pk: int
    year: int
    title: str
    slug: str
    unit__name: str
    unit__path: str
    published_at: datetime | None


class RunningCampaign(NamedTuple):
    """What pages need of the latest published campaign.

    `to_sum_up`: the number of the phase to whose summary the menu leads, None while none was opened.
    """

    pk: int
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
_twins: tuple[float, dict[int, str]] | None = None


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


def twin_titles() -> dict[int, str]:
    """Return by id the titles of the campaigns whose year a published one shares; of those not published any other.

    The same people take part in both: one unit launched both, or one of the units is above the other. It is read once
    in KEPT_FOR seconds.
    """
    global _twins
    if _twins is None or time.monotonic() - _twins[0] > KEPT_FOR:
        rows = Campaign.objects.alive().order_by("pk").values_list(*CampaignOfYear._fields)
        _twins = time.monotonic(), titles_of_twins([CampaignOfYear(*row) for row in rows])
    return _twins[1]


def titles_of_twins(campaigns: list[CampaignOfYear]) -> dict[int, str]:
    """Return the titles of those that share their year, with the unit or the address where titles are the same too."""
    by_place: dict[tuple[int, str], list[CampaignOfYear]] = defaultdict(list)
    for campaign in campaigns:
        by_place[campaign.year, campaign.unit__path].append(campaign)
    twins: dict[int, CampaignOfYear] = {}
    for campaign in campaigns:
        paths = (campaign.unit__path, *ancestor_paths(campaign.unit__path))
        near = [other for path in paths for other in by_place.get((campaign.year, path), ()) if other.pk != campaign.pk]
        for other in near:
            for twin, beside in ((campaign, other), (other, campaign)):
                if beside.published_at or not twin.published_at:  # what nobody reads yet renames no published one
                    twins[twin.pk] = twin
    counts = Counter(twin.title for twin in twins.values())
    units = Counter((twin.title, twin.unit__name) for twin in twins.values())
    return {pk: _told_fully(twin, counts, units) for pk, twin in twins.items()}


def _told_fully(twin: CampaignOfYear, counts: Counter[str], units: Counter[tuple[str, str]]) -> str:
    if counts[twin.title] == 1:
        return twin.title
    more = twin.unit__name if units[twin.title, twin.unit__name] == 1 else twin.slug
    return f"{twin.title}, {more}"


def forget() -> None:
    """Have the campaign read again: one was published or a version of it came into force, or a phase was opened."""
    global _kept, _twins
    _kept = _twins = None
