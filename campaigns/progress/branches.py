"""The progress of the filings below a unit, branch by branch: for the page of a phase and for the desk.

A branch is named by the path of an upper union right below the unit, or it is DIRECT_BRANCH (grassroots unions right
below) or COORDINATED_BRANCH (central-sector unions, which are outside the totals).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Left, Length

from campaigns.models import Filing, FilingKind, Phase
from campaigns.models.filing import FilingQuerySet
from campaigns.progress import rollups
from campaigns.progress.branch_counts import BranchCounts, counts_by_branch
from foundation import clock
from foundation.stored_format import StoredFormat, Upgrade
from units.models import Unit, UnitKind
from units.tree import SEGMENT

DIRECT_BRANCH, COORDINATED_BRANCH = "direct", "coordinated"


@dataclass(frozen=True)
class BranchProgress:
    """The counts of a unit's branches. `counted_at`: when a rollup was counted; None if it is new, or for no rollup."""

    counts: dict[str, BranchCounts]
    is_rollup: bool = False
    counted_at: datetime | None = None

    @property
    def is_awaited(self) -> bool:
        """True while the worker has not counted the rollup yet."""
        return self.is_rollup and self.counted_at is None


def branch_progress(phase: Phase, kind: str, unit: Unit, base: str) -> BranchProgress:
    """Return the progress of filings below a unit, counted now or from the rollup. One query.

    `base` is the path at which the unit was called.
    """
    if not rollups.is_rolled_up(unit):
        return BranchProgress(_count(phase, kind, base))
    rollup = rollups.rollup(phase, unit, kind)
    counts = {branch: BranchCounts.stored(numbers) for branch, numbers in (rollups.value_of(rollup) or {}).items()}
    return BranchProgress(counts, is_rollup=True, counted_at=rollup.counted_at)


def _count(phase: Phase, kind: str, base: str) -> dict[str, BranchCounts]:
    return counts_by_branch(filings_by_branch(phase, kind, base), phase, kind, clock.now())


def _rollup_value(kind: str, phase: Phase, unit: Unit) -> dict[str, dict[str, int]]:
    return {branch: asdict(counts) for branch, counts in _count(phase, kind, called_path(phase, unit)).items()}


UPGRADES: dict[int, Upgrade] = {}
"""By format of the stored counts the function that returns the next one: `{1: to_2}`."""
STORED_COUNTS = StoredFormat("counts by branch", UPGRADES)
SUBJECTS: dict[str, rollups.Subject] = {
    str(kind): rollups.Subject(partial(_rollup_value, str(kind)), STORED_COUNTS) for kind in FilingKind
}


def called_path(phase: Phase, unit: Unit) -> str:
    """Return the path at which a unit was called; today's for one that was not, as the campaign's own unit."""
    return phase.called_units.filter(unit=unit).values_list("path", flat=True).first() or unit.path


def filings_by_branch(phase: Phase, kind: str, base: str) -> FilingQuerySet:
    """Return the filings at or below `base`, each annotated with its `branch`."""
    level = len(base) + SEGMENT
    coordinated = Q(called__coordinated=True) & ~Q(called__path=base)
    upper = Q(depth__gt=level) | Q(depth=level) & ~Q(called__kind=UnitKind.GRASSROOTS)
    branch = Case(
        When(coordinated, then=Value(COORDINATED_BRANCH)),
        When(upper, then=Left("called__path", level)),
        default=Value(DIRECT_BRANCH),
    )
    filings = Filing.objects.filter(called__phase=phase, kind=kind).under(base)
    return filings.annotate(depth=Length("called__path")).annotate(branch=branch)
