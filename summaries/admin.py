"""The admin screen of the sentences of a campaign's reports: the Board changes, moves and switches them off."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.access import may_run
from campaigns.admin.campaigns_in_reach import CampaignFilter, campaigns_of
from summaries.models import ReportLine
from summaries.models.report_line import Level, LineRole, Period
from units.access import Answer, may_launch
from units.acting import Acting
from units.acting_request import user_of
from units.admin_base.filters import ChoiceListFilter
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import Unit


class LevelFilter(ChoiceListFilter):
    title = gettext_lazy("báo cáo của")
    parameter_name = "level"
    options = Level.choices


class PeriodFilter(ChoiceListFilter):
    title = gettext_lazy("kỳ")
    parameter_name = "period"
    options = Period.choices


class LineRoleFilter(ChoiceListFilter):
    title = gettext_lazy("loại")
    parameter_name = "role"
    options = LineRole.choices


@admin.register(ReportLine)
class ReportLineAdmin(ScopedAdmin):
    """Drafts read the lines at each reading; a final report keeps its text."""

    group, rank = ScreenGroup.MOVEMENT, 5
    list_display = ("name", "words", "campaign_words", "level", "period", "order", "active_words")
    list_filter = (CampaignFilter, LevelFilter, PeriodFilter, LineRoleFilter)
    search_fields = ("key", "text")
    sortable_by = ()
    list_per_page = 100
    fields = (
        ("name", "level", "period", "campaign_words"),
        ("order", "active"),
        "title",
        "text",
        "silent",
        "zero",
        "hint",
        "asks_words",
    )
    readonly_fields = ("name", "level", "period", "campaign_words", "asks_words")

    def get_queryset(self, request: HttpRequest) -> Any:
        lines = ReportLine.objects.filter(campaign__in=campaigns_of(user_of(request)))
        return lines.select_related("campaign__unit").order_by(
            "-campaign__year", "campaign", "level", "period", "order", "pk"
        )

    def may_change(self, by: Acting | None, line: Any) -> Answer:
        return may_run(line.campaign, by) if line else may_launch(by)

    def unit_of(self, line: ReportLine) -> Unit:
        return line.campaign.unit

    @admin.display(description=gettext_lazy("câu"))
    def name(self, line: ReportLine) -> str:
        return str(line)

    @admin.display(description=gettext_lazy("lời"))
    def words(self, line: ReportLine) -> str:
        return Truncator(line.text or line.hint).chars(120) or _("người lập báo cáo tự viết")

    @admin.display(description=gettext_lazy("phong trào"))
    def campaign_words(self, line: ReportLine) -> str:
        return str(line.campaign.year)

    @admin.display(description=gettext_lazy("hỏi về chỉ tiêu"))
    def asks_words(self, line: ReportLine) -> str:
        return ", ".join(line.asks) or "…"

    @admin.display(description=gettext_lazy("tình trạng"))
    def active_words(self, line: ReportLine) -> str:
        return _("đang dùng") if line.active else _("thôi dùng")
