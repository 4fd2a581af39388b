"""The portal's clock, which all rules use instead of the system's.

It shows real time, except in the demo (DEBUG only) and in tests, which `travel()`. In the demo it showed `PORTAL_NOW`
at the real instant `PORTAL_STARTED` and runs on from there, alike in server and worker. Sessions and CSRF tokens use
real time.
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
    """Return the current instant, timezone-aware."""
    if _travelled is not None:
        return _travelled
    if settings.PORTAL_NOW:
        return parse(settings.PORTAL_NOW) + timedelta(seconds=time.time() - (settings.PORTAL_STARTED or _loaded_at))
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Asia/Ho_Chi_Minh."""
    return timezone.localdate(now())


def real_seconds() -> int:
    """Return the seconds since 1970 of real time, whatever the clock shows: for sessions."""
    return int(time.time())


def is_set() -> bool:
    """True when the clock does not show real time; then every page says so."""
    return bool(settings.PORTAL_NOW) or _travelled is not None


def parse(text: str) -> datetime:
    """Return an aware instant from ISO text; text without an offset is local time."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def end_of_day(day: date) -> datetime:
    """Return the last instant of a day in Asia/Ho_Chi_Minh, as which due dates are stored."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 23, 59, 59, 999999))


@contextmanager
def travel(to: str | datetime) -> Iterator[None]:
    """Stop the clock at an instant, for every thread of this process. For tests and fictional data."""
    global _travelled
    before, _travelled = _travelled, to if isinstance(to, datetime) else parse(to)
    try:
        yield
    finally:
        _travelled = before
