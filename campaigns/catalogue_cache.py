"""What a campaign asks of everybody, its indicators and its phases with their dates: read once, kept by its stamp."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.models import Campaign, Commemoration, Indicator, Phase

KEPT = 8  # campaigns a process keeps
_kept: dict[tuple[int, str], Catalogue] = {}


@dataclass(frozen=True, eq=False)
class Catalogue:
    """`indicators` are the active ones with their section, columns and phases, in the order of the table; `phases` come
    in order with their days and due dates. Shared by all who ask: nobody writes on these objects.
    """

    indicators: tuple[Indicator, ...]
    phases: tuple[Phase, ...]

    @property
    def days(self) -> tuple[Commemoration, ...]:
        """What is commemorated, phase by phase."""
        return tuple(day for phase in self.phases for day in phase.commemorations.all())

    @property
    def last_number(self) -> int:
        """The number of the campaign's last phase; 0 while it has none."""
        return self.phases[-1].number if self.phases else 0


def catalogue(campaign: Campaign) -> Catalogue:
    """As the campaign stood when it was read. No query when this process knows it, else seven.

    Kept by the stamp read before the rows: what somebody writes meanwhile, and a transaction taken back, have another.
    """
    cached = _kept.get((campaign.pk, campaign.stamp))
    if cached is None:
        (stamp,) = Campaign.objects.filter(pk=campaign.pk).values_list("stamp", flat=True)
        cached = _kept[campaign.pk, stamp] = _read(campaign)
        while len(_kept) > KEPT:
            _kept.pop(next(iter(_kept)), None)
    return cached


def forget() -> None:
    """Keep nothing: tests count queries from a fresh start."""
    _kept.clear()


def _read(campaign: Campaign) -> Catalogue:
    indicators = Indicator.objects.filter(campaign=campaign, active=True).select_related("section")
    phases = Phase.objects.alive().filter(campaign=campaign).select_related("campaign__unit").with_days()
    return Catalogue(
        tuple(indicators.prefetch_related("asked", "phases").order_by("section__order", "order", "pk")),
        tuple(phases.order_by("number")),
    )
