"""Draws the outcome of each sheet: its status and times. Most are accepted; some are late, in progress or missing."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from campaigns.lifecycle import RECEIVED, FilingStatus
from campaigns.models import FilingKind
from emulation.fictional.demo.play import local, working_days
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.phases import NOW, OPENED_AFTER, PUBLISHED

ACCEPTED, SUBMITTED, RETURNED = FilingStatus.ACCEPTED, FilingStatus.SUBMITTED, FilingStatus.RETURNED
DRAFT, AWAITED, EXCUSED = FilingStatus.DRAFT, FilingStatus.AWAITED, FilingStatus.EXCUSED
STATUSES = (ACCEPTED, SUBMITTED, RETURNED, DRAFT, AWAITED, EXCUSED)
FIRST_PLEDGE, LATER_PLEDGE = (94, 0.5, 1, 1, 3, 0.5), (88, 3, 1, 2, 5.5, 0.5)
REPORT, LAST_REPORT = (90, 1, 1.5, 2, 5, 0.5), (64, 14, 3, 5, 13.5, 0.5)
"""By kind of sheet the chances of `STATUSES`, in percent."""
AFTER = {
    "": SUBMITTED,
    "back": RETURNED,
    "again": SUBMITTED,
    "decided": ACCEPTED,
}  # the status after the last act that took place
LATE, TWICE = 0.05, 0.03  # shares of the sheets received: after their date; returned once before they were accepted
SPREAD, LATEST = 20, 8  # days before the due date, and after it, on which sheets are sent
SLOWEST = 4  # working days until a reviewer answers
AGAIN = timedelta(days=7)

DAYS = working_days((PUBLISHED + OPENED_AFTER).date(), NOW.date() - timedelta(days=1))


@dataclass(frozen=True)
class SheetOutcome:
    """A sheet's status and the times it was begun, sent, returned (`back`), sent again and decided; None if never."""

    status: str
    begun: datetime | None = None
    sent: datetime | None = None
    back: datetime | None = None
    again: datetime | None = None
    decided: datetime | None = None

    @property
    def is_received(self) -> bool:
        return self.status in RECEIVED

    @property
    def is_accepted(self) -> bool:
        return self.status == ACCEPTED

    @property
    def last_sent(self) -> datetime | None:
        return self.again or self.sent

    @property
    def due_again(self) -> date | None:
        """The new due date given with a return."""
        return timezone.localdate(self.back + AGAIN) if self.back else None


def draw_outcome(
    rng: Random, year: CampaignYear, number: int, kind: str, due: datetime, status: str = ""
) -> SheetOutcome:
    """Draw the outcome of a sheet of a phase of the year, due at `due`; `status` may be given.

    Acts that would fall after the last day are left out: the sheet then has an earlier status.
    """
    status = status or rng.choices(STATUSES, _chances(year, number, kind))[0]
    if status == AWAITED:
        return SheetOutcome(status)
    sent_on = _sent_on(rng, due, late=rng.random() < LATE)
    begun = _moment(rng, sent_on - 1)
    if status == DRAFT:
        return SheetOutcome(status, begun)
    if status == EXCUSED:
        return SheetOutcome(status, decided=begun)
    return _answered(
        rng, SheetOutcome(status, begun, _moment(rng, sent_on)), sent_on, _last_day(year.locked_on(number))
    )


def _chances(year: CampaignYear, number: int, kind: str) -> tuple[float, ...]:
    if kind == FilingKind.PLEDGE:
        return FIRST_PLEDGE if number == 1 else LATER_PLEDGE
    return LAST_REPORT if year.is_last(number) else REPORT


def _last_day(locked_on: date | None) -> int:
    """Return the index in DAYS at which sheets of a phase that was locked on a day, or is open, no longer change."""
    return bisect_left(DAYS, locked_on) if locked_on else len(DAYS)


def _sent_on(rng: Random, due: datetime, *, late: bool) -> int:
    """Return the index in DAYS of a day before the due date or, if `late`, after it."""
    last = timezone.localdate(due)
    first = last + timedelta(days=1) if late else last - timedelta(days=SPREAD)
    until = last + timedelta(days=LATEST) if late else last
    low = bisect_left(DAYS, first)
    high = bisect_left(DAYS, until + timedelta(days=1))
    if low >= high:
        return _sent_on(rng, due, late=False)
    return max(1, rng.randrange(low, high))


def _answered(rng: Random, outcome: SheetOutcome, day: int, end: int) -> SheetOutcome:
    """Add the reviewer's answers, each a few working days after the last, as far as they fall before `end`."""
    acts: dict[str, datetime] = {}
    last = ""
    for act in _acts(rng, outcome.status):
        day += rng.randint(1, SLOWEST)
        if day >= end:
            break
        acts[act], last = _moment(rng, day), act
    if last == "back":
        acts["decided"] = acts["back"]
    return replace(outcome, status=AFTER[last], **acts)


def _acts(rng: Random, status: str) -> tuple[str, ...]:
    """What was to happen to a sheet with this status: fields of its fate."""
    if status == ACCEPTED:
        return ("back", "again", "decided") if rng.random() < TWICE else ("decided",)
    return ("back",) if status == RETURNED else ()


def _moment(rng: Random, day: int) -> datetime:
    """Draw a time in the working hours of a day, given by its index in DAYS."""
    return local(DAYS[day], rng.randint(8, 16), rng.randint(0, 59))
