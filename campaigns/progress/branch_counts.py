"""Numbers of filings by status, counted by the database for each branch below a unit."""

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
class BranchCounts:
    """Numbers of filings by status. Field names are keys of the JSON of rollups: they must not change.

    `expected` leaves out the `excused`. `late` were first sent after their due date; `overdue` are not sent (or not
    sent again after a return) though their date has passed. `workers` are those of grassroots unions as called.
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

    def __add__(self, other: BranchCounts) -> BranchCounts:
        return BranchCounts(**{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__})

    @property
    def received(self) -> int:
        return self.accepted + self.waiting

    @property
    def waiting(self) -> int:
        """The number of filings that were received and are not accepted yet."""
        return self.submitted + self.returned

    @property
    def accepted_percent(self) -> float | None:
        return float_percent(self.accepted, self.expected)

    @property
    def workers_percent(self) -> float | None:
        return float_percent(self.workers_received, self.workers)


def float_percent(part: int, whole: int) -> float | None:
    """Return `part` in percent of `whole`; None when the whole is zero."""
    return 100 * part / whole if whole else None


def counts_by_branch(filings: Any, phase: Phase, kind: str, now: datetime) -> dict[str, BranchCounts]:
    """Return the counts of filings of a kind, by their annotation `branch`. One query.

    `phase` comes with its campaign and its due dates prefetched.
    """
    rows = filings.order_by().values("branch").annotate(**_columns(overdue(phase, kind, now)))
    return {row.pop("branch"): BranchCounts(**row) for row in rows}


def _columns(overdue: Q) -> dict[str, Any]:
    expected = ~Q(status=FilingStatus.EXCUSED)
    grassroots = Q(called__kind=UnitKind.GRASSROOTS)
    return {
        "expected": _count(expected),
        "accepted": _count(Q(status=FilingStatus.ACCEPTED)),
        "submitted": _count(Q(status=FilingStatus.SUBMITTED)),
        "returned": _count(Q(status=FilingStatus.RETURNED)),
        "missing": _count(Q(status__in=MISSING)),
        "excused": _count(Q(status=FilingStatus.EXCUSED)),
        "late": _count(Q(late=True)),
        "overdue": _count(overdue),
        "workers": _workers(grassroots & expected),
        "workers_received": _workers(grassroots & Q(status__in=RECEIVED)),
    }


def _count(condition: Q) -> Count:
    return Count("pk", filter=condition)


def _workers(condition: Q) -> Coalesce:
    return Coalesce(Sum("called__workers", filter=condition), 0)


def overdue(phase: Phase, kind: str, now: datetime) -> Q:
    """Return the condition that a filing of this phase and kind is not sent though its date (`Filing.due`) has passed.

    A returned filing has a date of its own. Otherwise the date of the called unit, if it has one, goes before that of
    its group.
    """
    own_date = f"called__{OWN_DATE[kind]}"
    is_direct = Q(called__parent=phase.campaign.unit_id)
    group_date_passed = Q(pk__in=[])
    for group, in_group in ((DueGroup.DIRECT, is_direct), (DueGroup.BELOW_UPPER, ~is_direct)):
        due = group_due(phase, kind, group)
        if due and due < now:
            group_date_passed |= in_group
    never_sent = Q(status__in=set(EDITABLE) - {FilingStatus.RETURNED})
    date_passed = Q(**{f"{own_date}__lt": now}) | Q(**{f"{own_date}__isnull": True}) & group_date_passed
    return Q(status=FilingStatus.RETURNED, due_again__lt=now) | never_sent & date_passed
