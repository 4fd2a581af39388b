"""Edit conflicts on the admin's change pages, whose fingerprint covers the form and its inline rows.

The object's row is locked while a page is saved. Who saves second is shown the page again, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.forms.conflict_form import displayed_text, field_differences
from foundation.forms.edit_conflicts import ConflictNotice, fingerprint
from units.history import latest
from units.models import Event

NAME = "seen"


@dataclass(frozen=True)
class ChangePage:
    """The form of a change page and the formsets on it that the person may change."""

    form: forms.BaseForm
    formsets: list[Any]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of a page on which nothing is typed."""
        rows = {
            str(formset.model._meta): {str(row.instance.pk): _values(row) for row in formset.initial_forms}
            for formset in self.formsets
        }
        return fingerprint([_values(self.form), rows])

    def differences_from(self, now: ChangePage) -> list[tuple[str, str, str]]:
        """Return (label, theirs, mine) of the fields and rows in which what was typed here differs from `now`."""
        fields = (
            (now.form[field.name], field)
            for field in self.form.visible_fields()
            if field.name in now.form.fields and field.name not in _not_compared(self.form)
        )
        rows = chain.from_iterable(_row_differences(*pair) for pair in zip(now.formsets, self.formsets, strict=True))
        return [*field_differences(fields), *rows]


def _not_compared(form: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = getattr(form, "not_compared", ())
    return names


def _values(form: Any) -> dict[str, Any]:
    skipped = ("DELETE", *_not_compared(form))
    return {bound.name: _plain(bound.value()) for bound in form if bound.name not in skipped}


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list | tuple | set) else value


def _row_differences(now: Any, mine: Any) -> Iterator[tuple[str, str, str]]:
    """Compare whole rows. A row that somebody else added meanwhile is kept and is no conflict."""
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


class ConflictCheckedAdmin(admin.ModelAdmin):
    """A ModelAdmin whose change pages show edit conflicts. `saves`: verbs of the events that a saved page writes."""

    saves: tuple[str, ...] = ("admin_change",)

    def last_change(self, obj: Any) -> Event | None:
        """The event of the last saving, None where there is none."""
        return latest(obj, *self.saves)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the object; raises Http404 where Django returns None."""
        obj = super().get_object(request, object_id)
        if obj is None:
            raise Http404
        return obj

    def lock_object(self, request: HttpRequest, object_id: str) -> Any:
        """Return the object as stored, its row locked until the request ends."""
        obj = self.get_object(request, unquote(object_id))
        list(type(obj)._base_manager.select_for_update(no_key=True).filter(pk=obj.pk))
        return self.get_object(request, unquote(object_id))

    def compare(self, request: HttpRequest, obj: Any) -> None:
        """Set `request.conflict` when somebody else saved after the page was made: then the form is not saved."""
        if NAME not in request.POST:
            return
        now = self.page(request, obj)
        if request.POST[NAME] == now.fingerprint:
            return
        if differing := self.page(request, obj, request.POST).differences_from(now):
            notice = ConflictNotice.from_event(self.last_change(obj), differing)
            # Django's own methods make the form and the page: only the request is theirs and ours.
            request.conflict = notice  # type: ignore[attr-defined]  # read by get_form and render_change_form
            request.newer = now.fingerprint  # type: ignore[attr-defined]  # read by _hidden_fingerprints

    def page(self, request: HttpRequest, obj: Any, posted: Any = None) -> ChangePage:
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        made = self.get_form(request, obj, change=True, fields=fields)
        formsets = [
            made_rows(posted, instance=obj, queryset=inline.get_queryset(request))
            for made_rows, inline in self.get_formsets_with_inlines(request, obj)
            if inline.has_change_permission(request, obj)
        ]
        return ChangePage(made(posted, instance=obj), formsets)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        made.in_conflict = hasattr(request, "conflict")
        return made

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if context["original"] and context["adminform"].form.fields:
            context["conflict"] = getattr(request, "conflict", None)
            context["fingerprints"] = self._hidden_fingerprints(request, context)
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("conflict"):
            response.status_code = 409
        return response

    @staticmethod
    def _hidden_fingerprints(request: HttpRequest, context: dict) -> dict[str, str]:
        """The fingerprint as posted, until the page has shown something newer."""
        if request.method == "POST":
            came = {NAME: request.POST[NAME]} if NAME in request.POST else {}
            return {NAME: request.newer} if hasattr(request, "newer") else came
        shown = [inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission]
        return {NAME: ChangePage(context["adminform"].form, shown).fingerprint}
