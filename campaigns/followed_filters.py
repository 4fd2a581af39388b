"""The filter of the register of exemplars: status, upper union, year found, and search without Vietnamese marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import FollowedStatus
from campaigns.praises import praises_of
from foundation.filters import SearchFilter, SelectFilter
from units.acting import Acting
from units.filters import UnitListFilter, UpperSelectFilter
from units.models import User

TO_VISIT, PRAISED = "to_visit", "praised"
STATUS_CHOICES = [
    (TO_VISIT, _("Đơn vị mình đến hẹn gặp lại")),
    (PRAISED, _("Đã được khen thưởng, chờ xác nhận")),
    *FollowedStatus.choices,
]


class FollowedFilter(UnitListFilter):
    """Those that nobody follows any more are listed only when they are chosen."""

    q = SearchFilter("unit__search_text", beside=("unit__parent__search_text",), label=_("Tên đơn vị"))
    status = SelectFilter(
        label=_("Trạng thái"), method="of_status", choices=STATUS_CHOICES, empty_label=_("Mọi trạng thái")
    )
    under = UpperSelectFilter()

    def __init__(self, query: dict[str, Any], *args: Any, user: User, by: Acting | None, **kwargs: Any):
        super().__init__(query, *args, **kwargs)
        self.by = by
        self.offer_uppers_in_reach(user)

    def of_status(self, exemplars: Any, name: str, value: str) -> QuerySet:
        if value == TO_VISIT:
            return exemplars.to_visit(self.by.unit) if self.by else exemplars.none()
        if value == PRAISED:
            return exemplars.filter(pk__in=praises_of(exemplars.uncommended()))
        return exemplars.filter(status=value)

    def without_status(self, rows: Any) -> QuerySet:
        return rows.followed()
