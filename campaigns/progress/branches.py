"""How the sheets below a unit stand, branch by branch: what its page and its desk are made of.

A branch is the path of an upper union right below, DIRECT, or COORDINATED (central-sector unions, outside the totals).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Left, Length

from campaigns.models import Filing, FilingKind, Phase
from campaigns.progress import rollups
from campaigns.progress.sheet_counts import SheetCounts, tallies
from foundation import clock
from units.models import Unit, UnitKind
from units.tree import SEGMENT

DIRECT_BRANCH, COORDINATED_BRANCH = "direct", "coordinated"


@dataclass(frozen=True)
class BranchProgress:
    """The tallies of a unit by branch. `counted_at`: of a count that is kept, None while it is awaited."""

    tallies: dict[str, SheetCounts]
    kept: bool = False
    counted_at: datetime | None = None

    @property
    def is_awaited(self) -> bool:
        return self.kept and self.counted_at is None


def branch_progress(phase: Phase, kind: str, unit: Unit, base: str) -> BranchProgress:
    """How the sheets below a unit stand, by branch: counted now, or what is kept. One query."""
    if not rollups.is_rolled_up(unit):
        return BranchProgress(_counted(phase, kind, base))
    count = rollups.rollup(phase, unit, kind)
    found = {branch: SheetCounts(**tally) for branch, tally in (count.value or {}).items()}
    return BranchProgress(found, kept=True, counted_at=count.counted_at)


def _counted(phase: Phase, kind: str, base: str) -> dict[str, SheetCounts]:
    return tallies(by_branch(phase, kind, base), phase, kind, clock.now())


def _to_keep(kind: str, phase: Phase, unit: Unit) -> dict[str, dict[str, int]]:
    return {branch: asdict(tally) for branch, tally in _counted(phase, kind, called_path(phase, unit)).items()}


COUNTERS: dict[str, rollups.Counter] = {str(kind): partial(_to_keep, str(kind)) for kind in FilingKind}


def called_path(phase: Phase, unit: Unit) -> str:
    """The path a unit was called at; the campaign's own unit is not called."""
    return phase.called_units.filter(unit=unit).values_list("path", flat=True).first() or unit.path


def by_branch(phase: Phase, kind: str, base: str) -> Any:
    """The sheets, each with its `branch`: the path right below `base`, DIRECT or COORDINATED."""
    level = len(base) + SEGMENT
    apart = Q(called__coordinated=True) & ~Q(called__path=base)
    upper = Q(depth__gt=level) | Q(depth=level) & ~Q(called__kind=UnitKind.GRASSROOTS)
    branch = Case(
        When(apart, then=Value(COORDINATED_BRANCH)),
        When(upper, then=Left("called__path", level)),
        default=Value(DIRECT_BRANCH),
    )
    sheets = Filing.objects.filter(called__phase=phase, kind=kind).under(base)
    return sheets.annotate(depth=Length("called__path")).annotate(branch=branch)
