"""Numbers of filings by status, counted by the database for each branch below a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from campaigns.figures.states import StateCounts
from campaigns.lifecycle import AFTER_RETURN, EDITABLE, MISSING, RECEIVED, FilingStatus
from campaigns.models import DueGroup, Phase
from campaigns.models.called import OWN_DATE
from campaigns.timing import group_due
from units.models import UnitKind


@dataclass(frozen=True)
class BranchCounts:
    """Numbers of filings by status, as they are stored. Field names are keys of the JSON of rollups: they must not
    change. States are read through `states`.

    `expected` leaves out the `excused`. `draft`: those of the `missing` that are being written; None in a rollup that
    was counted before that was told. `late` were received, and first sent after their due date; `overdue` are not sent
    (or not sent again after a return) though their date has passed. `workers` are those of grassroots unions as called.
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
    draft: int | None = 0

    def __add__(self, other: BranchCounts) -> BranchCounts:
        drafts = None if self.draft is None or other.draft is None else self.draft + other.draft
        names = [name for name in self.__dataclass_fields__ if name != "draft"]
        return BranchCounts(**{name: getattr(self, name) + getattr(other, name) for name in names}, draft=drafts)

    @property
    def states(self) -> StateCounts:
        return StateCounts(
            self.missing, self.draft, self.returned, self.submitted, self.accepted, self.excused, late=self.late
        )

    @classmethod
    def stored(cls, numbers: dict[str, Any]) -> BranchCounts:
        """Return the counts of a rollup's JSON."""
        return cls(**{"draft": None, **numbers})


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
        "draft": _count(Q(status=FilingStatus.DRAFT)),
        "excused": _count(Q(status=FilingStatus.EXCUSED)),
        "late": _count(Q(late=True, status__in=RECEIVED)),
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

    A filing that was returned has a date of its own. Otherwise the date of the called unit, if it has one, goes before
    that of its group.
    """
    own_date = f"called__{OWN_DATE[kind]}"
    is_direct = Q(called__parent=phase.campaign.unit_id)
    group_date_passed = Q(pk__in=[])
    for group, in_group in ((DueGroup.DIRECT, is_direct), (DueGroup.BELOW_UPPER, ~is_direct)):
        due = group_due(phase, kind, group)
        if due and due < now:
            group_date_passed |= in_group
    first_date = Q(status__in=EDITABLE) & ~Q(status__in=AFTER_RETURN, due_again__isnull=False)
    date_passed = Q(**{f"{own_date}__lt": now}) | Q(**{f"{own_date}__isnull": True}) & group_date_passed
    return Q(status__in=AFTER_RETURN, due_again__lt=now) | first_date & date_passed
