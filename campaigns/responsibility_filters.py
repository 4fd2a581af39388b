"""The filter of the list of responsibilities: campaign, status, upper union, and search without Vietnamese marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import ResponsibilityStatus
from campaigns.row_filters import offer_campaigns
from foundation.filters import SearchFilter, SelectFilter
from units.filters import UnitListFilter, UpperSelectFilter
from units.models import Unit, User

OVERDUE = "overdue"
STATUS_CHOICES = [(OVERDUE, _("Quá hạn")), *ResponsibilityStatus.choices]


class ResponsibilityFilter(UnitListFilter):
    """Those that are assigned no more are listed only when they are chosen."""

    q = SearchFilter("unit__search_text", "person__search_text", label=_("Tên đơn vị, người"))
    campaign = SelectFilter(label=_("Phong trào"), field_name="measure__campaign", empty_label=_("Mọi phong trào"))
    status = SelectFilter(
        label=_("Trạng thái"), method="of_status", choices=STATUS_CHOICES, empty_label=_("Mọi trạng thái")
    )
    under = UpperSelectFilter()

    def __init__(self, query: dict[str, Any], *args: Any, user: User, **kwargs: Any):
        super().__init__(query, *args, **kwargs)
        offer_campaigns(self, user)
        self.offer_uppers(Unit.objects.uppers(user.upper_paths(), query.get("under")))

    def of_status(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.overdue() if value == OVERDUE else rows.filter(status=value)

    def without_status(self, rows: Any) -> QuerySet:
        return rows.in_force()
