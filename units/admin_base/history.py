"""Texts of the admin: the changes a form made, its errors, and the history of an object."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.forms.errors import anchor, at_field
from foundation.forms.fields import NumberField, choices_of
from units.event_labels import verb_words
from units.models import Event

SHOWN = 6  # changes of one event, in a history


def changes_of(form: forms.ModelForm, formsets: Iterable[Any]) -> dict[str, list[str]]:
    """Return {label: [before, after]} of the changed fields; inline rows as {their name: ["", counts]}."""
    changes = {str(form.fields[name].label): _before_after(form, name) for name in form.changed_data}
    for formset in formsets:
        counts = (
            (_("thêm {n}"), len(formset.new_objects)),
            (_("sửa {n}"), len(formset.changed_objects)),
            (_("bỏ {n}"), len(formset.deleted_objects)),
        )
        text = ", ".join(words.format(n=n) for words, n in counts if n)
        if text:
            changes[str(formset.model._meta.verbose_name_plural)] = ["", text]
    return changes


def _before_after(form: forms.ModelForm, name: str) -> list[str]:
    field, before = form.fields[name], form.initial.get(name)
    if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
        rows = field.queryset
        before = rows.filter(pk=before).first() if before and rows is not None else None
    return [_field_text(field, before), _field_text(field, form.cleaned_data.get(name))]


def _field_text(field: forms.Field, value: Any) -> str:
    """Return a value as its field shows it: a choice by its label, a number with dots, a year without."""
    of_rows = isinstance(field, forms.ModelChoiceField)  # these values are rows already, of which Django makes choices
    if isinstance(field, forms.ChoiceField) and not of_rows and value:
        return str(dict(choices_of(field)).get(value, value))
    if isinstance(value, Decimal) or (isinstance(field, NumberField) and isinstance(value, int)):
        return vietnamese.format_number(value)
    return _text(value)


def _text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return vietnamese.format_date(value)
    if isinstance(value, str | int):
        return str(value)
    try:
        return ", ".join(str(single) for single in value)
    except TypeError:
        return str(value)


def errors_of(form: Any, inline_formsets: Iterable[Any]) -> list[tuple[str, str]]:
    """Return pairs (anchor, sentence) of all errors, for the summary above a form."""
    problems = _form_errors(form)
    for inline in inline_formsets:
        name = capfirst(inline.opts.verbose_name_plural)
        problems += [("", f"{name}: {sentence}") for sentence in inline.formset.non_form_errors()]
        for row, row_form in enumerate(inline.formset.forms, start=1):
            where = _("{name}, dòng {row}").format(name=name, row=row)
            problems += _form_errors(row_form, where)
    return problems


def _form_errors(form: Any, row: str = "") -> list[tuple[str, str]]:
    return [
        (anchor(form[name]), at_field(form[name], str(sentence), row))
        if name in form.fields
        else ("", f"{row}: {sentence}" if row else str(sentence))
        for name, sentences in (form.errors or {}).items()
        for sentence in sentences
    ]


def history_items(events: Iterable[Event], *, with_unit: bool = False) -> list[dict[str, str]]:
    """Items of components/history.html; in a list about many units each item names its own."""
    return [
        {
            "at": vietnamese.format_moment(event.at),
            "actor": ", ".join(filter(None, [event.actor_name, event.acting_as])),
            "words": _words(event) + (f" · {event.unit.name}" if with_unit and event.unit else ""),
            "reason": event.reason,
        }
        for event in events
    ]


def _from_to(pair: list[Any]) -> str:
    """ "A → B"; "B" where nothing stood before; "A → (trống)" where it was taken out."""
    texts = ["" if text is None else str(text) for text in pair]
    if texts[-1] == "":
        texts[-1] = _("(trống)")
    return " → ".join(filter(None, texts))


def _is_given(value: Any) -> bool:
    return value is not None and value != ""


def _words(event: Event) -> str:
    """Return the verb and its changes: "Sửa thông tin: tên ngắn: A → B"; what is called like the verb has no label."""
    pairs = [
        (label, pair) for label, pair in event.changes.items() if isinstance(pair, list) and any(map(_is_given, pair))
    ]
    verb = capfirst(verb_words(event.verb))
    texts = [
        _from_to(pair) if capfirst(label) == verb else f"{label}: {_from_to(pair)}" for label, pair in pairs[:SHOWN]
    ]
    if len(pairs) > SHOWN:
        texts.append(_("và {n} mục khác").format(n=len(pairs) - SHOWN))
    return f"{verb}: {'; '.join(texts)}" if texts else verb
