"""What actuals are compared with besides pledges: targets assigned by a higher unit, and the same period a year ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import AssignedTarget, CalledUnit, Campaign, OverUnits, Phase
from foundation.vietnamese import same_day_in
from units.models import Unit
from units.tree import outermost


def assigned_targets(phase: Phase, unit: Unit) -> dict[int, Decimal]:
    """Return the targets assigned to a unit (chỉ tiêu giao) for the year of a phase, by the indicator's id.

    If several units above assigned one, the nearest counts. For the campaign's own unit it is the sum of what it
    assigned; therefore a ratio has none, a target assigned below another receiver is not added again, and coordinated
    unions are left out. Who is below whom is as the phase called them.
    """
    campaign = phase.campaign
    targets = AssignedTarget.objects.filter(indicator__campaign=campaign)
    if unit.pk != campaign.unit_id:
        given = targets.filter(to=unit).order_by(_path_in(phase, "by"))
        return dict(given.values_list("indicator_id", "value"))
    assigned = targets.filter(by=unit, to__coordinated=False).exclude(indicator__over_units=OverUnits.RATIO)
    by_indicator: dict[int, dict[str, Decimal]] = {}
    for indicator_id, path, value in assigned.values_list("indicator_id", _path_in(phase, "to"), "value"):
        by_indicator.setdefault(indicator_id, {})[path] = value
    return {pk: sum((by_path[path] for path in outermost(by_path)), Decimal(0)) for pk, by_path in by_indicator.items()}


def _path_in(phase: Phase, unit: str) -> Coalesce:
    """Return the path of the unit in a column as the phase called it, or today's: a union may have moved since."""
    called = CalledUnit.objects.filter(phase=phase, unit=OuterRef(unit)).values("path")
    return Coalesce(Subquery(called[:1]), F(f"{unit}__path"))


def phases_a_year_ago(campaign: Campaign, period: Sequence[date]) -> tuple[list[Phase], list[Phase]]:
    """Return the phases of last year's campaign of the same unit, in order, and those of the same `period`.

    Phases that were never opened are among them. Of several campaigns it is the one with the period most alike.
    """
    phases = Phase.objects.alive().filter(campaign__unit=campaign.unit_id, campaign__year=campaign.year - 1)
    ordered = phases.order_by("campaign", "number")
    campaigns = [list(phases_of) for _id, phases_of in groupby(ordered, key=lambda phase: phase.campaign_id)]
    alike = [same_phases(of_campaign, period) for of_campaign in campaigns]
    if not campaigns:
        return [], []
    best = max(range(len(campaigns)), key=lambda position: days_alike(alike[position], period))
    return campaigns[best], alike[best]


def same_phases(phases: Sequence[Phase], period: Sequence[date]) -> list[Phase]:
    """Return the phases in a row whose days of a year ago are most like a period; none where they share no day.

    A half of this year is so compared with two quarters of last year.
    """
    runs = [
        list(phases[first:end])
        for first in range(len(phases))
        for end in range(first + 1, len(phases) + 1)
        if all(later.starts_on > earlier.ends_on for earlier, later in pairwise(phases[first:end]))
    ]
    best = max(runs, key=lambda run: (days_alike(run, period), -len(run)), default=[])
    return best if days_alike(best, period) else []


def days_alike(run: Sequence[Phase], period: Sequence[date]) -> Decimal:
    """Return how many days a period shares with phases of a year ago, as a fraction of the longer of both."""
    if not run:
        return Decimal(0)
    shifted = [same_day_in(day, day.year + 1) for day in (run[0].starts_on, run[-1].ends_on)]
    lengths = [(last - first).days + 1 for first, last in (period, shifted)]
    common = (min(period[1], shifted[1]) - max(period[0], shifted[0])).days + 1
    return (Decimal(max(common, 0)) / max(*lengths, 1)).quantize(Decimal("0.0001"))
