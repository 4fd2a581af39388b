"""The desk's part about the sheets of units below: to review, to urge, and how far the open phases are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, Max, Min, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext as _

from campaigns.figures.address import ALL, NO_VALUE, FigureScope, FigureValue
from campaigns.figures.book import FigureBook
from campaigns.figures.count_provider import EXPECTED, MISSING, RECEIVED, SheetList, SheetProvider
from campaigns.figures.states import StateCounts, summed_states
from campaigns.filters import in_area
from campaigns.lifecycle import AFTER_RETURN, EDITABLE, FilingStatus, PhaseStatus
from campaigns.lifecycle import MISSING as MISSING_STATUSES
from campaigns.models import DueGroup, Filing, FilingKind, Phase
from campaigns.models.called import OWN_DATE, called_in_reach
from campaigns.progress.branches import COORDINATED_BRANCH, branch_progress
from campaigns.progress.rollups import is_rolled_up
from campaigns.review_queue import mine_to_review
from campaigns.state_tiles import progress_words
from campaigns.timing import group_due, in_season
from foundation import clock, vietnamese
from foundation.vietnamese import format_number
from units.acting import Acting
from units.models import Area, Role, Unit
from units.todo import WEEK, Todo

URGE_AHEAD = timedelta(days=7)
"""Missing sheets become a task this long before they are due."""

Key = tuple[int, str]  # the phase's id and the kind of sheet
Books = dict[Key, FigureBook]


OWN_DUE = Case(
    When(status__in=AFTER_RETURN, due_again__isnull=False, then=F("due_again")),
    *(When(kind=kind, then=F(f"called__{column}")) for kind, column in OWN_DATE.items()),
)
"""The date that a sheet has to itself: of its return, or by an extension."""


@dataclass(frozen=True)
class Extended:
    """How many sheets that were not accepted have a date of their own within the week; the first and last of these."""

    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Below:
    """What is at or below the unit, in open phases: `extended` by (phase, kind, status), not for the largest unions.

    `due`: the first day by which a missing sheet is due, likewise.
    """

    books: Books
    extended: dict[tuple[int, str, str], Extended]
    due: dict[Key, datetime]


@dataclass(frozen=True)
class PhaseOverview:
    """The progress of one kind of sheet in an open phase, of all units at or below the unit, or in the area."""

    title: str
    url: str
    expected: int
    received: int
    accepted: int

    @property
    def unaccepted(self) -> int:
        """The number of the received that are waiting or returned."""
        return self.received - self.accepted

    @property
    def bar_words(self) -> str:
        return progress_words(self.accepted, self.unaccepted, self.expected)


def below(phases: list[Phase], by: Acting) -> Below:
    """Return the sheets of open phases at the unit or below by state, without coordinated units, and extended ones.

    Of a desk those of its area. One query; none for a grassroots union, for which there are no figures.
    """
    listed: int | str = by.unit.pk
    if by.area:
        listed = in_area(by.area)
        states, extended, due = _counted_now(phases, Filing.objects.filter(called_in_reach(by.area, "called")))
    elif by.unit.is_grassroots:
        return Below({}, {}, {})
    elif is_rolled_up(by.unit):
        keys = [(phase, kind) for phase in phases for kind in phase.sheet_kinds]
        states, extended, due = {(phase.pk, kind): _from_rollup(phase, kind, by.unit) for phase, kind in keys}, {}, {}
    else:
        sheets = Filing.objects.under(by.unit.path).filter(called__coordinated=False)
        states, extended, due = _counted_now(phases, sheets)
    scope = by.area.unit_id if by.area else by.unit.pk
    books = {
        (phase.pk, kind): _book(phase, kind, scope, states.get((phase.pk, kind), StateCounts()), listed)
        for phase in phases
        for kind in phase.sheet_kinds
    }
    return Below(books, extended, due)


def _counted_now(
    phases: list[Phase], sheets: QuerySet[Filing]
) -> tuple[dict[Key, StateCounts], dict[tuple[int, str, str], Extended], dict[Key, datetime]]:
    """Return how many of the sheets of open phases are in each state, by phase and kind, and how many were extended.

    Then by when the first of the missing ones is due.
    """
    statuses: dict[Key, dict[str, int]] = defaultdict(dict)
    extended, dues = {}, defaultdict[Key, list[datetime]](list)
    yesterday = clock.today() - timedelta(days=1)
    week = (clock.end_of_day(yesterday), clock.end_of_day(yesterday + WEEK))
    ends = Q(status__in=EDITABLE, own_due__gt=week[0], own_due__lte=week[1])
    grouped = (
        sheets.filter(called__phase__status=PhaseStatus.OPEN)
        .alias(own_due=OWN_DUE)
        .order_by()
        .values_list("called__phase", "kind", "status")
        .annotate(count=Count("pk"), ending=Count("pk", filter=ends))
        .annotate(first=Min("own_due", filter=ends), last=Max("own_due", filter=ends), due_first=Min(_due(phases)))
    )
    for phase, kind, status, count, ending, first, last, due in grouped:
        statuses[phase, kind][status] = count
        if ending:
            extended[phase, kind, status] = Extended(ending, first, last)
        if due and status in MISSING_STATUSES:
            dues[phase, kind].append(due)
    states = {key: StateCounts.by_status(counts) for key, counts in statuses.items()}
    return states, extended, {key: min(each) for key, each in dues.items()}


def _due(phases: list[Phase]) -> Coalesce | F:
    """Return when a sheet of these phases is due (`Filing.due`); it needs the alias `own_due`."""
    of_groups = []
    for phase in phases:
        is_direct = Q(called__parent=phase.campaign.unit_id)
        for kind in phase.sheet_kinds:
            for group, in_group in ((DueGroup.DIRECT, is_direct), (DueGroup.BELOW_UPPER, ~is_direct)):
                if due := group_due(phase, kind, group):
                    of_groups.append(When(Q(called__phase=phase.pk, kind=kind) & in_group, then=Value(due)))
    return Coalesce(F("own_due"), Case(*of_groups, output_field=DateTimeField())) if of_groups else F("own_due")


def _from_rollup(phase: Phase, kind: str, unit: Unit) -> StateCounts:
    by_branch = branch_progress(phase, kind, unit, unit.path).counts
    return summed_states(counts.states for branch, counts in by_branch.items() if branch != COORDINATED_BRANCH)


def _book(phase: Phase, kind: str, unit: int, states: StateCounts, listed: int | str) -> FigureBook:
    """Return the figures; `listed` is what the list of sheets is narrowed to, a union's id or an area."""
    provider = SheetProvider({ALL: {kind: states}}, SheetList(phase.pk, listed))
    return FigureBook(FigureScope(phase.campaign_id, phase.pk, unit), [provider])


