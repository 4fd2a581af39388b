"""The forms of what a campaign asks: a section, an indicator, the reason of a change that needs one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actions.asking import LINE, SECTION, stored_line, stored_section
from campaigns.asked_columns import column_name, columns_for, denominators
from campaigns.asking_rules import ASKED_PREFIX
from campaigns.forms.column_fields import column_field
from campaigns.models import AskedLevel, Campaign, Indicator, Phase, Section
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import ChoiceField, TextField, reason_field
from units.models import UnitKind

REASON = "reason"
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        "",
        (
            "section", "name", "code", "number", "answer", "choices", "unit_of_measure", "decimals", "help_text",
            "example",
        ),
    ),
    (gettext_lazy("Hỏi những đơn vị nào"), (ASKED_PREFIX,)),
    (gettext_lazy("Hỏi khi nào"), ("in_pledge", "in_report", "active", "phases", "pace")),
    (
        gettext_lazy("Cách cộng số liệu (trả lời bằng chữ thì bỏ qua)"),
        (
            "over_units", "over_phases", "denominator_name", "denominator_from", "counting", "computed",
            "less_is_better", "national_code",
        ),
    ),
    ("", (REASON,)),
)  # fmt: skip
"""The fields of an indicator under their headings."""


class ReasonForm(forms.Form):
    """Asks for the reason of a change that an open phase's sheets will show."""

    reason = reason_field()


class AskingForm(ConflictCheckedForm):
    """A form over a stored row; `reason` is no part of the row."""

    reason = TextField(
        label=gettext_lazy("Lý do sửa"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Chỉ cần khi đợt đang mở hỏi nội dung này: đơn vị đọc được lý do bên ô đã sửa."),
    )

    def __init__(
        self,
        posted: Any,
        phases: Iterable[Phase],
        model: type[models.Model],
        names: Sequence[str],
        initial: dict[str, Any],
    ):
        super().__init__(posted, initial=initial)
        relations = {field.name for field in model._meta.get_fields() if field.is_relation}
        # a field of a relation keeps its place until the form says what is chosen from
        own = {name: ChoiceField() if name in relations else column_field(model, name) for name in names}
        self.fields = {**own, REASON: self.fields[REASON]}
        if not any(phase.is_open for phase in phases):
            del self.fields[REASON]

    def ask_why(self, sentences: list[str]) -> None:
        """Ask for the reason, also where no phase was open when the page was shown."""
        self.fields.setdefault(REASON, deepcopy(self.base_fields[REASON]))
        self.add_error(REASON, sentences)

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: {name: self.initial[name] for name in self.fields if name != REASON}}

    @property
    def typed(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.values}

    @property
    def values(self) -> dict[str, Any]:
        """What was typed of the row, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name != REASON}

    @property
    def why(self) -> str:
        """The reason that was typed, "" for none."""
        return self.cleaned_data.get(REASON) or ""


class SectionForm(AskingForm):
    def __init__(self, posted: Any, campaign: Campaign, section: Section | None = None):
        stored = stored_section(section or Section(campaign=campaign))
        super().__init__(posted, campaign.phases.alive(), Section, SECTION, stored)
        outer = [
            row for row in campaign.sections.common().filter(parent=None).order_by("order", "pk") if row != section
        ]
        choices = [("", _("(mục lớn)")), *((str(row.pk), str(row)) for row in outer)]
        self.fields["parent"] = ChoiceField(label=_("Nằm trong mục"), choices=choices, required=False)


class AskedLineForm(AskingForm):
    """An indicator, and at which level each column is asked."""

    def __init__(self, posted: Any, campaign: Campaign, indicator: Indicator):
        columns = columns_for(indicator)
        first = {} if indicator.pk else first_levels(campaign, columns)
        alive = list(campaign.phases.alive().select_related("campaign").order_by("number"))
        super().__init__(posted, alive, Indicator, LINE, stored_line(indicator) | first)
        self.asked_names = [f"{ASKED_PREFIX}{column}" for column in columns]
        sections = campaign.sections.common().order_by("order", "pk")
        phases = [(str(phase.pk), str(phase)) for phase in alive]
        # left out of the choices it would no longer be named, and the indicator asked in every phase
        named = indicator.phases.select_related("campaign") if indicator.pk else ()
        phases += [(str(phase.pk), _("{phase} (đã bỏ)").format(phase=phase)) for phase in named if phase.is_discarded]
        self.fields |= {
            "section": ChoiceField(label=_("Mục"), choices=[(str(row.pk), str(row)) for row in sections]),
            "denominator_from": ChoiceField(
                label=_("Điền sẵn mẫu số từ"),
                required=False,
                choices=[("", _("(không điền sẵn)")), *denominators(indicator)],
                help_text=_("Ô mẫu số của đơn vị được điền sẵn số này; đơn vị sửa được."),
            ),
            "phases": forms.MultipleChoiceField(
                label=_("Chỉ hỏi ở đợt"),
                required=False,
                choices=phases,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Không đánh dấu đợt nào: mọi đợt."),
            ),
            **{f"{ASKED_PREFIX}{column}": level_field(column) for column in columns},
        }
        self.fields["denominator_name"].help_text = _("Của tỷ lệ; in sau chữ “trên tổng số”, ví dụ: đoàn viên.")

    def clean_phases(self) -> list[str]:
        return sorted(self.cleaned_data["phases"])

    @property
    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Yield the fields under their headings."""
        for heading, names in GROUPS:
            shown = self.asked_names if names == (ASKED_PREFIX,) else names
            yield heading, [self[name] for name in shown if name in self.fields]


def first_levels(campaign: Campaign, columns: Iterable[str]) -> dict[str, str]:
    """Return whom a new line is asked of unless somebody says otherwise: those of the line before it; of the first one
    every strand of the grassroots.
    """
    last = campaign.indicators.common().order_by("-pk").prefetch_related("asked").first()
    if last is None:
        levels = {column: AskedLevel.ALL.value for column in columns if column not in UnitKind.values}
    else:
        levels = {row.column: row.level for row in last.asked.all()}
    return {f"{ASKED_PREFIX}{column}": levels.get(column, "") for column in columns}


def level_field(column: str) -> ChoiceField:
    """Return a field of the grid: the level at which a column is asked; empty = not asked."""
    choices = [("", gettext_lazy("không hỏi")), *AskedLevel.choices]
    return ChoiceField(label=column_name(column), choices=choices, required=False)
