"""Which campaigns the admin shows a person, and the filter by campaign."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from units.acting import Acting
from units.admin_base.filters import ChoiceListFilter


def campaigns_of(user: Any) -> Any:
    """Campaigns of units in reach; an unpublished one only to the reviewers and leaders of its unit."""
    return Campaign.objects.visible_to(user).below_reach(user)


def campaigns_known_to(user: Any) -> Any:
    """The same with those that were discarded: their own screens keep showing them."""
    return Campaign.objects.known_to(user).below_reach(user)


def campaigns_run_by(by: Acting) -> Any:
    """The campaigns whose Board this is."""
    return Campaign.objects.alive().filter(unit=by.unit)


class CampaignFilter(ChoiceListFilter):
    title = _("phong trào")
    parameter_name = "campaign"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(campaign.pk), str(campaign.year)) for campaign in campaigns_of(request.user)]

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        return queryset.filter(campaign=value)
