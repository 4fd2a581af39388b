"""What the Board types about a data request: its letter, whom it asks, its questions, dates and reasons."""

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
    AnswerKind,
    Campaign,
    DataRequest,
    DataRequestQuestion,
    DataRequestSheet,
    Indicator,
    OverUnits,
    PrefilledFrom,
    RequestAudience,
)
from campaigns.models.data_request import MOST_QUESTIONS
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

BLANK_ROWS = 3
DECIMALS = [(str(n), str(n)) for n in range(4)]


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


class QuestionForm(forms.Form):
    """One question. A row whose question is blank is left out."""

    code = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    order = forms.IntegerField(
        label=gettext_lazy("Thứ tự"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput({"class": "form-control num"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Thứ tự là một số từ 1 đến 99.")
        ),
    )
    name = TextField(label=gettext_lazy("Câu hỏi, tên số liệu"), max_length=250, required=False)
    kind = ChoiceField(label=gettext_lazy("Trả lời bằng"), choices=AnswerKind.choices)
    unit_of_measure = TextField(label=gettext_lazy("Đơn vị tính"), max_length=40, required=False)
    decimals = ChoiceField(label=gettext_lazy("Số chữ số thập phân"), choices=DECIMALS)
    denominator_name = TextField(label=gettext_lazy("Trên tổng số (của tỷ lệ)"), max_length=120, required=False)
    choices = TextField(
        label=gettext_lazy("Các mục để chọn, mỗi dòng một mục"), rows=2, max_length=1000, required=False
    )
    help_text = TextField(label=gettext_lazy("Hướng dẫn dưới ô nhập"), max_length=300, required=False)
    required = TickField(label=gettext_lazy("Bắt buộc trả lời"), initial=True)
    indicator = ChoiceField(label=gettext_lazy("Điền sẵn theo chỉ tiêu"), required=False)
    prefilled_from = ChoiceField(label=gettext_lazy("Lấy số"), choices=PrefilledFrom.choices)

    NUMBERS = (AnswerKind.SUM, AnswerKind.RATIO)

    def __init__(self, *args: Any, indicators: Mapping[str, Indicator], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        listed = [(pk, f"{indicator.code} {indicator.name}") for pk, indicator in indicators.items()]
        field_of(self, "indicator", ChoiceField).choices = [("", _("Không điền sẵn")), *listed]

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data.get("name") and "name" not in self.errors

    def clean(self) -> None:
        """Check what the kind of answer needs; what it does not use is left out."""
        typed = self.cleaned_data
        if not typed.get("name"):
            if any(typed.get(name) for name in ("denominator_name", "choices", "help_text")) and not typed.get("code"):
                self.add_error("name", _("Xin ghi câu hỏi, hoặc xóa các ô khác của dòng này."))
            return
        kind = typed.get("kind")
        if kind == AnswerKind.RATIO and not typed.get("denominator_name"):
            self.add_error("denominator_name", _("Xin ghi tỷ lệ này tính trên tổng số nào."))
        choices = [line.strip() for line in typed.get("choices", "").splitlines() if line.strip()]
        if kind == AnswerKind.CHOICE and len(set(choices)) < 2:
            self.add_error("choices", _("Xin ghi ít nhất hai mục khác nhau, mỗi dòng một mục."))
        self._check_indicator(kind, self.indicators.get(typed.get("indicator", "")))
        typed["choices"] = "\n".join(dict.fromkeys(choices)) if kind == AnswerKind.CHOICE else ""
        typed["denominator_name"] = typed.get("denominator_name", "") if kind == AnswerKind.RATIO else ""
        typed["decimals"] = typed.get("decimals", "0") if kind in self.NUMBERS else "0"

    def _check_indicator(self, kind: str | None, indicator: Indicator | None) -> None:
        if indicator is None:
            return
        if kind not in self.NUMBERS:
            self.add_error("indicator", _("Chỉ câu trả lời bằng số hoặc tỷ lệ mới điền sẵn được."))
        elif (kind == AnswerKind.RATIO) != (indicator.over_units == OverUnits.RATIO):
            self.add_error("indicator", _("Chỉ tiêu tỷ lệ điền sẵn câu hỏi tỷ lệ; chỉ tiêu khác điền sẵn câu hỏi số."))

    @property
    def question(self) -> dict[str, Any]:
        """The columns of the question, as `write_questions` takes them."""
        typed = self.cleaned_data
        names = ("code", "name", "kind", "unit_of_measure", "denominator_name", "choices", "required", "help_text")
        indicator = self.indicators.get(typed["indicator"])
        return {name: typed[name] for name in names} | {
            "decimals": int(typed["decimals"]),
            "indicator": indicator.pk if indicator else None,
            "prefilled_from": typed["prefilled_from"],
        }


def question_forms(request: DataRequest, posted: Any = None) -> list[QuestionForm]:
    """Return a form for each question of a request, and some blank ones; or those that were posted, 20 at most."""
    indicators = {str(indicator.pk): indicator for indicator in _indicators(request)}
    if posted is not None:
        count = sum(1 for number in range(1, MOST_QUESTIONS + 1) if f"q{number}-kind" in posted)
        return [QuestionForm(posted, prefix=f"q{number}", indicators=indicators) for number in range(1, count + 1)]
    questions = list(request.questions.all())
    count = min(len(questions) + BLANK_ROWS, MOST_QUESTIONS)
    shown = {number: _question_initial(question) for number, question in enumerate(questions, start=1)}
    return [
        QuestionForm(prefix=f"q{number}", indicators=indicators, initial=shown.get(number, {"order": number}))
        for number in range(1, count + 1)
    ]


def _indicators(request: DataRequest) -> list[Indicator]:
    """Return the indicators that a request may be prefilled from; none without a phase to read."""
    if request.phase_id is None:
        return []
    return list(request.campaign.indicators.filter(active=True))


def _question_initial(question: DataRequestQuestion) -> dict[str, Any]:
    names = (
        "code", "order", "name", "kind", "unit_of_measure", "denominator_name", "choices", "help_text", "required",
        "prefilled_from",
    )  # fmt: skip
    initial = {name: getattr(question, name) for name in names}
    return initial | {"decimals": str(question.decimals), "indicator": str(question.indicator_id or "")}


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
