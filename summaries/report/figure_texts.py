"""How sentences write figures: counts, shares, amounts of money, and what was done against a target.

A share of fewer than the Board's least number (`fewest_for_percent`) is told with its numbers alone.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from campaigns.figures.address import PERCENT, FigureValue
from campaigns.figures.changes import ChangeKind, YearlyChange
from campaigns.models.assessment_limits import VerdictLimits
from foundation.vietnamese import format_number, format_percent, paper_count
from summaries.report.phrases import (
    ABOVE_PLEDGED,
    ALIKE,
    AS_PLEDGED,
    BELOW_PLEDGED,
    EXCEEDED,
    EXCEEDED_ASSIGNED,
    EXCEEDED_BY_FEW,
    LESS,
    MORE,
    REACHED,
    REACHED_ASSIGNED,
    TIMES,
)

HUNDRED = Decimal(100)
WRITTEN_ALIKE = Decimal("0.05")
"""Below it two rates, in percentage points, are written alike."""


def count_text(value: Decimal | int | None) -> str | None:
    """Return a count as a sentence has it, with the leading zero of papers; None when it is unknown."""
    if value is None:
        return None
    return paper_count(int(value)) if value == int(value) else format_number(value)


def share(value: Decimal | int | None) -> str | None:
    return None if value is None else format_percent(value)


def share_of_many(value: FigureValue, limits: VerdictLimits) -> str | None:
    """Return the share of a count in its base; None for a small base."""
    return share(value.share) if value.base and (value.base[1] or 0) >= limits.fewest_for_percent else None


def rate(amount: FigureValue, limits: VerdictLimits) -> str | None:
    """Return the percent of an added-up ratio; None for a small denominator, and of what is no percent."""
    if amount.kind != PERCENT or (amount.denominator or 0) < limits.fewest_for_percent:
        return None
    return share(amount.value)


def compared(of_target: FigureValue, limits: VerdictLimits, *, are_counted: bool = True) -> str | None:
    """Return the phrase for a share of what was pledged: by how much it is exceeded, or how much of it is reached.

    `are_counted`: of things or persons, of which few are told in numbers; not of money or of averages.
    """
    if of_target.value is None:
        return None
    value = Decimal(of_target.value)
    if are_counted and (numbers := _few(of_target, limits)):
        return (EXCEEDED_BY_FEW if value > HUNDRED else REACHED).format(numbers)
    if value - HUNDRED >= WRITTEN_ALIKE:
        return EXCEEDED.format(format_percent(value - HUNDRED))
    return REACHED.format(format_percent(value))


def compared_with_assigned(of_assigned: FigureValue, limits: VerdictLimits, *, are_counted: bool = True) -> str | None:
    """Return the phrase for a share of the assigned target: "vượt chỉ tiêu giao (104%)", "đạt 80% chỉ tiêu giao"."""
    if of_assigned.value is None:
        return None
    numbers = _few(of_assigned, limits) if are_counted else ""
    value = Decimal(of_assigned.value)
    words = EXCEEDED_ASSIGNED if value > HUNDRED else REACHED_ASSIGNED
    return words.format(numbers or format_percent(value))


def in_points(points: Decimal | int | None) -> str | None:
    """Return the phrase for a rate against the pledged one: "cao hơn 2,5 điểm phần trăm so với đăng ký"."""
    if points is None:
        return None
    exact = Decimal(points)
    if abs(exact) < WRITTEN_ALIKE:
        return AS_PLEDGED
    return (ABOVE_PLEDGED if exact > 0 else BELOW_PLEDGED).format(tenths(abs(exact)))


def since_last_year(change: YearlyChange, unit_of_measure: str, before: str = "cùng kỳ") -> str:
    """Return the phrase for a change: "tăng 12,5% so với cùng kỳ", "tăng 03 vụ …", "gấp 3,2 lần …".

    `before`: what the period of a year ago is called.
    """
    if change.kind == ChangeKind.NONE:
        return ALIKE.format(before)
    if change.kind == ChangeKind.TIMES:
        return TIMES.format(tenths(change.amount), before)
    texts = {
        ChangeKind.NUMBER: f"{count_text(change.amount)} {unit_of_measure}",
        ChangeKind.PERCENT: format_percent(change.amount),
        ChangeKind.POINTS: f"{tenths(change.amount)} điểm phần trăm",
    }
    return (MORE if change.is_more else LESS).format(texts[change.kind], before)


def tenths(number: Decimal) -> str:
    """Return a number with one decimal unless it is whole: 2.46 → "2,5"."""
    return format_number(number.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _few(of_target: FigureValue, limits: VerdictLimits) -> str:
    """Return "04/05" for a target of few; "" for others, and where percents themselves were compared."""
    done, planned = of_target.numerator, of_target.denominator
    if of_target.of_percents or planned is None or planned >= limits.fewest_for_percent:
        return ""
    return f"{count_text(done)}/{count_text(planned)}"
