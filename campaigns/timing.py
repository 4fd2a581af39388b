"""When a sheet is asked for: both exist from the opening of a phase, one at a time is in season."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from campaigns.models import DueGroup, DueKind, FilingKind, Phase
from campaigns.models.phase import due_for

AHEAD = timedelta(days=30)
"""A report is asked for this long before it is due or before the figures are taken, whichever comes first."""


def report_season(phase: Phase) -> date:
    """The day from which reports of the phase are asked for. Reads `phase.due_dates` (prefetch them)."""
    dues = [due for group in DueGroup.values if (due := group_due(phase, FilingKind.REPORT, group))]
    return min([phase.cutoff, *(timezone.localdate(due) for due in dues)]) - AHEAD


def kind_in_season(phase: Phase, today: date) -> str:
    """What a page about the phase shows first: pledges, then reports."""
    return FilingKind.REPORT if today >= report_season(phase) else FilingKind.PLEDGE


def in_season(phase: Phase, kind: str, today: date) -> bool:
    """Whether a sheet of this kind is asked for by now. A pledge is from the opening."""
    return kind == FilingKind.PLEDGE or today >= report_season(phase)


def group_due(phase: Phase, kind: str, group: str) -> datetime | None:
    """When a group's sheets of a kind are due."""
    return due_for(list(phase.due_dates.all()), DueKind(kind), group)


def due_table(phase: Phase) -> list[tuple[str, list[tuple[str, datetime | None]]]]:
    """For each kind of work that has any date: its name, and pairs (group, instant or None)."""
    rows = [
        (str(kind.label), [(str(group.label), group_due(phase, kind, group)) for group in DueGroup]) for kind in DueKind
    ]
    return [(kind, groups) for kind, groups in rows if any(at for _group, at in groups)]
