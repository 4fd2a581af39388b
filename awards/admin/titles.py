"""The catalogue of titles in the admin, kept by the Board of its unit."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.access import may_keep_titles
from awards.admin.forms import TitleForm
from awards.models import AwardTitle, InPortal, TitleSystem, TitleTiming
from foundation import clock
from units.access import Answer
from units.acting import Acting
from units.acting_request import user_of
from units.admin_base.filters import ChoiceListFilter
from units.admin_base.owned import OwnedByActingUnit
from units.admin_base.scoped import ScopedAdmin, ScopedInline, ScreenGroup


class TimingInline(ScopedInline):
    """The timings of a title with their wordings.

    A timing can be deleted only while nobody was proposed for the title.
    """

    model = TitleTiming
    fields = ("timing", "wording")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.may_write(request, obj) and not obj.asked_for.exists()


class TitleValidityFilter(ChoiceListFilter):
    title = gettext_lazy("áp dụng")
    parameter_name = "valid"
    options = (("yes", gettext_lazy("Đang áp dụng")), ("no", gettext_lazy("Chưa hoặc hết áp dụng")))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        valid = AwardTitle.objects.valid_on(clock.today())
        return queryset.filter(pk__in=valid) if value == "yes" else queryset.exclude(pk__in=valid)


class TitleSystemFilter(ChoiceListFilter):
    title = gettext_lazy("hệ")
    parameter_name = "line"
    options = TitleSystem.choices


class InPortalFilter(ChoiceListFilter):
    title = gettext_lazy("trên cổng này")
    parameter_name = "in_portal"
    options = InPortal.choices


@admin.register(AwardTitle)
class AwardTitleAdmin(OwnedByActingUnit, ScopedAdmin):
    group, rank = ScreenGroup.AWARDS, 1
    form = TitleForm
    inlines = (TimingInline,)
    list_display = ("code", "name", "level", "in_portal", "whom", "timings_words", "valid_from", "valid_to")
    list_display_links = ("code", "name")
    list_filter = (TitleValidityFilter, TitleSystemFilter, InPortalFilter)
    list_select_related = ("unit",)
    list_per_page = 100
    search_fields = ("code", "name")
    sortable_by = ()
    fieldsets = (
        (None, {"fields": ("name", ("code", "order", "unit"), ("form", "kind", "line"))}),
        (
            gettext_lazy("Ai quyết định, tặng ai"),
            {
                "fields": (
                    ("level", "in_portal", "decided_by"),
                    ("for_collectives", "for_persons", "whole_units_only", "ranks_as_ministerial"),
                )
            },
        ),
        (
            gettext_lazy("Điều kiện"),
            {"fields": (("pledge_required", "initiative"), ("registered_as", "collectives_from", "persons_from"))},
        ),
        (
            gettext_lazy("Quyết định và bản in"),
            {"fields": (("verb", "decision_organ"), ("paper", "paper_organ"), "amount")},
        ),
        (gettext_lazy("Thời gian áp dụng"), {"fields": (("valid_from", "valid_to"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the catalogues of units in the user's reach only, though everybody may read them elsewhere."""
        titles = super().get_queryset(request).filter(user_of(request).reach("unit__path"))
        return titles.select_related("unit").prefetch_related("timings")

    def may_change(self, by: Acting | None, title: Any) -> Answer:
        return may_keep_titles(title.unit, by) if title else self.may_add(by)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("unit", "code") if obj else ()

    @admin.display(description=gettext_lazy("tặng"))
    def whom(self, title: AwardTitle) -> str:
        both = ((title.for_collectives, _("tập thể")), (title.for_persons, _("cá nhân")))
        return ", ".join(words for is_so, words in both if is_so)

    @admin.display(description=gettext_lazy("dịp khen"))
    def timings_words(self, title: AwardTitle) -> str:
        return ", ".join(str(timing).lower() for timing in title.timings.all())
