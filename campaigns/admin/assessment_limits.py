"""The admin screen of a campaign's limits: one page with the numbers behind the words of its reports."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.access import may_run
from campaigns.admin.campaigns_in_reach import campaigns_of
from campaigns.models import AssessmentLimits
from units.access import Answer, may_launch
from units.acting import Acting
from units.acting_request import user_of
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import Unit


@admin.register(AssessmentLimits)
class AssessmentLimitsAdmin(ScopedAdmin):
    """Drafts are judged by the limits of now; a report that is closed or final keeps the words it was judged with."""

    group, rank = ScreenGroup.MOVEMENT, 7
    list_display = ("__str__", "unit_words")
    sortable_by = ()
    fieldsets = (
        (
            _("Khi nào mới nhận xét"),
            {
                "fields": (("answered_units", "answered_workers", "checked_money"), "fewest_for_percent"),
            },
        ),
        (
            _("Cơ bản đạt, chưa đạt, đạt thấp"),
            {"fields": (("nearly", "short"), ("nearly_at_end", "short_at_end"), "most_low")},
        ),
        (
            _("Nổi bật"),
            {
                "fields": (
                    ("outstanding", "outstanding_at_end"),
                    ("contributing_units", "fewest_contributors", "largest_unit"),
                    ("of_last_year", "target_to_check"),
                    ("most_outstanding", "most_tied"),
                )
            },
        ),
        (
            _("Tập trung ở"),
            {
                "fields": (
                    ("gathered_total", "gathered_in_one"),
                    ("gathered_together", "gathered_rate"),
                    ("gathered_places", "gathered_tied"),
                )
            },
        ),
        (_("Tập thể được biểu dương"), {"fields": (("praised_accepted", "praised_reached", "most_praised"),)}),
        (
            _("So với cùng kỳ năm trước"),
            {"fields": (("same_days", "compared_workers"), ("same_result", "told_in_times"))},
        ),
        (_("Từ chỉ lượng và số tròn"), {"fields": (("nearly_all", "most", "many"), "near")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = AssessmentLimits.objects.filter(campaign__in=campaigns_of(user_of(request)))
        return rows.select_related("campaign__unit").order_by("-campaign__year", "campaign")

    def may_change(self, by: Acting | None, limits: Any) -> Answer:
        return may_run(limits.campaign, by) if limits else may_launch(by)

    def unit_of(self, limits: AssessmentLimits) -> Unit:
        return limits.campaign.unit

    @admin.display(description=_("đơn vị phát động"))
    def unit_words(self, limits: AssessmentLimits) -> str:
        return limits.campaign.unit.name
