"""The form with which a sheet or a dossier is returned to its unit."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock, vietnamese
from foundation.forms.fields import DateField, from_today, reason_field
from units.forms.registration import ask_beside_tick

DAYS_TO_MEND = 5
FAR_OFF = timedelta(days=183)
"""A date to send again that is further ahead is asked about."""
NO_RETURN_REASON = _("Xin ghi lý do để đơn vị biết cần bổ sung gì.")


def day_to_mend() -> date:
    """Return the first working day that is at least DAYS_TO_MEND days from today."""
    day = clock.today() + timedelta(days=DAYS_TO_MEND)
    while vietnamese.day_off(day):
        day += timedelta(days=1)
    return day


class ReturnForm(forms.Form):
    reason = reason_field(NO_RETURN_REASON, rows=4, max_length=1000)
    due_on = DateField(
        label=_("Gửi lại trước hết ngày"),
        initial=day_to_mend,
        validators=[from_today(_("Hạn gửi lại không thể trước hôm nay."))],
    )

    def clean(self) -> None:
        due_on = self.cleaned_data.get("due_on")
        if due_on and due_on > clock.today() + FAR_OFF:
            sentence = _("Hạn gửi lại {day} quá nửa năm kể từ hôm nay. Có đúng không?")
            ask_beside_tick(self, (sentence.format(day=vietnamese.format_date(due_on)),))
