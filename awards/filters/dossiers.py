"""The conditions above the list of dossiers: unit without marks, phase, status, upper union; and its order."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import DossierStatus
from awards.models import Dossier, Nomination
from campaigns.lifecycle import PhaseStatus
from campaigns.models import Phase
from foundation import vietnamese
from foundation.forms.choices import SearchableChoiceFilter
from foundation.forms.fields import select, text_input
from units.models import Kind, Unit
from units.tree import within

DIRECT = "direct"


class DossierFilter(django_filters.FilterSet):
    """Narrows the dossiers a person can see; what lies beyond reach is refused at its field."""

    q = django_filters.CharFilter(
        label=_("Tên đơn vị"), method="search", widget=text_input(placeholder=_("không cần dấu"))
    )
    phase = SearchableChoiceFilter(label=_("Đợt"), queryset=None, empty_label=_("Mọi đợt"))
    status = django_filters.ChoiceFilter(
        label=_("Trạng thái"), choices=DossierStatus.choices, empty_label=_("Mọi trạng thái"), widget=select()
    )
    under = django_filters.ChoiceFilter(
        label=_("Công đoàn cấp trên"), method="below", empty_label=_("Mọi đơn vị"), widget=select()
    )

    class Meta:
        model = Dossier
        fields: list[str] = []

    def __init__(self, data: Any, *args: Any, user: Any, **kwargs: Any):
        super().__init__(data, *args, **kwargs)
        uppers = Unit.objects.uppers(user.reach_paths(), data.get("under"))
        self.uppers = {str(unit.pk): unit for unit in uppers}
        phases = Phase.objects.visible_to(user).exclude(status=PhaseStatus.PLANNED).named()
        self.filters["phase"].queryset = phases.order_by("-campaign__year", "-number")
        if self.uppers:
            self.filters["under"].extra["choices"] = self._under_choices()
        else:
            for name in ("q", "under"):
                del self.filters[name]

    def _under_choices(self) -> list[tuple[str, Any]]:
        choices: list[tuple[str, Any]] = [(pk, unit.name) for pk, unit in self.uppers.items()]
        return choices + ([(DIRECT, _("CĐCS trực thuộc"))] if self._launching() else [])

    def _launching(self) -> list[int]:
        return [unit.pk for unit in self.uppers.values() if unit.kind in (Kind.PROVINCE, Kind.CONFEDERATION)]

    @property
    def qs(self) -> QuerySet:
        """Nothing while a condition is wrong: the field says why."""
        found = super().qs
        return found.none() if self.errors else found

    def search(self, dossiers: QuerySet, name: str, value: str) -> QuerySet:
        return dossiers.filter(unit__search_text__contains=vietnamese.search_key(value))

    def below(self, dossiers: QuerySet, name: str, value: str) -> QuerySet:
        if value == DIRECT:
            return dossiers.filter(unit__parent__in=self._launching(), unit__kind=Kind.GRASSROOTS)
        return dossiers.filter(within("unit__path", [self.uppers[value].path]))


def in_office_order(dossiers: QuerySet) -> QuerySet:
    """The newest phase first, then as the office lists its units; how many are nominated in each."""
    nominees = Nomination.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    counted = Subquery(nominees.annotate(number=Count("pk")).values("number"))
    return dossiers.annotate(nominees=Coalesce(counted, 0)).order_by("sort_key", "-made_at", "-pk")
