"""The desk's part about data requests: to answer, to review, to urge, and what the week brings. One query for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.desk.review import URGE_AHEAD
from campaigns.filters import in_area
from campaigns.lifecycle import AFTER_RETURN, EDITABLE, MISSING, DataRequestStatus, FilingStatus
from campaigns.models import DataRequestSheet
from campaigns.models.data_request_sheet import DataRequestSheetQuerySet
from foundation import clock
from foundation.vietnamese import format_number
from foundation.vietnamese.dates import local_day
from units.acting import Acting
from units.models import Role
from units.todo import Todo, WeekLine, in_this_week

Rows = list[Mapping[str, Any]]


def open_rows(by: Acting) -> DataRequestSheetQuerySet:
    """Return, unread, the sheets of open requests at the unit acted for and below it, or in the area."""
    sheets = DataRequestSheet.objects.filter(request__status=DataRequestStatus.OPENED)
    return sheets.in_area(by.area) if by.area else sheets.under(by.unit.path)


def open_requests(by: Acting) -> Rows:
    """Return for each open request that asks the unit acted for, or units below it, what awaits whom there.

    `own`: the id of the own sheet while it may be answered, with its status and dates; `waiting`: how many sheets of
    unions right below wait for a decision, the first of them `oldest`; `missing`: how many sheets did not come, and
    `missing_below` without the own. Of an area nothing is its desk's own, and nothing waits for it.
    """
    sheets = open_rows(by)
    own = Q(unit=by.unit, status__in=EDITABLE)
    waiting = Q(status=FilingStatus.SUBMITTED, unit__parent=by.unit)
    grouped = sheets.order_by().values(
        "request", "request__title", "request__due_at", "request__number", "request__campaign__slug"
    )  # fmt: skip
    rows = grouped.annotate(
        own=Min("pk", filter=own),
        own_status=Min("status", filter=own),
        own_due=Min("own_due_at", filter=own),
        own_due_again=Min("due_again", filter=own),
        waiting=Count("pk", filter=waiting),
        oldest=Min("pk", filter=waiting),
        missing=Count("pk", filter=Q(status__in=MISSING)),
        missing_below=Count("pk", filter=Q(status__in=MISSING) & ~Q(unit=by.unit)),
    )
    return list(rows.order_by("request__due_at", "request"))


def todos(rows: Rows, by: Acting) -> list[Todo]:
    """Return the unit's sheets to answer, the sheets to review, and the requests with missing answers below."""
    tasks, urges = [], by.area or by.is_(Role.REVIEWER)
    for row in rows:
        if row["own"] and by.is_(Role.OFFICER):
            tasks.append(_answer_todo(row))
        if row["waiting"] and by.is_(Role.REVIEWER):
            tasks.append(_review_todo(row))
        if row["missing_below"] and urges and clock.now() > row["request__due_at"] - URGE_AHEAD:
            tasks.append(_urge_todo(row, by))
    return tasks


def _own_due(row: Mapping[str, Any]) -> datetime:
    """Return when the unit's own sheet is due, as `DataRequestSheet.due` does."""
    due: datetime = row["own_due"] or row["request__due_at"]
    returned: datetime | None = row["own_due_again"] if row["own_status"] in AFTER_RETURN else None
    return returned or due


def _answer_todo(row: Mapping[str, Any]) -> Todo:
    details = {
        FilingStatus.AWAITED: (_("Chưa bắt đầu."), _("Trả lời"), "wait"),
        FilingStatus.DRAFT: (_("Đang soạn, chưa gửi."), _("Làm tiếp"), "wait"),
        FilingStatus.RETURNED: (_("Được trả lại để bổ sung."), _("Bổ sung và gửi lại"), "no"),
    }
    detail, button, tone = details[row["own_status"]]
    title = _("Bổ sung số liệu: {title}").format(title=row["request__title"])
    page = "detail" if row["own_status"] == FilingStatus.RETURNED else "edit"
    return Todo(title, detail, reverse(f"data_requests:{page}", args=[row["own"]]), button, _own_due(row), tone)


def _review_todo(row: Mapping[str, Any]) -> Todo:
    return Todo(
        title=_("Xác nhận {n} phiếu bổ sung số liệu").format(n=format_number(row["waiting"])),
        detail=row["request__title"],
        url=reverse("data_requests:detail", args=[row["oldest"]]),
        button=_("Xem và xác nhận"),
        count=row["waiting"],
    )


def _urge_todo(row: Mapping[str, Any], by: Acting) -> Todo:
    under = in_area(by.area) if by.area else by.unit.pk
    due = row["request__due_at"]
    number = format_number(row["missing"])
    return Todo(
        title=_("{n} đơn vị chưa bổ sung số liệu").format(n=number),
        detail=_("{title}. Đề nghị đôn đốc các đơn vị trong danh sách.").format(title=row["request__title"]),
        url=f"{reverse('data_requests:list')}?request={row['request']}&status=missing&under={under}",
        button=_("Xem {n} đơn vị").format(n=number),
        due=due,
        tone="no" if due < clock.now() else "wait",
        count=row["missing"],
    )


def week_lines(rows: Rows, by: Acting) -> list[WeekLine]:
    """Return the requests due in the next seven days, for who reviews, leads or looks after an area."""
    if not (by.area or by.is_(Role.REVIEWER) or by.is_(Role.LEADER)):
        return []
    return [
        WeekLine(
            _("Hạn bổ sung số liệu: {title}").format(title=row["request__title"]),
            reverse("campaigns:data_request", args=[row["request__campaign__slug"], row["request__number"]]),
            local_day(row["request__due_at"]),
        )
        for row in rows
        if in_this_week(local_day(row["request__due_at"]))
    ]
