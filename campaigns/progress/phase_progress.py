"""How far the filings of a phase are below a unit: expected, received, accepted, late; for the page of the phase.

Central-sector unions (coordinated) have a line of their own, outside the totals of every unit above them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Case, When
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from campaigns.figures.address import ALL, UPPER, FigureScope, sliced
from campaigns.figures.book import FigureBook
from campaigns.figures.count_provider import SheetList
from campaigns.models import CalledUnit, Filing, FilingKind, Phase
from campaigns.progress.branch_counts import BranchCounts
from campaigns.progress.branches import (
    COORDINATED_BRANCH,
    DIRECT_BRANCH,
    BranchProgress,
    branch_progress,
    filings_by_branch,
)
from campaigns.progress.progress_book import progress_book
from units.models import Unit, UnitKind
from units.tree import SEGMENT

MAX_LINES = 60
"""How many filings the page of a phase lists; the list of filings has them all."""


@dataclass(frozen=True)
class ProgressGroup:
    """The filings below one upper union (`unit_id`), those of unions right below, or those of coordinated unions.

    `branch` is the path of the upper union, DIRECT_BRANCH or COORDINATED_BRANCH. `key` is the group's name in
    addresses: the id of the upper union, else the branch.
    """

    key: str
    title: str
    counts: BranchCounts
    branch: str
    unit_id: int | None = None

    @property
    def slice(self) -> str:
        """The slice of its figures."""
        return sliced(UPPER, self.unit_id) if self.unit_id else self.branch


@dataclass(frozen=True)
class PhaseProgress:
    """The progress of a unit: in `groups`, if there are upper unions right below it.

    `total` is without the coordinated unions; `coordinated` is their own line, or None. `lines` are the first filings
    of the opened group, or of all where there are no groups; `more` is how many further ones it has. Pages read the
    figures from the `book`.
    """

    scope: FigureScope
    kind: str
    sheets: SheetList
    total: BranchCounts
    groups: tuple[ProgressGroup, ...]
    coordinated: ProgressGroup | None
    branch_progress: BranchProgress
    lines: tuple[Filing, ...] = ()
    more: int = 0

    @property
    def is_empty(self) -> bool:
        return self.coordinated is None and self.total == BranchCounts()

    @cached_property
    def book(self) -> FigureBook:
        groups = [group for group in (*self.groups, self.coordinated) if group]
        by_slice = {ALL: self.total} | {group.slice: group.counts for group in groups}
        names = {group.slice: group.title for group in groups}
        return progress_book(self.scope, self.kind, by_slice, self.sheets, names)


def progress_of(phase: Phase, kind: str, unit: Unit, base: str, opened: str = "") -> PhaseProgress:
    """Return how far the filings of a kind are below `unit`, called at the path `base`. At most three queries.

    `phase` comes with its campaign and its due dates prefetched; `opened` is the key of the group to list.
    """
    heads = {head.path: head for head in _heads(phase, base)}
    by_branch = branch_progress(phase, kind, unit, base)
    counts: dict[str, BranchCounts] = defaultdict(BranchCounts)
    for branch, branch_counts in by_branch.counts.items():
        counts[branch if branch in heads or branch == COORDINATED_BRANCH else DIRECT_BRANCH] += branch_counts
    coordinated = _coordinated_group(counts.pop(COORDINATED_BRANCH, None))
    groups = _groups(unit, heads, counts)
    scope = FigureScope(phase.campaign_id, phase.pk, unit.pk)
    sheets = SheetList(phase.pk, unit.pk, is_launching=unit.pk == phase.campaign.unit_id)
    total = sum(counts.values(), BranchCounts())
    progress = PhaseProgress(scope, kind, sheets, total, groups, coordinated, by_branch)
    whole = ProgressGroup("", "", progress.total, base)
    listed = next((group for group in (*groups, coordinated) if group and group.key == opened), None)
    if not groups and listed is None:
        listed = whole
    return _with_lines(progress, listed, filings_by_branch(phase, kind, base), phase) if listed else progress


def _with_lines(progress: PhaseProgress, listed: ProgressGroup, filings: Any, phase: Phase) -> PhaseProgress:
    """Add the first filings of a group: the unit's own, then the others in the office's order."""
    if listed.branch == DIRECT_BRANCH:
        uppers = [group.branch for group in progress.groups if group.unit_id]
        filings = filings.exclude(branch__in=[COORDINATED_BRANCH, *uppers])
    elif listed.key:
        filings = filings.filter(branch=listed.branch)
    else:
        filings = filings.exclude(branch=COORDINATED_BRANCH)
    own_first = Case(When(called__path=listed.branch, then=0), default=1)
    in_order = filings.order_by(own_first, "called__order", "called__path").select_related("called").defer("typed")
    lines = tuple(in_order[:MAX_LINES])
    for filing in lines:
        filing.called.phase = phase
    return replace(progress, lines=lines, more=listed.counts.states.called - len(lines))


def _heads(phase: Phase, base: str) -> list[CalledUnit]:
    """Return the upper unions right below, in the office's order."""
    below = phase.called_units.under(base).exclude(kind=UnitKind.GRASSROOTS).annotate(depth=Length("path"))
    return list(below.filter(depth=len(base) + SEGMENT).order_by("order", "path"))


def _groups(unit: Unit, heads: dict[str, CalledUnit], counts: dict[str, BranchCounts]) -> tuple[ProgressGroup, ...]:
    """Return a group for each upper union, then one of the unions right below; no groups without upper unions."""
    groups = [
        ProgressGroup(str(head.unit_id), head.name, counts.get(path, BranchCounts()), path, head.unit_id)
        for path, head in heads.items()
    ]
    if groups and DIRECT_BRANCH in counts:
        title = _("Trực thuộc {unit}").format(unit=unit.name)
        groups.append(ProgressGroup(DIRECT_BRANCH, title, counts[DIRECT_BRANCH], DIRECT_BRANCH))
    return tuple(groups)


def _coordinated_group(counts: BranchCounts | None) -> ProgressGroup | None:
    if counts is None:
        return None
    return ProgressGroup(COORDINATED_BRANCH, _("Khối phối hợp chỉ đạo"), counts, COORDINATED_BRANCH)


def filings_of(phase: Phase, unit: Unit) -> list[Filing]:
    """Return a unit's filings of a phase: the pledge, then the report."""
    filings = Filing.objects.filter(called__phase=phase, called__unit=unit).with_context().defer("typed")
    return sorted(filings, key=lambda filing: FilingKind.values.index(filing.kind))
