"""Forms of decisions and of the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import CharField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from awards.actions.registration import EXAMPLE, registration_check
from awards.models import FIELDS_OF, Award, CorrectionField, Decision, DecisionKind
from awards.rules.wording_text import has_braces
from awards.selectors.decision_page import ListedNominee
from foundation import clock
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import EXAMPLE_DAY, ChoiceField, DateField, NameField, TextField, TickField
from units.forms.signing import ClosingForm, SignedPaperForm
from units.registration import RegistrationCheck

SAME_TEXT = _("Xin ghi nội dung khác nội dung đã ghi.")
BRACES = _("Lời ghi được in đúng như đã ghi. Xin thay phần trong dấu { } bằng nội dung cụ thể.")
NOTHING_CHOSEN = _("Xin chọn khen thưởng cần đính chính, điều chỉnh hoặc hủy bỏ.")


def _signer_name() -> NameField:
    wanted = {"required": _("Xin nhập họ tên người ký.")}
    return NameField(label=_("Họ tên người ký"), max_length=120, error_messages=wanted)


def _signer_position() -> TextField:
    wanted = {"required": _("Xin nhập chức vụ người ký.")}
    return TextField(label=_("Chức vụ người ký"), max_length=120, error_messages=wanted)


def validate_printable(wording: str) -> None:
    """Raise ValidationError for a wording with braces."""
    if has_braces(wording):
        raise forms.ValidationError(BRACES)


class DraftForm(forms.Form):
    """The form of a new draft. `organ`: the higher body whose decision it records, or ""."""

    organ = TextField(label=_("Cơ quan ban hành"), max_length=200, required=False)


class DecisionClosingForm(ClosingForm):
    """Who signs the decision; where the unit lists no signers name and position are typed."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.fields:
            self.fields["signer_name"] = _signer_name()
            self.fields["signer_position"] = _signer_position()


