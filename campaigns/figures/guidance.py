"""Counts how unions guided the campaign, in four statements, however many unions there are."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from campaigns.figures.guidance_types import GuidanceFigures
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.queries import called_below
from campaigns.lifecycle import ResponsibilityStatus
from campaigns.models import Activity, CalledUnit, Gathering, GatheringKind, Inspection, Phase, Responsibility


def guidance(inputs: FigureInputs) -> GuidanceFigures:
    """Count what was recorded of the units called to this phase at or below the unit, as they were called.

    Inspections and news are those of the period that is reported on.
    """
    phase = inputs.phase
    paths = {phase.pk: inputs.paths[phase.pk]}
    counted = Q(coordinated=False) | Q(unit=inputs.unit)
    below = CalledUnit.objects.filter(called_below(paths, "", inputs.excluded_paths)).order_by()
    units = below.filter(counted).values("unit")
    first, last = inputs.period
    held = Gathering.objects.in_force().filter(campaign=inputs.campaign, unit__in=units).order_by()
    of_units = held.aggregate(
        launched=Count("pk", filter=Q(kind=GatheringKind.LAUNCH)),
        reviewed=Count("pk", filter=Q(kind=GatheringKind.REVIEW, phase=phase)),
    )
    visits = Inspection.objects.held().filter(campaign=inputs.campaign, unit__in=units, visited_on__range=(first, last))
    of_visits = visits.order_by().aggregate(
        inspections=Count("pk"),
        inspected_units=Count("unit", distinct=True),
        to_mend=Count("pk", filter=Q(mend_by__isnull=False)),
        mended=Count("pk", filter=Q(confirmed_at__isnull=False)),
    )
    answering = Q(unit__in=units) | _ended_before(phase, units)
    if inputs.unit.pk == inputs.campaign.unit_id:
        answering |= Q(unit=None)
    assigned = Responsibility.objects.in_force().filter(answering, measure__campaign=inputs.campaign).order_by()
    of_measures = assigned.aggregate(
        measures=Count("pk"), measures_done=Count("pk", filter=Q(status=ResponsibilityStatus.CONFIRMED))
    )
    chosen = Activity.objects.filter(campaign=inputs.campaign, for_report=True, unit__in=below.values("unit"))
    of_news = (
        chosen.filter(sent_at__date__range=(first, last))
        .order_by()
        .aggregate(news=Count("pk"), news_units=Count("unit", distinct=True))
    )
    return GuidanceFigures(called=len(inputs.called_now), **of_units, **of_visits, **of_measures, **of_news)


def _ended_before(phase: Phase, units: QuerySet[CalledUnit, Any]) -> Q:
    """Return the condition for units that ended before the phase was opened: who goes on for them is among `units`."""
    if phase.opened_at is None:
        return Q(pk__in=[])
    called = CalledUnit.objects.filter(phase=phase).order_by().values("unit")
    return Q(unit__parent__in=units, unit__valid_to__lte=localdate(phase.opened_at)) & ~Q(unit__in=called)
