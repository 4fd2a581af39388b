"""The list of sheets of data requests: those in the user's reach, filtered, 50 on a page, and its files."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from campaigns.filters import LATE, areas_offered
from campaigns.filters import MISSING as NOT_SENT
from campaigns.lifecycle import DataRequestStatus, FilingStatus
from campaigns.models import DataRequest, DataRequestSheet
from foundation.filters import SearchFilter, SelectFilter
from foundation.forms.choices import MOST_LISTED
from foundation.lazy_text import LazyText
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from units.acting_request import user_of
from units.contacts import Contact
from units.filters import UnitListFilter, UpperSelectFilter
from units.models import Unit, User


class ListedRequestSheet(NamedTuple):
    """A sheet of the list."""

    sheet: DataRequestSheet

    @property
    def late(self) -> LazyText:
        return _("Gửi sau hạn") if self.sheet.late else ""

    @property
    def sent_at(self) -> Any:
        """When it came, unless it was returned."""
        return None if self.sheet.status == FilingStatus.RETURNED else self.sheet.submitted_at

    @property
    def is_asked(self) -> bool:
        """Whether it has yet to come: nobody asks any more by a request that was discarded."""
        is_discarded = self.sheet.request.status == DataRequestStatus.DISCARDED
        return not self.sent_at and self.sheet.status != FilingStatus.EXCUSED and not is_discarded

    @property
    def contact(self) -> Contact:
        """Whom to call about what has yet to come."""
        return Contact(self.sheet.unit.contact_person, self.sheet.unit.phone if self.is_asked else "")

    @property
    def due(self) -> Any:
        return self.sheet.due if self.is_asked else None


UNIT, STATUS, TIME = _("Đơn vị"), _("Trạng thái"), _("Thời hạn")
TABLE = ListTable(
    _("Phiếu bổ sung số liệu"),
    (
        ListColumn(UNIT, attrgetter("sheet.name"), width=44),
        ListColumn(_("Công đoàn cấp trên"), attrgetter("sheet.parent_name"), within=UNIT, width=36),
        ListColumn(_("Yêu cầu"), attrgetter("sheet.request.title"), width=44),
        ListColumn(STATUS, attrgetter("sheet.status_text")),
        ListColumn(_("Gửi sau hạn"), attrgetter("late"), within=STATUS, width=14),
        ListColumn(TIME),
        ListColumn(_("Người liên hệ"), lambda row: row.contact.name if row.contact else "", within=TIME, width=24),
        ListColumn(_("Điện thoại"), lambda row: row.contact.phone, within=TIME, width=18),
        ListColumn(_("Ngày gửi"), attrgetter("sent_at"), ValueKind.DAY, within=TIME, width=14),
        ListColumn(_("Hạn gửi"), attrgetter("due"), ValueKind.DAY, within=TIME, width=14),
    ),
)


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


def sheet_list(request: HttpRequest) -> HttpResponseBase:
    """Show the list; the number of queries does not depend on the rows."""
    sheets = DataRequestSheet.objects.visible_to(user_of(request)).select_related("request__campaign", "unit")
    rows = sheets.defer("typed")
    conditions = RequestSheetFilter(request.GET, queryset=rows, user=user_of(request))
    return list_page(
        request,
        "campaigns/data_requests/list.html",
        TABLE,
        conditions,
        lambda listed: [ListedRequestSheet(sheet) for sheet in listed],
        keyset="sort_key",
    )
