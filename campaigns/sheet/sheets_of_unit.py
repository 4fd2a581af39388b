"""What a unit filed besides a sheet: in the sheet's campaign and in last year's of the same union."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Filing


@dataclass(frozen=True)
class SheetOfUnit:
    """A sheet that a unit was asked for, in the phase of a number of a year's campaign.

    `sent`: how often it was sent; `counted`: the id of the submission that is counted. Each may be None.
    """

    pk: int
    kind: str
    campaign: int
    year: int
    phase: int
    sent: int | None
    counted: int | None


def sheets_of_unit(filing: Filing) -> list[SheetOfUnit]:
    """Return the unit's sheets of the campaign and of last year's of the same union, this sheet too; one statement."""
    campaign = filing.phase.campaign
    years = (campaign.year - 1, campaign.year)
    of_unit = _sheets().filter(called__unit=filing.called.unit_id, called__phase__campaign__year__in=years)
    return [SheetOfUnit(*row) for *row, launching in of_unit if launching == campaign.unit_id]


@cache
def _sheets() -> QuerySet[Filing, tuple[Any, ...]]:
    """Return the columns of all sheets, unread: built once, as every sheet that is looked at begins with it."""
    campaign = "called__phase__campaign"
    columns = ("pk", "kind", campaign, f"{campaign}__year", "called__phase__number", "current_submission__number")
    return Filing.objects.order_by().values_list(*columns, "counted_submission", f"{campaign}__unit")
