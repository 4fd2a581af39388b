"""Which campaign, phase and unit a page is about, and whether the person may read it: else 404."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.models import CalledUnit, Campaign, Phase
from foundation.request_parsing import whole_number
from units.acting_request import acting_of
from units.models import Unit


def campaign_or_404(request: HttpRequest, slug: str) -> Campaign:
    """A published campaign; an unpublished one only to the reviewers and leaders of its unit."""
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("unit"), slug=slug)


def phase_or_404(request: HttpRequest, slug: str, number: int) -> Phase:
    """A phase of such a campaign, with its commemorations and due dates read."""
    phases = Phase.objects.visible_to(request.user).select_related("campaign__unit")
    return get_object_or_404(phases.with_days(), campaign__slug=slug, number=number)


def viewed_unit_or_404(request: HttpRequest, phase: Phase) -> Unit | None:
    """The unit a phase is viewed from: `?unit=<id>`, else the highest I reach, None for people without a post."""
    wanted = request.GET.get("unit")
    return highest_unit(request, phase.campaign) if wanted is None else _unit_in_reach(request, phase, wanted)


def highest_unit(request: HttpRequest, campaign: Campaign) -> Unit | None:
    """The highest unit of my posts, the one acted for first; never above the campaign's own."""
    by = acting_of(request)
    if by is None:
        return None
    posts = by.user.current_posts
    own = min(posts, key=lambda post: (len(post.unit.path), post.unit_id != by.unit.pk)).unit
    return campaign.unit if campaign.unit.path.startswith(own.path) else own


def _unit_in_reach(request: HttpRequest, phase: Phase, wanted: str) -> Unit:
    """A unit below mine today, or one that was called below mine."""
    called = CalledUnit.objects.visible_to(request.user).filter(phase=phase)
    reach = Unit.objects.visible_to(request.user) | Unit.objects.filter(pk__in=called.values("unit"))
    return get_object_or_404(reach, pk=whole_number(wanted))
