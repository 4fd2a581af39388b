"""The form of the step of whom a campaign calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.setup.base import StepForm
from campaigns.readiness import WHO
from campaigns.setup.scopes import branches, column_choices
from foundation.forms.fields import field_of
from units.models.vocabulary import term


class ScopeForm(StepForm):
    """Whom the campaign calls."""

    step = WHO

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Loại hình cơ sở"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Công đoàn cấp trên của đơn vị được gọi cũng được gọi, để tổng hợp theo cấp."),
        error_messages={"required": gettext_lazy("Xin chọn ít nhất một loại hình.")},
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Thuộc"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Xin chọn ít nhất một nơi.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        direct = _("{unions} của {unit}").format(unions=term("direct_short"), unit=self.campaign.unit.name)
        units = [(str(unit.pk), unit.name) for unit in branches(self.campaign)]
        units.append((str(self.campaign.unit_id), direct))
        field_of(self, "columns", forms.MultipleChoiceField).choices = column_choices(self.campaign)
        field_of(self, "units", forms.MultipleChoiceField).choices = units

    def clean(self) -> None:
        for name in ("columns", "units"):
            if name in self.cleaned_data:
                self.cleaned_data[name] = sorted(self.cleaned_data[name])