def todos(phases: list[Phase], below: Below, by: Acting) -> list[Todo]:
    if by.area:
        return [*_waiting_todos(phases, below.books, by, by.area), *_urge_todos(phases, below)]
    if not by.is_(Role.REVIEWER):
        return []
    return [*_review_todos(phases, by), *_urge_todos(phases, below)]


def _review_todos(phases: list[Phase], by: Acting) -> list[Todo]:
    """Return a task for each phase and kind: how many sheets this reviewer has to review, and the oldest."""
    alike = [F("called__phase"), F("kind")]
    first = Window(RowNumber(), order_by=[F("submitted_at"), F("pk")], partition_by=alike)
    sheets = mine_to_review(by).annotate(place=first, size=Window(Count("pk"), partition_by=alike)).filter(place=1)
    rows = sheets.order_by().select_related("called").defer("typed")
    waiting = {(sheet.called.phase_id, sheet.kind): sheet for sheet in rows}
    return [
        _review_todo(phase, kind, waiting[phase.pk, kind], by)
        for phase in phases
        for kind in phase.sheet_kinds
        if (phase.pk, kind) in waiting
    ]


def _review_todo(phase: Phase, kind: str, oldest: Any, by: Acting) -> Todo:
    """Return the task; `oldest` is the sheet waiting longest, annotated with the `size` of its group."""
    what = _("bản đăng ký") if kind == FilingKind.PLEDGE else _("báo cáo")
    return Todo(
        title=_("Xác nhận {n} {what} {phase}").format(n=format_number(oldest.size), what=what, phase=phase.in_year),
        detail=_("Gửi sớm nhất: {unit}, ngày {day}.").format(
            unit=oldest.called.name, day=vietnamese.format_date(oldest.submitted_at)
        ),
        url=oldest.get_absolute_url(),
        button=_("Xem và xác nhận"),
        due=_review_due(phase, kind, by),
        count=oldest.size,
    )


def _waiting_todos(phases: list[Phase], books: Books, by: Acting, area: Area) -> list[Todo]:
    """Return what waits in an area for each phase and kind; a task if its desk may decide, else news."""
    todos = []
    for phase in phases:
        for kind in phase.sheet_kinds:
            waiting = _value(books, phase, kind, "units", FilingStatus.SUBMITTED.value)
            if waiting.value:
                todos.append(_waiting_todo(phase, kind, waiting, by, area))
    return todos


