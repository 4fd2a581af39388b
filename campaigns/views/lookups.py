"""Lookups of the campaign, phase and unit that a page is about; 404 if the user may not read them."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.access import keeps_branch
from campaigns.models import CalledUnit, Campaign, Phase
from campaigns.models.campaign import CampaignQuerySet
from foundation.request_parsing import whole_number
from units.acting import Acting
from units.acting_request import acting_of, user_of
from units.models import Unit


def campaign_or_404(request: HttpRequest, slug: str) -> Campaign:
    """Return a campaign that the user may read: a published one, or one whose unit's reviewer or leader they are."""
    campaigns = Campaign.objects.visible_to(request.user).select_related("unit", "assessment_limits")
    return get_object_or_404(campaigns, slug=slug)


def prepared_above(by: Acting | None) -> CampaignQuerySet:
    """Return the campaigns that unions above a sector union have not published yet; none for whoever keeps no branch.

    They are read for what the sector union asks of its own alone.
    """
    if by is None or not keeps_branch(by):
        return Campaign.objects.none()
    return Campaign.objects.alive().filter(published_at=None, unit__in=by.unit.above())


def phase_or_404(request: HttpRequest, slug: str, number: int) -> Phase:
    """Return a phase of a campaign that the user may read, with its commemorations and due dates prefetched."""
    phases = Phase.objects.visible_to(request.user).select_related("campaign__unit")
    return get_object_or_404(phases.with_days(), campaign__slug=slug, number=number)


def viewed_unit_or_404(request: HttpRequest, phase: Phase) -> Unit | None:
    """Return the unit whose view of a phase is shown: `?unit=<id>`, else the user's highest; None without a post."""
    wanted = request.GET.get("unit")
    return highest_unit(request, phase.campaign) if wanted is None else _unit_in_reach(request, phase, wanted)


def highest_unit(request: HttpRequest, campaign: Campaign) -> Unit | None:
    """Return the highest unit in the user's reach (of equals the one acted for), at most the campaign's unit."""
    by = acting_of(request)
    own = by.user.highest_unit(by.unit, campaign.year) if by else None
    return campaign.unit if own and own.contains(campaign.unit.path) else own


def _unit_in_reach(request: HttpRequest, phase: Phase, wanted: str) -> Unit:
    """Return a unit that is below the user's units today or was when it was called."""
    unit = get_object_or_404(Unit, pk=whole_number(wanted))
    if user_of(request).reaches(unit.path, phase.campaign.year):
        return unit
    if not CalledUnit.objects.visible_to(user_of(request)).filter(phase=phase, unit=unit).exists():
        raise Http404
    return unit