class RegistrationForm(SignedPaperForm):
    """Number and date of a signed decision from the registry, with its scan.

    There is no second page that asks for confirmation, because an uploaded file could not be carried along.
    """

    example = EXAMPLE
    dated_on = DateField(
        label=_("Ngày ký"), help_text=format_lazy(_("Ngày ghi trên văn bản, ví dụ {day}."), day=EXAMPLE_DAY)
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.decision = decision

    def check(self, number: str, dated_on: date) -> RegistrationCheck:
        return registration_check(self.decision, number, dated_on)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return pairs (label, text) of the typed fields, for the page that reports a state conflict."""
        boxes = [field for field in self if field.widget_type in ("text", "textarea")]
        return [(str(field.label), str(field.value() or "")) for field in boxes]


class RecordForm(RegistrationForm):
    """The registration of a decision of a higher body, with the signer."""

    signer_name = _signer_name()
    signer_position = _signer_position()
    field_order = ("number", "dated_on", "signer_name", "signer_position", "scan", "checked")


class WordingForm(ConflictCheckedForm):
    """A text field for the wording of each row of a draft; only changed wordings are written.

    `stored` and `typed` are dicts by field name, each text on one line.
    """

    def __init__(self, *args: Any, lines: list[ListedNominee], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for line in lines:
            self.fields[f"wording-{line.nomination}"] = TextField(
                label=f"{line.name}, {line.unit}",
                rows=2,
                max_length=500,
                required=False,
                initial=line.wording,
                validators=[validate_printable],
            )

    @property
    def stored(self) -> dict[str, Any]:
        return {name: field.initial for name, field in self.fields.items()}

    @property
    def typed(self) -> dict[str, Any]:
        """Return the wordings of the fields that were sent."""
        return {name: " ".join(text.split()) for name, text in self.cleaned_data.items() if name in self.data}

    @staticmethod
    def by_nomination(lines: dict[str, str]) -> dict[int, str]:
        return {int(name.removeprefix("wording-")): text for name, text in lines.items()}


class AmendForm(forms.Form):
    """Choose the awards of a decision to correct, adjust or annul, with at most three fields for each award."""

    def __init__(self, *args: Any, kind: str, awards: Iterable[Award], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind, self.awards = DecisionKind(kind), list(awards)
        for award in self.awards:
            self._add(award)
        annul = self.kind == DecisionKind.ANNUL
        self.fields["reason"] = TextField(label=_("Lý do"), rows=3, max_length=300, required=annul)
        self.fields["reason"].error_messages["required"] = _("Xin ghi lý do.")

    def _add(self, award: Award) -> None:
        self.fields[f"pick-{award.pk}"] = TickField(label=award.name)
        choices = self._choices(award)
        if len(choices) > 1:
            self.fields[f"field-{award.pk}"] = ChoiceField(label=_("Sửa"), choices=choices)
            self.fields[f"field-{award.pk}"].required = False
        if self.kind != DecisionKind.ANNUL:
            label = _("Nay ghi là")
            self.fields[f"new-{award.pk}"] = TextField(label=label, rows=2, max_length=500, required=False)

    def _choices(self, award: Award) -> list[tuple[str, Any]]:
        """Return the fields of an award that this kind of decision may change. A collective has no position."""
        fields = FIELDS_OF[self.kind]
        return [(field.value, field.label) for field in fields if award.is_person or field != CorrectionField.POSITION]

    def lines(self) -> list[tuple[Award, forms.BoundField, list[forms.BoundField]]]:
        """Return each award with its checkbox and its other fields."""
        names = ("field", "new")
        return [
            (
                award,
                self[f"pick-{award.pk}"],
                [self[f"{n}-{award.pk}"] for n in names if f"{n}-{award.pk}" in self.fields],
            )
            for award in self.awards
        ]

    def clean(self) -> None:
        picked = [award for award in self.awards if self.cleaned_data.get(f"pick-{award.pk}")]
        for award in self.awards:
            if award in picked:
                self._check(award)
            elif self.cleaned_data.get(f"new-{award.pk}"):
                self.add_error(f"pick-{award.pk}", _("Xin đánh dấu chọn dòng này, hoặc xóa nội dung sửa."))
        if not picked and not self.errors:
            raise forms.ValidationError(NOTHING_CHOSEN)

    def _check(self, award: Award) -> None:
        name, new = f"new-{award.pk}", self._new(award)
        if self.kind == DecisionKind.ANNUL or name in self.errors:
            return
        field = self._field(award)
        column = Award._meta.get_field(field)
        assert isinstance(column, CharField), "FIELDS_OF names texts"
        longest = column.max_length or 0
        if new in ("", getattr(award, field)):
            self.add_error(name, SAME_TEXT)
        elif len(new) > longest:
            self.add_error(name, _("Nội dung dài quá {n} ký tự. Xin rút gọn.").format(n=longest))
        elif field == CorrectionField.WORDING and has_braces(new):
            self.add_error(name, BRACES)

    def _field(self, award: Award) -> str:
        return self.cleaned_data.get(f"field-{award.pk}") or self._choices(award)[0][0]

    def _new(self, award: Award) -> str:
        """Return the new text on one line, as names and wordings have no line breaks."""
        return " ".join(self.cleaned_data.get(f"new-{award.pk}", "").split())

    def changes(self) -> list[tuple[Award, str, str]]:
        """Return (award, field, new text) of each chosen award."""
        chosen = [award for award in self.awards if self.cleaned_data[f"pick-{award.pk}"]]
        return [(award, self._field(award), self._new(award)) for award in chosen]


class ReissueForm(forms.Form):
    reason = TextField(
        label=_("Lý do cấp lại"),
        rows=3,
        printed=False,
        error_messages={"required": _("Xin ghi lý do cấp lại.")},
    )


class HandOverForm(ConflictCheckedForm):
    """The day on which an award was handed over, between the decision's date and today."""

    on = DateField(label=_("Ngày trao"))

    def __init__(self, data: Any = None, *, award: Award):
        super().__init__(data, initial={"on": award.handed_over_on or clock.today()})
        self.award = award

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.award.handed_over_on}

    def clean_on(self) -> date:
        day, signed = self.cleaned_data["on"], self.award.decision.dated_on
        if day and signed and not signed <= day <= clock.today():
            raise forms.ValidationError(_("Ngày trao phải từ ngày ký quyết định đến hôm nay."))
        return day
