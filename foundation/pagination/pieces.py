"""Reads a long list piece by piece, each behind the last row of the one before: without a cursor kept at the server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

PIECE = 500
"""Rows that are in memory together; SQLite takes as many ids in one statement."""


@dataclass(frozen=True)
class _SortKey:
    """A column of an order. Without `nulls_last` it has a value in every row."""

    name: str
    descending: bool
    nulls_last: bool

    @classmethod
    def of(cls, order: Any) -> _SortKey:
        if isinstance(order, OrderBy):
            expression: Any = order.expression  # an F: lists are ordered by columns and annotations
            return cls(expression.name, order.descending, bool(order.nulls_last))
        return cls(order.removeprefix("-"), order.startswith("-"), nulls_last=False)

    def behind(self, value: Any) -> Q:
        """Return a Q: the column is behind a value in the order; nothing is behind NULL."""
        if value is None:
            return Q(pk__in=[])
        behind = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return behind | self.equals(None) if self.nulls_last else behind

    def equals(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def not_before(self, value: Any) -> Q:
        """Return a Q that leads the database to the place in an index; it follows from the others."""
        if self.nulls_last:
            return Q()
        return Q(**{f"{self.name}__{'lte' if self.descending else 'gte'}": value})


def pieces(queryset: QuerySet, most: int) -> Iterator[list[Any]]:
    """Yield the first `most` rows in their order, in lists of PIECE, two statements each.

    The order of the queryset must be total. Keys are sorted before whole rows are read.
    """
    order = [_SortKey.of(key) for key in queryset.query.order_by]
    keys = queryset.values_list("pk", *(F(key.name) for key in order))
    behind, left = Q(), most
    while left > 0:
        read = list(keys.filter(behind)[: min(PIECE, left)])
        rows = queryset.order_by().in_bulk([key[0] for key in read])
        if rows:
            yield [rows[key[0]] for key in read if key[0] in rows]
        if len(read) < PIECE:
            return
        behind, left = _behind(order, read[-1][1:]), left - len(read)


def _behind(order: Sequence[_SortKey], values: Sequence[Any]) -> Q:
    """Return a Q: the row comes behind the one with these values."""
    behind, equal = Q(), Q()
    for key, value in zip(order, values, strict=True):
        behind |= equal & key.behind(value)
        equal &= key.equals(value)
    return order[0].not_before(values[0]) & behind
