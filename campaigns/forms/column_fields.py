"""The form field of a column, for forms that write some columns of a row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.forms.fields import ChoiceField, NameField, TextField, TickField
from units.admin_base.forms import vietnamese_field


def column_field(model: type[models.Model], name: str) -> forms.Field:
    """Return the form field of a column that is no relation."""
    column: Any = model._meta.get_field(name)
    words = {"label": capfirst(column.verbose_name), "help_text": column.help_text}
    if name == "slug":
        help_text = _("Chữ thường, số và gạch nối; trang của phong trào mang địa chỉ này.")
        return TextField(label=_("Đường dẫn"), max_length=column.max_length, printed=False, help_text=help_text)
    if name == "signer_name":
        return NameField(max_length=column.max_length, required=False, **words)
    if isinstance(column, models.BooleanField):
        return TickField(**words)
    if column.choices:
        empty = [("", _("(để trống)"))] if column.blank else []
        return ChoiceField(choices=[*empty, *column.choices], required=not column.blank, **words)
    field = vietnamese_field(column)
    assert field is not None, f"{name} is a text, a number, a date, a choice or a tick"
    return field
