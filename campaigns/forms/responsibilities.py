"""The forms about responsibilities: who answers for a measure until when, how far it is, why it is not done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Measure, Responsibility
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import (
    EXAMPLE_DAY,
    ChoiceField,
    DateField,
    TextField,
    choices_of,
    field_of,
    from_today,
    reason_field,
)
from units.models import Unit, User

EVERY = "every"
"""The choice of all upper unions."""
DUE = gettext_lazy("Hạn, hết ngày")
NOT_BEFORE_TODAY = from_today(gettext_lazy("Hạn phải từ hôm nay trở đi."))


class AssignMeasureForm(forms.Form):
    measure = ChoiceField(label=gettext_lazy("Biện pháp"))
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Đơn vị chịu trách nhiệm"), required=False, widget=forms.CheckboxSelectMultiple
    )
    persons = forms.MultipleChoiceField(
        label=gettext_lazy("Người của ban chịu trách nhiệm"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = DateField(
        label=DUE,
        help_text=format_lazy(gettext_lazy("Ví dụ {day}."), day=EXAMPLE_DAY),
        validators=[NOT_BEFORE_TODAY],
    )

    def __init__(
        self,
        *args: Any,
        measures: Sequence[Measure],
        units: Sequence[Unit],
        persons: Sequence[User],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.measure_rows = {str(measure.pk): measure for measure in measures}
        self.unit_rows = {str(unit.pk): unit for unit in units}
        self.person_rows = {str(person.pk): person for person in persons}
        field_of(self, "measure", ChoiceField).choices = [
            (pk, f"{number}. {Truncator(measure.text).chars(120)}")
            for number, (pk, measure) in enumerate(self.measure_rows.items(), start=1)
        ]
        every = [(EVERY, _("Mọi công đoàn cấp trên trực tiếp cơ sở"))] if len(units) > 1 else []
        of_units = [*every, *((pk, unit.name) for pk, unit in self.unit_rows.items())]
        field_of(self, "units", forms.MultipleChoiceField).choices = of_units
        of_persons = [(pk, person.full_name) for pk, person in self.person_rows.items()]
        field_of(self, "persons", forms.MultipleChoiceField).choices = of_persons
        for name in ("units", "persons"):
            field = field_of(self, name, forms.MultipleChoiceField)
            field.error_messages["invalid_choice"] = _("Có lựa chọn không còn trong danh sách. Xin chọn lại.")
            if not choices_of(field):
                del self.fields[name]

    def clean_measure(self) -> Measure:
        return self.measure_rows[self.cleaned_data["measure"]]

    def clean_units(self) -> list[Unit]:
        chosen = self.cleaned_data["units"]
        return [unit for pk, unit in self.unit_rows.items() if pk in chosen or EVERY in chosen]

    def clean_persons(self) -> list[User]:
        return [person for pk, person in self.person_rows.items() if pk in self.cleaned_data["persons"]]

    def clean(self) -> None:
        nobody = not self.cleaned_data.get("units") and not self.cleaned_data.get("persons")
        if nobody and not {"units", "persons"} & self.errors.keys():
            self.add_error(
                "units" if "units" in self.fields else None, _("Xin chọn đơn vị hoặc người chịu trách nhiệm.")
            )


class ChangeDueForm(ConflictCheckedForm):
    due_on = DateField(label=DUE, validators=[NOT_BEFORE_TODAY])

    def __init__(self, *args: Any, responsibility: Responsibility, **kwargs: Any):
        kwargs["initial"] = {"due_on": responsibility.due_on}
        super().__init__(*args, **kwargs)


class TellForm(forms.Form):
    state = ChoiceField(
        label=gettext_lazy("Đã đến đâu"),
        choices=[("under_way", gettext_lazy("Đang làm")), ("done", gettext_lazy("Xong"))],
        widget=forms.RadioSelect,
    )
    progress = TextField(
        label=gettext_lazy("Đã làm gì, khi nào"),
        rows=3,
        max_length=500,
        printed=False,
        help_text=gettext_lazy("Một, hai dòng. Ví dụ: Hội nghị ngày 12/3, 24/24 cơ sở dự."),
        error_messages={"required": gettext_lazy("Xin ghi một dòng: đã làm gì, khi nào.")},
    )


class NotDoneForm(forms.Form):
    reason = reason_field(gettext_lazy("Xin ghi còn thiếu gì để người làm biết."))


class DropForm(forms.Form):
    reason = reason_field(gettext_lazy("Xin ghi lý do thôi phân công."))
