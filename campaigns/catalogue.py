"""What a campaign asks of everybody: its indicators, phases and commemorated days, read once and kept by its stamp."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from campaigns.models import Campaign, Commemoration, Indicator, Phase

KEPT = 8  # campaigns a process keeps
_kept: dict[tuple[int, str], Catalogue] = {}


@dataclass(frozen=True, eq=False)
class Catalogue:
    """`indicators` are the active ones with their section, columns and phases, in the order of the table; `days` go
    phase by phase. Shared by all who ask: nobody writes on these objects.
    """

    indicators: tuple[Indicator, ...]
    phases: tuple[Phase, ...]
    days: tuple[Commemoration, ...]

    @cached_property
    def last_number(self) -> int:
        """The number of the campaign's last phase."""
        return max(phase.number for phase in self.phases)


def catalogue(campaign: Campaign) -> Catalogue:
    """As the campaign stood when it was read. No query when this process knows it, else six.

    Kept by the stamp read before the rows: what somebody writes meanwhile, and a transaction taken back, have another.
    """
    found = _kept.get((campaign.pk, campaign.stamp))
    if found is None:
        (stamp,) = Campaign.objects.filter(pk=campaign.pk).values_list("stamp", flat=True)
        found = _kept[campaign.pk, stamp] = _read(campaign)
        while len(_kept) > KEPT:
            _kept.pop(next(iter(_kept)), None)
    return found


def forget() -> None:
    """Keep nothing: tests count queries from a fresh start."""
    _kept.clear()


def _read(campaign: Campaign) -> Catalogue:
    indicators = Indicator.objects.filter(campaign=campaign, active=True).select_related("section")
    days = Commemoration.objects.filter(phase__campaign=campaign).select_related("phase__campaign")
    return Catalogue(
        tuple(indicators.prefetch_related("asked", "phases").order_by("section__order", "order", "pk")),
        tuple(Phase.objects.filter(campaign=campaign).order_by("number")),
        tuple(days.order_by("phase__number", "pk")),
    )