def _waiting_todo(phase: Phase, kind: str, waiting: FigureValue, by: Acting, area: Area) -> Todo:
    what = _("bản đăng ký") if kind == FilingKind.PLEDGE else _("báo cáo")
    title = _("Xác nhận {n} {what} {phase}")
    detail = _("Của các đơn vị thuộc {area}.")
    if not area.may_decide:
        title = _("{n} {what} {phase} chờ xác nhận")
        detail = _("Của các đơn vị thuộc {area}; công đoàn cấp trên xác nhận.")
    return Todo(
        title=title.format(n=format_number(waiting.number), what=what, phase=phase.in_year),
        detail=detail.format(area=area),
        url=waiting.rows_url,
        button=_("Xem {n} bản").format(n=format_number(waiting.number)),
        due=_review_due(phase, kind, by) if area.may_decide else None,
        tone="wait" if area.may_decide else "blue",
        count=waiting.number,
    )


def _review_due(phase: Phase, kind: str, by: Acting) -> datetime | None:
    """Return until when to review: an upper union until its own sheet is due, the Board until the phase's review."""
    if by.unit.pk != phase.campaign.unit_id:
        return group_due(phase, kind, DueGroup.DIRECT)
    if kind == FilingKind.REPORT and phase.review_date:
        return clock.end_of_day(phase.review_date)
    return None


def _urge_todos(phases: list[Phase], below: Below) -> list[Todo]:
    """Return a task for each phase and kind with missing sheets of which the first is due soon or overdue."""
    now, today = clock.now(), clock.today()
    to_urge = []
    for phase in phases:
        for kind in phase.sheet_kinds:
            missing = _value(below.books, phase, kind, MISSING)
            due = below.due.get((phase.pk, kind)) or group_due(phase, kind, DueGroup.BELOW_UPPER)
            if missing.value and due and in_season(phase, kind, today) and now > due - URGE_AHEAD:
                to_urge.append(_urge_todo(phase, kind, missing, due))
    return to_urge


def _urge_todo(phase: Phase, kind: str, missing: FigureValue, due: datetime) -> Todo:
    done = _("chưa đăng ký") if kind == FilingKind.PLEDGE else _("chưa báo cáo")
    return Todo(
        title=_("{n} đơn vị {done} {phase}").format(n=format_number(missing.number), done=done, phase=phase.in_year),
        detail=_("Đề nghị đôn đốc các đơn vị trong danh sách."),
        url=missing.rows_url,
        button=_("Xem {n} đơn vị").format(n=format_number(missing.number)),
        due=due,
        tone="no" if due < clock.now() else "wait",
        count=missing.number,
    )


def phase_overviews(phases: list[Phase], books: Books, by: Acting) -> list[PhaseOverview]:
    """Return an overview for each open phase and kind in season that has units below."""
    today = clock.today()
    return [
        _phase_overview(phase, kind, books, by)
        for phase in phases
        for kind in phase.sheet_kinds
        if _value(books, phase, kind, "units").value and in_season(phase, kind, today)
    ]


def _phase_overview(phase: Phase, kind: str, books: Books, by: Acting) -> PhaseOverview:
    what = _("Đăng ký {phase}") if kind == FilingKind.PLEDGE else _("Báo cáo {phase}")
    return PhaseOverview(
        title=what.format(phase=phase.in_year),
        url=_value(books, phase, kind, "units").rows_url if by.area else f"{phase.get_absolute_url()}?kind={kind}",
        expected=_value(books, phase, kind, EXPECTED).number,
        received=_value(books, phase, kind, RECEIVED).number,
        accepted=_value(books, phase, kind, "units", FilingStatus.ACCEPTED.value).number,
    )


def _value(books: Books, phase: Phase, kind: str, measure: str, state: str = "") -> FigureValue:
    book = books.get((phase.pk, kind))
    return book.value(f"count:{kind}", measure, ALL, state) if book else NO_VALUE


def has_units(books: Books, phase: Phase) -> bool:
    """Return whether the phase called a unit that is counted here, unlike a phase of another province."""
    return bool(_value(books, phase, FilingKind.REPORT, "units").value)


def next_due(phases: list[Phase]) -> tuple[str, datetime] | None:
    """Return what is due next in the open phases, and when; None if nothing is."""
    coming = [(due.at, due, phase) for phase in phases for due in phase.due_dates.all() if due.at > clock.now()]
    if not coming:
        return None
    at, due, phase = min(coming, key=lambda coming_date: coming_date[0])
    what = _("{what} {phase}")
    return what.format(what=due.get_kind_display(), phase=phase.in_year), at
