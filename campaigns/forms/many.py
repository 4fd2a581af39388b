"""The form of an act on many sheets: the act's id, and for a return one reason and one new date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.forms.returning import ReturnForm

OLD_PAGE = _("Trang này đã cũ. Xin mở lại danh sách.")


class ManyForm(ReturnForm):
    """What is sent beside the ticks. `returns`: the button of the return was pressed, so reason and date are read."""

    act = forms.UUIDField(widget=forms.HiddenInput, error_messages=dict.fromkeys(["required", "invalid"], OLD_PAGE))

    def __init__(self, *args: Any, returns: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.returns = returns
        self.fields["due_on"].initial = None  # many units at once are not offered a date
        for name in ("reason", "due_on"):
            self.fields[name].required = returns

    def clean(self) -> None:
        if self.returns:
            super().clean()
