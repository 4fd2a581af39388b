"""The public honour roll: awards in force of published campaigns. Only the columns it shows are read."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import DecisionStatus
from awards.models import Award, AwardTitle, Decision
from awards.models.award import AwardQuerySet
from campaigns.models import Campaign, Phase
from foundation.filters import SearchFilter, SelectFilter
from foundation.forms.choices import SearchableChoiceFilter
from units.filters import DIRECT_UNIONS, UnitListFilter, UpperSelectFilter
from units.models import Unit, UnitKind

LINE_COLUMNS = (
    "is_person",
    "name",
    "position",
    "unit_name",
    "title_name",
    "decision__number",
    "decision__organ",
    "decision__dated_on",
    "decision__unit__symbol",
    "phase__number",
    "phase__review_name",
    "phase__campaign__year",
)
WHOM = [("person", _("Cá nhân")), ("collective", _("Tập thể"))]


def honour_roll() -> AwardQuerySet:
    """Return awards in force of issued decisions in published campaigns, with the columns of a line only."""
    issued = Award.objects.in_force().filter(
        decision__status=DecisionStatus.ISSUED, phase__campaign__published_at__isnull=False
    )
    return issued.with_decision_heads().select_related("decision__unit", "phase__campaign").only(*LINE_COLUMNS)


def latest_awards(count: int) -> QuerySet[Award]:
    """Return the `count` newest awards: the latest decision first, each in the order of its list."""
    shown = honour_roll().order_by()
    newest = Decision.objects.issued().filter(Exists(shown.filter(decision=OuterRef("pk"))))
    in_newest = shown.filter(decision__in=newest.order_by("-dated_on", "-pk").values("pk")[:count])
    return in_newest.order_by("-decision__dated_on", "-decision_id", "place")[:count]


def in_roll_order(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Order collectives as the office lists their units, then persons by given name (`sorting.roll_key`)."""
    return awards.order_by("sort_key", "pk")


class HonourFilter(UnitListFilter):
    """Filters the honour roll. An impossible choice is an error of its field."""

    q = SearchFilter("search_text", label=_("Tên, đơn vị"))
    campaign = SearchableChoiceFilter(
        label=_("Phong trào"),
        field_name="phase__campaign",
        queryset=None,
        empty_label=_("Mọi phong trào"),
    )
    phase = SearchableChoiceFilter(label=_("Đợt"), queryset=None, empty_label=_("Mọi đợt"))
    title = SearchableChoiceFilter(label=_("Hình thức"), queryset=None, empty_label=_("Mọi hình thức"))
    under = UpperSelectFilter()
    whom = SelectFilter(label=_("Đối tượng"), method="of_kind", choices=WHOM, empty_label=_("Tập thể và cá nhân"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        published = Campaign.objects.published()
        awarded = AwardTitle.objects.filter(Exists(Award.objects.in_force().filter(title=OuterRef("pk"))))
        phases = Phase.objects.alive().filter(campaign__in=published).named()
        self.filters["campaign"].queryset = published
        self.filters["phase"].queryset = phases.order_by("-campaign__year", "number")
        self.filters["title"].queryset = awarded.order_by("order", "pk")
        launching = list(published.order_by().values_list("unit__path", flat=True))
        uppers = Unit.objects.uppers(launching, self.data.get("under"))
        self.offer_uppers([upper for upper in uppers if upper.path not in launching], DIRECT_UNIONS)

    def directly_below(self, rows: QuerySet) -> QuerySet:
        """Return the awards of grassroots unions directly under the unit that launched the campaign."""
        return rows.filter(unit__kind=UnitKind.GRASSROOTS, unit__parent=F("phase__campaign__unit"))

    def of_kind(self, awards: QuerySet, name: str, value: str) -> QuerySet:
        return awards.filter(is_person=value == "person")
