"""How many sheets stand where: counted by the database, never sheet by sheet.

Along the *called* path, so that a closed phase keeps the tree it had.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from campaigns.lifecycle import EDITABLE, MISSING, RECEIVED, FilingStatus
from campaigns.models import DueGroup, Phase
from campaigns.models.called import OWN_DATE
from campaigns.timing import group_due
from units.models import UnitKind


@dataclass(frozen=True)
class SheetCounts:
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

    def __add__(self, other: SheetCounts) -> SheetCounts:
        return SheetCounts(**{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__})

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


def percent(part: int, whole: int) -> float | None:
    """Of a hundred; None of nothing."""
    return 100 * part / whole if whole else None


def tallies(sheets: Any, phase: Phase, kind: str, now: datetime) -> dict[str, SheetCounts]:
    """The tallies of annotated `sheets` of a kind, by their `branch`. One query.

    `phase` comes with its campaign and its due dates prefetched.
    """
    found = sheets.order_by().values("branch").annotate(**_columns(overdue(phase, kind, now)))
    return {row.pop("branch"): SheetCounts(**row) for row in found}


def _columns(overdue: Q) -> dict[str, Any]:
    asked = ~Q(status=FilingStatus.EXCUSED)
    grassroots = Q(called__kind=UnitKind.GRASSROOTS)
    return {
        "expected": _count(asked),
        "accepted": _count(Q(status=FilingStatus.ACCEPTED)),
        "submitted": _count(Q(status=FilingStatus.SUBMITTED)),
        "returned": _count(Q(status=FilingStatus.RETURNED)),
        "missing": _count(Q(status__in=MISSING)),
        "excused": _count(Q(status=FilingStatus.EXCUSED)),
        "late": _count(Q(late=True)),
        "overdue": _count(overdue),
        "workers": _workers(grassroots & asked),
        "workers_received": _workers(grassroots & Q(status__in=RECEIVED)),
    }


def _count(condition: Q) -> Count:
    return Count("pk", filter=condition)


def _workers(condition: Q) -> Coalesce:
    return Coalesce(Sum("called__workers", filter=condition), 0)


def overdue(phase: Phase, kind: str, now: datetime) -> Q:
    """Of a phase's sheets of a kind: the unit still has to send it, and its date (`Filing.due`) has passed."""
    own = f"called__{OWN_DATE[kind]}"
    straight = Q(called__parent=phase.campaign.unit_id)
    by_group = Q(pk__in=[])
    for group, inside in ((DueGroup.DIRECT, straight), (DueGroup.BELOW_UPPER, ~straight)):
        due = group_due(phase, kind, group)
        if due and due < now:
            by_group |= inside
    first = Q(status__in=set(EDITABLE) - {FilingStatus.RETURNED})
    by_own = Q(**{f"{own}__lt": now}) | Q(**{f"{own}__isnull": True}) & by_group
    return Q(status=FilingStatus.RETURNED, due_again__lt=now) | first & by_own
