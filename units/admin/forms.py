"""The forms of the admin screens of unions, people and posts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock, vietnamese
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import CountField, DateField, field_of, reason_field, select
from units.actions.tree_changes import UnionsLeftBelow, refuse_founding, refuse_same_name
from units.admin_base.forms import ScopedForm
from units.forms.choices import UnitChoiceField
from units.models import Unit, UnitKind, UnitType, User
from units.models.headcounts import headcount_names
from units.models.kinds import UnionForm
from units.models.unit import UnitQuerySet
from units.models.vocabulary import strand_choices, unit_types


class TypeField(forms.TypedChoiceField):
    """A box of types of unions (`offer_types`); its value is the row."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Loại đơn vị"),
            widget=select(),
            empty_value=None,
            error_messages={"required": gettext_lazy("Xin chọn một mục.")},
        )


def offer_types(form: forms.BaseForm, types: list[UnitType]) -> None:
    """Offer these types in the form's box."""
    field = field_of(form, "unit_type", TypeField)
    field.choices = [("", gettext_lazy("Chọn…")), *((words.code, words.short) for words in types)]
    field.coerce = {words.code: words for words in types}.__getitem__


class UnitForm(ScopedForm):
    unit_type = TypeField()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].required = True
        if "workers" in self.fields:
            for name, label in headcount_names().items():
                field_of(self, name, CountField).set_words(label)
        if "strand" in self.fields:
            field_of(self, "strand", forms.ChoiceField).choices = [("", gettext_lazy("Chọn…")), *strand_choices()]
        if self.instance.pk:
            self.fields.pop("unit_type", None)
        else:
            offer_types(self, unit_types())

    def clean(self) -> dict[str, Any]:
        """Check the columns together: only grassroots unions have a form, only workplace unions a strand."""
        cleaned = super().clean() or self.cleaned_data
        if words := cleaned.get("unit_type"):
            self.instance.type, self.instance.kind = words, words.role
        if "strand" in self.fields:
            self._clean_kind(cleaned.get("form"), cleaned.get("strand"))
        parent = cleaned.get("parent")
        if parent and words:
            self._clean_parent(words, parent, cleaned.get("valid_from"))
        if cleaned.get("coordinated") and not self.instance.is_grassroots:
            self.add_error("coordinated", _("Chỉ công đoàn cơ sở thuộc diện phối hợp chỉ đạo."))
        self._clean_name(cleaned.get("name"), parent or self.instance.parent)
        return cleaned

    def _clean_parent(self, words: UnitType, parent: Unit, begins: date | None) -> None:
        try:
            refuse_founding(words, parent, begins or clock.today())
        except forms.ValidationError as error:
            self.add_error(None, error)

    def _clean_name(self, name: str | None, parent: Unit | None) -> None:
        """Refuse a name that looks like that of another union at work below the same parent."""
        if not name:
            return
        try:
            refuse_same_name(name, parent, self.instance)
        except forms.ValidationError as error:
            self.add_error(None, error)

    def _clean_kind(self, form: str | None, strand: str | None) -> None:
        grassroots = self.instance.is_grassroots
        if grassroots and not form:
            self.add_error("form", _("Xin chọn loại hình: công đoàn cơ sở hoặc nghiệp đoàn."))
        if form and not grassroots:
            self.add_error("form", _("Chỉ công đoàn cơ sở, nghiệp đoàn có loại hình."))
        if form == UnionForm.WORKPLACE and not strand:
            self.add_error("strand", _("Xin chọn khối của công đoàn cơ sở."))
        if form != UnionForm.WORKPLACE and strand:
            self.add_error("strand", _("Chỉ công đoàn cơ sở có khối; nghiệp đoàn và cấp trên để trống."))


class UserForm(ScopedForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].help_text = _("Chữ, số và các dấu @ . + - _; không có dấu cách.")
        if "is_active" in self.fields:
            self.fields["is_active"].help_text = _("Bỏ chọn khi thôi dùng tài khoản; tài khoản không bị xóa.")

    def clean_username(self) -> str:
        """Normalise the name as signing in does; refuse one that looks like another, capitals apart."""
        username = User.normalize_username(self.cleaned_data["username"])
        others = User.objects.exclude(pk=self.instance.pk).values_list("username", flat=True)
        if vietnamese.appearance_key(username) in map(vietnamese.appearance_key, others):
            raise forms.ValidationError(User._meta.get_field("username").error_messages["unique"], code="unique")
        return username


class PostForm(ScopedForm):
    constraint_words = {
        "post_held_once": gettext_lazy("Người này đang giữ vai trò đó tại đơn vị."),
        "desk_held_once": gettext_lazy("Người này đang phụ trách khu vực đó."),
        "post_dates_in_order": gettext_lazy("Ngày kết thúc phải sau ngày bắt đầu."),
        "inspection_has_scope_and_end": gettext_lazy(
            "Đoàn kiểm tra cần nội dung kiểm tra và ngày kết thúc; vai trò khác để trống nội dung và năm."
        ),
    }


LATER = gettext_lazy("Ngày chưa đến: ghi thành dự kiến, đúng ngày đó cổng tự thực hiện.")


class MoveForm(ConflictCheckedForm):
    parent = UnitChoiceField(
        Unit.objects.none(), label=gettext_lazy("Công đoàn cấp trên mới"), empty_label=gettext_lazy("Chọn…")
    )
    on = DateField(label=gettext_lazy("Chuyển từ ngày"), initial=clock.today, help_text=LATER)
    reason = reason_field(help_text=gettext_lazy("Ví dụ: theo quyết định sắp xếp tổ chức. Ghi vào nhật ký của đơn vị."))

    def __init__(self, *args: Any, unit: Unit, units: UnitQuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.unit = unit
        field_of(self, "parent", UnitChoiceField).queryset = units.exclude(kind=UnitKind.GRASSROOTS)

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.unit.parent_id}


class ChangeTypeForm(ConflictCheckedForm):
    unit_type = TypeField()
    on = DateField(label=gettext_lazy("Đổi từ ngày"), initial=clock.today, help_text=LATER)
    reason = reason_field(help_text=gettext_lazy("Ví dụ: theo quyết định sắp xếp tổ chức. Ghi vào nhật ký của đơn vị."))

    def __init__(self, *args: Any, unit: Unit, types: list[UnitType], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.unit = unit
        field_of(self, "unit_type", TypeField).label = gettext_lazy("Loại đơn vị mới")
        offer_types(self, types)

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.unit.words.code}


class CloseForm(forms.Form):
    on = DateField(
        label=gettext_lazy("Kết thúc hoạt động ngày"),
        initial=clock.today,
        help_text=format_lazy("{} {}", gettext_lazy("Từ ngày này đơn vị không được gọi nữa."), LATER),
    )
    successor = UnitChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Đơn vị kế tục"),
        empty_label=gettext_lazy("(không có)"),
        required=False,
        help_text=gettext_lazy("Để trống: đơn vị vẫn đứng dưới công đoàn cấp trên cũ."),
    )
    reason = reason_field(
        help_text=gettext_lazy("Ví dụ: theo quyết định sáp nhập, giải thể. Ghi vào nhật ký của đơn vị.")
    )

    left_below: UnionsLeftBelow | None = None  # why the union cannot end, for the page

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "successor", UnitChoiceField).queryset = units


class CallOffForm(forms.Form):
    reason = reason_field(help_text=gettext_lazy("Ghi vào nhật ký của đơn vị."))
