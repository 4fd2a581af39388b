"""The filter of the lists of launches and reviews: the called units of one phase, those that recorded or did not."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import CalledUnit, Phase
from campaigns.models.gathering import GatheringKind, has_gathering
from foundation import clock
from foundation.filters import SearchFilter, SelectFilter
from units.filters import UnitListFilter, UpperSelectFilter, launching
from units.models import Unit, UnitKind, User

HELD, NOT_HELD = "held", "not_held"
UPPERS = "upper"


class GatheringFilter(UnitListFilter):
    """Lists one phase at a time, the one chosen or nearest. Of a campaign its latest opened phase is listed.

    `?campaign=` is asked by links from the page of a launch.
    """

    q = SearchFilter("search_text", beside=("parent__search_text",), label=gettext_lazy("Tên đơn vị"))
    phase = SelectFilter(label=gettext_lazy("Đợt"), empty_label=None)
    status = SelectFilter(
        label=gettext_lazy("Trạng thái"),
        method="of_status",
        choices=[(HELD, gettext_lazy("Đã ghi")), (NOT_HELD, gettext_lazy("Chưa ghi"))],
        empty_label=gettext_lazy("Mọi đơn vị"),
    )
    level = SelectFilter(
        label=gettext_lazy("Cấp"),
        method="of_level",
        choices=[(UPPERS, gettext_lazy("Cấp trên cơ sở")), (UnitKind.GRASSROOTS, gettext_lazy("Cơ sở"))],
        empty_label=gettext_lazy("Mọi cấp"),
    )
    under = UpperSelectFilter()

    def __init__(self, query: dict[str, Any], *args: Any, kind: str, user: User, **kwargs: Any):
        self.kind = kind
        self.phases = {str(phase.pk): phase for phase in _offered(kind, user)}
        of_campaign = [pk for pk, phase in self.phases.items() if str(phase.campaign_id) == query.get("campaign")]
        shown = query.get("phase") or next(iter(of_campaign or self.phases), "")
        super().__init__(query | {"phase": shown}, *args, **kwargs)
        self.shown_phase = self.phases.get(shown)
        choices = [(pk, _name(kind, phase)) for pk, phase in self.phases.items()]
        self.filters["phase"].extra |= {"choices": choices, "initial": shown}
        if kind == GatheringKind.LAUNCH:
            self.filters["phase"].label = _("Phong trào")
        self.offer_uppers_in_reach(user)

    @property
    def qs(self) -> QuerySet:
        return super().qs if self.shown_phase else self.queryset.none()

    def of_status(self, called: QuerySet, name: str, value: str) -> QuerySet:
        if self.shown_phase is None:
            return called.none()
        held = has_gathering(self.kind, self.shown_phase)
        return called.filter(held if value == HELD else ~held)

    def of_level(self, called: QuerySet, name: str, value: str) -> QuerySet:
        grassroots = Q(kind=UnitKind.GRASSROOTS)
        return called.filter(~grassroots if value == UPPERS else grassroots)

    def below_upper(self, rows: Any, upper: Unit) -> QuerySet:
        paths = CalledUnit.objects.filter(unit=upper).values_list("path", flat=True)
        return rows.under(upper.path, *paths)

    def directly_below(self, rows: QuerySet) -> QuerySet:
        return rows.filter(parent__in=launching(self.uppers.values()), kind=UnitKind.GRASSROOTS)


def _offered(kind: str, user: User) -> list[Phase]:
    """Return the opened phases of campaigns in the user's reach, those whose review is nearest to today first.

    Of each campaign only the latest, where launches are listed; the newest campaign first.
    """
    opened = Phase.objects.visible_to(user).filter(opened_at__isnull=False).select_related("campaign__unit")
    paths = user.reach_paths()
    phases = [
        phase
        for phase in opened.order_by("-campaign__year", "-campaign", "-number")
        if any(phase.campaign.unit.contains(path) or phase.campaign.unit.path.startswith(path) for path in paths)
    ]
    if kind == GatheringKind.LAUNCH:
        latest = {phase.campaign_id: phase for phase in reversed(phases)}
        return list(reversed(latest.values()))
    today = clock.today()
    return sorted(phases, key=lambda phase: abs((phase.review_date or phase.ends_on) - today))


def _name(kind: str, phase: Phase) -> str:
    if kind == GatheringKind.LAUNCH:
        return str(phase.campaign)
    return _("{review} {phase}").format(review=phase.review_words, phase=phase.in_year)
