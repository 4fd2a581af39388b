"""What is typed about a data request beside its questions: its letter, whom it asks, dates, reasons and remarks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actions.data_request_sheets import own_due_date
from campaigns.actions.data_requests import HEAD
from campaigns.data_requests.audience import tickable_units, units_to_add
from campaigns.filters import strands_offered
from campaigns.lifecycle import PhaseStatus
from campaigns.models import (
    Campaign,
    DataRequest,
    DataRequestSheet,
    RequestAudience,
)
from foundation import clock, vietnamese
from foundation.forms.choices import MOST_LISTED
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import (
    EXAMPLE_DAY,
    ChoiceField,
    DateField,
    TextField,
    TickField,
    field_of,
    from_today,
    reason_field,
)
from foundation.vietnamese.dates import local_day
from units.forms.choices import UnitChoiceField
from units.forms.returning import ReturnForm
from units.models import Unit


class DataRequestForm(ConflictCheckedForm):
    """The head of a data request; `request` is the one that is changed, None for a new one."""

    title = TextField(
        label=gettext_lazy("Tên yêu cầu"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Bổ sung số liệu phục vụ báo cáo năm của Tổng Liên đoàn."),
    )
    letter_number = TextField(
        label=gettext_lazy("Số, ký hiệu công văn của cấp trên"), max_length=60, required=False,
        help_text=gettext_lazy("Ví dụ 1234/TLĐ-QHLĐ. Cần có trước khi gửi xuống đơn vị."),
    )  # fmt: skip
    letter_on = DateField(
        label=gettext_lazy("Ngày công văn"),
        required=False,
        help_text=format_lazy(gettext_lazy("Ví dụ {day}."), day=EXAMPLE_DAY),
    )
    letter_from = TextField(label=gettext_lazy("Cơ quan ban hành"), max_length=160, required=False)
    due_on = DateField(
        label=gettext_lazy("Đơn vị gửi trước hết ngày"),
        validators=[from_today(gettext_lazy("Hạn gửi phải từ hôm nay trở đi."))],
        help_text=gettext_lazy("Hạn riêng của yêu cầu này; không tính vào việc đúng hạn, muộn của các đợt."),
    )
    phase = ChoiceField(
        label=gettext_lazy("Gắn với đợt"),
        required=False,
        help_text=gettext_lazy(
            "Số đã xác nhận của đợt này điền sẵn được câu trả lời (chọn chỉ tiêu ở bước sau); kết quả vào phụ lục báo "
            "cáo của đợt và của cả năm. Không gắn thì không điền sẵn, chỉ vào báo cáo cả năm."
        ),
    )
    note = TextField(label=gettext_lazy("Hướng dẫn chung cho đơn vị"), rows=3, max_length=1000, required=False)
    in_summary = TickField(label=gettext_lazy("Đưa kết quả vào phụ lục của báo cáo tổng hợp"), initial=True)
    audience = forms.ChoiceField(
        label=gettext_lazy("Hỏi đơn vị nào"),
        choices=RequestAudience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Xin chọn hỏi đơn vị nào.")},
    )
    strands = forms.MultipleChoiceField(
        label=gettext_lazy("Các khối (khi hỏi công đoàn cơ sở)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Các đơn vị (khi chọn “Những đơn vị được đánh dấu”)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, campaign: Campaign, request: DataRequest | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial = _initial(request)
        self.request = request
        phases = campaign.phases.filter(status__in=(PhaseStatus.OPEN, PhaseStatus.LOCKED))
        self.phases = {str(phase.pk): phase for phase in phases.select_related("campaign")}
        offered = [(pk, str(phase)) for pk, phase in self.phases.items()]
        field_of(self, "phase", ChoiceField).choices = [("", _("Không gắn với đợt nào")), *offered]
        field_of(self, "strands", forms.MultipleChoiceField).choices = strands_offered()
        self.listed = {str(unit.pk): unit for unit in tickable_units(campaign.unit)[:MOST_LISTED]}
        ticks = [(pk, unit.name) for pk, unit in self.listed.items()]
        field_of(self, "units", forms.MultipleChoiceField).choices = ticks

    def clean_letter_on(self) -> Any:
        day = self.cleaned_data["letter_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Ngày công văn không thể sau hôm nay."))
        return day

    def clean(self) -> None:
        audience = self.cleaned_data.get("audience")
        if audience == RequestAudience.GRASSROOTS and not self.cleaned_data.get("strands"):
            self.add_error("strands", _("Xin chọn ít nhất một khối."))
        if audience == RequestAudience.CHOSEN and not self.cleaned_data.get("units"):
            self.add_error("units", _("Xin đánh dấu ít nhất một đơn vị."))

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: _compared(_initial(self.request))}

    @property
    def typed(self) -> dict[str, Any]:
        return {WHOLE_FORM: _compared(self.cleaned_data)}

    @property
    def head(self) -> dict[str, Any]:
        """The columns of the request that were typed, and the `units` ticked."""
        typed = self.cleaned_data
        head = {name: typed[name] for name in HEAD if name in typed}
        head["phase"] = self.phases.get(typed["phase"])
        head["due_at"] = clock.end_of_day(typed["due_on"])
        head["units"] = [self.listed[pk] for pk in typed["units"]]
        return head


def _initial(request: DataRequest | None) -> dict[str, Any]:
    if request is None:
        return {"audience": RequestAudience.UPPER.value, "in_summary": True, "strands": [], "units": []}
    columns = ("title", "letter_number", "letter_on", "letter_from", "audience", "strands", "note", "in_summary")
    return {name: getattr(request, name) for name in columns} | {
        "due_on": local_day(request.due_at),
        "phase": str(request.phase_id or ""),
        "units": [str(pk) for pk in request.units.order_by("pk").values_list("pk", flat=True)],
    }


def _compared(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the form as texts, alike whether they were typed or stored."""
    compared = {}
    for name, value in values.items():
        if isinstance(value, list):
            compared[name] = ",".join(sorted(map(str, value)))
        elif name in ("letter_on", "due_on"):
            compared[name] = vietnamese.format_date(value) if value else ""
        else:
            compared[name] = str(value)
    return compared


