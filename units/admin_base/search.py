"""Search without marks."""

from typing import Any

from django.http import HttpRequest

from foundation.forms.choices import contains_words


class FoldedSearch:
    """Every word typed must be in one of the columns `folded`, which hold text without marks."""

    folded: tuple[str, ...]
    search_fields: Any = ("pk",)  # Django shows the box only when this says something

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.filter(contains_words(self.folded, search_term)), False
