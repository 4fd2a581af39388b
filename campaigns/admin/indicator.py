"""The admin screen of indicators: what is counted, how it is added up, whom it is asked of."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.access import may_run
from campaigns.actions.asking import write_levels
from campaigns.admin.amending import AmendingAdmin
from campaigns.admin.campaigns_in_reach import CampaignFilter, campaigns_of, campaigns_run_by
from campaigns.admin.forms import ASKED_FIELDS, IndicatorForm
from campaigns.asked_columns import asked_words, columns_for, denominators
from campaigns.asking_rules import ASKED_PREFIX, FIXED_ONCE_ANSWERED
from campaigns.catalogue.corrections import kept_by_open_phases
from campaigns.lifecycle import PhaseStatus
from campaigns.models import Campaign, Indicator, Phase
from campaigns.models.indicator import Category, Section
from campaigns.models.year_names import told_apart
from foundation.request_parsing import whole_number
from units.access import Answer, may_launch
from units.acting import Acting
from units.acting_request import require_acting, user_of
from units.admin_base.filters import ChoiceListFilter
from units.admin_base.scoped import ScreenGroup
from units.models import Unit

NAMES = tuple(ASKED_FIELDS)
IN_WORDS = {"denominator_from": "denominator_words"}  # shown instead of the field to who may not change it


class SectionFilter(ChoiceListFilter):
    title = gettext_lazy("mục")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        campaigns = campaigns_of(user_of(request))
        sections = Section.objects.common().filter(campaign__in=campaigns).select_related("campaign")
        years = len({section.campaign_id for section in sections}) > 1
        return told_apart(
            (
                str(section.pk),
                f"{section.campaign.named_year} · {section}" if years else str(section),
                section.campaign.title,
            )
            for section in sections
        )


class CategoryFilter(ChoiceListFilter):
    title = gettext_lazy("nhóm")
    parameter_name = "category"
    options = Category.choices

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        return queryset.filter(section__category=value)


class ActiveFilter(ChoiceListFilter):
    title = gettext_lazy("tình trạng")
    parameter_name = "active"
    options = (("yes", gettext_lazy("Đang dùng")), ("no", gettext_lazy("Thôi dùng")))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        return queryset.filter(active=value == "yes")


@admin.register(Indicator)
class IndicatorAdmin(AmendingAdmin):
    group, rank = ScreenGroup.MOVEMENT, 3
    form = IndicatorForm
    list_display = (
        "code",
        "name",
        "unit_of_measure",
        "over_units",
        "asked_words",
        "sheets_words",
        "active_words",
    )
    list_display_links = ("code", "name")
    list_filter = (CampaignFilter, SectionFilter, CategoryFilter, ActiveFilter)
    sortable_by = ()
    list_per_page = 50
    search_fields = ("code", "name")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    ("code", "section"),
                    ("order", "number"),
                    ("answer", "choices"),
                    ("unit_of_measure", "decimals"),
                    "help_text",
                    "example",
                )
            },
        ),
        (gettext_lazy("Hỏi những đơn vị nào"), {"fields": (NAMES,)}),
        (
            gettext_lazy("Hỏi khi nào"),
            {"fields": (("in_pledge", "in_report", "active"), ("pace", "phases"))},
        ),
        (
            gettext_lazy("Cách cộng"),
            {
                "fields": (
                    ("over_units", "over_phases"),
                    ("denominator_name", "denominator_from"),
                    ("counting", "computed"),
                    ("less_is_better", "national_code"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        shown = Indicator.objects.common().filter(campaign__in=campaigns_of(user_of(request)))
        related = shown.select_related("section", "campaign__unit").prefetch_related("asked")
        return related.order_by("-campaign__year", "section__order", "order", "pk")

    def may_add(self, by: Acting | None) -> Answer:
        return may_launch(by)

    def may_change(self, by: Acting | None, indicator: Any) -> Answer:
        return may_run(indicator.campaign, by) if indicator else self.may_add(by)

    def unit_of(self, indicator: Indicator) -> Unit:
        return indicator.campaign.unit

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        """Return the sections and phases of the Board's campaigns, of one if the address or the indicator names it."""
        model = Section if db_field.name == "section" else Phase
        rows: Any = Section.objects.common() if model is Section else Phase.objects
        rows = rows.filter(campaign__in=campaigns_run_by(require_acting(request)))
        indicator = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        if model is Phase:
            # a discarded phase stays selected: without it an indicator might name no phase, and be asked in every one
            named = Indicator.phases.through.objects.filter(indicator=indicator).values("phase")
            rows = rows.filter(~Q(status=PhaseStatus.DISCARDED) | Q(pk__in=named))
        if indicator:
            rows = rows.filter(campaign__indicators=indicator)
        elif campaign := whole_number(request.GET.get("campaign", "")):
            rows = rows.filter(campaign=campaign)
        return rows.select_related("campaign").order_by("-campaign__year", "pk")

    def related_field(self, db_field: Any, request: HttpRequest) -> Any:
        field = super().related_field(db_field, request)
        if db_field.name == "phases":
            field.label_from_instance = _phase_label
        elif len({section.campaign_id for section in field.queryset}) > 1:
            field.label_from_instance = _section_label
        return field

    def campaign_of(self, indicator: Indicator) -> Campaign:
        return indicator.campaign

    def asks_for_reason(self, indicator: Indicator | None) -> bool:
        """A new indicator is asked only by phases that are opened later."""
        return indicator is not None and super().asks_for_reason(indicator)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the columns that have a name; in words to who may not change the indicator."""
        first, (asked_title, _columns), when, (adding, parts) = self.fieldsets
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            names = tuple(f"{ASKED_PREFIX}{column}" for column in columns_for(obj))
            return first, (asked_title, {"fields": (names,)}), when, (adding, parts)
        lines = [tuple(IN_WORDS.get(name, name) for name in line) for line in parts["fields"]]
        return first, (asked_title, {"fields": ("asked_words",)}), when, (adding, {"fields": tuple(lines)})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Make what gives figures their meaning read-only once a sheet answered the indicator."""
        sent = obj is not None and obj.is_answered
        return (
            "asked_words",
            "denominator_words",
            *(("code", *FIXED_ONCE_ANSWERED) if sent else ()),
        )

    def save_model(self, request: HttpRequest, obj: Indicator, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        write_levels(obj, form.cleaned_data)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and form.changes_who_is_asked and (sentence := kept_by_open_phases(form.instance)):
            messages.info(request, sentence)

    @admin.display(description=gettext_lazy("hỏi"))
    def asked_words(self, indicator: Indicator) -> str:
        return asked_words(indicator)

    @admin.display(description=gettext_lazy("điền sẵn mẫu số từ"))
    def denominator_words(self, indicator: Indicator) -> str:
        return dict(denominators(indicator)).get(indicator.denominator_from, "")

    @admin.display(description=gettext_lazy("tình trạng"))
    def active_words(self, indicator: Indicator) -> str:
        return _("đang dùng") if indicator.active else _("thôi dùng")

    @admin.display(description=gettext_lazy("trong"))
    def sheets_words(self, indicator: Indicator) -> str:
        sheets = ((indicator.in_pledge, _("đăng ký")), (indicator.in_report, _("báo cáo")))
        return ", ".join(words for is_asked, words in sheets if is_asked)


def _section_label(section: Section) -> str:
    """Return the name of a section where those of several campaigns are chosen from."""
    return f"{section.campaign.slug} · {section}"


def _phase_label(phase: Phase) -> str:
    return _("{phase} (đã bỏ)").format(phase=phase) if phase.is_discarded else str(phase)
