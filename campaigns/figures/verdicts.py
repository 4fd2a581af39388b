"""Judges results against the plan of the year: exceeded, reached, nearly, short, low; outstanding; gathered in places.

The words of a report rest on these definitions. Every limit is a number of `VerdictLimits`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from campaigns.catalogue.types import CataloguePhase
from campaigns.figures.types import Progress
from campaigns.models import Phase
from campaigns.models.assessment_limits import VerdictLimits
from campaigns.models.indicator import Pace

ONE = Decimal(1)
DAYS_OF_A_MONTH = 30


class Verdict(StrEnum):
    """What a share of the plan of the year means on the day of the report."""

    EXCEEDED = "exceeded"
    REACHED = "reached"
    NEARLY = "nearly"
    SHORT = "short"
    LOW = "low"


class Obstacle(StrEnum):
    """Why a high share is not called outstanding."""

    EASY_TARGET = "easy_target"
    FEW_UNITS = "few_units"
    ONE_UNIT = "one_unit"
    TARGET_TO_CHECK = "target_to_check"


def months_between(first: date, last: date) -> int:
    """Return how many months two days and those between them are, to the nearer month."""
    days = last.day + 1 - first.day
    return 12 * (last.year - first.year) + last.month - first.month + (days + DAYS_OF_A_MONTH // 2) // DAYS_OF_A_MONTH


def months_of_campaign(phase: CataloguePhase, phases: Sequence[Phase]) -> tuple[int, int]:
    """Return how many months of a campaign had passed when the figures of a phase were taken, and how many it has."""
    first, last = min(live.starts_on for live in phases), max(live.ends_on for live in phases)
    return months_between(first, min(phase.cutoff, phase.ends_on)), months_between(first, last)


def expected_share(
    pace: Pace, months: int, *, is_last: bool, holds_june: bool = False, of_months: int = 12
) -> Decimal | None:
    """Return which fraction of the plan of a year is expected so many months after it began; None before any is judged.

    `of_months`: those of the whole campaign. `is_last`: the report is that of the year. `holds_june`: it is of schools,
    in the phase in which their year ends.
    """
    if pace == Pace.NONE:
        return None
    if is_last or pace == Pace.EARLY or (pace == Pace.SCHOOL_YEAR and holds_june):
        return ONE
    return min(Decimal(months) / of_months, ONE) if pace == Pace.EVEN and months > 0 < of_months else None


def verdict(progress: Progress, limits: VerdictLimits) -> Verdict | None:
    """Return what a result means; None when too few units answered, nothing was planned or nothing is expected yet."""
    share, expected = progress.share, progress.expected
    if share is None or expected is None or not _is_answered(progress, limits):
        return None
    if share > 1:
        return Verdict.EXCEEDED
    if share >= expected:
        return Verdict.REACHED
    nearly, short = (limits.nearly_at_end, limits.short_at_end) if progress.at_end else (limits.nearly, limits.short)
    if share >= nearly * expected:
        return Verdict.NEARLY
    return Verdict.SHORT if share >= short * expected else Verdict.LOW


def may_be_blamed(progress: Progress, limits: VerdictLimits) -> bool:
    """Return whether a low result is the units' own: it is not while reports of more than a third are missing."""
    return progress.answered_units >= limits.answered_units * progress.asked_units


def outstanding(progress: Progress, limits: VerdictLimits) -> bool:
    """Return whether a result is outstanding: far above what is expected, without any of the `obstacles`."""
    return is_far_above(progress, limits) and not obstacles(progress, limits)


def is_far_above(progress: Progress, limits: VerdictLimits) -> bool:
    share, expected = progress.share, progress.expected
    if share is None or expected is None or verdict(progress, limits) is None:
        return False
    return share >= (limits.outstanding_at_end if progress.at_end else limits.outstanding * expected)


def obstacles(progress: Progress, limits: VerdictLimits) -> set[Obstacle]:
    """Return why a result far above what is expected is no merit of many, or rests on a plan to be looked at."""
    reasons = set()
    fewest = max(Decimal(limits.fewest_contributors), limits.contributing_units * progress.answered_units)
    if progress.contributing < fewest:
        reasons.add(Obstacle.FEW_UNITS)
    if progress.done and (progress.largest or 0) > limits.largest_unit * progress.done:
        reasons.add(Obstacle.ONE_UNIT)
    if progress.last_year is not None and (progress.plan or 0) < limits.of_last_year * progress.last_year:
        reasons.add(Obstacle.EASY_TARGET)
    if progress.share is not None and progress.share > limits.target_to_check:
        reasons.add(Obstacle.TARGET_TO_CHECK)
    return reasons


@dataclass(frozen=True)
class Gathered:
    """Where something missing, late or low is gathered: `places`, most first; or `scattered` over so many places.

    Neither when there are too few to speak of places.
    """

    places: tuple[str, ...] = ()
    scattered: int = 0


def gathered(counts: Mapping[str, int], sizes: Mapping[str, int], limits: VerdictLimits) -> Gathered:
    """Return in which upper unions most of what is counted is: few that hold most of it, at a rate above the whole's.

    `counts`: how many by upper. `sizes`: of how many units, for every upper, those without any too.
    """
    total, size = sum(counts.values()), sum(sizes.values())
    if total < limits.gathered_total or not size:
        return Gathered()
    ordered = sorted((upper for upper in counts if counts[upper]), key=lambda upper: -counts[upper])
    dense = [
        upper
        for upper in ordered
        if counts[upper] >= limits.gathered_in_one
        and counts[upper] * size >= limits.gathered_rate * total * sizes[upper]
    ]
    named = _fewest_together(dense, counts, total, limits)
    return Gathered(places=tuple(named)) if named else Gathered(scattered=len(ordered))


def _is_answered(progress: Progress, limits: VerdictLimits) -> bool:
    if may_be_blamed(progress, limits):
        return True
    return progress.answered_workers >= limits.answered_workers * (progress.asked_workers or Decimal("Infinity"))


def _fewest_together(
    dense: Sequence[str], counts: Mapping[str, int], total: int, limits: VerdictLimits
) -> Sequence[str]:
    """Return the first places that together hold most, with all tied with the last; nothing if they are too many."""
    held = 0
    for position, upper in enumerate(dense):
        held += counts[upper]
        if held < limits.gathered_together * total:
            continue
        tied = [other for other in dense[position + 1 :] if counts[other] == counts[upper]]
        named = [*dense[: position + 1], *tied]
        most = limits.gathered_tied if tied else limits.gathered_places
        return named if len(named) <= most else []
    return []
