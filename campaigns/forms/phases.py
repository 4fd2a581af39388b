"""What the Board types about a phase: reasons, a new date, a unit to call."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.actions.phases import own_due_dates
from campaigns.calling import scope_of, units_of_day, units_to_call
from campaigns.extensions import branches_of, called_in, extension_of
from campaigns.models import CalledUnit, FilingKind, Phase
from campaigns.schedule import extension_questions
from foundation import clock
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import EXAMPLE_DAY, DateField, choices_of, field_of, from_today, reason_field
from units.forms.choices import UnitChoiceField
from units.forms.registration import ask_beside_tick
from units.models import Unit
from units.models.unit import UnitQuerySet


class UnlockForm(forms.Form):
    reason = reason_field(_("Xin ghi lý do mở lại số liệu."), _("Ghi vào nhật ký của đợt."))


class DiscardForm(forms.Form):
    reason = reason_field(_("Xin ghi lý do bỏ."), _("Ghi vào nhật ký."))


def offer_kinds(form: forms.Form, phase: Phase) -> None:
    """Offer only the kinds of sheets that the phase asks for."""
    kind = field_of(form, "kind", forms.ChoiceField)
    kind.choices = [(value, words) for value, words in choices_of(kind) if value in phase.sheet_kinds]


class ExtendForm(ConflictCheckedForm):
    """A due date of its own for one called unit (`called`), which may have one already."""

    kind = forms.ChoiceField(
        label=_("Gia hạn cho"),
        choices=[(FilingKind.PLEDGE, _("Đăng ký thi đua")), (FilingKind.REPORT, _("Báo cáo kết quả"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn việc được gia hạn.")},
    )
    on = DateField(
        label=_("Hạn mới, hết ngày"),
        help_text=format_lazy(_("Ví dụ {day}."), day=EXAMPLE_DAY),
        validators=[from_today(_("Hạn mới phải từ hôm nay trở đi."))],
    )
    reason = reason_field(_("Xin ghi lý do gia hạn."), _("Đơn vị và công đoàn cấp trên đọc được lý do này."))

    def __init__(self, *args: Any, called: CalledUnit, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.called = called
        offer_kinds(self, called.phase)

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: own_due_dates(self.called)}

    def clean(self) -> None:
        """Ask about an unusual date beside a tick, unless exactly these questions were confirmed."""
        kind, on = self.cleaned_data.get("kind"), self.cleaned_data.get("on")
        questions = extension_questions(self.called, kind, on) if kind and on else ()
        if questions:
            ask_beside_tick(self, questions)


class ExtendManyForm(forms.Form):
    """A later due date for many units of a phase; what it would do is confirmed beside a tick."""

    kind = forms.ChoiceField(
        label=_("Dời hạn"),
        choices=[(FilingKind.PLEDGE, _("Đăng ký thi đua")), (FilingKind.REPORT, _("Báo cáo kết quả"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn hạn nào được dời.")},
    )
    branches = forms.MultipleChoiceField(
        label=_("Của những đơn vị nào"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Xin chọn đơn vị.")},
    )
    on = DateField(
        label=_("Hạn mới, hết ngày"),
        help_text=format_lazy(_("Ví dụ {day}. Ngày vừa qua cũng được, khi hệ thống ngừng đúng hạn."), day=EXAMPLE_DAY),
    )
    reason = reason_field(_("Xin ghi lý do dời hạn."), _("Các đơn vị đọc được lý do này, ví dụ bão, hệ thống ngừng."))

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.phase = phase
        offer_kinds(self, phase)
        field_of(self, "branches", forms.MultipleChoiceField).choices = branches_of(phase)

    def clean(self) -> None:
        """Say what would be done beside a tick, unless exactly that was confirmed."""
        kind, branches, on = (self.cleaned_data.get(name) for name in ("kind", "branches", "on"))
        if not kind or not branches or not on:
            return
        called = CalledUnit.objects.filter(called_in(self.phase, branches)).select_related("unit").order_by("pk")
        extension = extension_of(self.phase, called, kind, on)
        if extension.moved:
            ask_beside_tick(self, extension.questions())
        else:
            self.add_error("on", _("Không có đơn vị nào có hạn trước ngày này."))


class CallForm(forms.Form):
    """The choice of a unit to call: below the campaign's unit, valid today, not called yet."""

    unit = UnitChoiceField(
        label=_("Đơn vị"),
        queryset=Unit.objects.none(),
        empty_label=_("Chọn đơn vị"),
        error_messages={
            "required": _("Xin chọn đơn vị."),
            "invalid_choice": _("Đơn vị này không còn trong danh sách chờ bổ sung."),
        },
    )

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "unit", UnitChoiceField).queryset = uncalled(phase)


def uncalled(phase: Phase) -> UnitQuerySet:
    """Return the units whom the campaign calls, valid today and not called yet: founded after the opening."""
    units = units_of_day(phase.campaign, clock.today()).exclude(calls__phase=phase)
    if scope_of(phase.campaign).is_everything:
        return units
    return units.filter(pk__in=[unit.pk for unit in units_to_call(phase)])
