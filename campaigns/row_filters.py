"""The filter that lists of what was recorded in a campaign share: campaign, status, upper union, and search."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from foundation.filters import SearchFilter, SelectFilter
from units.filters import UnitListFilter, UpperSelectFilter
from units.models import User


def offer_campaigns(conditions: UnitListFilter, user: User) -> None:
    """Give the filter `campaign` the campaigns of the rows as choices; the rows are those in the user's reach."""
    campaign_filter = conditions.filters["campaign"]
    of_rows = conditions.queryset.order_by().values(campaign_filter.field_name)
    campaigns = Campaign.objects.visible_to(user).filter(pk__in=of_rows)
    campaign_filter.extra["choices"] = [(str(campaign.pk), str(campaign)) for campaign in campaigns]


class CampaignRowFilter(UnitListFilter):
    """The conditions on rows that have a unit and a campaign; a list gives its `status_choices`."""

    status_choices: list[tuple[str, Any]] = []

    q = SearchFilter("unit__search_text", beside=("unit__parent__search_text",), label=_("Tên đơn vị"))
    campaign = SelectFilter(label=_("Phong trào"), empty_label=_("Mọi phong trào"))
    status = SelectFilter(label=_("Trạng thái"), method="of_status", empty_label=_("Mọi trạng thái"))
    under = UpperSelectFilter()

    def __init__(self, query: dict[str, Any], *args: Any, user: User, **kwargs: Any):
        super().__init__(query, *args, **kwargs)
        offer_campaigns(self, user)
        self.filters["status"].extra["choices"] = self.status_choices
        self.offer_uppers_in_reach(user)

    def of_status(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.filter(status=value)
