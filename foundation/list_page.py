"""The page of a filtered list, which `list.html` and its children show, and its files."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from foundation.filters import ListFilter
from foundation.forms.choices import SearchableChoiceField, suggestions
from foundation.forms.errors import error_summary
from foundation.list_files import PARAMETER, file_of_queryset, wants_file
from foundation.list_table import ListTable, conditions_in_words
from foundation.pagination.capped import CappedPage, CappedPaginator
from foundation.pagination.keyset import KeysetPage
from foundation.request_parsing import query_without

PER_PAGE = 50


def list_page(
    request: HttpRequest,
    template: str,
    table: ListTable,
    conditions: ListFilter,
    rows: Callable[[list[Any]], list[Any]] = list,
    *,
    per_page: int | None = None,
    keyset: str = "",
    once: Collection[str] = (),
    **context: Any,
) -> HttpResponseBase:
    """Return a page of the rows that the filter keeps, all of them as a file, or what the search of a field finds.

    `rows` makes the template's rows of the listed ones. `keyset`: the unique column that orders the list, when its
    pages are found by that column and not by number. The parameters in `once` are for this page alone.
    """
    searchable = any(isinstance(field, SearchableChoiceField) for field in conditions.form.fields.values())
    if searchable and (suggested := suggestions(request, conditions.form)):
        return suggested
    if wants_file(request) and not conditions.errors:
        listed = conditions.qs.order_by(keyset) if keyset else conditions.qs
        return file_of_queryset(request, table, [*conditions_in_words(conditions.form)], listed, rows)
    size = per_page or PER_PAGE
    page: CappedPage | KeysetPage
    if keyset:
        page = KeysetPage(conditions.qs, keyset, size, request.GET)
    else:
        page = CappedPaginator(conditions.qs, size).get_page(request.GET.get("page"))
    query = query_without(request.GET, *page.parameters, *once, PARAMETER)
    context |= {
        "filter": conditions,
        "problems": error_summary(conditions.form),
        "page": page,
        "columns": table.on_screen,
        "rows": rows(list(page.rows)),
        "prefix": f"{query}&" if query else "",
        "path": request.path,
    }
    return render(request, template, context)
