"""When sheets are due and in season: both exist from the opening of a phase, a report is asked for only later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import DueGroup, DueKind, FilingKind, Phase
from campaigns.models.phase import DatedDue, PhaseQuerySet, due_for

SEASON_AHEAD = timedelta(days=30)
"""A report is in season from this long before it is due or the figures are taken, whichever is earlier."""


def report_season(phase: Phase) -> date:
    """Return the day from which reports of the phase are in season. It reads `phase.due_dates` (prefetch them)."""
    dues = [due for group in DueGroup.values if (due := group_due(phase, FilingKind.REPORT, group))]
    return min([phase.cutoff, *(timezone.localdate(due) for due in dues)]) - SEASON_AHEAD


def kind_in_season(phase: Phase, today: date) -> str:
    """Return the kind of sheet that a page of the phase shows first: reports once they are in season, else pledges."""
    is_report = not phase.asks_pledge or today >= report_season(phase)
    return FilingKind.REPORT if is_report else FilingKind.PLEDGE


def phase_to_sum_up(phases: PhaseQuerySet, today: date) -> PhaseQuerySet:
    """Return the opened phases, first the one whose summary is of interest: the latest whose figures are taken by now.

    While no figures are taken yet, or within SEASON_AHEAD, it is the earliest. A database orders them, so that a menu
    needs no statement of its own.
    """
    taken_on = Coalesce("cutoff_on", "ends_on")
    is_begun = Case(When(Q(taken_on__lte=today + SEASON_AHEAD), then=Value(0)), default=Value(1))
    rows = phases.alive().exclude(opened_at=None).annotate(taken_on=taken_on).annotate(to_come=is_begun)
    newest_first = Case(When(to_come=0, then=-F("number")), default=F("number"), output_field=IntegerField())
    return rows.order_by("to_come", newest_first)


def in_season(phase: Phase, kind: str, today: date) -> bool:
    """Return whether sheets of this kind are in season; pledges are from the opening on."""
    return kind == FilingKind.PLEDGE or today >= report_season(phase)


def group_due(phase: Phase, kind: str, group: str) -> datetime | None:
    """Return when a group's sheets of a kind are due, None if not set."""
    return due_for(list(phase.due_dates.all()), DueKind(kind), group)


def lacks_due_dates(phase: Phase) -> bool:
    """Return whether a kind of sheet that the phase asks for has no due date. It reads `phase.due_dates`."""
    return not set(phase.sheet_kinds) <= {due.kind for due in phase.due_dates.all()}


def dues_words(phase: Phase) -> str:
    """Return which due dates a phase needs: "hạn đăng ký và hạn báo cáo"."""
    return _("hạn đăng ký và hạn báo cáo") if phase.asks_pledge else _("hạn báo cáo")


def due_table(due_dates: Collection[DatedDue]) -> list[tuple[str, list[tuple[str, datetime | None]]]]:
    """Return (name, pairs (group, due or None)) of each `DueKind` that has a date."""
    rows = [
        (str(kind.label), [(str(group.label), due_for(due_dates, kind, group)) for group in DueGroup])
        for kind in DueKind
    ]
    return [(kind, groups) for kind, groups in rows if any(at for _group, at in groups)]
