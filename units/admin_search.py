"""Search without marks."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from emulation import vietnamese


class FoldedSearch:
    """Every word typed must be in one of the columns `folded`, which hold text without marks."""

    folded: tuple[str, ...]
    search_fields: Any = ("pk",)  # Django shows the box only when this says something

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        from_any = [f"{column}__contains" for column in self.folded]
        for word in vietnamese.search_key(search_term).split():
            found = Q()
            for lookup in from_any:
                found |= Q(**{lookup: word})
            queryset = queryset.filter(found)
        return queryset, False
