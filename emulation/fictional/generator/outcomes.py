"""What became of each sheet: most came in and were accepted; some came late, some lie somewhere, some are missing."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from campaigns.lifecycle import RECEIVED, FilingStatus
from campaigns.models import FilingKind
from emulation.fictional.demo.play import local, working_days
from emulation.fictional.generator.campaign import LOCKED, NOW, OPENED

ACCEPTED, SUBMITTED, RETURNED = FilingStatus.ACCEPTED, FilingStatus.SUBMITTED, FilingStatus.RETURNED
DRAFT, AWAITED, EXCUSED = FilingStatus.DRAFT, FilingStatus.AWAITED, FilingStatus.EXCUSED
STATUSES = (ACCEPTED, SUBMITTED, RETURNED, DRAFT, AWAITED, EXCUSED)
CHANCES = {
    (1, FilingKind.PLEDGE): (94, 0.5, 1, 1, 3, 0.5),
    (1, FilingKind.REPORT): (90, 1, 1.5, 2, 5, 0.5),
    (2, FilingKind.PLEDGE): (88, 3, 1, 2, 5.5, 0.5),
    (2, FilingKind.REPORT): (64, 14, 3, 5, 13.5, 0.5),
}
AFTER = {"": SUBMITTED, "back": RETURNED, "again": SUBMITTED, "decided": ACCEPTED}  # the status after an act
LATE, TWICE = 0.05, 0.03  # shares of the sheets received: after their date; returned once before they were accepted
SPREAD, LATEST = 20, 8  # days before the due date, and after it, on which sheets are sent
SLOWEST = 4  # working days until a reviewer answers
AGAIN = timedelta(days=7)

DAYS = working_days(OPENED[1].date(), NOW.date() - timedelta(days=1))


@dataclass(frozen=True)
class SheetOutcome:
    """A status, and when the sheet was begun, sent, returned, sent again and decided; None where it was not."""

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
        """The new date of a return."""
        return timezone.localdate(self.back + AGAIN) if self.back else None


def draw_outcome(draw: Random, number: int, kind: str, due: datetime, status: str = "") -> SheetOutcome:
    """Of one sheet of a phase, due then; with a `status`, none other. What nobody had time for has not happened."""
    status = status or draw.choices(STATUSES, CHANCES[number, FilingKind(kind)])[0]
    if status == AWAITED:
        return SheetOutcome(status)
    sent_on = _sent_on(draw, due, late=draw.random() < LATE)
    begun = _moment(draw, sent_on - 1)
    if status == DRAFT:
        return SheetOutcome(status, begun)
    if status == EXCUSED:
        return SheetOutcome(status, decided=begun)
    return _answered(draw, SheetOutcome(status, begun, _moment(draw, sent_on)), sent_on, _last_day(number))


def _last_day(number: int) -> int:
    """The index after the last day on which sheets of a phase move."""
    return bisect_left(DAYS, LOCKED.date()) if number == 1 else len(DAYS)


def _sent_on(draw: Random, due: datetime, *, late: bool) -> int:
    """The index of a working day before the due date, or after it."""
    last = timezone.localdate(due)
    first = last + timedelta(days=1) if late else last - timedelta(days=SPREAD)
    until = last + timedelta(days=LATEST) if late else last
    low = bisect_left(DAYS, first)
    high = bisect_left(DAYS, until + timedelta(days=1))
    if low >= high:
        return _sent_on(draw, due, late=False)
    return max(1, draw.randrange(low, high))


def _answered(draw: Random, fate: SheetOutcome, day: int, end: int) -> SheetOutcome:
    """The answers to what was sent, each a few working days later; what would come after the end does not come."""
    acts: dict[str, datetime] = {}
    last = ""
    for act in _acts(draw, fate.status):
        day += draw.randint(1, SLOWEST)
        if day >= end:
            break
        acts[act], last = _moment(draw, day), act
    if last == "back":
        acts["decided"] = acts["back"]
    return replace(fate, status=AFTER[last], **acts)


def _acts(draw: Random, status: str) -> tuple[str, ...]:
    """What was to happen to a sheet with this status: fields of its fate."""
    if status == ACCEPTED:
        return ("back", "again", "decided") if draw.random() < TWICE else ("decided",)
    return ("back",) if status == RETURNED else ()


def _moment(draw: Random, day: int) -> datetime:
    """Within the working hours of a working day, by its index."""
    return local(DAYS[day], draw.randint(8, 16), draw.randint(0, 59))
