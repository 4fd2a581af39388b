"""The form field of a column of a campaign or a phase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Phase
from foundation.forms.fields import ChoiceField, NameField, TextField, TickField
from units.admin_base.forms import styled_field, vietnamese_field

LONG_TEXT = 20_000  # characters of an area


def column_field(model: type[Campaign] | type[Phase], name: str) -> forms.Field:
    """Return the form field of a column."""
    column: Any = model._meta.get_field(name)
    if name == "slug":
        help_text = _("Chữ thường, số và gạch nối; trang của phong trào mang địa chỉ này.")
        return TextField(label=_("Đường dẫn"), max_length=column.max_length, printed=False, help_text=help_text)
    if name == "signer_name":
        return NameField(label=capfirst(column.verbose_name), max_length=column.max_length, required=False)
    if column.choices:
        return ChoiceField(label=capfirst(column.verbose_name), choices=column.choices)
    if column.get_internal_type() == "BooleanField":
        return TickField(label=capfirst(column.verbose_name), help_text=column.help_text)
    field = vietnamese_field(column)
    assert field is not None, f"{name} is a text, a number, a date, a choice or a tick"
    return styled_field(field)
