"""The form that records the consent of an exemplar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import DateField, TextField


class ConsentForm(forms.Form):
    given_on = DateField(label=_("Ngày đồng ý"))
    given_by = TextField(
        label=_("Người đồng ý"),
        max_length=200,
        help_text=_("Người được nêu; với tập thể là người đại diện."),
    )
