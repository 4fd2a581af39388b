"""The public page of a campaign's exemplars."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from campaigns.models import Exemplar
from campaigns.views.lookups import campaign_or_404


@login_not_required
@never_cache
def exemplars(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the exemplars of accepted reports that agreed to be made known, as long as they agree."""
    campaign = campaign_or_404(request, slug)
    counted = Exemplar.objects.made_known().filter(submission__counted_for__called__phase__campaign=campaign)
    rows = counted.select_related("submission__filing__called").defer(
        "submission__content", "submission__filing__typed"
    )
    rows = rows.order_by(
        "submission__filing__called__order",
        "submission__filing__called__path",
        "submission__filing__called__phase",
        "order",
    )
    response = render(request, "campaigns/exemplars.html", {"campaign": campaign, "exemplars": list(rows)})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
