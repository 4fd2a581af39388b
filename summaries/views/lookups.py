"""Find the summary that a page is about; 404 if there is none, or if the person may not read it."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.models import CalledUnit, Campaign, Phase, Report
from campaigns.views.lookups import campaign_or_404, highest_unit
from campaigns.where_now import where_now
from foundation.request_parsing import whole_number
from summaries.models import Summary
from units.access import NowElsewhere
from units.acting_request import user_of
from units.models import Unit


def summary_or_404(request: HttpRequest, slug: str, number: int | None = None) -> Summary:
    """Return the summary of `?unit=` (default: the highest unit the person reaches) and `?revision=`.

    Without a revision it is the latest final one, else that to sign, else the draft. If nobody has begun one, it is a
    draft that is not stored, for persons who reach the unit.
    """
    campaign = campaign_or_404(request, slug)
    prefetch_related_objects([campaign], "phases")
    phase = _phase(campaign, number) if number is not None else None
    unit = _unit(request, campaign)
    summary = _stored(request, campaign, phase, unit) or Summary(campaign=campaign, phase=phase, unit=unit)
    if summary.pk is None and not reaches(request, campaign, unit):
        raise NowElsewhere(where_now(unit, campaign, phase, user_of(request), Unit.goes_on_as))
    summary.campaign, summary.phase, summary.unit = campaign, phase, unit
    return summary


def official_sheet(request: HttpRequest, summary: Summary) -> Report | None:
    """Return the report sheet whose paper is the official report in a draft summary's stead; None where there is none.

    What a grassroots union closed in the days when it could stays as it is.
    """
    if summary.is_closed or not summary.is_by_sheet:
        return None
    reports = Report.objects.visible_to(user_of(request))
    return reports.filter(called__phase=summary.phase, called__unit=summary.unit).first()


def _phase(campaign: Campaign, number: int) -> Phase:
    phase = next((phase for phase in campaign.live_phases if phase.number == number), None)
    if phase is None:
        raise Http404
    return phase


def reaches(request: HttpRequest, campaign: Campaign, unit: Unit) -> bool:
    """True if the unit is at or below one of the person's units today, or was called there in this campaign."""
    if user_of(request).reaches(unit.path, campaign.year):
        return True
    return CalledUnit.objects.visible_to(user_of(request)).filter(phase__campaign=campaign, unit=unit).exists()


def _unit(request: HttpRequest, campaign: Campaign) -> Unit:
    requested = request.GET.get("unit")
    if requested is None:
        own = highest_unit(request, campaign)
        unit = own if own and campaign.unit.contains(own.path) else campaign.unit
    else:
        units = Unit.objects.select_related("parent")
        unit = get_object_or_404(units, pk=whole_number(requested))
    if not campaign.unit.contains(unit.path):
        raise Http404
    return campaign.unit if unit.pk == campaign.unit_id else unit


def _stored(request: HttpRequest, campaign: Campaign, phase: Phase | None, unit: Unit) -> Summary | None:
    """Return the requested revision, else the latest final one, that to sign, the draft; None when none is visible."""
    revisions = Summary.objects.visible_to(user_of(request)).of(campaign, phase, unit)
    revisions = revisions.select_related("proposed_by", "closed_by", "signer")  # whom notices name
    requested = request.GET.get("revision")
    if requested is not None:
        return get_object_or_404(revisions, revision=whole_number(requested))
    return revisions.by_standing().first()
