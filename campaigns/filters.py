"""The conditions above the lists of sheets: phase, status, upper union, strand, and search without marks."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import PhaseStatus
from campaigns.models import CalledUnit, Filing, FilingKind, Phase
from campaigns.models.filing import STATUS_WORDS, FilingStatus
from campaigns.progress.branches import COORDINATED_BRANCH, DIRECT_BRANCH
from campaigns.timing import in_season
from foundation import clock, vietnamese
from foundation.forms.choices import MOST_LISTED
from foundation.forms.fields import select, text_input
from units.models import Form, Kind, Strand, Unit
from units.tree import within

MISSING, LATE = "missing", "late"
PHASE_SHOWN = ("status", "ends_on", "cutoff_on", "campaign__unit")  # what its sheets are asked for and due by
STRANDS = [*Strand.choices, (Form.OCCUPATIONAL, _("Nghiệp đoàn"))]


class FilingFilter(django_filters.FilterSet):
    """Narrows the sheets of one kind that a person can see; what lies beyond reach is refused at its field.

    Who sees more than one union starts at the current phase; an empty `phase` asks for all.
    """

    q = django_filters.CharFilter(
        label=_("Tên đơn vị"), method="search", widget=text_input(placeholder=_("không cần dấu"))
    )
    phase = django_filters.ChoiceFilter(
        label=_("Đợt"), field_name="called__phase", empty_label=_("Mọi đợt"), widget=select()
    )
    status = django_filters.ChoiceFilter(
        label=_("Trạng thái"), method="of_status", empty_label=_("Mọi trạng thái"), widget=select()
    )
    under = django_filters.ChoiceFilter(
        label=_("Công đoàn cấp trên"), method="below", empty_label=_("Mọi đơn vị"), widget=select()
    )
    strand = django_filters.ChoiceFilter(
        label=_("Khối"), method="of_strand", choices=STRANDS, empty_label=_("Mọi khối"), widget=select()
    )

    class Meta:
        model = Filing
        fields: list[str] = []

    def __init__(self, data: Any, *args: Any, kind: str, user: Any, **kwargs: Any):
        self.uppers = Unit.objects.uppers(user.reach_paths(), data.get("under"))
        called = Phase.objects.visible_to(user).exclude(status=PhaseStatus.PLANNED).named(*PHASE_SHOWN)
        phases = list(called.prefetch_related("due_dates").order_by("-campaign__year", "-number"))
        opened_on = current_phase(phases, kind) if self.uppers and "phase" not in data else None
        self.phases = {phase.pk: phase for phase in phases}
        super().__init__(data | {"phase": str(opened_on.pk)} if opened_on else data, *args, **kwargs)
        offered = offered_phases(phases, self.data.get("phase"))
        self.filters["phase"].extra["choices"] = [(str(phase.pk), str(phase)) for phase in offered]
        self.filters["phase"].extra["initial"] = opened_on and opened_on.pk
        self.filters["status"].extra["choices"] = status_choices(kind)
        if self.uppers:
            self.filters["under"].extra["choices"] = under_choices(self.uppers)
        else:
            for name in ("q", "under", "strand"):
                del self.filters[name]

    @property
    def qs(self) -> QuerySet:
        """Nothing while a condition is wrong: the field says why."""
        found = super().qs
        return found.none() if self.errors else found

    def search(self, sheets: QuerySet, name: str, value: str) -> QuerySet:
        return sheets.filter(called__search_text__contains=vietnamese.search_key(value))

    def of_status(self, sheets: Any, name: str, value: str) -> QuerySet:
        if value == MISSING:
            return sheets.missing()
        return sheets.filter(late=True) if value == LATE else sheets.filter(status=value)

    def of_strand(self, sheets: QuerySet, name: str, value: str) -> QuerySet:
        column = "form" if value == Form.OCCUPATIONAL else "strand"
        return sheets.filter(**{f"called__{column}": value})

    def below(self, sheets: QuerySet, name: str, value: str) -> QuerySet:
        """As called, like the progress of a phase: coordinated unions stand outside every unit above them."""
        if value == COORDINATED_BRANCH:
            return sheets.filter(called__coordinated=True)
        own = sheets.filter(called__coordinated=False)
        if value == DIRECT_BRANCH:
            launching = [unit.pk for unit in self.uppers if unit.kind in (Kind.PROVINCE, Kind.CONFEDERATION)]
            return own.filter(called__parent__in=launching, called__kind=Kind.GRASSROOTS)
        unit = next(unit for unit in self.uppers if unit.pk == int(value))
        paths = CalledUnit.objects.filter(unit=unit).values_list("path", flat=True)
        return own.filter(within("called__path", [unit.path, *paths]))


def offered_phases(phases: list[Phase], chosen: str | None) -> list[Phase]:
    """The newest of the phases, as many as a box lists, and the chosen one (an id as typed) if it is older."""
    return [phase for place, phase in enumerate(phases) if place < MOST_LISTED or str(phase.pk) == chosen]


def current_phase(phases: list[Phase], kind: str) -> Phase | None:
    """The phase a list opens on: the newest whose sheets of this kind are asked for by now."""
    today = clock.today()
    return next((phase for phase in phases if in_season(phase, kind, today)), None)


def status_choices(kind: str) -> list[tuple[str, Any]]:
    """Missing first, in the words of the kind, then the statuses."""
    words = STATUS_WORDS[FilingKind(kind)]
    missing = _("Chưa đăng ký, kể cả đang soạn") if kind == FilingKind.PLEDGE else _("Chưa báo cáo, kể cả đang soạn")
    statuses = [(status.value, words.get(status, status.label)) for status in FilingStatus]
    return [(MISSING, missing), (LATE, _("Gửi sau hạn")), *statuses]


def under_choices(uppers: list[Unit]) -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = [(str(unit.pk), unit.name) for unit in uppers]
    if any(unit.kind in (Kind.PROVINCE, Kind.CONFEDERATION) for unit in uppers):
        choices += [(DIRECT_BRANCH, _("CĐCS trực thuộc")), (COORDINATED_BRANCH, _("Khối phối hợp chỉ đạo"))]
    return choices
