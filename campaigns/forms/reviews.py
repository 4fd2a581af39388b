"""Forms of a reviewer: to return a sheet, to excuse a unit, to check the values of works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Exemplar, Filing, WorkResult
from campaigns.sheet.spots import Spot
from foundation import vietnamese
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import MoneyField, TextField, TickField, reason_field, select
from units.forms.returning import NO_RETURN_REASON, ReturnForm

SEEN = "seen-"  # of the names of fingerprints on the page


class ExcuseForm(forms.Form):
    reason = reason_field(NO_RETURN_REASON, rows=4, max_length=1000)


class ReturnSpotsForm(ReturnForm):
    """A return with a remark at each of the spots that the reviewer ticked on the sheet.

    A remark at a row of a part may name one field of it.
    """

    def __init__(
        self,
        *args: Any,
        spots: Mapping[Spot, str],
        rows: Mapping[Spot, Sequence[tuple[str, str]]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.spots = dict(enumerate(spots, start=1))
        for number, spot in self.spots.items():
            self.fields[f"remark-{number}"] = TextField(label=spots[spot], rows=2, max_length=1000)
            if spot in rows:
                label = _("Ô cần sửa của dòng này")
                choices = [("", _("Cả dòng")), *rows[spot]]
                self.fields[f"field-{number}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False, widget=select()
                )
        if spots:
            self.fields["reason"].required = False
            self.fields["reason"].label = _("Đề nghị chung cho cả bản (không bắt buộc)")
        self.order_fields([name for name in self.fields if name not in ReturnForm.base_fields])

    def clean(self) -> None:
        super().clean()
        remarks = {
            spot._replace(field=self.cleaned_data.get(f"field-{number}") or spot.field): self.cleaned_data.get(
                f"remark-{number}", ""
            )
            for number, spot in self.spots.items()
        }
        self.cleaned_data = {name: self.cleaned_data.get(name, "") for name in ("reason", "due_on")}
        self.cleaned_data["remarks"] = remarks


class WorksForm(ConflictCheckedForm):
    """A report's works and exemplars for a reviewer: a checked value for each work, and ticks for what is published.

    The keys of the compared lines (edit conflict) are the names of the fields.
    """

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any):
        super().__init__(*args, **kwargs)
        submission = filing.last_submission
        self.results = list(submission.work_results.with_checked_values().select_related("registered").order_by("pk"))
        self.exemplars = list(submission.exemplars.select_related("consent"))
        for work_result in self.results:
            self._add_result(work_result)
        for exemplar in self.exemplars:
            tick = TickField(label=_("Giới thiệu điển hình này"), initial=exemplar.published)
            self.fields[f"published-{exemplar.pk}"] = tick

    def _add_result(self, work_result: WorkResult) -> None:
        checked_value = work_result.checked_value
        self.fields[f"value-{work_result.pk}"] = MoneyField(
            label=_("Giá trị Công đoàn cấp trên rà soát"),
            name=_("giá trị rà soát"),
            required=False,
            initial="" if checked_value is None else vietnamese.format_number(checked_value),
        )
        tick = TickField(label=_("Nêu tiêu biểu trong báo cáo tổng hợp"), initial=work_result.highlighted)
        self.fields[f"highlighted-{work_result.pk}"] = tick

    @property
    def stored(self) -> dict[str, Any]:
        values = {f"value-{work_result.pk}": work_result.checked_value for work_result in self.results}
        highlighted = {f"highlighted-{work_result.pk}": work_result.highlighted for work_result in self.results}
        published = {f"published-{exemplar.pk}": exemplar.published for exemplar in self.exemplars}
        return values | highlighted | published

    @property
    def is_of_older_submission(self) -> bool:
        """Whether the posted page showed rows of an earlier submission, which this form does not have."""
        names = {f"{SEEN}{name}" for name in self.stored}
        return any(name.startswith(SEEN) and name not in names for name in self.data)

    @property
    def typed(self) -> dict[str, Any]:
        return self.cleaned_data

    def result_lines(self) -> list[tuple[WorkResult, forms.BoundField, forms.BoundField]]:
        return [
            (work_result, self[f"value-{work_result.pk}"], self[f"highlighted-{work_result.pk}"])
            for work_result in self.results
        ]

    def exemplar_lines(self) -> list[tuple[Exemplar, forms.BoundField]]:
        return [(exemplar, self[f"published-{exemplar.pk}"]) for exemplar in self.exemplars]
