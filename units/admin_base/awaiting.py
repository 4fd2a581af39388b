"""What admin lists of rows with a status share: a filter that begins with what awaits the Board, and the status tag."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from foundation.lazy_text import LazyText
from units.access import is_board
from units.acting_request import acting_of
from units.admin_base.filters import ChoiceListFilter

AWAITING = "awaiting"


class AwaitingFilter(ChoiceListFilter, ABC):
    """A choice of one status, or first, for the Board only, of what awaits it.

    A subclass gives `awaiting_words`, `awaiting_rows`, and `options` or `statuses`.
    """

    title = gettext_lazy("trạng thái")
    parameter_name = "status"
    awaiting_words: LazyText

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        awaiting = [(AWAITING, self.awaiting_words)] if is_board(acting_of(request)) else []
        return [*awaiting, *self.statuses(model_admin)]

    def statuses(self, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.options)

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        return self.awaiting_rows(queryset, request) if value == AWAITING else self.of_status(queryset, value)

    @abstractmethod
    def awaiting_rows(self, queryset: Any, request: HttpRequest) -> Any:
        """Return those of the rows that await the Board; none for anybody else."""

    def of_status(self, queryset: Any, value: str) -> Any:
        return queryset.filter(status=value)


class StatusTag:
    """Mixin for a ModelAdmin: the column `status_words`, a tag whose class is the status's tone in `tones`."""

    tones: ClassVar[Mapping[str, str]]

    @admin.display(description=gettext_lazy("trạng thái"))
    def status_words(self, row: Any) -> str:
        return format_html('<span class="tag {}">{}</span>', self.tones.get(row.status, ""), row.status_text)
