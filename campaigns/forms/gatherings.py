"""The forms with which a union records its own launch, and its review of a phase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.models.gathering import GatheringKind
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import EXAMPLE_DAY, CountField, DateField, TextField, reason_field
from units.forms.scan import ScanField


class PeopleField(CountField):
    """A number of people at one meeting."""

    LIMIT = 99_999


class GatheringForm(ConflictCheckedForm):
    """Day and file; what else is typed is that of the kind. `fields_stored`: what is stored of it."""

    held_on = DateField(label=_("Ngày tổ chức"), help_text=format_lazy(_("Ví dụ {day}."), day=EXAMPLE_DAY))
    scan = ScanField(label=_("Tệp đính kèm"), required=False)

    def __init__(self, *args: Any, fields_stored: dict[str, Any], **kwargs: Any):
        kwargs["initial"] = fields_stored
        super().__init__(*args, **kwargs)
        self.fields_stored = fields_stored

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.fields_stored}


class LaunchForm(GatheringForm):
    field_order = ("held_on", "with_whom", "scan")

    with_whom = TextField(
        label=_("Cùng với"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: Ban Giám hiệu; hội nghị người lao động. Công đoàn tự phát động thì để trống."),
    )


class ReviewForm(GatheringForm):
    field_order = ("held_on", "delegates", "praised", "scan")

    delegates = PeopleField(label=_("Số người dự"))
    praised = TextField(
        label=_("Biểu dương, khen thưởng"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=_("Tập thể, cá nhân được biểu dương; không có thì để trống."),
    )


FORMS: dict[str, type[GatheringForm]] = {GatheringKind.LAUNCH: LaunchForm, GatheringKind.REVIEW: ReviewForm}


class WithdrawGatheringForm(forms.Form):
    reason = reason_field(_("Xin ghi lý do rút lại."), _("Ghi vào nhật ký."))
