"""What actuals are compared with besides pledges: targets assigned by a higher unit, and the same phase a year ago."""

from __future__ import annotations

from decimal import Decimal

from campaigns.models import AssignedTarget, Campaign, OverUnits, Phase
from units.models import Unit
from units.tree import outermost


def assigned_targets(campaign: Campaign, unit: Unit) -> dict[int, Decimal]:
    """Return the targets assigned to a unit (chỉ tiêu giao), by the indicator's id.

    If several units above assigned one, the nearest counts. For the campaign's own unit it is the sum of what it
    assigned; therefore a ratio has none, a target assigned below another receiver is not added again, and coordinated
    unions are left out.
    """
    targets = AssignedTarget.objects.filter(indicator__campaign=campaign)
    if unit.pk != campaign.unit_id:
        return dict(targets.filter(to=unit).order_by("by__path").values_list("indicator_id", "value"))
    assigned = targets.filter(by=unit, to__coordinated=False).exclude(indicator__over_units=OverUnits.RATIO)
    by_indicator: dict[int, dict[str, Decimal]] = {}
    for indicator_id, path, value in assigned.values_list("indicator_id", "to__path", "value"):
        by_indicator.setdefault(indicator_id, {})[path] = value
    return {pk: sum((by_path[path] for path in outermost(by_path)), Decimal(0)) for pk, by_path in by_indicator.items()}


def phases_a_year_ago(campaign: Campaign) -> list[Phase]:
    """Return the phases of last year's campaign of the same unit, in order; those that were never opened too."""
    phases = Phase.objects.alive().filter(campaign__unit=campaign.unit_id, campaign__year=campaign.year - 1)
    return list(phases.order_by("number"))
