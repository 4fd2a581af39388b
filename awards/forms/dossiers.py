"""Forms of a dossier and its letter, and of the endorsement by the union above."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Dossier, EndorsersMeeting, Nomination, Timing, VotedBy
from campaigns.models import Phase
from campaigns.models.year_names import phase_choices
from foundation import vietnamese
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import ChoiceField, CountField, DateField, TextField, field_of, reason_field
from units.forms.choices import UnitChoiceField
from units.forms.registration import CONFIRMED, ask_beside_tick
from units.forms.returning import NO_RETURN_REASON
from units.models import Unit
from units.registration import checked_number

SAYS_WHICH = {
    Timing.THEME: gettext_lazy("Xin ghi tên chuyên đề."),
    Timing.UNEXPECTED: gettext_lazy("Xin ghi việc đã làm."),
}


class VotesField(CountField):
    """A number of people in one meeting."""

    LIMIT = 9_999


class WithdrawForm(forms.Form):
    reason = reason_field(
        gettext_lazy("Xin ghi lý do rút hồ sơ."), gettext_lazy("Đơn vị và công đoàn cấp trên đọc được lý do này.")
    )


class DossierUnitForm(forms.Form):
    """Choose the unit of a new dossier; shown to officers with units below."""

    unit = UnitChoiceField(Unit.objects.none(), label=gettext_lazy("Lập hồ sơ của"), empty_label=None)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "unit", UnitChoiceField).queryset = units
        self.fields["unit"].error_messages["required"] = _("Xin chọn đơn vị.")


class NewDossierForm(forms.Form):
    """Phase and timing of a new dossier. `phases`: those that were opened, the newest first."""

    phase = ChoiceField(label=gettext_lazy("Tính vào đợt"))
    timing = ChoiceField(label=gettext_lazy("Dịp khen"), choices=Timing.choices, initial=Timing.PHASE)
    period_label = TextField(
        label=gettext_lazy("Ghi rõ dịp"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Khen năm học: năm học nào; chuyên đề: tên chuyên đề; đột xuất: việc đã làm."),
    )

    def __init__(self, *args: Any, phases: list[Phase], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.phases = {str(phase.pk): phase for phase in phases}
        field_of(self, "phase", ChoiceField).choices = phase_choices(phases)

    def clean_phase(self) -> Phase:
        return self.phases[self.cleaned_data["phase"]]

    def clean(self) -> None:
        check_label(self, self.cleaned_data.get("timing", ""))


class DescribeForm(ConflictCheckedForm):
    """Number and date of the letter, the meeting and its votes. No field is required to save."""

    meeting_on = DateField(label=gettext_lazy("Ngày họp xét"), required=False)
    voted_by = ChoiceField(
        label=gettext_lazy("Nơi biểu quyết"),
        choices=[("", gettext_lazy("chưa ghi")), *VotedBy.choices],
        required=False,
        help_text=gettext_lazy("Hội nghị toàn thể tính trên số người dự, họp ban trên số ủy viên dự."),
    )
    votes_for = VotesField(
        label=gettext_lazy("Số phiếu tán thành"), name=gettext_lazy("số phiếu tán thành"), required=False
    )
    votes_present = VotesField(label=gettext_lazy("Số người dự"), name=gettext_lazy("số người dự"), required=False)
    number = TextField(
        label=gettext_lazy("Số tờ trình"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Như văn thư đã ghi; chưa có thì để trống."),
    )
    dated_on = DateField(label=gettext_lazy("Ngày tờ trình"), required=False)
    period_label = TextField(
        label=gettext_lazy("Ghi rõ dịp"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Khen năm học: năm học nào; chuyên đề: tên chuyên đề; đột xuất: việc đã làm."),
    )

    def __init__(self, data: Any = None, *, dossier: Dossier):
        super().__init__(data, initial={name: getattr(dossier, name) for name in self.base_fields})
        self.dossier = dossier
        organ = {VotedBy.COMMITTEE: dossier.unit.words.organ}
        choices = [(value, organ.get(VotedBy(value), label)) for value, label in VotedBy.choices]
        field_of(self, "voted_by", ChoiceField).choices = [("", gettext_lazy("chưa ghi")), *choices]
        if dossier.timing == Timing.PHASE:
            del self.fields["period_label"]

    def clean_number(self) -> str:
        return checked_number(self.cleaned_data["number"], "3/TTr-CĐCS")

    def clean(self) -> None:
        typed = self.cleaned_data
        if "period_label" in self.fields:
            check_label(self, self.dossier.timing)
        votes, present = typed.get("votes_for"), typed.get("votes_present")
        if votes is not None and present is not None and votes > present:
            sentence = _("Số phiếu tán thành ({a}) nhiều hơn số người dự ({b}). Xin kiểm tra lại.")
            numbers = {"a": vietnamese.format_number(votes), "b": vietnamese.format_number(present)}
            self.add_error("votes_for", sentence.format(**numbers))


def check_label(form: forms.Form, timing: str) -> None:
    """Require the period label for timings whose papers name the theme or the deed."""
    if timing in SAYS_WHICH and not form.errors.get("period_label") and not form.cleaned_data.get("period_label"):
        form.add_error("period_label", SAYS_WHICH[Timing(timing)])


class EndorseForm(forms.Form):
    """An opinion on each nominee, none chosen beforehand, and the union's meeting. Disagreeing needs a reason.

    A meeting of which less than half agreed has to be confirmed.
    """

    met_on = DateField(label=gettext_lazy("Ngày họp xét"))
    present = VotesField(label=gettext_lazy("Số người dự"), name=gettext_lazy("số người dự"))
    agreed = VotesField(label=gettext_lazy("Số người tán thành"), name=gettext_lazy("số người tán thành"))

    REQUIRED: ClassVar = {
        "met_on": gettext_lazy("Xin ghi ngày họp xét."),
        "present": gettext_lazy("Xin ghi số người dự họp."),
        "agreed": gettext_lazy("Xin ghi số người tán thành."),
    }

    def __init__(self, *args: Any, rows: list[Nomination], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for name, sentence in self.REQUIRED.items():
            self.fields[name].error_messages["required"] = sentence
        for row in rows:
            self._add(row)

    def _add(self, row: Nomination) -> None:
        name = row.nominee.name
        opinion = ChoiceField(
            label=_("Ý kiến về {name}").format(name=name),
            choices=Nomination.Opinion.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Xin chọn ý kiến về {name}.").format(name=name)},
        )
        reason = TextField(label=_("Lý do không đề nghị {name}").format(name=name), required=False, max_length=300)
        self.fields |= {f"opinion-{row.pk}": opinion, f"reason-{row.pk}": reason}

    def clean(self) -> None:
        for row in self.rows:
            refused = self.cleaned_data.get(f"opinion-{row.pk}") == Nomination.Opinion.DISAGREE
            reason = f"reason-{row.pk}"
            if refused and reason not in self.errors and not self.cleaned_data.get(reason):
                self.add_error(reason, NO_RETURN_REASON)
        if all(self.cleaned_data.get(name) is not None for name in self.REQUIRED) and self.meeting.question:
            ask_beside_tick(self, (self.meeting.question,))

    def meeting_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.REQUIRED, CONFIRMED) if name in self.fields]

    @property
    def is_confirmed(self) -> bool:
        """Whether the question about the meeting was confirmed."""
        return CONFIRMED in self.fields

    @property
    def meeting(self) -> EndorsersMeeting:
        return EndorsersMeeting(*(self.cleaned_data[name] for name in self.REQUIRED))

    def lines(self) -> list[tuple[Nomination, forms.BoundField, forms.BoundField]]:
        return [(row, self[f"opinion-{row.pk}"], self[f"reason-{row.pk}"]) for row in self.rows]

    def opinions(self) -> dict[int, tuple[str, str]]:
        """Return (opinion, reason) by id of the nomination; the reason is "" when the opinion is to agree."""
        opinions = {}
        for row in self.rows:
            opinion = self.cleaned_data[f"opinion-{row.pk}"]
            reason = self.cleaned_data[f"reason-{row.pk}"] if opinion == Nomination.Opinion.DISAGREE else ""
            opinions[row.pk] = (opinion, reason)
        return opinions
