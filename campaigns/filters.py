"""The filter of the lists of sheets: phase, status, upper union, strand, and search without Vietnamese marks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import PhaseStatus
from campaigns.models import CalledUnit, FilingKind, Phase
from campaigns.models.called import called_in_reach
from campaigns.models.filing import STATUS_WORDS, FilingStatus
from campaigns.models.year_names import phase_choices
from campaigns.progress.branches import COORDINATED_BRANCH
from campaigns.timing import in_season
from foundation import clock
from foundation.filters import SearchFilter, SelectFilter
from foundation.forms.choices import MOST_LISTED
from foundation.lazy_text import LazyText
from foundation.request_parsing import whole_number
from units.filters import DIRECT_UNIONS, UnitListFilter, UpperSelectFilter, launching
from units.models import Area, UnionForm, Unit, UnitKind, User
from units.models.vocabulary import strand_choices

MISSING, LATE = "missing", "late"
PHASE_SHOWN = (
    "status",
    "ends_on",
    "cutoff_on",
    "campaign__unit",
)  # columns that season and due dates are computed from
OUTSIDE_UPPERS = [DIRECT_UNIONS, (COORDINATED_BRANCH, _("Khối phối hợp chỉ đạo"))]
OUTSIDE_WORDS = dict(OUTSIDE_UPPERS)


class FilingFilter(UnitListFilter):
    """The filter of the sheets of one kind that a person can see; a value beyond their reach is an error of its field.

    For who sees more than one union the list starts with the current phase; an empty `phase` means all phases.
    """

    unit_lookup = "called"
    q = SearchFilter("called__search_text", beside=("called__parent__search_text",), label=_("Tên đơn vị"))
    phase = SelectFilter(label=_("Đợt"), field_name="called__phase", empty_label=_("Mọi đợt"))
    status = SelectFilter(label=_("Trạng thái"), method="of_status", empty_label=_("Mọi trạng thái"))
    under = UpperSelectFilter()
    strand = SelectFilter(label=_("Khối"), method="of_strand", empty_label=_("Mọi khối"))

    def __init__(self, query: Any, *args: Any, kind: str, user: User, **kwargs: Any):
        uppers = Unit.objects.uppers(user.upper_paths(), query.get("under"))
        self.areas = areas_offered(query.get("under"), user)
        wide = bool(uppers or self.areas)
        called = Phase.objects.visible_to(user).asking(kind).exclude(status=PhaseStatus.PLANNED).named(*PHASE_SHOWN)
        phases = list(called.prefetch_related("due_dates").order_by("-campaign__year", "-number"))
        opened_on = current_phase(phases, kind) if wide and "phase" not in query else None
        self.phases = {phase.pk: phase for phase in phases}
        super().__init__(query | {"phase": str(opened_on.pk)} if opened_on else query, *args, **kwargs)
        offered = offered_phases(phases, self.data.get("phase"))
        self.filters["phase"].extra["choices"] = phase_choices(offered)
        self.filters["phase"].extra["initial"] = opened_on and opened_on.pk
        self.filters["status"].extra["choices"] = status_choices(kind)
        self.filters["strand"].extra["choices"] = strands_offered()
        self.outside = outside_uppers_of(query.get("under"), user)
        choices = [(value, f"{OUTSIDE_WORDS[name]}, {unit}") for value, (name, unit) in self.outside.items()]
        choices += [(value, area.name) for value, area in self.areas.items()]
        self.offer_uppers(uppers, *(OUTSIDE_UPPERS if launching(uppers) else []), *choices)
        if not wide:
            del self.filters["q"], self.filters["strand"]

    def of_status(self, sheets: Any, name: str, value: str) -> QuerySet:
        if value == MISSING:
            return sheets.missing()
        return sheets.received().filter(late=True) if value == LATE else sheets.filter(status=value)

    def of_strand(self, sheets: QuerySet, name: str, value: str) -> QuerySet:
        column = "form" if value == UnionForm.OCCUPATIONAL else "strand"
        return sheets.filter(**{f"called__{column}": value})

    def below(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Return the sheets below an upper union, as their units were called; coordinated unions are below none.

        Of an area all sheets.
        """
        if value in self.areas:
            return rows.filter(called_in_reach(self.areas[value], "called"))
        if value in self.outside:
            return self.outside_uppers(rows, *self.outside[value])
        if value == COORDINATED_BRANCH:
            return rows.filter(called__coordinated=True)
        return super().below(rows.filter(called__coordinated=False), name, value)

    def outside_uppers(self, rows: QuerySet, name: str, unit: Unit) -> QuerySet:
        """Return the sheets of a union's coordinated unions, or its own and those of grassroots unions right below."""
        if name == COORDINATED_BRANCH:
            return self.below_upper(rows.filter(called__coordinated=True).exclude(called__unit=unit), unit)
        right_below = Q(called__parent=unit, called__kind=UnitKind.GRASSROOTS, called__coordinated=False)
        return rows.filter(Q(called__unit=unit) | right_below)

    def directly_below(self, rows: QuerySet) -> QuerySet:
        """Return the sheets of grassroots unions right below the unit that launched the chosen phase."""
        chosen = next((phase for phase in self.phases.values() if str(phase.pk) == self.data.get("phase")), None)
        if chosen is None or str(chosen.campaign.unit_id) not in self.uppers:
            return super().directly_below(rows)
        return rows.filter(called__parent=chosen.campaign.unit_id, called__kind=UnitKind.GRASSROOTS)

    def below_upper(self, rows: Any, upper: Unit) -> QuerySet:
        """Return the sheets below a union, including those called below a path that it had before it was moved."""
        paths = CalledUnit.objects.filter(unit=upper).values_list("path", flat=True)
        return rows.under(upper.path, *paths)


