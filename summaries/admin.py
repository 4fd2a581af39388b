"""The admin screen of the sentences of a campaign's reports: the Board changes, moves and switches them off."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.access import may_run
from campaigns.admin.campaigns_in_reach import CampaignFilter, campaigns_of
from foundation.lifecycle import StateConflict
from summaries.line_actions import write_line
from summaries.models import ReportLine
from summaries.models.report_line import Level, LineRole, Period
from units.access import Answer, may_launch
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.admin_base.filters import ChoiceListFilter
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import Unit

MOST_LINKS = 3


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
    saves = ("write_report_line",)
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

    def save_model(self, request: HttpRequest, obj: ReportLine, form: Any, change: bool) -> None:
        typed = {name: getattr(obj, name) for name in form.changed_data}
        try:
            write_line(obj, typed, by=require_acting(request))
        except ValidationError as error:
            # the form was right: what the line names went meanwhile
            raise StateConflict(" ".join(error.messages)) from error

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write nothing: the action wrote its event."""

    def list_tools(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Link to the pages on which lines are read with figures, of the campaigns whose lines are listed."""
        campaigns = campaigns_of(user_of(request)).order_by("-year", "pk")
        title = _("Sửa và xem trước, phong trào {year}")
        return [
            (title.format(year=campaign.named_year), reverse("summaries:lines", args=[campaign.slug]))
            for campaign in campaigns[:MOST_LINKS]
            if may_run(campaign, acting_of(request))
        ]

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
        return line.campaign.named_year

    @admin.display(description=gettext_lazy("hỏi về chỉ tiêu"))
    def asks_words(self, line: ReportLine) -> str:
        return ", ".join(line.asks) or "…"

    @admin.display(description=gettext_lazy("tình trạng"))
    def active_words(self, line: ReportLine) -> str:
        return _("đang dùng") if line.active else _("thôi dùng")
