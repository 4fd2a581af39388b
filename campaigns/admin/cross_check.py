"""The admin screen of cross-checks: the Board words the questions of later phases, and switches them off."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.access import may_run
from campaigns.admin.campaigns_in_reach import CampaignFilter, campaigns_of
from campaigns.models import CrossCheck
from units.access import Answer, may_launch
from units.acting import Acting
from units.acting_request import user_of
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import Unit


@admin.register(CrossCheck)
class CrossCheckAdmin(ScopedAdmin):
    """A phase that is open keeps the checks it was opened with."""

    group, rank = ScreenGroup.MOVEMENT, 6
    list_display = ("sentence", "about_words", "kind", "sheets_words", "campaign_words", "active_words")
    list_filter = (CampaignFilter,)
    search_fields = ("key", "sentence")
    sortable_by = ()
    fields = (
        ("about_words", "kind", "campaign_words"),
        "sentence",
        ("limit", "limit_words"),
        ("in_pledge", "in_report", "active"),
        "order",
    )
    readonly_fields = ("about_words", "kind", "campaign_words", "limit_words")

    def get_queryset(self, request: HttpRequest) -> Any:
        checks = CrossCheck.objects.filter(campaign__in=campaigns_of(user_of(request)))
        return checks.select_related("campaign__unit").order_by("-campaign__year", "campaign", "order", "pk")

    def may_change(self, by: Acting | None, check: Any) -> Answer:
        return may_run(check.campaign, by) if check else may_launch(by)

    def unit_of(self, check: CrossCheck) -> Unit:
        return check.campaign.unit

    @admin.display(description=gettext_lazy("về chỉ tiêu"))
    def about_words(self, check: CrossCheck) -> str:
        return check.codes

    @admin.display(description=gettext_lazy("phong trào"))
    def campaign_words(self, check: CrossCheck) -> str:
        return check.campaign.named_year

    @admin.display(description=gettext_lazy("tỷ lệ theo quy định"))
    def limit_words(self, check: CrossCheck) -> str:
        return check.limit_rule_name or "…"

    @admin.display(description=gettext_lazy("trong"))
    def sheets_words(self, check: CrossCheck) -> str:
        sheets = ((check.in_pledge, _("đăng ký")), (check.in_report, _("báo cáo")))
        return ", ".join(words for is_asked, words in sheets if is_asked)

    @admin.display(description=gettext_lazy("tình trạng"))
    def active_words(self, check: CrossCheck) -> str:
        return _("đang dùng") if check.active else _("thôi dùng")
