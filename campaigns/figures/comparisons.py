"""What actuals are compared with besides pledges: targets assigned by a higher unit, and the same phase a year ago."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q

from campaigns.figures.inputs import LastYearFigure
from campaigns.lifecycle import FilingStatus
from campaigns.models import AssignedTarget, CalledUnit, Campaign, Figure, Filing, FilingKind, OverUnits, Phase
from units.models import Unit
from units.tree import outermost, within


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


def last_year_figures(phase: Phase, unit: Unit, excluding: Sequence[Unit] = ()) -> list[LastYearFigure]:
    """Return the figures of accepted reports of the phase with the same number in last year's campaign of its unit.

    They are those of units called then at or below `unit`, except at or below the units in `excluding`.
    """
    campaign = phase.campaign
    before = (
        Phase.objects.alive()
        .filter(campaign__unit=campaign.unit_id, campaign__year=campaign.year - 1, number=phase.number)
        .first()
    )
    if before is None:
        return []
    called_path = CalledUnit.objects.filter(phase=before, unit=unit).values_list("path", flat=True).first()
    excluded_paths = CalledUnit.objects.filter(phase=before, unit__in=excluding).values_list("path", flat=True)
    reports = Filing.objects.filter(
        Q(called__coordinated=False) | Q(called__unit=unit),
        within("called__path", [called_path or unit.path]) & ~within("called__path", excluded_paths),
        called__phase=before,
        kind=FilingKind.REPORT,
        status=FilingStatus.ACCEPTED,
    )
    figures = Figure.objects.filter(submission__in=reports.order_by().values("counted_submission"))
    columns = ("indicator__code", "value", "numerator", "denominator")
    return [
        LastYearFigure(code, numerator if value is None else value, denominator)
        for code, value, numerator, denominator in figures.values_list(*columns)
    ]
