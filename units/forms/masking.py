"""The form in which a written request to remove a person's data is entered."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.forms.fields import DateField, TextField


def _not_in_future(day: date) -> None:
    if day > clock.today():
        raise ValidationError(_("Ngày yêu cầu không thể sau hôm nay."))


class MaskingForm(forms.Form):
    number = TextField(
        label=_("Số văn bản yêu cầu"),
        max_length=60,
        printed=False,
        help_text=_("Số đến của đơn yêu cầu, hoặc văn bản của cơ quan có thẩm quyền, ví dụ 12/ĐN."),
    )
    dated_on = DateField(label=_("Ngày của văn bản"), validators=[_not_in_future])
    reason = TextField(
        label=_("Lý do"),
        rows=3,
        max_length=300,
        printed=False,
        help_text=_("Căn cứ để xóa. Không ghi tên, điện thoại, thư điện tử của người được xóa dữ liệu."),
    )
