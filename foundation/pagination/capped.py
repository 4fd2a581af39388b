"""Numbered pages of a sorted list that counts at most COUNTED rows."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connections
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from foundation.vietnamese import format_number

COUNTED = 2_000
"""Rows beyond these are not counted."""
KEPT_FOR = 60
"""Seconds for which a process remembers that a list is longer."""
REMEMBERED = 500
"""How many lists a process remembers as longer."""

_longer: dict[tuple[str, str], float] = {}
"""When a statement, with its parameters, counted a list that is longer."""


@dataclass(frozen=True)
class CappedCount:
    """The length of a list; `more` means that it is longer than `number`."""

    number: int
    more: bool = False

    @property
    def text(self) -> str:
        """ "1.420", "hơn 2.000"."""
        number = format_number(self.number)
        return _("hơn {n}").format(n=number) if self.more else number


def capped_count(queryset: QuerySet, most: int | None = None) -> CappedCount:
    """Count the rows of a queryset up to `most`, COUNTED if that is not given.

    A process counts a longer list once in KEPT_FOR seconds: each page of the country's sheets of one word took 20 ms.
    """
    most = COUNTED if most is None else most
    try:
        counted, values = queryset.order_by().values("pk")[: most + 1].query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return CappedCount(0)
    statement = f"SELECT COUNT(*) FROM ({counted}) counted", repr(values)  # noqa: S608 - of Django's own making
    if time.monotonic() - _longer.get(statement, float("-inf")) < KEPT_FOR:
        return CappedCount(most, more=True)
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(statement[0], values)
        (count,) = cursor.fetchone()
    if count > most:
        _remember(statement)
    return CappedCount(min(count, most), more=count > most)


def _remember(statement: tuple[str, str]) -> None:
    if len(_longer) >= REMEMBERED:
        forget()
    _longer[statement] = time.monotonic()


def forget() -> None:
    """Count every list again, as tests do that count statements."""
    _longer.clear()


class CappedPage(Page):
    """One page of a CappedPaginator; `components/pagination.html` links it to the others."""

    parameters = ("page",)
    paginator: CappedPaginator

    @property
    def rows(self) -> Any:
        return self.object_list

    @property
    def size(self) -> CappedCount:
        """How long the whole list is."""
        return self.paginator.size

    @property
    def position(self) -> str:
        return _("Trang {page}/{pages} · dòng {first} – {last} trong {count}").format(
            page=self.number,
            pages=self.paginator.num_pages,
            first=format_number(self.start_index()),
            last=format_number(self.end_index()),
            count=self.size.text,
        )

    @property
    def next_query(self) -> str:
        return f"page={self.next_page_number()}"

    @property
    def previous_query(self) -> str:
        return f"page={self.previous_page_number()}"


class CappedPaginator(Paginator):
    """A paginator over the first COUNTED rows; users narrow longer lists by filters and search.

    For longer lists: sort and slice primary keys first, then fetch those rows; sorting full rows is what is slow.
    """

    object_list: QuerySet

    @cached_property
    def size(self) -> CappedCount:
        return capped_count(self.object_list)

    @property
    def count(self) -> int:  # type: ignore[override]  # a property, where Django caches one
        return self.size.number

    def _get_page(self, *args: Any, **kwargs: Any) -> CappedPage:
        return CappedPage(*args, **kwargs)

    def get_page(self, number: Any) -> CappedPage:
        page = super().get_page(number)
        assert isinstance(page, CappedPage), "_get_page makes all of them"
        return page

    def page(self, number: Any) -> Page:
        page = super().page(number)
        if self.size.more:
            beginning: Any = page.object_list  # a slice of self.object_list, which Django's types forget
            keys = list(beginning.values_list("pk", flat=True))
            rows = self.object_list.order_by().in_bulk(keys)
            page.object_list = [rows[key] for key in keys]
        return page
