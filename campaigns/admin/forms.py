"""The forms of the admin screens of campaigns, phases and indicators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.amending import AmendingForm
from campaigns.asked_columns import columns_for, denominators
from campaigns.asking_rules import ASKED_PREFIX, as_asked, line_faults
from campaigns.catalogue.corrections import FOR_LATER_PHASES
from campaigns.forms.asking import level_field
from campaigns.forms.setup.facts import SLUG_TAKEN, clean_asks_works
from campaigns.forms.setup.phases import due_field
from campaigns.models import Column, DueGroup, DueKind
from campaigns.models.commemoration import CommemorationKind
from campaigns.setup.facts import is_free
from campaigns.setup.phase_rows import DUE_FIELDS, DueDays
from foundation import vietnamese
from foundation.forms.fields import ChoiceField, TextField, field_of
from units.admin_base.forms import ScopedForm
from units.registration import checked_number

ASKED_FIELDS = {f"{ASKED_PREFIX}{column}": column for column in Column.values}


FormClass = TypeVar("FormClass", bound=ScopedForm)


def with_fields(form: type[FormClass], name: str, fields: Mapping[str, forms.Field]) -> type[FormClass]:
    """Return a subclass of a form with more fields, which Django's metaclass collects from its attributes."""
    metaclass: Any = type(form)
    return metaclass(name, (form,), {"__module__": form.__module__, **fields})


class CampaignForm(AmendingForm):
    constraint_words = {
        "campaign_signed_by_somebody": gettext_lazy("Bản phát động đã ký thì phải có tên người ký."),
        "campaign_slug_once": SLUG_TAKEN,
    }

    def clean_slug(self) -> str:
        """Refuse a slug that is not free."""
        slug: str = self.cleaned_data["slug"]
        if not is_free(slug, self.instance):
            raise forms.ValidationError(SLUG_TAKEN)
        return slug

    def clean_asks_works(self) -> bool:
        return clean_asks_works(self.instance, asks=self.cleaned_data["asks_works"])

    def clean_number(self) -> str:
        return checked_number(self.cleaned_data["number"], "12/PĐ-LĐLĐ")


class LineForm(ScopedForm):
    """A line of the launch document. A new line with nothing but its proposed `order` is not saved."""

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - ({"order"} if self.empty_permitted else set()))


class CommemorationForm(ScopedForm):
    """An anniversary or an event: its kind decides what else is filled in."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == CommemorationKind.ANNIVERSARY:
            if not cleaned.get("date"):
                self._refuse("date", _("Ngày kỷ niệm phải có ngày gốc để tính số năm."))
            for name in ("is_month_only", "words_before", "words_after"):
                if cleaned.get(name):
                    self._refuse(name, _("Chỉ dùng cho sự kiện."))
        elif cleaned.get("is_month_only") and not cleaned.get("date"):
            self._refuse("date", _("Xin ghi một ngày trong tháng đó."))
        return cleaned

    def _refuse(self, name: str, sentence: str) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)


class DueDatesForm(AmendingForm):
    """A phase with a grid of due dates, four kinds of work × two groups; an empty field means no due date."""

    constraint_words = {
        "phase_dates_in_order": gettext_lazy("Ngày kết thúc không thể trước ngày bắt đầu."),
        "phase_number_once": gettext_lazy("Phong trào đã có đợt mang số này."),
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for due in self.instance.due_dates.all() if self.instance.pk else ():
            self.initial[f"due_{due.kind}_{due.group}"] = timezone.localdate(due.at)

    @property
    def due_days(self) -> DueDays:
        return {key: self.cleaned_data.get(name) for name, key in DUE_FIELDS.items()}

    def warnings(self) -> list[str]:
        """Return a sentence for every due date on a day when offices are closed."""
        sentence = _("Hạn {kind} ({group}) vào {day}, là ngày nghỉ: {why}. Xin cân nhắc chọn ngày làm việc.")
        return [
            sentence.format(
                kind=DueKind(kind).label,
                group=DueGroup(group).label,
                day=vietnamese.due_text(day),
                why=vietnamese.day_off(day),
            )
            for (kind, group), day in self.due_days.items()
            if day and vietnamese.day_off(day)
        ]


PhaseForm = with_fields(DueDatesForm, "PhaseForm", {name: due_field(*key) for name, key in DUE_FIELDS.items()})


class AskedForm(AmendingForm):
    """An indicator with a field for each column (`Column`) that it may be asked of."""

    constraint_words = {
        "indicator_code_once": gettext_lazy("Phong trào đã có chỉ tiêu mang mã này."),
        "ratio_names_its_denominator": gettext_lazy("Chỉ tiêu tỷ lệ phải ghi mẫu số; chỉ tiêu khác để trống."),
        "computed_indicator_is_a_sum": gettext_lazy("Chỉ tiêu tính từ danh sách công trình phải cộng các đơn vị."),
        "indicator_is_asked_somewhere": gettext_lazy("Chỉ tiêu phải hỏi trong đăng ký hoặc trong báo cáo."),
    }

    change_reason = TextField(
        label=gettext_lazy("Lý do sửa"),
        rows=2,
        required=False,
        help_text=gettext_lazy(
            "Bắt buộc khi sửa câu chữ mà đợt đang mở hỏi: cổng ghi đính chính, bản chưa xác nhận ghi rõ lý do này, "
            "bản đã xác nhận giữ nguyên."
        ),
    )
    denominator_from = ChoiceField(
        label=gettext_lazy("Điền sẵn mẫu số từ"),
        required=False,
        help_text=gettext_lazy("Ô mẫu số của đơn vị được điền sẵn số này; đơn vị sửa được."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for row in self.instance.asked.all() if self.instance.pk else ():
            self.initial[f"{ASKED_PREFIX}{row.column}"] = row.level
        columns = columns_for(self.instance)
        for name in [name for name, column in ASKED_FIELDS.items() if column not in columns]:
            self.fields.pop(name, None)
        if "denominator_from" in self.fields:
            choices = [("", gettext_lazy("(không điền sẵn)")), *denominators(self.instance)]
            field_of(self, "denominator_from", ChoiceField).choices = choices

    def clean(self) -> dict[str, Any]:
        """Take the campaign from the section, and apply the rules of what can be asked."""
        cleaned = super().clean() or self.cleaned_data
        if section := cleaned.get("section"):
            self.instance.campaign = section.campaign
        cleaned |= as_asked(cleaned)
        if self.instance.campaign_id:
            for name, sentence in line_faults(self.instance, cleaned, self.instance.campaign):
                self.add_error(name if name in self.fields else None, sentence)
        return cleaned

    @property
    def changes_who_is_asked(self) -> bool:
        return bool({*FOR_LATER_PHASES, *ASKED_FIELDS} & set(self.changed_data))


IndicatorForm = with_fields(
    AskedForm, "IndicatorForm", {name: level_field(column) for name, column in ASKED_FIELDS.items()}
)
