"""A cache, in each process, of a campaign's indicators and phases; its key is the campaign's `stamp`."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.models import Campaign, Commemoration, Indicator, Phase

MOST_CAMPAIGNS = 8  # in the cache of a process
_cache: dict[tuple[int, str], Catalogue] = {}


@dataclass(frozen=True, eq=False)
class Catalogue:
    """A campaign's active indicators and its phases, in order.

    Indicators have their section, columns and phases prefetched, phases their commemorations and due dates. All
    requests of a process share these objects, so they must not be changed.
    """

    indicators: tuple[Indicator, ...]
    phases: tuple[Phase, ...]

    @property
    def days(self) -> tuple[Commemoration, ...]:
        """The commemorated days, phase by phase."""
        return tuple(day for phase in self.phases for day in phase.commemorations.all())

    @property
    def last_number(self) -> int:
        """The number of the campaign's last phase; 0 while it has none."""
        return self.phases[-1].number if self.phases else 0


def catalogue(campaign: Campaign) -> Catalogue:
    """Return the catalogue of a campaign as of its `stamp`. No query if it is cached, else seven.

    The rows are stored under the stamp that was read before them. Whoever changes a row gives the campaign a new stamp
    in the same transaction, so an entry that was read during a change is not found by those who see the change.
    """
    cached = _cache.get((campaign.pk, campaign.stamp))
    if cached is None:
        (stamp,) = Campaign.objects.filter(pk=campaign.pk).values_list("stamp", flat=True)
        cached = _cache[campaign.pk, stamp] = _read(campaign)
        while len(_cache) > MOST_CAMPAIGNS:
            _cache.pop(next(iter(_cache)), None)
    return cached


def clear_cache() -> None:
    """Empty the cache. Tests call it, so that they count queries from an empty cache."""
    _cache.clear()


def _read(campaign: Campaign) -> Catalogue:
    indicators = Indicator.objects.filter(campaign=campaign, active=True).select_related("section")
    phases = Phase.objects.alive().filter(campaign=campaign).select_related("campaign__unit").with_days()
    return Catalogue(
        tuple(indicators.prefetch_related("asked", "phases").order_by("section__order", "order", "pk")),
        tuple(phases.order_by("number")),
    )
