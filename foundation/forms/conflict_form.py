"""A form over something stored: it carries the marks of what it showed, and shows itself again beside what is newer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from foundation.forms.choices import SearchableChoiceField
from foundation.forms.edit_conflicts import WHOLE, Overtaking, fingerprint


class SeenForm(forms.Form):
    """`components/seen.html` puts its marks on the page; an action is given what was `typed` and `seen`, by line.

    A form that is written line by line names its fields as lines, in `stored` and in `typed`.
    """

    overtaking: Overtaking | None = None
    newer: dict[str, str] | None = None

    @property
    def stored(self) -> dict[str, Any]:
        """What a fresh page would show of what is stored."""
        return {WHOLE: {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}}

    @property
    def typed(self) -> dict[str, Any]:
        return {WHOLE: self.cleaned_data}

    @property
    def seen(self) -> dict[str, str]:
        """The marks that came along."""
        return {line: self.data[_hidden(line)] for line in self.stored if _hidden(line) in self.data}

    @property
    def marks(self) -> dict[str, str]:
        """The hidden fields of the page: what came along, until it shows something newer."""
        fresh = {line: fingerprint(content) for line, content in self.stored.items()}
        found = fresh | self.seen if self.newer is None else self.newer
        return {_hidden(line): mark for line, mark in found.items()}

    @property
    def status(self) -> int:
        return 409 if self.overtaking else 200

    def overtaken(self, now: SeenForm, event: Any) -> None:
        """Be shown again: lines written here as they were typed, all others as they stand `now`."""
        self.newer = {line: fingerprint(content) for line, content in now.stored.items()}
        seen, typed = self.seen, self.typed
        left = [line for line in self.newer if line != WHOLE and fingerprint(typed.get(line)) == seen.get(line)]
        passed = {line for line, mark in self.newer.items() if mark != seen.get(line)}
        self._take(now, left)
        fields = [field for field in self.visible_fields() if field.name in now.fields]
        self.overtaking = Overtaking.told_by(
            event, differences((now[one.name], one) for one in fields if WHOLE in passed or one.name in passed)
        )

    def _take(self, now: SeenForm, names: list[str]) -> None:
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in names:
            value = now[name].value()
            data.pop(name, None)
            if value not in (None, False):
                data[name] = value
        self.data = data


def _hidden(line: str) -> str:
    return f"seen-{line}" if line else "seen"


def differences(pairs: Iterable[tuple[forms.BoundField, forms.BoundField]]) -> list[tuple[str, str, str]]:
    """(label, theirs, mine) of the fields in which two forms differ."""
    found = [(str(mine.label), said(theirs), said(mine)) for theirs, mine in pairs]
    return [one for one in found if one[1] != one[2]]


def said(bound: forms.BoundField) -> str:
    """What stands in a field, as people read it."""
    value = bound.value()
    if isinstance(bound.field, SearchableChoiceField):
        return bound.field.said(value)
    if isinstance(bound.field, forms.BooleanField):
        return _("Có") if value else _("Không")
    labels = {str(key): str(label) for key, label in getattr(bound.field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    texts = [str(one) for one in values if one is not None]
    return ", ".join(labels.get(text, text) if text else "" for text in texts).replace("\r\n", "\n")
