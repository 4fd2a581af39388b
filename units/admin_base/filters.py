"""Filters of the admin's lists. A filter applies only when the address names its parameter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from units.acting_request import user_of
from units.filters import DIRECT_UNIONS, DIRECTLY_BELOW
from units.models.kinds import LAUNCHING, UnionForm, UnitKind
from units.models.unit import Unit
from units.models.vocabulary import strand_choices
from units.tree import within

ALL = "all"


class ChoiceListFilter(SimpleListFilter):
    """A choice of a few values. A subclass gives `options` (or `lookups`).

    It overrides `narrow` where the parameter is not named after the column that has the value.
    """

    options: Any = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.options)

    def value(self) -> str:
        return super().value() or ALL

    def choices(self, changelist: Any) -> Iterator[Any]:  # the stubs name the shape of a choice, Django does not
        for value, words in [(ALL, _("Tất cả")), *self.lookup_choices]:
            query = {self.parameter_name: None if value == ALL else value}
            yield {
                "selected": value == self.value(),
                "query_string": changelist.get_query_string(query),
                "display": words,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value == ALL:
            return queryset
        if value not in {str(option) for option, _words in self.lookup_choices}:
            raise IncorrectLookupParameters
        return self.narrow(request, queryset, value)

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        return queryset.filter(**{str(self.parameter_name): value})


class StrandFilter(ChoiceListFilter):
    """The five strands (khối), and nghiệp đoàn, which have none."""

    title = _("khối")
    parameter_name = "strand"
    prefix = ""  # lookup path from the listed model to the columns of the unit

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*strand_choices(), (UnionForm.OCCUPATIONAL.value, UnionForm.OCCUPATIONAL.label)]

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        column = "form" if value == UnionForm.OCCUPATIONAL else "strand"
        return queryset.filter(**{f"{self.prefix}{column}": value})


class UpperListFilter(ChoiceListFilter):
    """A union directly below one's own with everything under it; or the grassroots unions right below a province."""

    title = _("công đoàn cấp trên")
    parameter_name = "upper"
    unit = ""  # lookup path from the listed model to the unit, whose kind is read
    paths: tuple[str, ...] = ()  # columns, one of which lies below the union

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        own = user_of(request).reach_paths()
        self.uppers = {str(upper.pk): upper for upper in Unit.objects.uppers(own, request.GET.get("upper"))}
        below = [(pk, upper.name) for pk, upper in self.uppers.items() if upper.path not in own]
        return [*below, DIRECT_UNIONS]

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        if value == DIRECTLY_BELOW:
            straight = {f"{self.unit}__kind": UnitKind.GRASSROOTS, f"{self.unit}__parent__kind__in": LAUNCHING}
            return queryset.filter(**straight)
        return queryset.filter(reduce(or_, (within(column, [self.uppers[value].path]) for column in self.paths)))
