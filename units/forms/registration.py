"""The form for a document's registered number and date, with the tick that confirms its open questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import EXAMPLE_DAY, CheckboxInput, DateField, TextField, TickField
from units.registration import LONGEST_NUMBER, RegistrationCheck, number_wanted

CONFIRMED = "confirmed"


class ConfirmInput(CheckboxInput):
    """A checkbox whose value is the mark of the questions shown beside it: it counts for these questions only.

    Templates recognise it by `widget_type` "confirm".
    """

    def __init__(self, mark: str):
        super().__init__({"class": "form-check-input"}, check_test=lambda value: value == mark)
        self.mark = mark

    def format_value(self, value: Any) -> str:
        return self.mark

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")


def ask_beside_tick(form: forms.Form, questions: tuple[str, ...]) -> str:
    """Add the tick that confirms these questions. Return their mark if it is set, else show them and return ""."""
    mark = RegistrationCheck({}, questions).mark
    form.fields[CONFIRMED] = TickField(label=_("Đúng, ghi như vậy"), widget=ConfirmInput(mark))
    if form.data.get(form.add_prefix(CONFIRMED)) == mark:
        return mark
    form.add_error(CONFIRMED, list(questions))
    return ""


class RegisteredForm(forms.Form):
    """Number and date as the registry gave them. A subclass implements `check`, whose questions add the tick.

    `example`: a number with the symbol of such documents, as "45a/QĐ-LĐLĐ".
    """

    example = ""
    number = TextField(label=_("Số"), max_length=LONGEST_NUMBER)
    dated_on = DateField(
        label=_("Ngày"), help_text=format_lazy(_("Ngày ghi trên văn bản, ví dụ {day}."), day=EXAMPLE_DAY)
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        number = self.fields["number"]
        number.help_text = _("Như văn thư đã ghi, ví dụ 45 hoặc {example}.").format(example=self.example)
        number.error_messages["required"] = number_wanted(self.example)

    def check(self, number: str, dated_on: date) -> RegistrationCheck:
        raise NotImplementedError

    def clean(self) -> None:
        number, dated_on = self.cleaned_data.get("number"), self.cleaned_data.get("dated_on")
        self.cleaned_data[CONFIRMED] = ""
        if not number or not dated_on:
            return
        check = self.check(number, dated_on)
        self.refuse(check.refusals, check.questions)

    def refuse(self, errors: dict[str, str], questions: tuple[str, ...] = ()) -> None:
        """Show each error at its field, and the questions at a tick unless exactly these were confirmed."""
        for name, sentence in errors.items():
            if sentence not in self.errors.get(name, ()):
                self.add_error(name, sentence)
        if not questions:
            return
        if mark := ask_beside_tick(self, questions):
            self.cleaned_data[CONFIRMED] = mark
        self.order_fields(["number", "dated_on", CONFIRMED])