class DataRequestDueForm(ConflictCheckedForm):
    """A new due date, with its reason: of a whole request, or of one `sheet`."""

    on = DateField(
        label=gettext_lazy("Hạn mới, hết ngày"),
        help_text=format_lazy(gettext_lazy("Ví dụ {day}."), day=EXAMPLE_DAY),
        validators=[from_today(gettext_lazy("Hạn mới phải từ hôm nay trở đi."))],
    )
    reason = reason_field(
        gettext_lazy("Xin ghi lý do gia hạn."), gettext_lazy("Đơn vị và công đoàn cấp trên đọc được lý do này.")
    )

    def __init__(self, *args: Any, request: DataRequest, sheet: DataRequestSheet | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.request, self.sheet = request, sheet

    @property
    def stored(self) -> dict[str, Any]:
        if self.sheet:
            return {WHOLE_FORM: own_due_date(self.sheet)}
        return {WHOLE_FORM: vietnamese.format_date(self.request.due_at)}


class AskUnitForm(forms.Form):
    """The choice of one more unit to ask."""

    unit = UnitChoiceField(
        label=gettext_lazy("Đơn vị"),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("Chọn đơn vị"),
        error_messages={
            "required": gettext_lazy("Xin chọn đơn vị."),
            "invalid_choice": gettext_lazy("Đơn vị này không còn trong danh sách chọn."),
        },
    )

    def __init__(self, *args: Any, request: DataRequest, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "unit", UnitChoiceField).queryset = units_to_add(request)


class ReturnAnswersForm(ReturnForm):
    """A return with remarks at the answers; the reason may then be left out."""

    def __init__(self, *args: Any, questions: Mapping[str, tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.codes = list(questions)
        self.fields["reason"].required = False
        for code, (name, answer) in questions.items():
            label = f"{name}: {answer}" if answer else name
            self.fields[f"remark-{code}"] = TextField(label=label, rows=2, max_length=1000, required=False)
        self.order_fields([*(f"remark-{code}" for code in self.codes), "reason", "due_on"])
        self.fields["reason"].label = _("Lý do chung")

    def clean(self) -> None:
        super().clean()
        written = [self.cleaned_data.get(name) for name in ("reason", *(f"remark-{code}" for code in self.codes))]
        if not any(written) and "reason" not in self.errors:
            self.add_error("reason", _("Xin ghi lý do, hoặc ghi đề nghị ở câu trả lời cần sửa."))

    @property
    def remarks(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"remark-{code}", "") for code in self.codes}
