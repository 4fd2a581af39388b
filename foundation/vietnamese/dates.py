"""Parses and formats dates and times in local time: dd/mm/yyyy, and the line of place and date of papers.

A date may be given as an aware datetime: then it is the day it falls on in the portal's time zone.
"""

import re
from calendar import isleap
from datetime import date, datetime

from django.utils import timezone

from foundation.vietnamese.text import clean

FIRST_YEAR, LAST_YEAR = 1900, 2100
SCHOOL_YEAR_BEGINS = 8
"""The month, August."""
BLANK = " " * 8
"""Room to write in by hand what the registry has not given yet."""

_DATE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")


class DateError(ValueError):
    """The text is no date, typed day, month, year, between 1/1/1900 and 31/12/2100."""


def parse_date(text: str, *, first_year: int = FIRST_YEAR) -> date:
    """Parse 28/7/2015, 28-07-2015 or 28.7.2015, not before `first_year`. Raises DateError."""
    match = _DATE.fullmatch(clean(text)) if isinstance(text, str) else None
    if not match or not first_year <= int(match[4]) <= LAST_YEAR:
        raise DateError("not_a_date")
    try:
        return date(int(match[4]), int(match[3]), int(match[1]))
    except ValueError as error:
        raise DateError("not_a_date") from error


def local_day(value: date) -> date:
    """Return the day in the portal's time zone."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


def format_date(value: date) -> str:
    """Format a date for screens and papers: "20/07/2015".

    Only the line of place and date has the State's own padding (`long_date`).
    """
    day = local_day(value)
    return f"{day.day:02}/{day.month:02}/{day.year}"


def long_date(value: date | None, year_month: tuple[int | None, int | None] | None = None) -> str:
    """Format a date line: "ngày 05 tháng 01 năm 2015"; with blanks where the day is not known yet.

    Days below ten and months 1 and 2 carry a zero, other months do not: so no digit can be written before
    them (Thông tư 01/2011/TT-BNV; Nghị định 30/2020/NĐ-CP).
    Without a day, `year_month` gives what is known: (2015, 7), (2015, None) or nothing.
    """
    if value is not None:
        day = local_day(value)
        return f"ngày {day.day:02} tháng {_padded_month(day.month)} năm {day.year}"
    year, month = year_month or (None, None)
    return f"ngày {BLANK} tháng {_padded_month(month) if month else BLANK} năm {year or BLANK}"


def weekday(value: date) -> str:
    """Return "thứ Hai" to "thứ Bảy", or "Chủ nhật"."""
    return _WEEKDAYS[local_day(value).weekday()]


def due_text(value: date) -> str:
    """Format a due date: "hết ngày 13/03/2015 (thứ Sáu)"."""
    return f"hết ngày {format_date(value)} ({weekday(value)})"


def format_time(value: datetime) -> str:
    """Format local time: "20:41"."""
    return f"{timezone.localtime(value):%H:%M}"


def format_moment(value: datetime) -> str:
    """Format local time and day: "20:41 ngày 20/07/2015"."""
    return f"{format_time(value)} ngày {format_date(value)}"


def lunar_year(year: int) -> str:
    """Return the name of the lunar year that begins in this year: "Ất Mùi" for 2015."""
    return f"{_STEMS[(year - 4) % 10]} {_BRANCHES[(year - 4) % 12]}"


def school_year(value: date) -> str:
    """Return the school year that runs on a day, from August to July: "2014-2015" on 01/06/2015."""
    day = local_day(value)
    first = day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1
    return f"{first}-{first + 1}"


def same_day_in(value: date, year: int) -> date:
    """Return the same day of another year; for 29 February, where that year has none, the day before."""
    is_missing = (value.month, value.day) == (2, 29) and not isleap(year)
    return date(year, 2, 28) if is_missing else date(year, value.month, value.day)


def _padded_month(month: int) -> str:
    return f"{month:02}" if month < 3 else str(month)
