"""The base form of a nominee in a dossier, which also asks whether a namesake is the same nominee."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions.dossiers import compared_values
from awards.exemplar_praises import is_named
from awards.models import AwardTitle, Dossier, Nomination, Nominee
from awards.rules.exemplar_names import name_parts
from awards.rules.nominee_matching import identified_as, namesakes
from campaigns.models import FollowedExemplar, Work
from foundation import clock, vietnamese
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import ChoiceField, TextField, field_of
from units.models import User

NEW = "new"
MOST_WRITTEN = 3000  # characters of the achievements
EMPTY = [("", gettext_lazy("(chọn)"))]
ROW_FIELDS = ("title_asked", "achievements", "works", "position", "nominee_class", "ethnicity")


class NomineeForm(ConflictCheckedForm):
    """Fields of every nomination. If namesakes exist, the field `same` asks whether one of them is meant."""

    is_person = True
    question = gettext_lazy("Có tập thể trùng tên ở {unit}. Có phải cùng một tập thể không?")
    title_asked = ChoiceField(label=gettext_lazy("Hình thức đề nghị"))
    achievements = TextField(
        label=gettext_lazy("Tóm tắt thành tích"),
        rows=5,
        max_length=MOST_WRITTEN,
        required=False,
        help_text=gettext_lazy("Việc đã làm, kết quả, số liệu; không chép lại chức trách."),
    )
    works = forms.MultipleChoiceField(
        label=gettext_lazy("Sáng kiến, công trình làm căn cứ"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Mục đã chọn không có trong danh sách. Xin chọn lại.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        dossier: Dossier,
        user: User,
        nomination: Nomination | None = None,
        exemplar: FollowedExemplar | None = None,
    ):
        """`exemplar`: one of the register with which a new nomination begins."""
        self.dossier, self.user, self.nomination, self.exemplar = dossier, user, nomination, exemplar
        self._shown = compared_values(nomination, nomination.nominee) if nomination else None
        super().__init__(data, initial=self._initial())
        self._offer_titles()
        self._offer_works()
        self._ask_about_namesakes()

    def _initial(self) -> dict[str, Any]:
        """Return the initial values. A new nomination starts with the title of the one before it."""
        row = self.nomination
        if row is None:
            last = self.dossier.nominations.order_by("-order").values_list("title_asked", flat=True).first()
            return {"title_asked": str(last or "")} | (self._of_exemplar(self.exemplar) if self.exemplar else {})
        initial = {name: getattr(row, name) for name in ("position", "nominee_class", "ethnicity", "achievements")}
        initial |= {name: getattr(row.nominee, name) for name in ("name", "sex", "birth_year")}
        return initial | {"title_asked": str(row.title_asked_id), "works": [str(work.pk) for work in row.works.all()]}

    def _of_exemplar(self, exemplar: FollowedExemplar) -> dict[str, Any]:
        """Return what the register knows of one whom it follows, as initial values."""
        return {"name": name_parts(exemplar.who).name, "achievements": exemplar.story[:MOST_WRITTEN]}

    @property
    def stored(self) -> dict[str, Any]:
        """Return the values that an edit conflict is detected by; a new nomination has none."""
        return {WHOLE_FORM: self._shown} if self.nomination else {}

    def _offer_titles(self) -> None:
        """Offer the titles that the dossier may ask for today, for a person or a collective."""
        whom = {"for_persons": True} if self.is_person else {"for_collectives": True}
        dossier = self.dossier
        offered = AwardTitle.objects.offered(dossier.campaign, dossier.timing, clock.today()).filter(**whom)
        self.titles = {str(title.pk): title for title in offered}
        field = field_of(self, "title_asked", ChoiceField)
        field.choices = EMPTY + [(pk, title.name) for pk, title in self.titles.items()]
        field.error_messages["required"] = _("Xin chọn hình thức đề nghị.")

    def _offer_works(self) -> None:
        """Offer the works of the unit in the campaign."""
        works = Work.objects.filter(unit=self.dossier.unit_id, campaign=self.dossier.campaign_id, withdrawn=False)
        self.unit_works = {str(work.pk): work for work in works.with_registered()}
        choices = [(pk, f"{work.registered.title} ({work.registered.authors})") for pk, work in self.unit_works.items()]
        field_of(self, "works", forms.MultipleChoiceField).choices = choices
        if not self.unit_works:
            del self.fields["works"]

    def _ask_about_namesakes(self) -> None:
        """Add the field `same` if there are namesakes. Those of other units are only mentioned."""
        nominees, unit = self._namesakes() if self.is_bound else [], self.dossier.unit
        self.here = {str(nominee.pk): nominee for nominee in nominees if nominee.unit_id == unit.pk}
        self.elsewhere = [nominee for nominee in nominees if nominee.unit_id != unit.pk]
        if not nominees:
            return
        places = ", ".join(dict.fromkeys(nominee.unit.name for nominee in nominees))
        choices = [(pk, _("Cùng một: {who}").format(who=identified_as(nominee))) for pk, nominee in self.here.items()]
        choices.append((NEW, _("Không, ghi mới ở {unit}").format(unit=unit.name)))
        self.fields["same"] = ChoiceField(
            label=self.question.format(unit=places), choices=choices, widget=forms.RadioSelect
        )
        self.fields["same"].error_messages["required"] = _("Xin chọn một câu trả lời.")

    def _namesakes(self) -> list[Nominee]:
        """Return namesakes of the typed name, but none while an edited nominee keeps its name."""
        name = self._typed_name()
        own = self.nomination.nominee if self.nomination else None
        if not name or (own and own.folded == vietnamese.search_key(name)):
            return []
        return namesakes(self.user, name, is_person=self.is_person, birth_year=self._typed_year())

    def _typed_name(self) -> str:
        return vietnamese.clean(self.data.get("name", ""))

    def _typed_year(self) -> int | None:
        return None

    def clean_title_asked(self) -> AwardTitle:
        return self.titles[self.cleaned_data["title_asked"]]

    def clean_works(self) -> list[Work]:
        return [self.unit_works[pk] for pk in self.cleaned_data["works"]]

    def row(self) -> dict[str, Any]:
        """Return the fields of the nomination."""
        return {name: self.cleaned_data[name] for name in ROW_FIELDS if name in self.cleaned_data}

    def nominee(self) -> Nominee:
        """Return the nominee, not saved: the confirmed namesake, the one edited, or a new one.

        One who bears the name of the exemplar with which the form began is its nominee from then on. A nominee that is
        part of other dossiers keeps its name there: a new name makes a new nominee.
        """
        nominee = self.here.get(self.cleaned_data.get("same", ""))
        if nominee is None:
            nominee = self._own() or Nominee(unit=self.dossier.unit, is_person=self.is_person)
            nominee.name = self.cleaned_data["name"]
        if self.exemplar and is_named(self.exemplar, nominee.name):
            nominee.exemplar = self.exemplar
        return nominee

    def _own(self) -> Nominee | None:
        row = self.nomination
        if row is None or row.nominee.is_whole_unit:
            return None
        renamed = row.nominee.name != self._typed_name()
        return None if renamed and row.nominee.nominations.exclude(pk=row.pk).exists() else row.nominee
