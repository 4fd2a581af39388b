"""The forms of a summary: the text of its lines, its number and date, and why there is another revision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms.edit_conflicts import fingerprint
from foundation.forms.fields import DateField, TextField, TickField, reason_field
from summaries.actions import LONGEST, registration_check
from summaries.models import Summary
from summaries.report.text import LineTemplate
from units.forms.signing import SignedPaperForm
from units.registration import LONGEST_NUMBER, RegistrationCheck


class RegisterForm(SignedPaperForm):
    number = TextField(
        label=_("Số"),
        max_length=LONGEST_NUMBER,
        help_text=_("Như văn thư đã ghi, ví dụ 45 hoặc 45a/BC-LĐLĐ."),
        error_messages={"required": _("Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/BC-LĐLĐ.")},
    )
    dated_on = DateField(label=_("Ngày"), help_text=_("Ngày ghi trên văn bản."))

    def __init__(self, *args: Any, summary: Summary, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.summary = summary

    def check(self, number: str, dated_on: date) -> RegistrationCheck:
        return registration_check(self.summary, number, dated_on)


class ReviseForm(forms.Form):
    reason = reason_field(
        _("Xin ghi lý do lập bản mới."),
        _("Ai đọc báo cáo cũng đọc được lý do này. Ví dụ: số ước tháng 12 được thay bằng số chính thức."),
        rows=4,
        max_length=1000,
    )


class NarrativeForm(forms.Form):
    """Three fields for each line: its text, a tick to use the generated text again, the fingerprint of what was shown.

    Fields are numbered from 0. `narrative` has the stored texts by line; `typed` has those that the person typed before
    an edit conflict, shown instead of the stored ones.
    """

    def __init__(
        self,
        data: Any,
        *,
        lines: list[LineTemplate],
        narrative: dict[str, str],
        typed: dict[str, str | None] | None = None,
    ):
        super().__init__(data)
        self.lines, self.narrative = lines, narrative
        shown = narrative | {key: text for key, text in (typed or {}).items() if text is not None}
        for number, line in enumerate(lines):
            self.fields[f"seen{number}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=fingerprint(narrative.get(line.key))
            )
            self.fields[f"text{number}"] = TextField(
                label=_label(line),
                rows=4 if line.text else 3,
                max_length=LONGEST,
                required=False,
                initial=shown.get(line.key, line.text),
                help_text=line.hint,
            )
            if line.text:
                self.fields[f"reset{number}"] = TickField(label=_("Dùng lại câu do hệ thống tạo"))

    def texts(self) -> dict[str, str | None]:
        """Return the typed texts by line; None for the generated text, which is then generated anew each time."""
        texts: dict[str, str | None] = {}
        for number, line in enumerate(self.lines):
            text = self.cleaned_data[f"text{number}"]
            generated = text == line.text or self.cleaned_data.get(f"reset{number}")
            texts[line.key] = None if generated else text
        return texts

    def fingerprints(self) -> dict[str, str]:
        """Return by line the fingerprint of what the page showed."""
        return {line.key: self.cleaned_data[f"seen{number}"] for number, line in enumerate(self.lines)}

    def add_errors(self, errors: dict[str, str]) -> None:
        """Add errors, given by line, to the fields of the texts."""
        for number, line in enumerate(self.lines):
            if line.key in errors:
                self.add_error(f"text{number}", errors[line.key])


def _label(line: LineTemplate) -> str:
    """Return number and title of a line; the opening and the closing have no number."""
    return line.title if line.key in ("opening", "closing") else f"{line.key} {line.title}".strip()
