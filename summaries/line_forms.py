"""The form of a line of a campaign's reports, and what is typed into it as the line it would be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import TextField, TickField
from foundation.vietnamese import clean
from summaries.line_actions import LONGEST, LONGEST_TITLE, TEXTS, WRITTEN, line_fingerprint, require_right
from summaries.models import ReportLine
from summaries.models.report_line import MAY_BE_EMPTY, LineRole
from summaries.sentences.names import KnownNames

FIELDS = {
    LineRole.OPENING: ("text", "active"),
    LineRole.CLOSING: ("text", "active"),
    LineRole.HEADING: ("text", "silent", "active"),
    LineRole.SENTENCE: ("title", "text", "asks", "silent", "hint", "active"),
    LineRole.DEFAULT: ("title", "text", "active"),
    LineRole.PHRASE: ("text", "zero", "active"),
    LineRole.COLUMN: ("text", "asks", "active"),
}
"""By the role of a line what the Board writes of it."""


class ReportLineForm(forms.Form):
    """The texts of a line, the fingerprint of what was shown. Cleaned, `candidate` is the line that was typed."""

    seen = forms.Field(widget=forms.HiddenInput, required=False)
    title = TextField(
        label=_("Đầu đề"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("In nghiêng trước câu; không có thì để trống."),
    )
    text = TextField(label=_("Lời"), rows=7, max_length=LONGEST, required=False)
    zero = TextField(
        label=_("Khi số liệu bằng 0"), rows=2, max_length=LONGEST, required=False,
        help_text=_("In khi mọi đơn vị được hỏi đã trả lời và số liệu đều bằng 0."),
    )  # fmt: skip
    asks = forms.CharField(
        label=_("Nói về chỉ tiêu"),
        required=False,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        help_text=_("Mã chỉ tiêu, cách nhau bằng dấu phẩy. Đợt không hỏi chỉ tiêu nào trong đó thì câu không in."),
    )
    silent = TextField(
        label=_("Khi chưa đơn vị nào trả lời"), rows=2, max_length=LONGEST, required=False,
        help_text=_("In thay khi câu (hoặc cả phần) không có gì để in. Để trống thì bỏ qua."),
    )  # fmt: skip
    hint = TextField(
        label=_("Gợi ý cho người viết"), rows=2, max_length=LONGEST, required=False, printed=False,
        help_text=_("Hiện cho người lập báo cáo khi câu để trống, không in."),
    )  # fmt: skip
    active = TickField(label=_("Đang dùng"))

    def __init__(self, posted: Any, *, line: ReportLine, names: KnownNames):
        self.line, self.names = line, names
        initial = {name: getattr(line, name) for name in WRITTEN if name != "asks"}
        initial |= {"asks": ", ".join(line.asks), "seen": line_fingerprint(line)}
        super().__init__(posted, initial=initial)
        kept = {"seen", *FIELDS[LineRole(line.role)]}
        for name in set(self.fields) - kept:
            del self.fields[name]
        if line.role in MAY_BE_EMPTY and not line.is_added:
            self.fields["text"].help_text = _("Để trống thì người lập báo cáo tự viết.")

    def clean_asks(self) -> list[str]:
        codes = [code.strip() for code in self.cleaned_data["asks"].replace(";", ",").split(",")]
        return list(dict.fromkeys(filter(None, codes)))

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not any(name in self.errors for name in self.fields):
            try:
                require_right(self.typed_line(), self.names)
            except ValidationError as error:
                self.refuse(error)
        return cleaned

    def refuse(self, error: ValidationError) -> None:
        """Say at each field what is wrong with it; codes of indicators at theirs."""
        for name, sentences in error.message_dict.items():
            self.add_error("asks" if name == "__all__" and "asks" in self.fields else name, sentences)

    def is_previewed(self) -> bool:
        """True if the texts in the boxes can be read with figures: names and brackets are right, and there is one."""
        line = self.typed_line()
        return bool(line.text) and not line.problems(self.names)

    def typed(self) -> dict[str, Any]:
        """Return the columns that the form has, by name."""
        return {name: value for name, value in self.cleaned_data.items() if name in WRITTEN}

    def typed_line(self) -> ReportLine:
        """Return the line as it was typed so far, wrong or not; it is not stored."""
        columns = ("campaign_id", "level", "period", "role", "part", "order", "key", *WRITTEN)
        values = {name: getattr(self.line, name) for name in columns}
        if self.is_bound:
            values |= {name: clean(self[name].value() or "") for name in TEXTS if name in self.fields}
            values |= {name: value for name, value in self.typed().items() if name not in TEXTS}
        line = ReportLine(**values)
        line.pk = self.line.pk
        return line
