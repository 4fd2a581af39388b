"""Finds out from a view's code whether its address sends a file, searches a list, or acts on many rows at once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

import django_filters
from django.contrib import admin
from django.urls import resolve

from tests.support.access_table import concrete, routes

Named = Callable[[Any], bool]
SEARCH = "search/"
"""The address of the search in everything, which has no filter set."""


def view_of(route: str) -> Any:
    return inspect.unwrap(resolve("/" + concrete(route)).func)


def sends_a_file(route: str) -> bool:
    """Return whether the view makes a response with a content type of its own, or shows a paper."""
    return bool({"content_type", "pdf_response"} & said_by(view_of(route)))


def searches(route: str) -> bool:
    """Return whether the view uses a filter set that has a search box."""
    view = view_of(route)
    classes = (view.__globals__.get(name) for name in said_by(view)) if inspect.isfunction(view) else ()
    filters = (
        filter_class
        for filter_class in classes
        if inspect.isclass(filter_class) and issubclass(filter_class, django_filters.FilterSet)
    )
    return any("q" in filter_class.base_filters for filter_class in filters)


def acts_on_many(route: str) -> bool:
    """Return whether the view reads several posted values of one name."""
    return {"POST", "getlist"} <= said_by(view_of(route))


def files() -> set[str]:
    return {route for route in routes() if sends_a_file(route)}


def lists() -> set[str]:
    """Return the routes of lists: those of the pages, and those of the admin."""
    screens = {changelist(screen) for screen in admin.site._registry.values() if screen.search_fields}
    return {route for route in routes() if searches(route)} | screens | {SEARCH}


def bulk_acts() -> set[tuple[str, str]]:
    """Return (route, name of the act) of bulk acts; on pages the name is "", as the address is the act."""
    screens = admin.site._registry.values()
    acts = {(changelist(screen), name) for screen in screens for _act, name, _words in screen._get_base_actions()}
    return {(route, "") for route in routes() if acts_on_many(route) and not route.startswith("admin/")} | acts


def changelist(screen: Any) -> str:
    return f"admin/{screen.opts.app_label}/{screen.opts.model_name}/"


def said_by(view: Any) -> set[str]:
    """Return every name in a view and in the functions of its module that it calls, keyword arguments too."""
    seen: dict[str, set[str]] = {}
    waiting = [view] if inspect.isfunction(view) else []
    while waiting:
        function = waiting.pop()
        seen[function.__name__] = set(names_in(function.__code__))
        called = (
            inspect.unwrap(function.__globals__[name])
            for name in seen[function.__name__]
            if name in function.__globals__
        )
        near = (other for other in called if inspect.isfunction(other) and other.__module__ == view.__module__)
        waiting += [other for other in near if other.__name__ not in seen]
    return set().union(*seen.values())


def names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)
        elif isinstance(constant, tuple):
            yield from (name for name in constant if isinstance(name, str))
