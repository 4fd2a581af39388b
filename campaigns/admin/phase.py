"""The admin screen of a phase: theme, dates, commemorations, due dates. It is opened and locked on its page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from campaigns.access import discarded_sentence, locked_sentence, may_run
from campaigns.admin.amending import AmendingAdmin
from campaigns.admin.campaigns_in_reach import CampaignFilter, campaigns_known_to, campaigns_run_by
from campaigns.admin.forms import CommemorationForm, PhaseForm
from campaigns.lifecycle import PhaseStatus
from campaigns.models import Campaign, Commemoration, Phase
from campaigns.setup.phase_rows import DUE_FIELDS, EARLIEST, write_due_dates
from foundation import vietnamese
from foundation.forms.fields import DateField
from units.access import Answer, may_launch, no_in_this_state
from units.acting import Acting
from units.acting_request import require_acting, user_of
from units.admin_base.scoped import ScopedInline, ScreenGroup
from units.models import Unit

NAMES = tuple(DUE_FIELDS)
DUE_GRID = tuple(NAMES[at : at + 2] for at in range(0, len(NAMES), 2))  # a line for each kind of work


class CommemorationInline(ScopedInline):
    """Anniversaries and events; they can be deleted only while the phase is planned: later a work may refer to them."""

    model = Commemoration
    form = CommemorationForm
    fields = (
        "name", "kind", "date", "years_words", "owner", "is_month_only", "words_before", "words_after",
    )  # fmt: skip
    readonly_fields = ("years_words",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Accept dates before the first year of other dates: the origin of a day may be 1/5/1886."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, DateField):
            field.first_year = EARLIEST
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and obj.is_planned and self.may_write(request, obj)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("phase__campaign")

    @admin.display(description=gettext_lazy("số năm kỷ niệm"))
    def years_words(self, commemoration: Commemoration) -> str:
        if not commemoration.date or not commemoration.is_anniversary:
            return ""
        return " · ".join(str(words) for words in (commemoration.years, commemoration.round_words) if words)


@admin.register(Phase)
class PhaseAdmin(AmendingAdmin):
    group, rank = ScreenGroup.MOVEMENT, 2
    form = PhaseForm
    inlines = (CommemorationInline,)
    list_display = ("name", "theme", "starts_on", "ends_on", "state_words")
    list_filter = (CampaignFilter,)
    list_select_related = ("campaign",)
    sortable_by = ()
    fieldsets = (
        (None, {"fields": (("campaign", "number", "state_words"), "theme", "theme_end")}),
        (
            gettext_lazy("Thời gian"),
            {"fields": (("starts_on", "ends_on", "cutoff_on"), "start_is_month_only", "asks_pledge")},
        ),
        (
            gettext_lazy("Sơ kết, tổng kết"),
            {"fields": (("review_kind", "review_name"), ("review_date", "review_occasion"))},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        phases = Phase.objects.filter(campaign__in=campaigns_known_to(user_of(request))).select_related(
            "campaign__unit"
        )
        return phases.order_by("-campaign__year", "number")

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return no URL for a discarded phase: it has no page, and another phase may have its number."""
        return None if obj and obj.is_discarded else super().get_view_on_site_url(obj)

    def may_add(self, by: Acting | None) -> Answer:
        return may_launch(by)

    def may_change(self, by: Acting | None, phase: Any) -> Answer:
        """Answer yes for the Board of its campaign, until the phase is locked or discarded."""
        if phase is None:
            return self.may_add(by)
        board = may_run(phase.campaign, by)
        if board and phase.is_discarded:
            return no_in_this_state(discarded_sentence(phase))
        locked = board and phase.status == PhaseStatus.LOCKED
        return no_in_this_state(locked_sentence(phase)) if locked else board

    def unit_of(self, phase: Phase) -> Unit:
        return phase.campaign.unit

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        return campaigns_run_by(require_acting(request))

    def campaign_of(self, phase: Phase) -> Campaign:
        return phase.campaign

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        reason = super().get_fieldsets(request, obj)[len(self.fieldsets) :]
        writes = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        fields = DUE_GRID if writes else ("due_words",)
        return (*self.fieldsets, (gettext_lazy("Hạn nộp: hết ngày"), {"fields": fields}), *reason)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Fix the campaign of a stored phase; of one that was opened also its number and what it asks for."""
        if obj is None:
            return ("state_words", "due_words")
        return ("state_words", "due_words", "campaign", *(() if obj.is_planned else ("number", "asks_pledge")))

    @admin.display(description=gettext_lazy("trạng thái"))
    def state_words(self, phase: Phase) -> str:
        return phase.status_words

    def save_model(self, request: HttpRequest, obj: Phase, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        write_due_dates(obj, form.due_days)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for sentence in form.warnings():
            messages.warning(request, sentence)

    @admin.display(description=gettext_lazy("đợt"))
    def name(self, phase: Phase) -> str:
        return str(phase)

    @admin.display(description=gettext_lazy("hạn nộp"))
    def due_words(self, phase: Phase) -> str:
        return "; ".join(f"{due}: {vietnamese.due_text(due.at)}" for due in phase.due_dates.all())
