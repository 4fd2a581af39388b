"""Filters that write numbers, money and dates in Vietnamese.

None is shown as "…" (not reported, not known); an empty or missing variable as nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import template

from foundation import vietnamese
from foundation.vietnamese.numbers import NOT_REPORTED

register = template.Library()


def _shown(name: str, write: Callable[..., str]) -> None:
    """Register `write` under a name, sparing it values that are missing."""

    @wraps(write)
    def shown(value: Any, *arguments: Any) -> str:
        if value is None or value == "":
            return NOT_REPORTED if value is None else ""
        return write(value, *arguments)

    register.filter(name, shown)


_FILTERS: dict[str, Callable[..., str]] = {
    "number": vietnamese.format_number,  # {{ value|number }}, or {{ value|number:1 }} for one decimal
    "percent": vietnamese.format_percent,
    "money": vietnamese.format_money,
    "count": vietnamese.paper_count,
    "date_vn": vietnamese.format_date,
    "due": vietnamese.due_text,
    "moment": vietnamese.format_moment,
    "time_vn": vietnamese.format_time,
    "given_name": vietnamese.given_name,
    "weekday": vietnamese.weekday,
    "within_sentence": vietnamese.within_sentence,
}
for _name, _write in _FILTERS.items():
    _shown(_name, _write)


@register.filter
def long_date(value: Any, year_month: Any = None) -> str:
    """The date line of a paper, its blanks kept by HTML; `year_month` as for `vietnamese.long_date`."""
    return vietnamese.long_date(value or None, year_month).replace(" " * 2, "\u00a0" * 2)
