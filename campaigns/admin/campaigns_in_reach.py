"""The campaigns that the admin shows a person, and the filters by campaign and by phase."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Phase
from campaigns.models.campaign import CampaignQuerySet
from campaigns.models.year_names import phase_choices, told_apart
from units.acting import Acting
from units.acting_request import user_of
from units.admin_base.filters import ChoiceListFilter
from units.models import User


def campaigns_of(user: User) -> CampaignQuerySet:
    """Return the visible campaigns of units in the user's reach, without discarded ones."""
    return Campaign.objects.visible_to(user).below_reach(user)


def campaigns_known_to(user: User) -> CampaignQuerySet:
    """Return the same with discarded campaigns, for the screens of campaigns and phases."""
    return Campaign.objects.known_to(user).below_reach(user)


def campaigns_run_by(by: Acting) -> CampaignQuerySet:
    """Return the campaigns of the unit acted for: its reviewers are their Board."""
    return Campaign.objects.alive().filter(unit=by.unit)


class CampaignFilter(ChoiceListFilter):
    title = _("phong trào")
    parameter_name = "campaign"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        campaigns = campaigns_of(user_of(request))
        return told_apart((str(campaign.pk), campaign.named_year, campaign.title) for campaign in campaigns)


class PhaseFilter(ChoiceListFilter):
    title = _("đợt")
    parameter_name = "phase"
    phase = "phase"  # leads from the listed model to the phase

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        phases = Phase.objects.alive().filter(campaign__in=campaigns_of(user_of(request))).named()
        return phase_choices(phases.order_by("-campaign__year", "number"))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        return queryset.filter(**{self.phase: value})
