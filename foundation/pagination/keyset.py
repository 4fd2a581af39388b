"""Keyset pagination: a page begins after a value of the sort column, so page 2,000 costs as much as page 1.

The sort column is one unique, indexed text column. The query string says after or before which of its values the page
is (`after`, `before`), and the number of its first row (`first`), which is only displayed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.pagination.capped import CappedCount, capped_count
from foundation.request_parsing import whole_number
from foundation.vietnamese import format_number

PARAMETERS = ("after", "before", "first")
VALUE = re.compile(r"[0-9a-z]{0,200}", re.ASCII)
END = "~"  # `before` this: the last page


class KeysetPage:
    """One page of `queryset`, ordered by `column` ("called__sort_key"), as the parameters of a query ask for it.

    `components/pagination.html` links it to the others.
    """

    parameters = PARAMETERS

    def __init__(self, queryset: QuerySet, column: str, per_page: int, parameters: Mapping[str, str]):
        self.queryset, self.column, self.per_page = queryset, column, per_page
        self.after, self.before = (_sort_value(parameters.get(name)) for name in PARAMETERS[:2])
        self._first = whole_number(parameters.get("first"))

    @cached_property
    def size(self) -> CappedCount:
        """How long the whole list is."""
        return capped_count(self.queryset)

    @cached_property
    def rows(self) -> list[Any]:
        return self._fetched[: self.per_page] if self.before is None else self._fetched[: self.per_page][::-1]

    @cached_property
    def _fetched(self) -> list[Any]:
        """The rows of the page in the order of the statement, and one more if there is one."""
        if self.before is None:
            behind = self.queryset.filter(**{f"{self.column}__gt": self.after}) if self.after else self.queryset
            return list(behind.order_by(self.column)[: self.per_page + 1])
        ahead = self.queryset if self.before == END else self.queryset.filter(**{f"{self.column}__lt": self.before})
        return list(ahead.order_by(f"-{self.column}")[: self.per_page + 1])

    @property
    def has_next(self) -> bool:
        return len(self._fetched) > self.per_page if self.before is None else self.before != END

    @property
    def has_previous(self) -> bool:
        return len(self._fetched) > self.per_page if self.before is not None else bool(self.after)

    @property
    def first(self) -> int:
        """The number of the first row in the whole list."""
        if self.before == END:
            return self.size.number - len(self.rows) + 1
        return max(self._first or 1, 1) if self.has_previous else 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def position(self) -> str:
        return _("Dòng {first} – {last}").format(first=format_number(self.first), last=format_number(self.last))

    @property
    def next_query(self) -> str:
        return f"after={self._at(-1)}&first={self.last + 1}"

    @property
    def previous_query(self) -> str:
        return f"before={self._at(0)}&first={max(self.first - self.per_page, 1)}"

    @property
    def last_query(self) -> str:
        return f"before={END}"

    def _at(self, index: int) -> str:
        return attrgetter(self.column.replace("__", "."))(self.rows[index])


def _sort_value(text: str | None) -> str | None:
    """Return a value of the sort column or END; None for other texts."""
    return text if text == END or (text and VALUE.fullmatch(text)) else None
