"""Admin forms of titles and quotas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import DecidingLevel
from campaigns.models import Indicator
from foundation import vietnamese
from foundation.forms.fields import ChoiceField, NumberField, select
from units.admin_base.forms import ScopedForm
from units.models.vocabulary import organs

ORGANS = ("decision_organ", "paper_organ")
CODES = ("registered_as", "collectives_from", "persons_from")


class PercentField(NumberField):
    """A percentage from 0 to 100 with at most two decimals."""

    def __init__(self, **kwargs: Any):
        super().__init__(decimals=2, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return vietnamese.format_typed(value.normalize(), decimals=self.decimals)
        return value

    def clean(self, value: Any) -> Decimal | None:
        number = super().clean(value)
        if number is not None and number > 100:
            raise forms.ValidationError(_("{name} không thể quá 100%.").format(name=self.name))
        return number


class TitleForm(ScopedForm):
    constraint_words = {
        "award_title_code_once": gettext_lazy("Danh mục đã có danh hiệu, hình thức mang mã này."),
        "award_title_is_for_somebody": gettext_lazy("Xin chọn tặng tập thể, tặng cá nhân, hoặc cả hai."),
        "decided_title_has_a_level_here": gettext_lazy(
            "Chỉ hình thức của đơn vị phát động hoặc CĐ cấp trên trực tiếp cơ sở được quyết định trên cổng này."
        ),
        "flag_is_for_collectives": gettext_lazy("Cờ thi đua chỉ tặng tập thể."),
        "award_title_dates_in_order": gettext_lazy("Ngày hết áp dụng phải sau ngày bắt đầu áp dụng."),
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ORGANS:
            if name in self.fields:
                stored = getattr(self.instance, name)
                offered = dict.fromkeys([*organs(), stored])
                choices, label = [(organ, organ) for organ in offered], self.fields[name].label
                self.fields[name] = ChoiceField(choices=choices, label=label, initial=stored, widget=select())

    def clean(self) -> dict[str, Any]:
        """Check the indicator codes. They may be of any year, because years are compared by code."""
        cleaned = super().clean() or self.cleaned_data
        typed = {name: cleaned[name] for name in CODES if cleaned.get(name)}
        existing_codes = set(Indicator.objects.filter(code__in=typed.values()).values_list("code", flat=True))
        for name, code in typed.items():
            if code not in existing_codes:
                self.add_error(name, _("Không có chỉ tiêu mang mã {code}.").format(code=code))
        if cleaned.get("level") == DecidingLevel.STATE and not cleaned.get("decided_by"):
            self.add_error("decided_by", _("Xin ghi cơ quan quyết định."))
        return cleaned


class QuotaForm(ScopedForm):
    percent = PercentField(label=gettext_lazy("Hoặc tối đa, %"))
    min_direct = PercentField(label=gettext_lazy("Người trực tiếp mong muốn từ, %"))

    constraint_words = {
        "quota_percent_of_something": gettext_lazy("Tỷ lệ phần trăm phải đi cùng “của” số nào."),
        "quota_is_a_count_or_a_percent": gettext_lazy("Xin ghi số tối đa, hoặc tỷ lệ phần trăm, không ghi cả hai."),
        "quota_says_something": gettext_lazy("Xin ghi số tối đa, tỷ lệ phần trăm, hoặc tỷ lệ người trực tiếp."),
    }

    def clean(self) -> dict[str, Any]:
        """Check that title and phase belong to the campaign."""
        cleaned = super().clean() or self.cleaned_data
        campaign = cleaned.get("campaign") or (self.instance.campaign if self.instance.pk else None)
        if campaign is None:
            return cleaned
        phase, title = cleaned.get("phase"), cleaned.get("title")
        if phase and phase.campaign_id != campaign.pk:
            self.add_error("phase", _("Đợt đã chọn thuộc phong trào khác."))
        if title and title.unit_id != campaign.unit_id:
            self.add_error("title", _("Hình thức này thuộc danh mục của đơn vị khác."))
        return cleaned
