"""The filter of the sheets of data requests: request, status, upper union or area, and search without marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.filters import LATE, areas_offered
from campaigns.filters import MISSING as NOT_SENT
from campaigns.lifecycle import DataRequestStatus, FilingStatus
from campaigns.models import DataRequest, DataRequestSheet
from foundation.filters import SearchFilter, SelectFilter
from foundation.forms.choices import MOST_LISTED
from units.filters import UnitListFilter, UpperSelectFilter
from units.models import Unit, User


class RequestSheetFilter(UnitListFilter):
    """The filter of the sheets of data requests that a person can see."""

    q = SearchFilter("search_text", beside=("parent__search_text",), label=_("Tên đơn vị"))
    request = SelectFilter(label=_("Yêu cầu"), field_name="request", empty_label=_("Mọi yêu cầu"))
    status = SelectFilter(label=_("Trạng thái"), method="of_status", empty_label=_("Mọi trạng thái"))
    under = UpperSelectFilter()

    def __init__(self, query: Any, *args: Any, user: User, **kwargs: Any):
        super().__init__(query, *args, **kwargs)
        requests = DataRequest.objects.visible_to(user).exclude(opened_at=None).order_by("-opened_at", "-pk")
        offered = [(str(pk), title) for pk, title in requests.values_list("pk", "title")[:MOST_LISTED]]
        self.filters["request"].extra["choices"] = offered
        statuses = [(status.value, status.label) for status in FilingStatus]
        missing = (NOT_SENT, _("Chưa gửi, kể cả đang soạn"))
        self.filters["status"].extra["choices"] = [missing, (LATE, _("Gửi sau hạn")), *statuses]
        uppers = Unit.objects.uppers(user.upper_paths(), query.get("under"))
        self.areas = areas_offered(query.get("under"), user)
        self.offer_uppers(uppers, *((value, area.name) for value, area in self.areas.items()))

    def of_status(self, sheets: Any, name: str, value: str) -> QuerySet[DataRequestSheet]:
        if value == NOT_SENT:
            return sheets.missing().exclude(request__status=DataRequestStatus.DISCARDED)
        return sheets.received().filter(late=True) if value == LATE else sheets.filter(status=value)

    def below(self, rows: Any, name: str, value: str) -> QuerySet[DataRequestSheet]:
        return rows.in_area(self.areas[value]) if value in self.areas else super().below(rows, name, value)

    def below_upper(self, rows: Any, upper: Unit) -> QuerySet[DataRequestSheet]:
        """Return the sheets of units that were at or below a union when they were asked, as its desk counts them."""
        return rows.under(upper.path)
