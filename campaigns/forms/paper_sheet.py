"""The form that says which signed paper a sheet was typed from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import PaperSheet, Submission
from foundation import clock
from foundation.forms.fields import DateField, TextField

BOTH = _("Xin ghi cả số đến và ngày đến, hoặc để trống cả hai.")


class PaperSheetForm(forms.Form):
    """Number and date of arrival (số đến, ngày đến) of the signed paper; both empty if the sheet came without one."""

    paper_number = TextField(label=_("Số đến"), max_length=PaperSheet.LONGEST, required=False)
    paper_arrived_on = DateField(label=_("Ngày đến"), required=False)

    @classmethod
    def after(cls, last: Submission | None, *, draft: Mapping[str, str] | None) -> PaperSheetForm:
        """Return the form with the paper that the draft is typed from, else that of the last submission.

        A sheet that is sent again came with the same paper as the last time.
        """
        paper, initial = last.paper if last else None, dict[str, Any](draft or {})
        if paper and not initial:
            initial = {"paper_number": paper.number, "paper_arrived_on": paper.arrived_on}
        return cls(initial=initial)

    def clean_paper_arrived_on(self) -> date | None:
        day: date | None = self.cleaned_data["paper_arrived_on"]
        if day and day > clock.today():
            raise forms.ValidationError(PaperSheet.NOT_ARRIVED)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not self.errors and bool(cleaned["paper_number"]) != bool(cleaned["paper_arrived_on"]):
            self.add_error("paper_arrived_on" if cleaned["paper_number"] else "paper_number", BOTH)
        return cleaned

    @property
    def paper(self) -> PaperSheet | None:
        """The paper that was typed, of a valid form."""
        number = self.cleaned_data["paper_number"]
        return PaperSheet(number, self.cleaned_data["paper_arrived_on"]) if number else None
