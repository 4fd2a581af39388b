"""What the filters above the portal's lists have in common."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.forms.choices import contains_words_beside
from foundation.forms.fields import select, text_input


class SearchFilter(django_filters.CharFilter):
    """A text box. Keeps rows in whose `columns`, which hold text without marks, each word typed occurs.

    Words may also occur `beside`, in the name of the union above, if one occurs in a column.
    """

    def __init__(self, *columns: str, beside: tuple[str, ...] = (), **kwargs: Any):
        super().__init__(widget=text_input(placeholder=_("không cần dấu")), **kwargs)
        self.columns, self.beside = columns, beside

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(contains_words_beside(self.columns, self.beside, value)) if value else qs


class SelectFilter(django_filters.ChoiceFilter):
    """A select with the choices of a condition."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, widget=select(), **kwargs)


class ListFilter(django_filters.FilterSet):
    """The conditions of a list. While one of them is wrong the list is empty: the field says why."""

    @property
    def qs(self) -> QuerySet:
        rows = super().qs
        if self.errors:
            return rows.none()
        return rows if self.form.cleaned_data.get("status") else self.without_status(rows)

    def without_status(self, rows: QuerySet) -> QuerySet:
        """Return the rows listed while no status is chosen: all, unless a subclass says otherwise."""
        return rows
