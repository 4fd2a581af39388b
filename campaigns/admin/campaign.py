"""The admin screen of a campaign and the lines of its launch document. It is published on its page, not here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.access import may_run, may_set_up
from campaigns.actions.set_up import first_values, write_first_rows
from campaigns.admin.amending import AmendingAdmin
from campaigns.admin.campaigns_in_reach import campaigns_known_to
from campaigns.admin.forms import CampaignForm, LineForm
from campaigns.models import (
    Campaign,
    ContentPoint,
    Measure,
    Phase,
    Purpose,
    Recipient,
    Resolution,
)
from campaigns.models.indicator import Section
from foundation import vietnamese
from foundation.ordering import next_order
from units.access import Answer
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.admin_base.owned import OwnedByActingUnit
from units.admin_base.scoped import ScopedInline, ScreenGroup


class LineFormSet(BaseInlineFormSet):
    """A new line's `order` is, at first, the one after the last line's."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        if index is None or index >= self.initial_form_count():
            kwargs["initial"] = {"order": next_order(line.order for line in self.get_queryset())}
        return kwargs


class LineInline(ScopedInline):
    """Lines of the launch document. One that is taken out of a published launch stays in its earlier versions."""

    form = LineForm
    formset = LineFormSet

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.may_write(request, obj)


class ResolutionInline(LineInline):
    model = Resolution
    fields = ("order", "text")


class PurposeInline(LineInline):
    model = Purpose
    fields = ("order", "text")


class ContentInline(LineInline):
    model = ContentPoint
    fields = ("order", "bloc", "text", "slogan")


class MeasureInline(LineInline):
    model = Measure
    fields = ("order", "text", "audience")


class RecipientInline(LineInline):
    model = Recipient
    fields = ("order", "name", "role")


class SectionInline(LineInline):
    """Sections of indicators; they can be taken out only while the campaign is not published."""

    model = Section
    fields = ("order", "number", "name", "parent", "category", "line_numbers")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(owner=None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj.published_at is None

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        """Return the sections of this campaign that another one may stand below."""
        campaign = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        return Section.objects.common().filter(campaign=campaign, parent=None).order_by("order", "pk")


class PhaseInline(ScopedInline):
    """The phases of the campaign, read-only, each with a link to its own screen."""

    model = Phase
    fields = readonly_fields = ("number", "theme", "starts_on", "ends_on", "status")
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("campaign")

    def may_write(self, request: HttpRequest, phase: Any) -> bool:
        return False


@admin.register(Campaign)
class CampaignAdmin(OwnedByActingUnit, AmendingAdmin):
    group, rank = ScreenGroup.MOVEMENT, 1
    form = CampaignForm
    list_display = ("title", "year", "unit", "number", "issued_on", "published_words")
    list_select_related = ("unit",)
    sortable_by = ()
    inlines = (
        PhaseInline,
        ResolutionInline,
        PurposeInline,
        ContentInline,
        MeasureInline,
        RecipientInline,
        SectionInline,
    )
    fieldsets = (
        (None, {"fields": ("title", ("year", "slug", "unit"), "slogan", "occasion")}),
        (gettext_lazy("Văn bản"), {"fields": (("number", "issued_on", "published_words"), "parent_body")}),
        (
            gettext_lazy("Cách gọi"),
            {"fields": (("workers_word", "workers_phrase"), ("board", "board_phone"))},
        ),
        (
            gettext_lazy("Đăng ký, báo cáo của đơn vị"),
            {
                "fields": (
                    ("asks_titles", "asks_works", "asks_exemplars", "asks_duties", "small_below"),
                    ("employer_heading", "chair_heading", "signs_on_behalf"),
                )
            },
        ),
        (
            gettext_lazy("Ký và trình bày"),
            {"fields": (("signer_on_behalf", "signer_position", "signer_name"), ("signed", "abridged", "page_number"))},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return campaigns_known_to(user_of(request)).select_related("unit")

    def campaign_of(self, obj: Campaign) -> Campaign:
        return obj

    def asks_for_reason(self, obj: Campaign | None) -> bool:
        return obj is not None and obj.published_at is not None

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return no URL for a discarded campaign: it has no page, and another campaign may have its slug."""
        return None if obj and obj.is_discarded else super().get_view_on_site_url(obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the unit acted for, and with what a campaign of it begins."""
        return super().get_changeform_initial_data(request) | first_values(require_acting(request).unit)

    def save_model(self, request: HttpRequest, obj: Campaign, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            write_first_rows(obj)

    def may_change(self, by: Acting | None, campaign: Any) -> Answer:
        return may_run(campaign, by) if campaign else self.may_add(by)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Make the slug read-only once the campaign is published, because its URL is known."""
        fixed = ("published_words",) if obj is None else ("published_words", "unit")
        return (*fixed, "slug") if obj and obj.published_at else fixed

    def get_inlines(self, request: HttpRequest, obj: Any) -> tuple[type, ...]:
        return self.inlines if obj else self.inlines[1:]

    def tools(self, request: HttpRequest, campaign: Campaign) -> list[tuple[str, str]]:
        if campaign.is_discarded:
            return []
        links = [
            (_("Chỉ tiêu"), reverse("admin:campaigns_indicator_changelist") + f"?campaign={campaign.pk}"),
        ]
        if may_set_up(campaign, acting_of(request)):
            links.append((_("Soạn từng bước"), reverse("campaigns:setup", args=[campaign.slug])))
        if may_run(campaign, acting_of(request)):
            links.append((_("Giao chỉ tiêu"), reverse("campaigns:targets", args=[campaign.slug])))
            links.append((_("Thêm đợt"), reverse("admin:campaigns_phase_add") + f"?campaign={campaign.pk}"))
        return links

    @admin.display(description=gettext_lazy("công bố"))
    def published_words(self, campaign: Campaign) -> str:
        at = campaign.published_at
        if campaign.is_discarded:
            return _("đã bỏ")
        return vietnamese.format_moment(at) if at else _("chưa công bố")
