"""Which summary a page is about, and whether the person may read it: else 404."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.models import CalledUnit, Campaign, Phase
from campaigns.views.lookups import campaign_or_404, highest_unit
from foundation.request_parsing import whole_number
from summaries.models import Summary
from units.models import Unit


def summary_or_404(request: HttpRequest, slug: str, number: int | None = None) -> Summary:
    """The summary asked for: `?unit=`, default the highest I reach; `?revision=`, default the latest final.

    Without one that was begun: a draft that is not stored, for whoever reaches the unit.
    """
    campaign = campaign_or_404(request, slug)
    prefetch_related_objects([campaign], "phases")
    phase = _phase(campaign, number) if number is not None else None
    unit = _unit(request, campaign)
    found = _stored(request, campaign, phase, unit)
    summary = found or Summary(campaign=campaign, phase=phase, unit=unit)
    if not summary.is_final and not reaches(request, campaign, unit):
        raise Http404
    summary.campaign, summary.phase, summary.unit = campaign, phase, unit
    return summary


def _phase(campaign: Campaign, number: int) -> Phase:
    found = [phase for phase in campaign.live_phases if phase.number == number]
    if not found:
        raise Http404
    return found[0]


def reaches(request: HttpRequest, campaign: Campaign, unit: Unit) -> bool:
    """Below one of my units today, or called below one."""
    if request.user.reaches(unit.path):
        return True
    return CalledUnit.objects.visible_to(request.user).filter(phase__campaign=campaign, unit=unit).exists()


def _unit(request: HttpRequest, campaign: Campaign) -> Unit:
    wanted = request.GET.get("unit")
    if wanted is None:
        own = highest_unit(request, campaign)
        unit = own if own and campaign.unit.contains(own.path) else campaign.unit
    else:
        units = Unit.objects.select_related("parent")
        unit = get_object_or_404(units, pk=whole_number(wanted))
    if not campaign.unit.contains(unit.path):
        raise Http404
    return campaign.unit if unit.pk == campaign.unit_id else unit


def _stored(request: HttpRequest, campaign: Campaign, phase: Phase | None, unit: Unit) -> Summary | None:
    """The revision asked for; the latest final one; the draft."""
    revisions = Summary.objects.visible_to(request.user).of(campaign, phase, unit)
    wanted = request.GET.get("revision")
    if wanted is not None:
        return get_object_or_404(revisions, revision=whole_number(wanted))
    return revisions.order_by("-status", "-revision").first()  # final before draft
