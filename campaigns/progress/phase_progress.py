"""Expected × received × accepted × late: who was called to a phase, and how far their sheets are.

Central-sector unions (coordinated) stand on a line of their own, outside the totals of every unit above them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, When
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from campaigns.lifecycle import MISSING, RECEIVED, FilingStatus
from campaigns.models import CalledUnit, Filing, FilingKind, Phase
from campaigns.progress.branches import COORDINATED_BRANCH, DIRECT_BRANCH, BranchProgress, branch_progress, by_branch
from campaigns.progress.sheet_counts import SheetCounts
from units.models import Unit, UnitKind
from units.tree import SEGMENT

LINES = 60
"""Sheets shown at once on the page of a phase; the list of sheets has them all."""


@dataclass(frozen=True)
class ProgressGroup:
    """The sheets below one upper union (`unit_id`), the directly attached ones, or the coordinated ones.

    `branch` is the path of the union, else the key.
    """

    key: str
    title: str
    tally: SheetCounts
    branch: str
    unit_id: int | None = None


@dataclass(frozen=True)
class PhaseProgress:
    """The progress of a unit: `groups` where upper unions stand below it.

    `total` is without the coordinated unions; `coordinated` is their own line, or None. `lines` are the first sheets
    of the opened group, of all where there are no groups; `more` is how many it has besides.
    """

    total: SheetCounts
    groups: tuple[ProgressGroup, ...]
    coordinated: ProgressGroup | None
    branch_progress: BranchProgress
    lines: tuple[Filing, ...] = ()
    more: int = 0

    @property
    def is_empty(self) -> bool:
        return self.coordinated is None and self.total == SheetCounts()


def progress_of(phase: Phase, kind: str, unit: Unit, base: str, opened: str = "") -> PhaseProgress:
    """How far the sheets of a kind are below `unit`, called at the path `base`. At most three queries.

    `phase` comes with its campaign and its due dates prefetched; `opened` is the key of a group.
    """
    heads = {head.path: head for head in _heads(phase, base)}
    sheets = by_branch(phase, kind, base)
    counted: dict[str, SheetCounts] = defaultdict(SheetCounts)
    stand = branch_progress(phase, kind, unit, base)
    for branch, tally in stand.tallies.items():
        counted[branch if branch in heads or branch == COORDINATED_BRANCH else DIRECT_BRANCH] += tally
    apart = counted.pop(COORDINATED_BRANCH, None)
    coordinated = (
        ProgressGroup(COORDINATED_BRANCH, _("Khối phối hợp chỉ đạo"), apart, COORDINATED_BRANCH) if apart else None
    )
    groups = _groups(unit, heads, counted)
    found = PhaseProgress(sum(counted.values(), SheetCounts()), groups, coordinated, stand)
    whole = ProgressGroup("", "", found.total, base)
    shown = next((one for one in (*groups, coordinated) if one and one.key == opened), None if groups else whole)
    return _with_lines(found, shown, sheets, phase) if shown else found


def _with_lines(found: PhaseProgress, shown: ProgressGroup, sheets: Any, phase: Phase) -> PhaseProgress:
    """The unit's own sheet first, then the office's own order."""
    if shown.branch == DIRECT_BRANCH:
        mine = sheets.exclude(
            branch__in=[COORDINATED_BRANCH, *(group.branch for group in found.groups if group.unit_id)]
        )
    else:
        mine = sheets.filter(branch=shown.branch) if shown.key else sheets.exclude(branch=COORDINATED_BRANCH)
    first = Case(When(called__path=shown.branch, then=0), default=1)
    mine = mine.order_by(first, "called__order", "called__path").select_related("called").defer("typed")
    lines = tuple(mine[:LINES])
    for sheet in lines:
        sheet.called.phase = phase
    return replace(found, lines=lines, more=shown.tally.expected + shown.tally.excused - len(lines))


def _heads(phase: Phase, base: str) -> list[CalledUnit]:
    """The upper unions right below, in the office's own order."""
    below = phase.called_units.under(base).exclude(kind=UnitKind.GRASSROOTS).annotate(depth=Length("path"))
    return list(below.filter(depth=len(base) + SEGMENT).order_by("order", "path"))


def _groups(unit: Unit, heads: dict[str, CalledUnit], counted: dict[str, SheetCounts]) -> tuple[ProgressGroup, ...]:
    """One for each upper union, then the directly attached; none without upper unions."""
    groups = [
        ProgressGroup(str(head.unit_id), head.name, counted.get(path, SheetCounts()), path, head.unit_id)
        for path, head in heads.items()
    ]
    if groups and DIRECT_BRANCH in counted:
        groups.append(
            ProgressGroup(
                DIRECT_BRANCH, _("Trực thuộc {unit}").format(unit=unit.name), counted[DIRECT_BRANCH], DIRECT_BRANCH
            )
        )
    return tuple(groups)


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
