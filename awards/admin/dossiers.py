"""Dossiers in the admin: a filterable list. Dossiers are read and acted on on their own pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.lifecycle import UNDER_REVIEW, DossierStatus, NominationStatus
from awards.models import Dossier
from campaigns.admin.campaigns_in_reach import PhaseFilter
from units.access import is_board
from units.acting_request import acting_of, require_acting, user_of
from units.admin_base.awaiting import AWAITING, AwaitingFilter, StatusTag
from units.admin_base.filters import UpperListFilter
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.admin_base.search import FoldedSearch
from units.models import Unit


def awaiting_board(dossiers: QuerySet[Dossier], request: HttpRequest) -> QuerySet[Dossier]:
    """Return dossiers with nominations that await a verdict of the unit acted for; none for an administrator."""
    if not is_board(acting_of(request)):
        return dossiers.none()
    pending = {
        "nominations__deciding_unit": require_acting(request).unit,
        "nominations__status": NominationStatus.PENDING,
    }
    under_review = Dossier.objects.filter(status__in=UNDER_REVIEW, **pending)
    on_their_way = under_review.filter(status=DossierStatus.SUBMITTED).awaiting_endorsement().values("pk")
    return dossiers.filter(pk__in=under_review.values("pk")).exclude(pk__in=on_their_way)


class DossierStatusFilter(AwaitingFilter):
    awaiting_words = gettext_lazy("Chờ Ban thẩm định")
    options = DossierStatus.choices

    def awaiting_rows(self, queryset: Any, request: HttpRequest) -> Any:
        return awaiting_board(queryset, request)


class DossierUpperFilter(UpperListFilter):
    unit, paths = "unit", ("unit__path",)


@admin.register(Dossier)
class DossierAdmin(FoldedSearch, StatusTag, ScopedAdmin):
    group, rank = ScreenGroup.AWARDS, 3
    tones: ClassVar = {
        DossierStatus.SUBMITTED: "wait",
        DossierStatus.ENDORSED: "wait",
        DossierStatus.RETURNED: "no",
        DossierStatus.DRAFT: "blue",
        DossierStatus.CLOSED: "ok",
    }
    awaiting_words = gettext_lazy("{n} hồ sơ chờ thẩm định")
    awaiting_query = f"status={AWAITING}"
    folded = ("unit__search_text",)
    list_display = ("name", "unit_words", "upper_words", "status_words", "nominees", "submitted_at", "late_words")
    list_display_links = None
    list_filter = (DossierStatusFilter, PhaseFilter, DossierUpperFilter)
    sortable_by = ()
    fields = ("name", "unit_words", "upper_words", "status_words", "submitted_at", "late_words", "reason")

    def get_queryset(self, request: HttpRequest) -> Any:
        dossiers = super().get_queryset(request).with_context().annotate(count=Count("nominations"))
        return dossiers.order_by("-campaign__year", "phase__number", "unit__path", "pk")

    def waiting(self, request: HttpRequest) -> int:
        return awaiting_board(Dossier.objects.visible_to(user_of(request)), request).count()

    def unit_of(self, dossier: Dossier) -> Unit:
        return dossier.unit

    @admin.display(description=gettext_lazy("hồ sơ"))
    def name(self, dossier: Dossier) -> str:
        return format_html('<a href="{}">{}</a>', dossier.get_absolute_url(), dossier.title)

    @admin.display(description=gettext_lazy("đơn vị"))
    def unit_words(self, dossier: Dossier) -> str:
        return dossier.unit.name

    @admin.display(description=gettext_lazy("công đoàn cấp trên"))
    def upper_words(self, dossier: Dossier) -> str:
        return str(dossier.unit.parent or "")

    @admin.display(description=gettext_lazy("số trường hợp"))
    def nominees(self, dossier: Any) -> int:
        return dossier.count

    @admin.display(description=gettext_lazy("thời hạn"))
    def late_words(self, dossier: Dossier) -> str:
        if dossier.late:
            return format_html('<span class="late">{}</span>', _("gửi sau hạn"))
        return _("đúng hạn") if dossier.first_submitted_at else "…"
