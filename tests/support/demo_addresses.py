"""Lists addresses of the demo: `list_urls` of lists, searches and summaries, `detail_urls` of one object each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.models import Campaign, Phase
from tests.support.access_table import routes
from tests.support.address_kinds import lists
from tests.support.canaries import search
from units.models import Unit

SHOWS = re.compile(r"^campaigns/.*(summary[./]|launch\.|>/)\w*$")  # not the acts of the Board, which show nothing more
NARROWED = re.compile(r"summary[./]|/phases/\d/$")  # takes ?unit=


def list_urls(units: list[Unit]) -> list[str]:
    """Return the addresses without an id; one that takes `?unit=` also with each of these units."""
    urls = [f"/{route}" for route in routes() if "<" not in route and not left_out(route)]
    for route in routes():
        if SHOWS.search(route):
            urls += [f"/{campaign}" for campaign in of_campaigns(route)]
    narrowed = [f"{path}?unit={unit.pk}" for path in urls if NARROWED.search(path) for unit in units]
    return [*urls, *narrowed, *(search(route, unit) for route in lists() for unit in units if not left_out(route))]


def left_out(route: str) -> bool:
    return route.startswith(("admin/", "accounts/log"))


def of_campaigns(route: str) -> Iterator[str]:
    phases = Phase.objects.select_related("campaign") if "<int:number>" in route else []
    for phase in phases:
        yield route.replace("<slug:slug>", phase.campaign.slug).replace("<int:number>", str(phase.number))
    for campaign in Campaign.objects.all() if not phases else []:
        yield route.replace("<slug:slug>", campaign.slug)


def detail_urls(ids: dict[str, list[int]]) -> list[str]:
    """Return the addresses of these objects; `ids` are by the first segment of the address."""
    urls = []
    for route in routes():
        if "<int:pk>" in route and "nomination" not in route:
            named = re.sub(r"<\w+:number>", "1", re.sub(r"<\w+:kind>", "person", route))
            urls += [f"/{named.replace('<int:pk>', str(pk))}" for pk in ids.get(route.split("/")[0], ())]
    return urls
