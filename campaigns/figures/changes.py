"""How a result is compared with that of the same period a year ago: whether it may be, and how the change is told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from campaigns.figures.types import SamePeriod
from campaigns.models.assessment_limits import VerdictLimits


class Comparability(StrEnum):
    """Whether two periods can be compared, or why not."""

    COMPARABLE = "comparable"
    OTHER_DAYS = "other_days"
    OTHER_UNIONS = "other_unions"
    FEW_REPORTS = "few_reports"


class ChangeKind(StrEnum):
    """In what a change is told: not at all, in things, in percent, in how many times as much, in points of a rate."""

    NONE = "none"
    NUMBER = "number"
    PERCENT = "percent"
    TIMES = "times"
    POINTS = "points"


@dataclass(frozen=True)
class YearlyChange:
    """A change in the unit of its kind; `amount` is never below nought, `is_more` says in which direction it went."""

    kind: ChangeKind
    amount: Decimal = Decimal(0)
    is_more: bool = True


def comparability(same_period: SamePeriod, limits: VerdictLimits) -> Comparability:
    """Return whether a period can be compared with that of a year ago.

    Both must be of nearly the same days and of nearly the same unions, which merging and moving unions changes, and
    have reports of most workers in both years.
    """
    now, then = same_period.workers, same_period.workers_then
    if same_period.days < limits.same_days:
        return Comparability.OTHER_DAYS
    share = limits.compared_workers
    if same_period.kept < share * now or same_period.kept_then < share * then or not now or not then:
        return Comparability.OTHER_UNIONS
    if same_period.counted < share * now or same_period.counted_then < share * then:
        return Comparability.FEW_REPORTS
    return Comparability.COMPARABLE


def change(now: Decimal, before: Decimal, limits: VerdictLimits, *, is_rate: bool) -> YearlyChange:
    """Return the change from one number to another; of rates, which are percents, in points.

    From a small number it is told in things, never in percent; what is many times as much, in times.
    """
    difference = now - before
    size, is_more = abs(difference), difference > 0
    if is_rate:
        kind = ChangeKind.POINTS if size >= Decimal("0.05") else ChangeKind.NONE  # else both are written alike
        return YearlyChange(kind, size, is_more)
    if before < limits.fewest_for_percent:
        return YearlyChange(ChangeKind.NUMBER if difference else ChangeKind.NONE, size, is_more)
    if size < limits.same_result * before:
        return YearlyChange(ChangeKind.NONE)
    if now > limits.told_in_times * before:
        return YearlyChange(ChangeKind.TIMES, now / before)
    return YearlyChange(ChangeKind.PERCENT, size * 100 / before, is_more)
