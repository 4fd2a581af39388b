"""The questions of a data request, which the Board types all on one page: a form for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import (
    AnswerKind,
    DataRequest,
    DataRequestQuestion,
    Indicator,
    OverUnits,
    PrefilledFrom,
)
from campaigns.models.data_request import MOST_QUESTIONS
from foundation.forms.fields import ChoiceField, TextField, TickField, field_of

BLANK_ROWS = 3
DECIMALS = [(str(n), str(n)) for n in range(4)]


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
    # required=False: not shown where the request has no phase to read
    prefilled_from = ChoiceField(label=gettext_lazy("Lấy số"), choices=PrefilledFrom.choices, required=False)

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
            "prefilled_from": typed["prefilled_from"] or PrefilledFrom.ACTUAL,
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
    return list(request.campaign.indicators.common().filter(active=True))


def _question_initial(question: DataRequestQuestion) -> dict[str, Any]:
    names = (
        "code", "order", "name", "kind", "unit_of_measure", "denominator_name", "choices", "help_text", "required",
        "prefilled_from",
    )  # fmt: skip
    initial = {name: getattr(question, name) for name in names}
    return initial | {"decimals": str(question.decimals), "indicator": str(question.indicator_id or "")}
