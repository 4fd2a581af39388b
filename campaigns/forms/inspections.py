"""The forms about an inspection: what was seen, what the union has mended, why that is not confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actions.inspections import WRITTEN
from campaigns.forms.campaign_choice import CampaignChoiceForm
from campaigns.models import Campaign, Inspection
from foundation import clock
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import EXAMPLE_DAY, DateField, TextField, field_of, from_today, reason_field
from units.forms.choices import UnitChoiceField
from units.forms.returning import day_to_mend
from units.models import Unit

LONG = 2000


class InspectionForm(ConflictCheckedForm):
    """What was seen at a union; of a recorded inspection the form is opened with that."""

    visited_on = DateField(
        label=gettext_lazy("Ngày kiểm tra"), help_text=format_lazy(gettext_lazy("Ví dụ {day}."), day=EXAMPLE_DAY)
    )
    team = TextField(
        label=gettext_lazy("Người, đoàn kiểm tra"),
        max_length=200,
        help_text=gettext_lazy("Người đi, hoặc trưởng đoàn, chức vụ; có quyết định thì ghi số quyết định."),
    )
    members = TextField(
        label=gettext_lazy("Thành viên"),
        required=False,
        rows=2,
        max_length=500,
        help_text=gettext_lazy("Mỗi người một dòng."),
    )
    findings = TextField(label=gettext_lazy("Nội dung kiểm tra, nhận xét"), rows=5, max_length=LONG)
    to_mend = TextField(
        label=gettext_lazy("Việc phải khắc phục"),
        required=False,
        rows=3,
        max_length=LONG,
        help_text=gettext_lazy("Không có thì để trống. Đơn vị thấy việc này trong “Việc cần làm”."),
    )
    mend_by = DateField(label=gettext_lazy("Khắc phục trước hết ngày"), required=False)

    def __init__(self, *args: Any, inspection: Inspection | None = None, **kwargs: Any):
        if inspection:
            kwargs["initial"] = {name: getattr(inspection, name) for name in WRITTEN}
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        to_mend, mend_by = self.cleaned_data.get("to_mend"), self.cleaned_data.get("mend_by")
        if "mend_by" in self.errors or "to_mend" in self.errors:
            return
        if to_mend and not mend_by:
            self.add_error("mend_by", _("Xin ghi ngày đơn vị phải khắc phục xong."))
        if mend_by and not to_mend:
            self.add_error("to_mend", _("Đã ghi hạn khắc phục. Xin ghi việc phải khắc phục, hoặc xóa hạn."))
        visited_on = self.cleaned_data.get("visited_on")
        if mend_by and visited_on and mend_by < visited_on:
            self.add_error("mend_by", _("Hạn khắc phục không thể trước ngày kiểm tra."))


class NewInspectionForm(CampaignChoiceForm, InspectionForm):
    """The same with the union and the campaign."""

    field_order = ("unit", "campaign")

    unit = UnitChoiceField(
        label=gettext_lazy("Đơn vị được kiểm tra"),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("Chọn đơn vị"),
        error_messages={
            "required": gettext_lazy("Xin chọn đơn vị."),
            "invalid_choice": gettext_lazy("Đơn vị này không thuộc phạm vi kiểm tra. Xin chọn lại."),
        },
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], campaigns: list[Campaign], **kwargs: Any):
        super().__init__(*args, campaigns=campaigns, initial={"visited_on": clock.today()}, **kwargs)
        field_of(self, "unit", UnitChoiceField).queryset = units


class MendingForm(forms.Form):
    mending = TextField(
        label=gettext_lazy("Đơn vị đã làm gì"),
        rows=4,
        max_length=LONG,
        printed=False,
        error_messages={"required": gettext_lazy("Xin ghi đơn vị đã khắc phục thế nào.")},
    )


class NotMendedForm(forms.Form):
    reason = reason_field(gettext_lazy("Xin ghi còn thiếu gì để đơn vị biết."))
    mend_by = DateField(
        label=gettext_lazy("Khắc phục trước hết ngày"),
        initial=day_to_mend,
        validators=[from_today(gettext_lazy("Hạn mới phải từ hôm nay trở đi."))],
    )


class DiscardInspectionForm(forms.Form):
    reason = reason_field(gettext_lazy("Xin ghi lý do bỏ."), gettext_lazy("Ghi vào nhật ký; dòng này không bị xóa."))