def outside_uppers_of(under: str | None, user: User) -> dict[str, tuple[str, Unit]]:
    """Return the choice "direct-12" or "coordinated-12" with the name before the dash and the union it is about.

    A figure of a union that did not launch the campaign leads to it. Empty for other values, and beyond the reach.
    """
    name, _dash, typed = (under or "").partition("-")
    pk = whole_number(typed)
    if name not in OUTSIDE_WORDS or pk is None:
        return {}
    return {f"{name}-{typed}": (name, unit) for unit in Unit.objects.visible_to(user).filter(pk=pk)}


def in_area(area: Area) -> str:
    """Return the value of the box of upper unions that stands for an area."""
    return f"area-{area.pk}"


def areas_offered(under: str | None, user: User) -> dict[str, Area]:
    """Return by `in_area` the areas that the user looks after, and the one asked for if it is in reach."""
    own = {in_area(post.area): post.area for post in user.current_posts if post.area}
    name, _dash, typed = (under or "").partition("-")
    pk = whole_number(typed)
    if name != "area" or pk is None or under in own:
        return own
    return own | {in_area(area): area for area in Area.objects.visible_to(user).filter(pk=pk)}


def strands_offered() -> list[tuple[str, str]]:
    """Return the strands in force and nghiệp đoàn, which have none: the choices of a box."""
    return [*strand_choices(), (UnionForm.OCCUPATIONAL.value, str(UnionForm.OCCUPATIONAL.label))]


def offered_phases(phases: list[Phase], chosen: str | None) -> list[Phase]:
    """Return the newest phases, as many as a box lists, and the chosen one (an id as typed) if it is older."""
    return [phase for position, phase in enumerate(phases) if position < MOST_LISTED or str(phase.pk) == chosen]


def current_phase(phases: list[Phase], kind: str) -> Phase | None:
    """Return the phase that a list shows first: the newest whose sheets of this kind are in season."""
    today = clock.today()
    return next((phase for phase in phases if in_season(phase, kind, today)), None)


def status_choices(kind: str) -> list[tuple[str, LazyText]]:
    """Return the choices of the status filter: missing, late, then the statuses, in the words of the kind."""
    words = STATUS_WORDS[FilingKind(kind)]
    missing = _("Chưa đăng ký, kể cả đang soạn") if kind == FilingKind.PLEDGE else _("Chưa báo cáo, kể cả đang soạn")
    statuses = [(status.value, words.get(status, status.label)) for status in FilingStatus]
    return [(MISSING, missing), (LATE, _("Gửi sau hạn")), *statuses]
