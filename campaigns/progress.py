"""Expected × received × accepted × late: who was called to a phase, and how far their sheets are.

Everything is counted along the *called* path, so that a closed phase keeps the tree it had. Central-sector unions
(coordinated) stand on a line of their own, outside the totals of every unit above them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from campaigns.lifecycle import EDITABLE, MISSING, RECEIVED, FilingStatus
from campaigns.models import CalledUnit, Filing, FilingKind, Phase
from emulation import clock
from units.models import Kind, Unit
from units.tree import SEGMENT

DIRECT, COORDINATED = "direct", "coordinated"


@dataclass(frozen=True)
class Tally:
    """How many sheets stand where.

    Excused ones are outside `expected`. `late` were first sent after their date; `overdue` still have to come (or
    to come back) though it has passed. Workers are counted as called, of grassroots unions.
    """

    expected: int = 0
    accepted: int = 0
    submitted: int = 0
    returned: int = 0
    missing: int = 0
    excused: int = 0
    late: int = 0
    overdue: int = 0
    workers: int = 0
    workers_received: int = 0

    @property
    def received(self) -> int:
        return self.accepted + self.waiting

    @property
    def waiting(self) -> int:
        """Received, and not settled yet."""
        return self.submitted + self.returned

    @property
    def accepted_percent(self) -> float | None:
        return percent(self.accepted, self.expected)

    @property
    def workers_percent(self) -> float | None:
        return percent(self.workers_received, self.workers)


@dataclass(frozen=True)
class Line:
    """One unit's sheet."""

    filing: Filing
    overdue: bool

    @property
    def called(self) -> CalledUnit:
        return self.filing.called

    @property
    def due(self) -> datetime | None:
        return self.filing.due


@dataclass(frozen=True)
class Group:
    """The sheets below one upper union (`unit_id`), the directly attached ones, or the coordinated ones."""

    key: str
    title: str
    tally: Tally
    lines: tuple[Line, ...]
    unit_id: int | None = None


@dataclass(frozen=True)
class Progress:
    """The progress of a unit: `groups` where upper unions stand below it, else all its `lines`.

    `total` is without the coordinated unions; `coordinated` is their own line, or None.
    """

    total: Tally
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    coordinated: Group | None

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.groups and self.coordinated is None


def percent(part: int, whole: int) -> float | None:
    """Of a hundred; None of nothing."""
    return 100 * part / whole if whole else None


def progress_of(phase: Phase, kind: str, unit: Unit, base: str) -> Progress:
    """How far the sheets of a kind are below `unit`, called at the path `base`. One query.

    `phase` comes with its campaign and its due dates prefetched.
    """
    lines = lines_below(phase, kind, base)
    counted: list[Line] = []
    coordinated: list[Line] = []
    for line in lines:
        (coordinated if line.called.coordinated and line.called.path != base else counted).append(line)
    groups = _groups(unit, base, counted)
    return Progress(
        total=tally(counted),
        groups=tuple(groups),
        lines=() if groups else tuple(counted),
        coordinated=_group(COORDINATED, _("Khối phối hợp chỉ đạo"), coordinated) if coordinated else None,
    )


def lines_below(phase: Phase, kind: str, base: str) -> list[Line]:
    """The sheets called at `base` and below, the unit itself first, then in the office's own order. One query."""
    filings = Filing.objects.filter(called__phase=phase, kind=kind).under(base).select_related("called").defer("typed")
    now = clock.now()
    lines = []
    for filing in filings.order_by("called__order", "called__path"):
        filing.called.phase = phase
        lines.append(Line(filing, is_overdue(filing, now)))
    return sorted(lines, key=lambda line: line.called.path != base)


def is_overdue(filing: Filing, now: datetime) -> bool:
    """Whether the unit still has to send it, and its date has passed."""
    return filing.status in EDITABLE and filing.due is not None and filing.due < now


def tally(lines: Iterable[Line]) -> Tally:
    lines = list(lines)
    count = Counter(line.filing.status for line in lines)
    grassroots = [line for line in lines if line.called.is_grassroots and line.filing.status != FilingStatus.EXCUSED]
    return Tally(
        expected=len(lines) - count[FilingStatus.EXCUSED],
        accepted=count[FilingStatus.ACCEPTED],
        submitted=count[FilingStatus.SUBMITTED],
        returned=count[FilingStatus.RETURNED],
        missing=sum(count[status] for status in MISSING),
        excused=count[FilingStatus.EXCUSED],
        late=sum(line.filing.late for line in lines),
        overdue=sum(line.overdue for line in lines),
        workers=_workers(grassroots),
        workers_received=_workers(line for line in grassroots if line.filing.status in RECEIVED),
    )


def _workers(lines: Iterable[Line]) -> int:
    return sum(line.called.workers or 0 for line in lines)


def _groups(unit: Unit, base: str, lines: list[Line]) -> list[Group]:
    """One group for each upper union right below, in order, then the directly attached; none without upper unions."""
    depth = len(base) + SEGMENT
    heads = {
        line.called.path: line.called
        for line in lines
        if len(line.called.path) == depth and line.called.kind != Kind.GRASSROOTS
    }
    below: dict[str, list[Line]] = {path: [] for path in heads}
    direct: list[Line] = []
    for line in lines:
        below.get(line.called.path[:depth], direct).append(line)
    if not heads:
        return []
    groups = [
        _group(str(head.unit_id), head.name, _head_first(below[path], path), head) for path, head in heads.items()
    ]
    if direct:
        groups.append(_group(DIRECT, _("Trực thuộc {unit}").format(unit=unit.name), direct))
    return groups


def _head_first(lines: list[Line], path: str) -> list[Line]:
    return sorted(lines, key=lambda line: line.called.path != path)


def _group(key: str, title: str, lines: list[Line], head: CalledUnit | None = None) -> Group:
    return Group(key, title, tally(lines), tuple(lines), head.unit_id if head else None)


def sheets_of(phase: Phase, unit: Unit) -> list[Filing]:
    """A unit's two sheets: the pledge, then the report."""
    sheets = Filing.objects.filter(called__phase=phase, called__unit=unit).with_context().defer("typed")
    return sorted(sheets, key=lambda sheet: FilingKind.values.index(sheet.kind))


def unsettled(phase: Phase) -> dict[str, tuple[int, int]]:
    """By kind: sheets that have not come, and sheets that came and are not accepted; all called units. One query."""
    statuses = Filing.objects.filter(called__phase=phase).order_by().values_list("kind", "status")
    counts = {(kind, status): count for kind, status, count in statuses.annotate(count=Count("pk"))}
    unaccepted = set(RECEIVED) - {FilingStatus.ACCEPTED}
    return {
        kind: (
            sum(counts.get((kind, status), 0) for status in MISSING),
            sum(counts.get((kind, status), 0) for status in unaccepted),
        )
        for kind in FilingKind.values
    }
