"""The admin screens of data requests and of their sheets: to read and to search. They are run in the portal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.campaigns_in_reach import CampaignFilter, campaigns_of
from campaigns.lifecycle import RECEIVED, DataRequestStatus, FilingStatus
from campaigns.models import DataRequest, DataRequestSheet
from foundation import vietnamese
from foundation.forms.choices import MOST_LISTED
from units.acting_request import user_of
from units.admin_base.awaiting import StatusTag
from units.admin_base.filters import ChoiceListFilter, UpperListFilter
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.admin_base.search import FoldedSearch
from units.models import Unit

TONES: dict[str, str] = {FilingStatus.SUBMITTED: "wait", FilingStatus.RETURNED: "no", FilingStatus.ACCEPTED: "ok"}


class DataRequestStatusFilter(ChoiceListFilter):
    title = gettext_lazy("trạng thái")
    parameter_name = "status"
    options = DataRequestStatus.choices


@admin.register(DataRequest)
class DataRequestAdmin(StatusTag, ScopedAdmin):
    group, rank = ScreenGroup.SHEETS, 3
    tones: ClassVar = {
        DataRequestStatus.DRAFTED: "wait", DataRequestStatus.OPENED: "blue", DataRequestStatus.CLOSED: "ok"
    }  # fmt: skip
    list_display = ("title_words", "letter_words", "campaign_words", "status_words", "due_words", "received_words")
    list_display_links = None
    list_filter = (DataRequestStatusFilter, CampaignFilter)
    search_fields = ("title", "letter_number", "letter_from")
    search_words = gettext_lazy("Tìm theo tên yêu cầu, số công văn, gõ đủ dấu")
    sortable_by = ()
    fields = (
        "title_words", "letter_words", "campaign_words", "phase", "audience", "status_words", "due_words",
        "received_words", "note",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return those of campaigns that the person's screens list, with how many units answered and were asked."""
        rows = super().get_queryset(request).filter(campaign__in=campaigns_of(user_of(request)))
        expected = ~Q(sheets__status=FilingStatus.EXCUSED)
        counted = rows.annotate(
            expected=Count("sheets", filter=expected),
            received=Count("sheets", filter=Q(sheets__status__in=RECEIVED)),
        )
        return counted.select_related("campaign__unit", "phase__campaign").order_by("-campaign__year", "-pk")

    def unit_of(self, data_request: DataRequest) -> Unit:
        return data_request.campaign.unit

    @admin.display(description=gettext_lazy("yêu cầu"))
    def title_words(self, data_request: DataRequest) -> str:
        return format_html('<a href="{}">{}</a>', data_request.get_absolute_url(), data_request.title)

    @admin.display(description=gettext_lazy("công văn"))
    def letter_words(self, data_request: DataRequest) -> str:
        return data_request.letter or "…"

    @admin.display(description=gettext_lazy("phong trào"))
    def campaign_words(self, data_request: DataRequest) -> str:
        return str(data_request.campaign.year)

    @admin.display(description=gettext_lazy("hạn gửi"))
    def due_words(self, data_request: DataRequest) -> str:
        return vietnamese.due_text(data_request.due_at)

    @admin.display(description=gettext_lazy("đã gửi"))
    def received_words(self, data_request: Any) -> str:
        if not data_request.was_sent:
            return "…"
        return _("{n}/{m} đơn vị").format(
            n=vietnamese.format_number(data_request.received), m=vietnamese.format_number(data_request.expected)
        )


class RequestFilter(ChoiceListFilter):
    title = gettext_lazy("yêu cầu")
    parameter_name = "request"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        rows = DataRequest.objects.visible_to(user_of(request)).exclude(opened_at=None).order_by("-opened_at", "-pk")
        return [(str(pk), title) for pk, title in rows.values_list("pk", "title")[:MOST_LISTED]]


class RequestSheetStatusFilter(ChoiceListFilter):
    title = gettext_lazy("trạng thái")
    parameter_name = "status"
    options = FilingStatus.choices


class RequestSheetUpperFilter(UpperListFilter):
    unit, paths = "unit", ("path", "unit__path")


@admin.register(DataRequestSheet)
class DataRequestSheetAdmin(FoldedSearch, StatusTag, ScopedAdmin):
    group, rank = ScreenGroup.SHEETS, 4
    tones: ClassVar = TONES
    folded = ("search_text",)
    list_display = ("unit_words", "upper_words", "request_words", "status_words", "submitted_at", "late_words")
    list_display_links = None
    list_filter = (RequestFilter, RequestSheetStatusFilter, RequestSheetUpperFilter)
    ordering = ("sort_key",)
    sortable_by = ()
    fields = ("unit_words", "upper_words", "request_words", "status_words", "submitted_at", "late_words", "reason")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("request__campaign", "unit")

    def unit_of(self, sheet: DataRequestSheet) -> Unit:
        return sheet.unit

    @admin.display(description=gettext_lazy("đơn vị"))
    def unit_words(self, sheet: DataRequestSheet) -> str:
        return format_html('<a href="{}">{}</a>', sheet.get_absolute_url(), sheet.name)

    @admin.display(description=gettext_lazy("công đoàn cấp trên"))
    def upper_words(self, sheet: DataRequestSheet) -> str:
        return sheet.parent_name

    @admin.display(description=gettext_lazy("yêu cầu"))
    def request_words(self, sheet: DataRequestSheet) -> str:
        return sheet.request.title

    @admin.display(description=gettext_lazy("thời hạn"))
    def late_words(self, sheet: DataRequestSheet) -> str:
        if sheet.late:
            return format_html('<span class="late">{}</span>', _("muộn {n} ngày").format(n=sheet.late_days))
        return _("đúng hạn") if sheet.first_submitted_at else vietnamese.due_text(sheet.due)
