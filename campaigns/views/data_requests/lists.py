"""The list of sheets of data requests: those in the user's reach, filtered, 50 on a page, and its files."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from campaigns.data_request_filters import RequestSheetFilter
from campaigns.lifecycle import DataRequestStatus, FilingStatus
from campaigns.models import DataRequestSheet
from foundation.lazy_text import LazyText
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from units.acting import Acting
from units.acting_request import acting_of, user_of
from units.contacts import Contact
from units.models import Role


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


def sheet_list(request: HttpRequest) -> HttpResponseBase:
    """Show the list; the number of queries does not depend on the rows."""
    sheets = DataRequestSheet.objects.visible_to(user_of(request)).select_related("request__campaign", "unit")
    rows = sheets.defer("typed")
    conditions = RequestSheetFilter(request.GET, queryset=rows, user=user_of(request))
    by = acting_of(request)
    waiting: list[DataRequestSheet] = []  # of the page, for this person; filled with its rows

    def listed_rows(listed: list[DataRequestSheet]) -> list[ListedRequestSheet]:
        waiting[:] = [sheet for sheet in listed if may_decide(sheet, by)]
        return [ListedRequestSheet(sheet) for sheet in listed]

    return list_page(
        request,
        "campaigns/data_requests/list.html",
        TABLE,
        conditions,
        listed_rows,
        keyset="sort_key",
        waiting=waiting,
        asked_by=conditions.data.get("request"),
    )


def may_decide(sheet: DataRequestSheet, by: Acting | None) -> bool:
    """Return whether the sheet waits for a decision of this person, as far as no query is needed to tell."""
    if by is None or by.area or not sheet.request.is_open or sheet.status != FilingStatus.SUBMITTED:
        return False
    return by.is_(Role.REVIEWER) and by.above(sheet.unit.path)
