"""Forms of the admin: every model field read and refused in Vietnamese, every constraint checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.forms.fields import (
    CountField,
    DateField,
    NameField,
    NumberField,
    TextField,
    YearField,
    choices_of,
)

LONG_TEXT = 4000  # characters


class ScopedForm(forms.ModelForm):
    """A ModelForm that checks constraints on the whole row, also those of which only some columns can be edited.

    `constraint_words` are {name of a constraint: the sentence when it is violated}.
    """

    constraint_words: dict[str, Any] = {}
    in_conflict = False
    not_compared: tuple[str, ...] = ()  # fields that are no part of the row, and so of no edit conflict

    def is_valid(self) -> bool:
        """After an edit conflict the form is shown again and not saved; its errors are shown at once."""
        return super().is_valid() and not self.in_conflict

    def _post_clean(self) -> None:
        """Django skips a constraint when one of its columns is not in the form, so it is told to skip all of them."""
        whole = self.instance.full_clean
        self.instance.full_clean = lambda **options: whole(**options, validate_constraints=False)
        try:
            super()._post_clean()  # type: ignore[misc]  # Django's own hook, not in the stubs
        finally:
            del self.instance.full_clean
        self._check_constraints()

    def _check_constraints(self) -> None:
        exclude = set(self.errors)
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    self.add_error(None, self.constraint_words.get(constraint.name) or _unnamed(constraint, error))


def _unnamed(constraint: Any, error: ValidationError) -> list[str]:
    """Return Django's sentences, or a general one where they only repeat the name of the constraint."""
    if any(constraint.name in sentence for sentence in error.messages):
        return [_("Các mục vừa nhập không khớp nhau. Xin kiểm tra lại.")]
    return error.messages


def vietnamese_field(db_field: models.Field, *, is_name: bool = False) -> forms.Field | None:
    """Return the form field for a model's text, number or date; None for any other column.

    `is_name`: it is the name of a person.
    """
    common: dict[str, Any] = {
        "label": capfirst(db_field.verbose_name),
        "required": not db_field.blank,
        "help_text": db_field.help_text,
        "initial": db_field.get_default() if db_field.has_default() else None,
    }
    if isinstance(db_field, models.DateTimeField | models.SlugField):
        return None
    if isinstance(db_field, models.DateField):
        return DateField(**common)
    if isinstance(db_field, models.IntegerField):
        is_year = db_field.name == "year" or db_field.name.endswith("_year")
        return YearField(**common) if is_year else CountField(**common)
    if isinstance(db_field, models.DecimalField):
        return NumberField(decimals=db_field.decimal_places, **common)
    if isinstance(db_field, models.TextField):
        return TextField(rows=3, max_length=LONG_TEXT, **common)
    if isinstance(db_field, models.CharField):
        return (NameField if is_name else TextField)(max_length=db_field.max_length, **common)
    return None


def _name_the_blank(field: forms.Field) -> None:
    """Label the empty choice with words instead of dashes."""
    words = _("Chọn…") if field.required else _("(để trống)")
    if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
        field.error_messages["required"] = _("Xin chọn một mục.")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(value, label if value else words) for value, label in choices_of(field)]


def styled_field(field: forms.Field, *, named: bool = False) -> forms.Field:
    """Return the field with the portal's CSS classes; `named` adds its label as aria-label, for fields in a table."""
    _name_the_blank(field)
    if isinstance(field.widget, forms.CheckboxSelectMultiple):
        return field
    if isinstance(field.widget, forms.CheckboxInput):
        field.widget.attrs["class"] = "form-check-input"
    elif isinstance(field.widget, forms.Select):
        field.widget.attrs["class"] = "form-select"
    else:
        field.widget.attrs.setdefault("class", "form-control")
    if named and not isinstance(field.widget, forms.HiddenInput):
        field.widget.attrs["aria-label"] = field.label
    return field
