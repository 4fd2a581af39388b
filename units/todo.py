"""Items of *my desk*: what is to do, and what the week brings. Each app's `desk` makes its own for `emulation.desk`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from foundation import clock

WEEK = timedelta(days=7)
TASKS = ("wait", "no")
"""Tones of what the person can do now."""
OF_THE_WEEK = "week"


@dataclass(frozen=True)
class Todo:
    """A task: its title, a detail, and the button that leads to it.

    `due` is the instant it is due, None without a due date; `tone` says what is asked: wait and no are tasks, no where
    something went wrong; blue and ok are news; week is what others do these days. `count` is the number of tasks of
    this kind that the item stands for.
    """

    title: str
    detail: str
    url: str
    button: str
    due: datetime | None = None
    tone: str = "wait"
    count: int = 1

    @property
    def is_task(self) -> bool:
        return self.tone in TASKS


@dataclass(frozen=True)
class WeekLine:
    """What falls into the seven days from today: a day on which something is due, or what waits without a day.

    `until` is the last of several days, of which `day` is the first.
    """

    title: str
    url: str
    day: date | None = None
    until: date | None = None


class HasPage(Protocol):
    def get_absolute_url(self) -> str: ...


def page_or_list(rows: Sequence[HasPage], list_url: str) -> str:
    """Return the address of the page of a single row, that of the list of several."""
    return rows[0].get_absolute_url() if len(rows) == 1 else list_url


def lines_in_order(lines: Iterable[WeekLine]) -> list[WeekLine]:
    """Return the lines by their days, those without a day last."""
    return sorted(lines, key=lambda line: (line.day is None, line.day or date.max, line.title))


def in_this_week(day: date | None) -> bool:
    return day is not None and clock.today() <= day < clock.today() + WEEK
