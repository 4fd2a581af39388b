"""Forms of a person and of a collective in a dossier. Only name and title are required to save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.forms.nominee_base import NomineeForm
from awards.models import Nominee, NomineeClass, Sex
from awards.rules.exemplar_names import name_parts, names_unit
from campaigns.models import FollowedExemplar
from foundation import vietnamese
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import ChoiceField, NameField, TextField, YearField, field_of
from foundation.request_parsing import whole_number

OLDEST, YOUNGEST = 100, 14  # ages in years that a birth year may imply
MOST_OF_POSITION = 160  # characters


class PersonForm(NomineeForm):
    """The form of a person's nomination in a dossier."""

    question = gettext_lazy("Có người trùng họ tên, năm sinh ở {unit}. Có phải cùng một người không?")
    name = NameField(
        label=gettext_lazy("Họ và tên"),
        max_length=200,
        error_messages={"required": gettext_lazy("Xin nhập họ và tên.")},
    )
    sex = ChoiceField(label=gettext_lazy("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect, required=False)
    birth_year = YearField(label=gettext_lazy("Năm sinh"), example=1984, required=False)
    position = TextField(label=gettext_lazy("Chức vụ, nghề nghiệp"), max_length=MOST_OF_POSITION, required=False)
    nominee_class = ChoiceField(
        label=gettext_lazy("Đối tượng"),
        choices=NomineeClass.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy(
            "Giáo viên, công nhân làm chủ tịch công đoàn được khen vì thành tích nào? Vì công tác chuyên môn thì chọn "
            "“Trực tiếp lao động, công tác”, vì hoạt động công đoàn thì chọn “Cán bộ công đoàn”."
        ),
    )
    ethnicity = TextField(label=gettext_lazy("Dân tộc (không bắt buộc)"), max_length=40, required=False)
    field_order = ("name", "sex", "birth_year", "ethnicity", "position", "nominee_class", "title_asked")

    def clean_birth_year(self) -> int | None:
        year, this = self.cleaned_data["birth_year"], self.dossier.campaign.year
        if year is not None and not this - OLDEST <= year <= this - YOUNGEST:
            raise forms.ValidationError(self.fields["birth_year"].error_messages["invalid"])
        return year

    def _initial(self) -> dict[str, Any]:
        """Return the initial values, the birth year as text without a thousands separator."""
        initial = super()._initial()
        return initial | {"birth_year": str(initial["birth_year"])} if initial.get("birth_year") else initial

    def _of_exemplar(self, exemplar: FollowedExemplar) -> dict[str, Any]:
        return super()._of_exemplar(exemplar) | {"position": name_parts(exemplar.who).position[:MOST_OF_POSITION]}

    def _typed_year(self) -> int | None:
        return whole_number(vietnamese.clean(self.data.get("birth_year", "")))

    def nominee(self) -> Nominee:
        """Return the person with sex and birth year, not saved.

        For a confirmed namesake only unknown values are filled in. In an edited row, typed values also change the
        person in other dossiers; an empty field erases a value only if the person is in no other dossier.
        """
        nominee, typed = super().nominee(), self.cleaned_data
        confirmed = str(nominee.pk) in self.here
        row = [self.nomination.pk] if self.nomination else []
        elsewhere = nominee.pk and nominee.nominations.exclude(pk__in=row).exists()
        for name in ("sex", "birth_year"):
            stored = getattr(nominee, name)
            setattr(nominee, name, (confirmed and stored) or typed[name] or (stored if elsewhere else typed[name]))
        return nominee


class SexForm(ConflictCheckedForm):
    """Corrects the sex of a person in a dossier that was sent."""

    sex = ChoiceField(label=gettext_lazy("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, nominee: Nominee):
        super().__init__(data, initial={"sex": nominee.sex})
        self.nominee = nominee

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.nominee.sex}


class CollectiveForm(NomineeForm):
    """The form of a collective's nomination: the unit itself, or a named part of it."""

    is_person = False
    WHOLE, PART = "whole", "part"
    whole = ChoiceField(label=gettext_lazy("Tập thể được đề nghị"), widget=forms.RadioSelect, initial=WHOLE)
    name = TextField(
        label=gettext_lazy("Tên bộ phận, tổ"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi đề nghị một bộ phận, tổ. Ví dụ Tổ công đoàn Toán - Lý."),
    )
    field_order = ("whole", "name", "title_asked")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "whole", ChoiceField).choices = [
            (self.WHOLE, _("Cả đơn vị: {unit}").format(unit=self.dossier.unit.full_name)),
            (self.PART, _("Một bộ phận, tổ của đơn vị")),
        ]

    def _initial(self) -> dict[str, Any]:
        initial = super()._initial()
        if self.nomination and self.nomination.nominee.is_whole_unit:
            return initial | {"whole": self.WHOLE, "name": ""}
        return initial | ({"whole": self.PART} if self.nomination else {})

    def _of_exemplar(self, exemplar: FollowedExemplar) -> dict[str, Any]:
        initial = super()._of_exemplar(exemplar)
        if names_unit(self.dossier.unit, initial["name"]):
            return initial | {"name": "", "whole": self.WHOLE}
        return initial | {"whole": self.PART}

    def _typed_name(self) -> str:
        return super()._typed_name() if self.data.get("whole") == self.PART else ""

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("whole") == self.PART and "name" not in self.errors and not typed["name"]:
            self.add_error("name", _("Xin nhập tên bộ phận, tổ."))

    def nominee(self) -> Nominee:
        if self.cleaned_data["whole"] == self.PART:
            return super().nominee()
        unit = self.dossier.unit
        whole_unit = Nominee.objects.filter(unit=unit, is_whole_unit=True).first()
        return whole_unit or Nominee(unit=unit, is_person=False, is_whole_unit=True, name=unit.full_name)
