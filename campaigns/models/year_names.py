"""The year of a campaign as names say it: with the title where two campaigns would read the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol


class Titled(Protocol):
    @property
    def title(self) -> str: ...


class PhaseOfCampaign(Protocol):
    @property
    def pk(self) -> int: ...
    @property
    def campaign(self) -> Titled: ...


class YearOfCampaign(Protocol):
    @property
    def pk(self) -> int: ...
    @property
    def year(self) -> int: ...


class NamedCampaign(Titled, YearOfCampaign, Protocol):
    pass


TWIN_TITLES: list[Callable[[], Mapping[int, str]]] = []
"""What returns, by the campaign's id, the titles of those that share their year; `campaigns.running` adds itself."""


def twin_title(campaign: int) -> str:
    """Return the title of the campaign of this id if another one has its year and the same people; "" of others."""
    return next((titles[campaign] for read in TWIN_TITLES if campaign in (titles := read())), "")


def named_year(campaign: YearOfCampaign) -> str:
    """Return "2016", or "2016 (Thi đua cao điểm)" where the year alone would not tell which campaign."""
    return named_year_of(campaign.pk, campaign.year)


def named_year_of(campaign: int, year: int) -> str:
    """Return the same for the id and the year of a campaign."""
    return with_title(year, twin_title(campaign))


def told_apart(named: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Return the choices of a box from (value, name, title): where two names are the same each gets its title."""
    rows = list(named)
    counts = Counter(name for _value, name, _title in rows)
    return [(value, name if counts[name] == 1 else f"{name} ({title})") for value, name, title in rows]


def campaign_choices(campaigns: Iterable[NamedCampaign]) -> list[tuple[str, str]]:
    """Return campaigns as choices by their ids: their titles, told apart by their years."""
    return told_apart((str(campaign.pk), campaign.title, named_year(campaign)) for campaign in campaigns)


def phase_choices(phases: Iterable[PhaseOfCampaign]) -> list[tuple[str, str]]:
    """Return phases as choices by their ids, told apart by the titles of their campaigns."""
    return told_apart((str(phase.pk), str(phase), phase.campaign.title) for phase in phases)


def with_title(year: int, title: str) -> str:
    return f"{year} ({title})" if title else str(year)
