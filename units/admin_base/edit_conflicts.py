"""Two people at one change page of the admin: it carries the mark of what it showed, the rows on it included.

The row is held while a page is saved. Whoever comes second is shown the page again, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.forms.conflict_form import differences, displayed_text
from foundation.forms.edit_conflicts import ConflictNotice, fingerprint
from units.history import latest
from units.models import Event

NAME = "seen"


@dataclass(frozen=True)
class ChangePage:
    """The form of a change page and the formsets on it that can be written."""

    form: forms.BaseForm
    formsets: list[Any]

    @property
    def mark(self) -> str:
        """Of a page on which nothing is typed."""
        rows = {
            str(one.model._meta): {str(row.instance.pk): _values(row) for row in one.initial_forms}
            for one in self.formsets
        }
        return fingerprint([_values(self.form), rows])

    def against(self, now: ChangePage) -> list[tuple[str, str, str]]:
        """(label, theirs, mine) of fields and rows in which what was typed here differs from what stands `now`."""
        fields = ((now.form[one.name], one) for one in self.form.visible_fields() if one.name in now.form.fields)
        rows = (_rows_against(*pair) for pair in zip(now.formsets, self.formsets, strict=True))
        return [*differences(fields), *(one for found in rows for one in found)]


def _values(form: Any) -> dict[str, Any]:
    return {bound.name: _plain(bound.value()) for bound in form if bound.name != "DELETE"}


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list | tuple | set) else value


def _rows_against(now: Any, mine: Any) -> Iterator[tuple[str, str, str]]:
    """Rows told whole. One that somebody added meanwhile is in nobody's way, and stays."""
    name = capfirst(mine.model._meta.verbose_name)
    theirs = {row.instance.pk: _row(row) for row in now.initial_forms}
    typed = {row.instance.pk: "" if _taken_out(mine, row) else _row(row) for row in mine.initial_forms}
    yield from ((name, text, _("(giữ nguyên)")) for pk, text in theirs.items() if pk not in typed)
    yield from ((name, theirs.get(pk, ""), text) for pk, text in typed.items() if theirs.get(pk, "") != text)
    yield from ((name, "", _row(row)) for row in mine.extra_forms if row.has_changed())


def _row(form: Any) -> str:
    texts = [displayed_text(bound) for bound in form.visible_fields() if bound.name != "DELETE"]
    return " · ".join(text for text in texts if text)


def _taken_out(formset: Any, row: Any) -> bool:
    return formset.can_delete and bool(row["DELETE"].value())


class ConflictCheckedAdmin:
    """For a ModelAdmin. `saves`: the verbs of the events that tell of a saved page."""

    saves: tuple[str, ...] = ("admin_change",)

    def last_change(self, thing: Any) -> Event | None:
        """Who saved a thing last."""
        return latest(thing, *self.saves)

    def held(self, request: HttpRequest, object_id: str) -> Any:
        """The thing as it stands, its row held until the request ends."""
        thing = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        list(type(thing)._base_manager.select_for_update(no_key=True).filter(pk=thing.pk))
        return self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]

    def compare(self, request: HttpRequest, thing: Any) -> None:
        """Note on the request that somebody was quicker: then the form does not hold, and is shown again."""
        if NAME not in request.POST:
            return
        now = self.page(request, thing)
        if request.POST[NAME] == now.mark:
            return
        if found := self.page(request, thing, request.POST).against(now):
            request.conflict = ConflictNotice.from_event(self.last_change(thing), found)  # type: ignore[attr-defined]
            request.newer = now.mark  # type: ignore[attr-defined]

    def page(self, request: HttpRequest, thing: Any, data: Any = None) -> ChangePage:
        fields = flatten_fieldsets(self.get_fieldsets(request, thing))  # type: ignore[attr-defined]
        made = self.get_form(request, thing, change=True, fields=fields)
        formsets = [
            made_rows(data, instance=thing, queryset=inline.get_queryset(request))
            for made_rows, inline in self.get_formsets_with_inlines(request, thing)  # type: ignore[attr-defined]
            if inline.has_change_permission(request, thing)
        ]
        return ChangePage(made(data, instance=thing), formsets)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        made.in_conflict = hasattr(request, "conflict")
        return made

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if context["original"] and context["adminform"].form.fields:
            context["conflict"] = getattr(request, "conflict", None)
            context["fingerprints"] = self._hidden_fingerprints(request, context)
        response = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        if context.get("conflict"):
            response.status_code = 409
        return response

    @staticmethod
    def _hidden_fingerprints(request: HttpRequest, context: dict) -> dict[str, str]:
        """What came along, until the page has shown something newer."""
        if request.method == "POST":
            came = {NAME: request.POST[NAME]} if NAME in request.POST else {}
            return {NAME: request.newer} if hasattr(request, "newer") else came
        shown = [one.formset for one in context["inline_admin_formsets"] if one.has_change_permission]
        return {NAME: ChangePage(context["adminform"].form, shown).mark}
