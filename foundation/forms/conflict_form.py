"""A form over stored content that detects edit conflicts and then shows both versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from foundation.forms.choices import SearchableChoiceField
from foundation.forms.edit_conflicts import WHOLE_FORM, ConflictNotice, SavingEvent, fingerprint
from foundation.lifecycle import StateConflict


class ConflictCheckedForm(forms.Form):
    """A form whose page carries fingerprints of what it showed (`components/conflict_check.html`).

    The view passes `typed` and `fingerprints`, both by line, to an action, and on EditConflict calls `show_conflict`.
    A form that is saved line by line overrides `stored` and `typed` with one key for each field that is a line.
    """

    conflict: ConflictNotice | None = None
    newer: dict[str, str] | None = None  # fingerprints of what is stored now, once the page has shown a conflict

    @property
    def stored(self) -> dict[str, Any]:
        """What a fresh page would show of what is stored, by line."""
        return {WHOLE_FORM: {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}}

    @property
    def typed(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.cleaned_data}

    @property
    def fingerprints(self) -> dict[str, str]:
        """The fingerprints that were posted, by line."""
        return {line: self.data[_input_name(line)] for line in self.stored if _input_name(line) in self.data}

    @property
    def hidden_fingerprints(self) -> dict[str, str]:
        """The names and values of the page's hidden inputs: as posted, until the page has shown something newer."""
        fresh = {line: fingerprint(content) for line, content in self.stored.items()}
        current = fresh | self.fingerprints if self.newer is None else self.newer
        return {_input_name(line): digits for line, digits in current.items()}

    @property
    def status(self) -> int:
        """The status of the response that shows this form."""
        return 409 if self.conflict else 200

    def show_conflict(self, now: ConflictCheckedForm, event: SavingEvent | None) -> None:
        """Prepare to be shown again beside `now`, a fresh form over what is stored; `event` is the other saving.

        Lines changed here keep what was typed; all others take what is stored now.
        """
        self.newer = {line: fingerprint(content) for line, content in now.stored.items()}
        shown, typed = self.fingerprints, self.typed
        unchanged = [
            line for line in self.newer if line != WHOLE_FORM and fingerprint(typed.get(line)) == shown.get(line)
        ]
        saved_by_others = {line for line, digits in self.newer.items() if digits != shown.get(line)}
        self._take(now, unchanged)
        fields = [field for field in self.visible_fields() if field.name in now.fields]
        pairs = (
            (now[field.name], field)
            for field in fields
            if WHOLE_FORM in saved_by_others or field.name in saved_by_others
        )
        self.conflict = ConflictNotice.from_event(event, field_differences(pairs))

    def _take(self, now: ConflictCheckedForm, names: list[str]) -> None:
        """Replace the posted values of these fields with those of `now`."""
        posted_before: Any = self.data  # a QueryDict: a form in conflict was posted
        posted = posted_before.copy()
        for name in names:
            value = now[name].value()
            posted.pop(name, None)
            if value not in (None, False):
                posted[name] = value
        self.data = posted


def _input_name(line: str) -> str:
    return f"seen-{line}" if line else "seen"


def field_differences(pairs: Iterable[tuple[forms.BoundField, forms.BoundField]]) -> list[tuple[str, str, str]]:
    """Return (label, theirs, mine) of the (theirs, mine) pairs of fields that display different texts."""
    texts = [(str(mine.label), displayed_text(theirs), displayed_text(mine)) for theirs, mine in pairs]
    return [(label, theirs, mine) for label, theirs, mine in texts if theirs != mine]


def displayed_text(bound: forms.BoundField) -> str:
    """Return a field's value as people read it: labels of choices, "Có" or "Không", "" for nothing."""
    value = bound.value()
    if isinstance(bound.field, SearchableChoiceField):
        return bound.field.displayed_text(value)
    if isinstance(bound.field, forms.BooleanField):
        return _("Có") if value else _("Không")
    labels = {str(key): str(label) for key, label in getattr(bound.field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    texts = [str(single) for single in values if single is not None]
    return ", ".join(labels.get(text, text) if text else "" for text in texts).replace("\r\n", "\n")


@contextmanager
def keeping(form: forms.Form, back_url: str) -> Iterator[None]:
    """Add the typed values and the way back to a StateConflict raised inside."""
    try:
        yield
    except StateConflict as error:
        error.typed = [(str(field.label), displayed_text(field)) for field in form if not field.is_hidden]
        error.back_url = back_url
        raise
