"""Search in columns that hold text without diacritics."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from foundation.forms.choices import contains_words
from foundation.lazy_text import LazyText


class FoldedSearch:
    """Mixin for a ModelAdmin: each word typed must occur in one of the columns `folded`, which hold search keys."""

    folded: tuple[str, ...]
    search_words: LazyText = gettext_lazy("Tìm theo tên, không cần dấu")
    search_fields: Any = ("pk",)  # Django shows the search box only when this is not empty

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.filter(contains_words(self.folded, search_term)), False
