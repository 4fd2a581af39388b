"""The only clock of the rules: what time it is in the portal.

Real time, except in the demo (DEBUG only), where `PORTAL_NOW` is what the clock showed at the real instant
`PORTAL_STARTED` and ticks on from there, the same for server and worker; and in tests, which `travel()`.
Sessions and CSRF tokens keep real time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

_loaded_at = time.time()
_travelled: datetime | None = None


def now() -> datetime:
    """This instant, timezone-aware."""
    if _travelled is not None:
        return _travelled
    if settings.PORTAL_NOW:
        return parse(settings.PORTAL_NOW) + timedelta(seconds=time.time() - (settings.PORTAL_STARTED or _loaded_at))
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Asia/Ho_Chi_Minh."""
    return timezone.localdate(now())


def is_set() -> bool:
    """Whether the clock shows another time than the real one, so that every page can say so."""
    return bool(settings.PORTAL_NOW) or _travelled is not None


def parse(text: str) -> datetime:
    """An aware instant from ISO text; without an offset it is local time."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def end_of_day(day: date) -> datetime:
    """The last instant of a day in Asia/Ho_Chi_Minh: a due date is kept as this."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 23, 59, 59, 999999))


@contextmanager
def travel(to: str | datetime) -> Iterator[None]:
    """For tests: stand still at an instant, for every thread of this process."""
    global _travelled
    before, _travelled = _travelled, to if isinstance(to, datetime) else parse(to)
    try:
        yield
    finally:
        _travelled = before
