"""Filter and order of the appraisal table."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import HAS_VERDICT, NominationStatus
from awards.models import AwardTitle, NomineeClass
from awards.selectors.appraisal_overview import counts_at
from campaigns.models import Phase
from campaigns.models.year_names import phase_choices
from foundation.filters import SearchFilter, SelectFilter
from foundation.forms.choices import SearchableChoiceFilter
from units.filters import DIRECT_UNIONS, UnitListFilter, UpperSelectFilter
from units.models import Unit, UnitKind

ANY, COLLECTIVE = "any", "collective"
LIVE = (NominationStatus.PENDING, *HAS_VERDICT, NominationStatus.SENT_UP)


class AppraisalFilter(UnitListFilter):
    """Filters the nominations that `unit` decides on. Without a status: those that are not final yet."""

    unit_lookup = "dossier__unit"
    q = SearchFilter(
        "nominee__folded",
        "dossier__unit__search_text",
        beside=("dossier__unit__parent__search_text",),
        label=_("Tên, đơn vị"),
    )
    phase = SelectFilter(label=_("Đợt"), field_name="dossier__phase", empty_label=_("Mọi đợt"))
    title = SearchableChoiceFilter(
        label=_("Hình thức"), method="of_title", queryset=None, empty_label=_("Mọi hình thức")
    )
    status = SelectFilter(
        label=_("Kết luận"),
        method="of_status",
        choices=[*NominationStatus.choices, (ANY, _("Mọi kết luận"))],
        empty_label=_("Chờ xét và chưa ban hành"),
    )
    group = SelectFilter(
        label=_("Đối tượng"),
        method="of_group",
        choices=[*NomineeClass.choices, (COLLECTIVE, _("Tập thể"))],
        empty_label=_("Mọi đối tượng"),
    )
    under = UpperSelectFilter()

    def __init__(self, query: dict[str, str], *args: Any, unit: Unit, **kwargs: Any):
        self.unit = unit
        super().__init__(query, *args, **kwargs)
        self.counts = counts_at(unit)
        of_phases = Phase.objects.filter(pk__in={group.phase_id for group in self.counts})
        phases = of_phases.named("ends_on", "campaign__unit__path").select_related("campaign__unit")
        self.phases = {str(phase.pk): phase for phase in phases.order_by("-campaign__year", "-number")}
        self.filters["phase"].extra["choices"] = phase_choices(self.phases.values())
        titles = {group.about_id for group in self.counts}
        self.filters["title"].queryset = AwardTitle.objects.filter(pk__in=titles).order_by("order")
        uppers = [upper for upper in Unit.objects.uppers([unit.path], query.get("under")) if upper.pk != unit.pk]
        self.offer_uppers(uppers, *([DIRECT_UNIONS] if uppers else []))

    def without_status(self, rows: QuerySet) -> QuerySet:
        return rows.filter(status__in=LIVE)

    @property
    def shown_phase(self) -> Phase | None:
        """Return the phase of the overview: the chosen one, else the newest with nominations; None if there is none."""
        chosen = "" if self.errors else self.form.cleaned_data["phase"]
        return self.phases[chosen] if chosen else next(iter(self.phases.values()), None)

    def of_title(self, rows: QuerySet, name: str, value: AwardTitle | None) -> QuerySet:
        about = Q(title_granted=value) | Q(title_granted=None, title_asked=value)
        return rows.filter(about) if value else rows

    def of_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows if value == ANY else rows.filter(status=value)

    def of_group(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == COLLECTIVE:
            return rows.filter(nominee__is_person=False)
        return rows.filter(nominee__is_person=True, nominee_class=value)

    def directly_below(self, rows: QuerySet) -> QuerySet:
        return rows.filter(dossier__unit__parent=self.unit, dossier__unit__kind=UnitKind.GRASSROOTS)


def nominations_in_office_order(rows: QuerySet) -> QuerySet:
    """Order by phase (newest first), then collectives before persons, in the office's order of unions, then as sent."""
    came_at = Coalesce("dossier__submitted_at", "dossier__made_at")
    return rows.alias(came_at=came_at).order_by("sort_key", "came_at", "order", "pk")
