"""Which of the targets that figures count were changed after the report was due."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.figures.queries import counted_filings
from campaigns.models import CalledUnit, Filing, FilingKind, Phase
from campaigns.sheet.late_targets import LateTarget, target_versions
from units.models import Unit


@dataclass(frozen=True)
class UnitLateTarget:
    """A counted target of a called unit that was changed after its report was due."""

    called: CalledUnit
    indicator_id: int
    late: LateTarget


def late_targets_below(phase: Phase, unit: Unit) -> list[UnitLateTarget]:
    """Return the late targets of the pledges counted in `phase` at or below `unit`, in the office's order.

    The figures count what is in force (`LateTarget.now`). In a fixed number of statements.
    """
    pledges = counted_filings(phase, unit).filter(kind=FilingKind.PLEDGE)
    changed = target_versions(pledges)
    filings = Filing.objects.filter(pk__in=changed).select_related("called").defer("typed")
    return [
        UnitLateTarget(filing.called, indicator_id, late)
        for filing in filings.order_by("called__sort_key", "pk")
        for indicator_id, late in changed[filing.pk].late_targets().items()
    ]
