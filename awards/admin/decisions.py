"""Decisions and the register in the admin, read-only. Decisions are drafted and issued on their own pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.lifecycle import DecisionStatus
from awards.models import Award, AwardTitle, Decision, DecisionKind
from awards.models.award import AwardQuerySet
from awards.models.decision import DecisionQuerySet
from awards.selectors.decision_page import subject
from campaigns.admin.campaigns_in_reach import PhaseFilter
from foundation import vietnamese
from foundation.forms.choices import contains_words
from units.access import is_board
from units.acting_request import acting_of, require_acting, user_of
from units.admin_base.awaiting import AWAITING, AwaitingFilter, StatusTag
from units.admin_base.filters import ChoiceListFilter
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.admin_base.search import FoldedSearch
from units.models import Unit


def drafts_of(decisions: DecisionQuerySet, request: HttpRequest) -> DecisionQuerySet:
    """Return drafts of the unit acted for, for its Board; none for an administrator."""
    if not is_board(acting_of(request)):
        return decisions.none()
    return decisions.filter(status=DecisionStatus.DRAFT, unit=require_acting(request).unit)


def not_handed_over(awards: AwardQuerySet, request: HttpRequest) -> AwardQuerySet:
    """Return awards in force of the unit acted for that are not handed over; none for an administrator."""
    if not is_board(acting_of(request)):
        return awards.none()
    return awards.filter(annulled_by=None, handed_over_on=None, deciding_unit=require_acting(request).unit)


class DecisionStatusFilter(AwaitingFilter):
    awaiting_words = gettext_lazy("Dự thảo của Ban")
    options = DecisionStatus.choices

    def awaiting_rows(self, queryset: Any, request: HttpRequest) -> Any:
        return drafts_of(queryset, request)


class DecisionKindFilter(ChoiceListFilter):
    title = gettext_lazy("loại")
    parameter_name = "kind"
    options = DecisionKind.choices


@admin.register(Decision)
class DecisionAdmin(StatusTag, ScopedAdmin):
    group, rank = ScreenGroup.AWARDS, 4
    tones: ClassVar = {DecisionStatus.DRAFT: "wait", DecisionStatus.TO_SIGN: "wait", DecisionStatus.ISSUED: "ok"}
    awaiting_words = gettext_lazy("{n} dự thảo")
    awaiting_query = f"status={AWAITING}"
    list_display = ("name", "about", "unit", "kind", "status_words", "dated_on", "recorded_words")
    list_display_links = None
    list_filter = (DecisionStatusFilter, PhaseFilter, DecisionKindFilter)
    search_fields = ("number",)
    search_words = gettext_lazy("Tìm theo số, theo tên không cần dấu")
    sortable_by = ()
    fields = (
        "name", "about", "unit", "organ", "kind", "status_words", "dated_on", "signer_name", "signer_position",
        "recorded_words",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        decisions = super().get_queryset(request).below_reach(request.user)
        return decisions.with_context().order_by("-made_at", "-pk")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search by number, or by names on the list without diacritics."""
        listed = Award.objects.filter(contains_words(["search_text"], search_term), decision=OuterRef("pk"))
        return queryset.filter(Q(number__icontains=vietnamese.clean(search_term)) | Exists(listed)), False

    def waiting(self, request: HttpRequest) -> int:
        return drafts_of(Decision.objects.visible_to(request.user), request).count()

    def unit_of(self, decision: Decision) -> Unit:
        return decision.unit

    @admin.display(description=gettext_lazy("quyết định"))
    def name(self, decision: Decision) -> str:
        return format_html('<a href="{}">{}</a>', decision.get_absolute_url(), decision)

    @admin.display(description=gettext_lazy("về việc"))
    def about(self, decision: Decision) -> str:
        return subject(decision)

    @admin.display(description=gettext_lazy("cách ban hành"))
    def recorded_words(self, decision: Decision) -> str:
        if not decision.is_issued:
            return _("đã trình lãnh đạo") if decision.is_draft and decision.proposed_at else ""
        return _("ghi nhận bản đã ký") if decision.recorded else _("lãnh đạo ban hành")


class AwardStateFilter(AwaitingFilter):
    """Filters awards not handed over (for the Board), in force, or annulled."""

    title = gettext_lazy("tình trạng")
    parameter_name = "state"
    awaiting_words = gettext_lazy("Chưa trao")
    options = (("valid", gettext_lazy("Có giá trị")), ("annulled", gettext_lazy("Đã bị hủy bỏ")))

    def awaiting_rows(self, queryset: Any, request: HttpRequest) -> Any:
        return not_handed_over(queryset, request)

    def of_status(self, queryset: Any, value: str) -> Any:
        return queryset.filter(annulled_by__isnull=value == "valid")


class TitleFilter(ChoiceListFilter):
    title = gettext_lazy("hình thức")
    parameter_name = "title"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        awarded = Award.objects.visible_to(user_of(request)).order_by().values("title")
        titles = AwardTitle.objects.visible_to(request.user).filter(pk__in=awarded)
        return [(str(title.pk), title.name) for title in titles]


@admin.register(Award)
class AwardAdmin(FoldedSearch, ScopedAdmin):
    """The register (sổ khen thưởng) of all units in the user's reach."""

    group, rank = ScreenGroup.AWARDS, 5
    awaiting_words = gettext_lazy("{n} khen thưởng chưa trao")
    awaiting_query = f"state={AWAITING}"
    folded = ("search_text",)
    list_display = ("number_words", "name", "form_words", "unit_words", "decision_words", "state", "handed_over_on")
    list_display_links = ("name",)
    list_filter = (AwardStateFilter, PhaseFilter, TitleFilter)
    sortable_by = ()
    fields = (
        "number_words", "name", "position", "unit_name", "upper_name", "title_name", "wording", "decision_words",
        "state", "handed_over_on",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        entries = super().get_queryset(request).with_context().select_related("annulled_by__unit", "deciding_unit")
        return entries.order_by("-decision__dated_on", "-decision__pk", "place")

    def waiting(self, request: HttpRequest) -> int:
        return not_handed_over(Award.objects.visible_to(user_of(request)), request).count()

    def unit_of(self, award: Award) -> Unit:
        return award.unit

    @admin.display(description=gettext_lazy("đơn vị"))
    def unit_words(self, award: Award) -> str:
        return str(award.unit)

    @admin.display(description=gettext_lazy("hình thức"))
    def form_words(self, award: Award) -> str:
        return award.title.form

    @admin.display(description=gettext_lazy("số sổ"))
    def number_words(self, award: Award) -> str:
        return f"{award.number}/{award.year}" if award.number else "…"

    @admin.display(description=gettext_lazy("quyết định"))
    def decision_words(self, award: Award) -> str:
        words = _("{number}, ngày {day}").format(
            number=award.decision.written_number, day=vietnamese.format_date(award.decision.signed_on)
        )
        return format_html('<a href="{}">{}</a>', award.decision.get_absolute_url(), words)

    @admin.display(description=gettext_lazy("tình trạng"))
    def state(self, award: Award) -> str:
        if award.annulled_by is None:
            return format_html('<span class="tag ok">{}</span>', _("Có giá trị"))
        words = _("Quyết định số {number}").format(number=award.annulled_by.written_number)
        return format_html('<span class="tag no">{}</span> <small>{}</small>', _("Đã bị hủy bỏ"), words)
