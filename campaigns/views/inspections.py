"""The list of inspections, and the page of one."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import inspection_access as access
from campaigns.inspection_filters import InspectionFilter
from campaigns.models import Inspection
from foundation.list_page import list_page
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.vietnamese import format_date
from units.acting_request import acting_of, user_of
from units.history import history_of

UNIT, TEAM, STATUS = gettext_lazy("Đơn vị"), gettext_lazy("Người, đoàn kiểm tra"), gettext_lazy("Trạng thái")
INSPECTIONS = ListTable(
    gettext_lazy("Kiểm tra tại cơ sở"),
    (
        ListColumn(UNIT, attrgetter("unit.name"), width=44),
        ListColumn(gettext_lazy("Công đoàn cấp trên"), attrgetter("unit.parent_name"), within=UNIT, width=36),
        ListColumn(gettext_lazy("Ngày kiểm tra"), attrgetter("visited_on"), ValueKind.DAY, width=14),
        ListColumn(TEAM, attrgetter("team"), width=36),
        ListColumn(gettext_lazy("Nơi kiểm tra"), attrgetter("inspecting_unit.name"), within=TEAM, width=36),
        ListColumn(STATUS, attrgetter("status_text")),
        ListColumn(gettext_lazy("Khắc phục trước hết ngày"), attrgetter("mend_by"), ValueKind.DAY, width=14),
        ListColumn(gettext_lazy("Nội dung kiểm tra, nhận xét"), attrgetter("findings"), within=STATUS, width=60),
        ListColumn(gettext_lazy("Việc phải khắc phục"), attrgetter("to_mend"), within=STATUS, width=60),
        ListColumn(gettext_lazy("Đơn vị đã khắc phục"), attrgetter("mending"), within=STATUS, width=60),
    ),
)


def inspection_list(request: HttpRequest) -> HttpResponseBase:
    """List the inspections of the unions in one's reach, the latest first."""
    user = user_of(request)
    rows = Inspection.objects.visible_to(user).select_related("unit__parent", "inspecting_unit")
    conditions = InspectionFilter(request.GET.dict(), queryset=rows, user=user)
    may_record = bool(access.may_record_any(acting_of(request)))
    return list_page(request, "campaigns/inspections/list.html", INSPECTIONS, conditions, may_record=may_record)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was seen, what is to be mended, what the union tells, and what may be done."""
    inspection, by = inspection_or_404(request, pk), acting_of(request)
    context: dict[str, Any] = {
        "inspection": inspection,
        "visit": _visit(inspection),
        "mended": _mended(inspection),
        "can": {
            "edit": access.may_edit(inspection, by),
            "tell": access.may_tell_mended(inspection, by),
            "confirm": access.may_confirm_mended(inspection, by),
        },
        "story": history_of(inspection),
        "breadcrumb": [*trail_to_list(), (str(inspection), "")],
    }
    return render(request, "campaigns/inspections/detail.html", context)


def inspection_or_404(request: HttpRequest, pk: int) -> Inspection:
    """Return an inspection of a union in the user's reach, with the phases of its campaign."""
    visible = Inspection.objects.visible_to(user_of(request)).prefetch_related("campaign__phases")
    related = ("campaign__unit", "unit__parent", "inspecting_unit", "recorded_by", "told_by", "confirmed_by")
    return get_object_or_404(visible.select_related(*related), pk=pk)


def trail(inspection: Inspection) -> list[tuple[str, str]]:
    return [*trail_to_list(), (str(inspection), inspection.get_absolute_url())]


def trail_to_list() -> list[tuple[str, str]]:
    return [(str(INSPECTIONS.title), reverse("inspections:list"))]


def _visit(inspection: Inspection) -> list[tuple[str, str]]:
    return [
        (_("Ngày kiểm tra"), format_date(inspection.visited_on)),
        (_("Người, đoàn kiểm tra"), inspection.team),
        (_("Thành viên"), ", ".join(inspection.members.splitlines())),
        (_("Nơi kiểm tra"), inspection.inspecting_unit.name),
        (_("Phong trào"), str(inspection.campaign)),
    ]


def _mended(inspection: Inspection) -> list[tuple[str, str]]:
    """Return who told and who confirmed, as far as it has come."""
    told = inspection.told_at and (_("Đơn vị báo"), _told(inspection.told_by, inspection.told_at))
    confirmed = inspection.confirmed_at and (_("Xác nhận"), _told(inspection.confirmed_by, inspection.confirmed_at))
    return [pair for pair in (told, confirmed) if pair]


def _told(person: Any, at: Any) -> str:
    return f"{person}, {format_date(at)}"
