"""What a reviewer types: a reason and a new date, a reason, the checked values of works."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Exemplar, Filing, WorkResult
from foundation import clock, vietnamese
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import DateField, MoneyField, TickField, reason_field

DAYS_TO_MEND = 5
NO_REASON = _("Xin ghi lý do để đơn vị biết cần bổ sung gì.")


def day_to_mend() -> date:
    """A working day some days from now."""
    day = clock.today() + timedelta(days=DAYS_TO_MEND)
    while vietnamese.day_off(day):
        day += timedelta(days=1)
    return day


class ReturnForm(forms.Form):
    reason = reason_field(NO_REASON, rows=4, max_length=1000)
    due_on = DateField(label=_("Gửi lại trước hết ngày"), initial=day_to_mend)

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day and day < clock.today():
            raise forms.ValidationError(_("Hạn gửi lại không thể trước hôm nay."))
        return day


class ExcuseForm(forms.Form):
    reason = reason_field(NO_REASON, rows=4, max_length=1000)


class WorksForm(ConflictCheckedForm):
    """A report's works and exemplars, as a reviewer goes through them: one field a work, ticks for what is shown.

    Lines are named as their fields are.
    """

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.results = list(filing.work_results.select_related("work").order_by("pk"))
        self.exemplars = list(filing.exemplars.all())
        for result in self.results:
            self._add_result(result)
        for exemplar in self.exemplars:
            tick = TickField(label=_("Giới thiệu điển hình này"), initial=exemplar.published)
            self.fields[f"published-{exemplar.pk}"] = tick

    def _add_result(self, result: WorkResult) -> None:
        known = result.checked_value
        self.fields[f"value-{result.pk}"] = MoneyField(
            label=_("Giá trị Công đoàn cấp trên rà soát"),
            name=_("giá trị rà soát"),
            required=False,
            initial="" if known is None else vietnamese.format_number(known),
        )
        tick = TickField(label=_("Nêu tiêu biểu trong báo cáo tổng hợp"), initial=result.highlighted)
        self.fields[f"highlighted-{result.pk}"] = tick

    @property
    def stored(self) -> dict[str, Any]:
        values = {f"value-{one.pk}": one.checked_value for one in self.results}
        named = {f"highlighted-{one.pk}": one.highlighted for one in self.results}
        return values | named | {f"published-{one.pk}": one.published for one in self.exemplars}

    @property
    def typed(self) -> dict[str, Any]:
        return self.cleaned_data

    def result_lines(self) -> list[tuple[WorkResult, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"value-{one.pk}"], self[f"highlighted-{one.pk}"]) for one in self.results]

    def exemplar_lines(self) -> list[tuple[Exemplar, forms.BoundField]]:
        return [(one, self[f"published-{one.pk}"]) for one in self.exemplars]
