"""What actuals are compared with besides pledges: targets given from above, the same phase a year ago."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q

from campaigns.figures.inputs import LastYearFigure
from campaigns.lifecycle import FilingStatus
from campaigns.models import AssignedTarget, CalledUnit, Campaign, Figure, FilingKind, OverUnits, Phase
from units.models import Unit
from units.tree import outermost, within


def assigned_targets(campaign: Campaign, unit: Unit) -> dict[int, Decimal]:
    """Chỉ tiêu giao, by indicator: what the nearest unit above gave this unit.

    At the campaign's unit: the sum of what it gave, so a ratio has none; never over two levels, what is given
    to a unit below another receiver is not added again; coordinated units stay outside.
    """
    targets = AssignedTarget.objects.filter(indicator__campaign=campaign)
    if unit.pk != campaign.unit_id:
        return dict(targets.filter(to=unit).order_by("by__path").values_list("indicator_id", "value"))
    given = targets.filter(by=unit, to__coordinated=False).exclude(indicator__over_units=OverUnits.RATIO)
    found: dict[int, dict[str, Decimal]] = {}
    for indicator_id, path, value in given.values_list("indicator_id", "to__path", "value"):
        found.setdefault(indicator_id, {})[path] = value
    return {pk: sum((by_path[path] for path in outermost(by_path)), Decimal(0)) for pk, by_path in found.items()}


def last_year(phase: Phase, unit: Unit, without: Sequence[Unit] = ()) -> list[LastYearFigure]:
    """Figures of accepted reports of the same phase, a year ago, in the campaign of the same unit."""
    campaign = phase.campaign
    before = (
        Phase.objects.alive()
        .filter(campaign__unit=campaign.unit_id, campaign__year=campaign.year - 1, number=phase.number)
        .first()
    )
    if before is None:
        return []
    called = CalledUnit.objects.filter(phase=before, unit=unit).values_list("path", flat=True).first()
    others = CalledUnit.objects.filter(phase=before, unit__in=without).values_list("path", flat=True)
    figures = Figure.objects.filter(
        Q(filing__called__coordinated=False) | Q(filing__called__unit=unit),
        within("filing__called__path", [called or unit.path]) & ~within("filing__called__path", others),
        filing__called__phase=before,
        filing__kind=FilingKind.REPORT,
        filing__status=FilingStatus.ACCEPTED,
    )
    columns = ("indicator__code", "value", "numerator", "denominator")
    return [
        LastYearFigure(code, numerator if value is None else value, denominator)
        for code, value, numerator, denominator in figures.values_list(*columns)
    ]
