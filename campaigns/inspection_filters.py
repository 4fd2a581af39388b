"""The filter of the list of inspections: year, status, upper union, and search without Vietnamese marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import InspectionStatus
from campaigns.models import Campaign, Inspection
from foundation.filters import SearchFilter, SelectFilter
from units.filters import UnitListFilter, UpperSelectFilter
from units.models import User

OVERDUE = "overdue"
STATUS_CHOICES = [(OVERDUE, _("Quá hạn khắc phục")), *InspectionStatus.choices]


class InspectionFilter(UnitListFilter):
    """Those recorded by mistake are listed only when they are chosen."""

    q = SearchFilter("unit__search_text", beside=("unit__parent__search_text",), label=_("Tên đơn vị"))
    campaign = SelectFilter(label=_("Phong trào"), empty_label=_("Mọi phong trào"))
    status = SelectFilter(
        label=_("Trạng thái"), method="of_status", choices=STATUS_CHOICES, empty_label=_("Mọi trạng thái")
    )
    under = UpperSelectFilter()

    def __init__(self, query: dict[str, Any], *args: Any, user: User, **kwargs: Any):
        super().__init__(query, *args, **kwargs)
        campaigns = Campaign.objects.visible_to(user).filter(
            pk__in=Inspection.objects.visible_to(user).values("campaign")
        )
        self.filters["campaign"].extra["choices"] = [(str(campaign.pk), str(campaign)) for campaign in campaigns]
        self.offer_uppers_in_reach(user)

    def of_status(self, inspections: Any, name: str, value: str) -> QuerySet:
        return inspections.overdue() if value == OVERDUE else inspections.filter(status=value)

    def without_status(self, rows: Any) -> QuerySet:
        return rows.held()
