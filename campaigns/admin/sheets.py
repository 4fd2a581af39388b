"""The admin screens of pledges and reports: lists, a filter of what the Board has to review, excusing many."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.campaigns_in_reach import PhaseFilter
from campaigns.admin.reviewing import excuse_many
from campaigns.lifecycle import FilingStatus
from campaigns.models import Filing, Pledge, Report
from campaigns.models.filing import FilingQuerySet
from foundation import vietnamese
from units.access import is_board
from units.acting_request import acting_of, require_acting
from units.admin_base.awaiting import AWAITING, AwaitingFilter, StatusTag
from units.admin_base.filters import ChoiceListFilter, StrandFilter, UpperListFilter
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.admin_base.search import FoldedSearch
from units.models import Unit


def awaiting_board(sheets: FilingQuerySet, request: HttpRequest) -> FilingQuerySet:
    """Return the submitted sheets of units directly below the unit acted for; none for who is not its Board."""
    if not is_board(acting_of(request)):
        return sheets.none()
    return sheets.awaiting_review().filter(called__unit__parent=require_acting(request).unit)


class SheetStatusFilter(AwaitingFilter):
    awaiting_words = gettext_lazy("Chờ Ban xác nhận")

    def statuses(self, model_admin: Any) -> list[tuple[str, Any]]:
        return [(status, model_admin.word_of(status)) for status in FilingStatus.values]

    def awaiting_rows(self, queryset: Any, request: HttpRequest) -> Any:
        return awaiting_board(queryset, request)


class SheetPhaseFilter(PhaseFilter):
    phase = "called__phase"


class SheetUpperFilter(UpperListFilter):
    unit, paths = "called", ("called__path", "called__unit__path")


class SheetStrandFilter(StrandFilter):
    prefix = "called__"


class SheetLateFilter(ChoiceListFilter):
    title = gettext_lazy("thời hạn")
    parameter_name = "late"
    options = (("yes", gettext_lazy("Gửi sau hạn")), ("no", gettext_lazy("Đúng hạn")))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        sent = Q(first_submitted_at__isnull=False)
        return queryset.filter(sent, late=value == "yes")


class SheetAdmin(FoldedSearch, StatusTag, ScopedAdmin):
    """The list of sheets, of which many may be excused at once. They are read and reviewed in the portal."""

    kind: str
    group = ScreenGroup.SHEETS
    tones: ClassVar = {
        FilingStatus.SUBMITTED: "wait",
        FilingStatus.RETURNED: "no",
        FilingStatus.ACCEPTED: "ok",
        FilingStatus.DRAFT: "blue",
    }
    awaiting_query = f"status={AWAITING}"
    folded = ("called__search_text",)
    list_display = ("unit_words", "upper_words", "phase_words", "status_words", "submitted_at", "late_words")
    list_display_links = None
    list_filter = (SheetStatusFilter, SheetPhaseFilter, SheetUpperFilter, SheetStrandFilter, SheetLateFilter)
    ordering = ("called__sort_key",)
    sortable_by = ()
    fields = (
        "unit_words",
        "upper_words",
        "phase_words",
        "status_words",
        "submitted_at",
        "late_words",
        "reason",
    )
    actions = ("excuse",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_context()

    def waiting(self, request: HttpRequest) -> int:
        return awaiting_board(self.model.objects.visible_to(request.user), request).count()

    def unit_of(self, filing: Filing) -> Unit:
        return filing.unit

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if is_board(acting_of(request)) else {}

    def word_of(self, status: str) -> str:
        """Return the name of a status in the words of this kind of sheet."""
        return self.model(kind=self.kind, status=status).status_text

    @admin.action(description=gettext_lazy("Cho miễn…"))
    def excuse(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return excuse_many(self, request, queryset)

    @admin.display(description=gettext_lazy("đơn vị"))
    def unit_words(self, sheet: Filing) -> str:
        return format_html('<a href="{}">{}</a>', sheet.get_absolute_url(), sheet.called.name)

    @admin.display(description=gettext_lazy("công đoàn cấp trên"))
    def upper_words(self, sheet: Filing) -> str:
        return sheet.called.parent_name

    @admin.display(description=gettext_lazy("đợt"))
    def phase_words(self, sheet: Filing) -> str:
        return str(sheet.phase)

    @admin.display(description=gettext_lazy("thời hạn"))
    def late_words(self, sheet: Filing) -> str:
        if sheet.late:
            return format_html('<span class="late">{}</span>', _("muộn {n} ngày").format(n=sheet.late_days))
        if sheet.first_submitted_at:
            return _("đúng hạn")
        return vietnamese.due_text(sheet.due) if sheet.due else "…"


@admin.register(Pledge)
class PledgeAdmin(SheetAdmin):
    rank = 1
    kind = "pledge"


@admin.register(Report)
class ReportAdmin(SheetAdmin):
    rank = 2
    kind = "report"
