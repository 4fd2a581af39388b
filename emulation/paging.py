"""Numbered pages of a sorted list."""

from typing import Any

from django.core.paginator import Page, Paginator


class Pages(Paginator):
    """Of a long list, which rows first, by their numbers alone, then those rows whole.

    Putting whole rows of a country in order costs a database more than everything else about a page.
    """

    LONG = 2_000  # rows

    def page(self, number: Any) -> Page:
        page = super().page(number)
        if self.count > self.LONG:
            keys = list(page.object_list.values_list("pk", flat=True))
            rows = self.object_list.order_by().in_bulk(keys)
            page.object_list = [rows[key] for key in keys]
        return page
