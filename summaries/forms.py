"""The forms of a summary: its lines, and the number and date it is made final with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms.edit_conflicts import fingerprint
from foundation.forms.fields import DateField, TextField, TickField
from summaries.actions import LONGEST, registration_check
from summaries.models import Summary
from summaries.report.text import Item
from units.forms.registration import RegisteredForm
from units.registration import LONGEST_NUMBER, RegistrationCheck


class FinaliseForm(RegisteredForm):
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


class NarrativeForm(forms.Form):
    """Three fields a line: its text, the tick that gives it back to the system, and the fingerprint of what was shown.

    Lines are numbered from 0. `written`: what stands in the fields where it is not the narrative itself.
    """

    def __init__(
        self,
        data: Any,
        *,
        items: list[Item],
        narrative: dict[str, str],
        written: dict[str, str | None] | None = None,
    ):
        super().__init__(data)
        self.items, self.narrative = items, narrative
        shown = narrative | {key: text for key, text in (written or {}).items() if text is not None}
        for number, item in enumerate(items):
            self.fields[f"seen{number}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=fingerprint(narrative.get(item.key))
            )
            self.fields[f"text{number}"] = TextField(
                label=_label(item),
                rows=4 if item.text else 3,
                max_length=LONGEST,
                required=False,
                initial=shown.get(item.key, item.text),
                help_text=item.hint,
            )
            if item.text:
                self.fields[f"reset{number}"] = TickField(label=_("Dùng lại câu do hệ thống tạo"))

    def texts(self) -> dict[str, str | None]:
        """By item: what was written; None where the generated text stands, so that it goes on living."""
        found: dict[str, str | None] = {}
        for number, item in enumerate(self.items):
            text = self.cleaned_data[f"text{number}"]
            generated = text == item.text or self.cleaned_data.get(f"reset{number}")
            found[item.key] = None if generated else text
        return found

    def fingerprints(self) -> dict[str, str]:
        """By item: the fingerprint of what the page showed."""
        return {item.key: self.cleaned_data[f"seen{number}"] for number, item in enumerate(self.items)}

    def add_errors(self, errors: dict[str, str]) -> None:
        """By item."""
        for number, item in enumerate(self.items):
            if item.key in errors:
                self.add_error(f"text{number}", errors[item.key])


def _label(item: Item) -> str:
    """Number and title of a line; the first and the last have no number."""
    return item.title if item.key in ("opening", "closing") else f"{item.key} {item.title}".strip()
