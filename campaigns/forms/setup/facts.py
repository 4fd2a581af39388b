"""The forms of the campaign itself: a new one, and its step."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.column_fields import column_field
from campaigns.forms.setup.base import StepForm
from campaigns.models import Campaign
from campaigns.readiness import WHAT
from campaigns.setup.facts import FACTS, is_free
from foundation.forms.fields import TextField

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_TAKEN = gettext_lazy("Đường dẫn này đã dùng cho phong trào khác.")


def clean_slug(slug: str, campaign: Campaign | None = None) -> str:
    """Return a slug that is free. Raises ValidationError."""
    if slug and not SLUG.fullmatch(slug):
        raise forms.ValidationError(_("Đường dẫn chỉ có chữ thường không dấu, số và gạch nối, ví dụ 2026."))
    if slug and not is_free(slug, campaign):
        raise forms.ValidationError(SLUG_TAKEN)
    return slug


def clean_asks_works(campaign: Campaign, *, asks: bool) -> bool:
    """Return whether works are asked. Raises ValidationError while indicators are computed from them."""
    computed = campaign.indicators.filter(active=True).exclude(computed="") if campaign.pk and not asks else ()
    if codes := [indicator.code for indicator in computed]:
        sentence = _("Chỉ tiêu {codes} tính từ danh sách công trình. Xin cho thôi dùng các chỉ tiêu đó trước.")
        raise forms.ValidationError(sentence.format(codes=", ".join(codes)))
    return asks


class NewCampaignForm(forms.Form):
    """A new campaign: its title, its year and its address."""

    slug = TextField(
        label=gettext_lazy("Đường dẫn"),
        max_length=50,
        printed=False,
        required=False,
        help_text=gettext_lazy(
            "Để trống thì cổng lấy theo năm, ví dụ 2026, hoặc 2026-2 nếu năm đã có phong trào khác."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields |= {name: column_field(Campaign, name) for name in ("title", "year")}
        self.order_fields(["title", "year", "slug"])

    def clean_slug(self) -> str:
        return clean_slug(self.cleaned_data["slug"])


class FactsForm(StepForm):
    """The campaign itself: title, year, address, occasion, slogan, what people and the board are called."""

    step = WHAT

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields |= {name: column_field(Campaign, name) for name in FACTS}

    def clean_slug(self) -> str:
        return clean_slug(self.cleaned_data["slug"], self.campaign)

    def clean_asks_works(self) -> bool:
        return clean_asks_works(self.campaign, asks=self.cleaned_data["asks_works"])

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields by heading."""
        return [
            (_("Tên, năm, dịp"), self.bound(FACTS[:5])),
            (_("Cách gọi"), self.bound(FACTS[5:10])),
            (_("Hỏi thêm ngoài các chỉ tiêu"), self.bound(FACTS[10:])),
        ]
