"""When sheets are due and in season: both exist from the opening of a phase, a report is asked for only later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils import timezone

from campaigns.models import DueGroup, DueKind, FilingKind, Phase
from campaigns.models.phase import DatedDue, due_for

SEASON_AHEAD = timedelta(days=30)
"""A report is in season from this long before it is due or the figures are taken, whichever is earlier."""


def report_season(phase: Phase) -> date:
    """Return the day from which reports of the phase are in season. It reads `phase.due_dates` (prefetch them)."""
    dues = [due for group in DueGroup.values if (due := group_due(phase, FilingKind.REPORT, group))]
    return min([phase.cutoff, *(timezone.localdate(due) for due in dues)]) - SEASON_AHEAD


def kind_in_season(phase: Phase, today: date) -> str:
    """Return the kind of sheet that a page of the phase shows first: reports once they are in season, else pledges."""
    return FilingKind.REPORT if today >= report_season(phase) else FilingKind.PLEDGE


def in_season(phase: Phase, kind: str, today: date) -> bool:
    """Return whether sheets of this kind are in season; pledges are from the opening on."""
    return kind == FilingKind.PLEDGE or today >= report_season(phase)


def group_due(phase: Phase, kind: str, group: str) -> datetime | None:
    """Return when a group's sheets of a kind are due, None if not set."""
    return due_for(list(phase.due_dates.all()), DueKind(kind), group)


def due_table(due_dates: Collection[DatedDue]) -> list[tuple[str, list[tuple[str, datetime | None]]]]:
    """Return (name, pairs (group, due or None)) of each `DueKind` that has a date."""
    rows = [
        (str(kind.label), [(str(group.label), due_for(due_dates, kind, group)) for group in DueGroup])
        for kind in DueKind
    ]
    return [(kind, groups) for kind, groups in rows if any(at for _group, at in groups)]
