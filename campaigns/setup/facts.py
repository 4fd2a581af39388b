"""The columns of a campaign that its steps ask for, and the address that is suggested for a new one."""

from __future__ import annotations

from typing import Any

from campaigns.models import Campaign
from foundation import clock
from units.models import Unit
from units.models.signer import signers

ASKS = ("asks_titles", "asks_works", "asks_exemplars", "asks_duties")
"""What else than indicators a campaign may ask for: columns that the launch document does not say."""
FACTS = (
    "title", "year", "slug", "occasion", "slogan", "workers_word", "workers_phrase", "board", "board_phone",
    "parent_body", *ASKS,
)  # fmt: skip
"""What the step of the campaign itself asks for."""
PAPER_FACTS = (
    "number", "issued_on", "signer_on_behalf", "signer_position", "signer_name", "signed", "abridged", "page_number",
)  # fmt: skip
"""What the step of the launch document asks for, beside its texts."""
RESERVED = ("new",)
"""Slugs that are addresses of pages."""


def stored_facts(campaign: Campaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in FACTS}


def is_free(slug: str, campaign: Campaign | None = None) -> bool:
    """Return whether no other campaign has the slug; that of a discarded one is free."""
    others = Campaign.objects.alive().filter(slug=slug)
    if campaign is not None:
        others = others.exclude(pk=campaign.pk)
    return slug not in RESERVED and not others.exists()


def suggested_slug(year: int) -> str:
    """Return the year, or with a number the first address of the year that is free: "2026-2"."""
    at = 1
    while not is_free(slug := str(year) if at == 1 else f"{year}-{at}"):
        at += 1
    return slug


def signer_of_today(unit: Unit) -> dict[str, str]:
    """Return the columns of a launch about its signer: the unit's first one of today; none without one."""
    for signer in signers(unit, on=clock.today()):
        position = signer.printed_position
        return {"signer_on_behalf": signer.block, "signer_position": position, "signer_name": signer.name}
    return {}
