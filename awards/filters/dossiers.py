"""Filter and order of the list of dossiers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import DossierStatus
from awards.models import Nomination
from campaigns.lifecycle import PhaseStatus
from campaigns.models import Phase
from foundation.filters import SearchFilter, SelectFilter
from foundation.forms.choices import SearchableChoiceFilter
from units.filters import UnitListFilter, UpperSelectFilter
from units.models import User


class DossierFilter(UnitListFilter):
    """Filters the dossiers that a user can see. A choice beyond the user's reach is an error of its field."""

    q = SearchFilter("unit__search_text", beside=("unit__parent__search_text",), label=_("Tên đơn vị"))
    phase = SearchableChoiceFilter(label=_("Đợt"), queryset=None, empty_label=_("Mọi đợt"))
    status = SelectFilter(label=_("Trạng thái"), choices=DossierStatus.choices, empty_label=_("Mọi trạng thái"))
    under = UpperSelectFilter()

    def __init__(self, query: Any, *args: Any, user: User, **kwargs: Any):
        super().__init__(query, *args, **kwargs)
        self.offer_uppers_in_reach(user)
        phases = Phase.objects.visible_to(user).exclude(status=PhaseStatus.PLANNED).named()
        self.filters["phase"].queryset = phases.order_by("-campaign__year", "-number")
        if not self.uppers and not any(post.area for post in user.current_posts):
            del self.filters["q"]


def dossiers_in_office_order(dossiers: QuerySet) -> QuerySet:
    """Order by phase (newest first), then as the office lists its units. Annotate `nominees`, their number."""
    nominees = Nomination.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    counted = Subquery(nominees.annotate(number=Count("pk")).values("number"))
    return dossiers.annotate(nominees=Coalesce(counted, 0)).order_by("sort_key", "-made_at", "-pk")
