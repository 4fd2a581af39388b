"""Quotas (số lượng phân bổ) in the admin: given by the Board of the campaign, shown with their usage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.access import may_give_quota
from awards.actions.quotas import end_quota
from awards.admin.forms import QuotaForm
from awards.models import AwardTitle, InPortal, Quota
from awards.rules.quota_usage import usages_of
from campaigns.admin.campaigns_in_reach import CampaignFilter, campaigns_run_by
from campaigns.models import Campaign, Phase
from foundation import vietnamese
from foundation.forms.fields import reason_field
from units.access import Answer, may_launch, require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.admin_base.filters import ChoiceListFilter
from units.admin_base.pages import form_page
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import Unit


class InForceFilter(ChoiceListFilter):
    title = gettext_lazy("áp dụng")
    parameter_name = "in_force"
    options = (("yes", gettext_lazy("Đang áp dụng")), ("no", gettext_lazy("Đã thôi áp dụng")))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        return queryset.filter(ended_at__isnull=value == "yes")


class EndForm(forms.Form):
    reason = reason_field(gettext_lazy("Xin ghi lý do thôi áp dụng."), gettext_lazy("Ghi vào nhật ký."))


@admin.register(Quota)
class QuotaAdmin(ScopedAdmin):
    group, rank = ScreenGroup.AWARDS, 2
    form = QuotaForm
    list_display = ("title", "when", "for_whom", "most_words", "taken_words", "direct_words", "hard_words")
    list_filter = (CampaignFilter, InForceFilter)
    sortable_by = ()
    fieldsets = (
        (None, {"fields": (("campaign", "title"), ("phase", "unit", "kind"))}),
        (
            gettext_lazy("Số lượng"),
            {"fields": ("max_count", ("percent", "percent_of"), "min_direct", "hard")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        quotas = super().get_queryset(request).select_related("campaign__unit", "title", "unit", "phase__campaign")
        return quotas.order_by("-campaign__year", "title__order", "phase__number", "pk")

    def may_add(self, by: Acting | None) -> Answer:
        return may_launch(by)

    def may_change(self, by: Acting | None, quota: Any) -> Answer:
        return may_give_quota(quota, by) if quota else self.may_add(by)

    def unit_of(self, quota: Quota) -> Unit:
        return quota.campaign.unit

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.end_view)
        return [path("<path:object_id>/end/", view, name="awards_quota_end"), *super().get_urls()]

    def tools(self, request: HttpRequest, quota: Quota) -> list[tuple[str, str]]:
        may = may_give_quota(quota, acting_of(request))
        return [(_("Thôi áp dụng…"), reverse("admin:awards_quota_end", args=[quota.pk]))] if may else []

    def end_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        quota = self.get_object(request, object_id)
        require_allowed(may_give_quota(quota, acting_of(request)))

        def act(typed: dict[str, Any]) -> str:
            end_quota(quota, reason=typed["reason"], by=require_acting(request))
            return _("{quota}: đã thôi áp dụng.").format(quota=quota)

        return form_page(
            self,
            request,
            quota,
            EndForm(request.POST if request.method == "POST" else None),
            act,
            title=_("Thôi áp dụng"),
            sentence=_("Từ nay việc thẩm định không tính theo số lượng phân bổ này; nội dung và nhật ký được giữ."),
            button=_("Thôi áp dụng"),
        )

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        """Offer campaigns the user runs, their phases, titles awarded through the portal, and units below."""
        model, unit = db_field.remote_field.model, require_acting(request).unit
        own = campaigns_run_by(require_acting(request))
        if model is Campaign:
            return own
        if model is Phase:
            return Phase.objects.alive().filter(campaign__in=own).select_related("campaign")
        if model is AwardTitle:
            return AwardTitle.objects.filter(unit=unit).exclude(in_portal=InPortal.RECORD)
        return Unit.objects.visible_to(user_of(request)).below(unit)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep campaign and title of a saved quota; its limits may change."""
        return ("campaign", "title") if obj else ()

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Attach the usage to each quota of the page, counted for all of them at once."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        for quota, usage in zip(changelist.result_list, usages_of(changelist.result_list), strict=True):
            quota.usage = usage
        return changelist

    @admin.display(description=gettext_lazy("thời gian"))
    def when(self, quota: Quota) -> str:
        return str(quota.phase) if quota.phase else _("Cả năm {year}").format(year=quota.campaign.named_year)

    @admin.display(description=gettext_lazy("cho"))
    def for_whom(self, quota: Quota) -> str:
        return str(quota.unit or quota.kind_words or _("mọi đơn vị"))

    @admin.display(description=gettext_lazy("tối đa"))
    def most_words(self, quota: Any) -> str:
        most = quota.usage.most
        if quota.percent is None:
            return "…" if most is None else vietnamese.format_number(most)
        percent = vietnamese.format_number(quota.percent.normalize())
        words = _("{most} ({percent}% {whole})")
        return words.format(most=most, percent=percent, whole=quota.get_percent_of_display())

    @admin.display(description=gettext_lazy("đã dùng"))
    def taken_words(self, quota: Any) -> str:
        """Return the places taken; a full or exceeded quota says so in words, not by colour alone."""
        if quota.ended_at:
            return format_html('<span class="tag plain">{}</span>', _("đã thôi áp dụng"))
        usage = quota.usage
        if usage.left is None or usage.left > 0:
            return vietnamese.format_number(usage.taken)
        words = _("{n}, vượt {over}").format(n=usage.taken, over=-usage.left) if usage.left else _("{n}, đủ")
        tone = "no" if usage.left else "wait"
        return format_html('<span class="tag {}">{}</span>', tone, words.format(n=usage.taken))

    @admin.display(description=gettext_lazy("người trực tiếp"))
    def direct_words(self, quota: Any) -> str:
        if quota.min_direct is None:
            return ""
        wished = vietnamese.format_number(quota.min_direct.normalize())
        percent = quota.usage.direct_percent
        now = "…" if percent is None else vietnamese.format_percent(percent)
        return _("{now} (mong muốn từ {wished}%)").format(now=now, wished=wished)

    @admin.display(description=gettext_lazy("khi vượt"))
    def hard_words(self, quota: Quota) -> str:
        if quota.ended_at:
            return _("đã thôi áp dụng ngày {day}").format(day=vietnamese.format_date(quota.ended_at))
        return _("không cho vượt") if quota.hard else _("cần ghi lý do")
