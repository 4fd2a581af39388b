"""The forms of the guided way: begin a campaign, and its steps, each compared with what is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actions.amendments import AmendmentNeeded
from campaigns.models import Audience, Campaign, DueGroup, DueKind, Phase
from campaigns.setup.facts import FACTS, PAPER_FACTS, is_free, stored_facts
from campaigns.setup.phase_rows import COLUMNS, DAYS, DIVISIONS, DUE_FIELDS, PhaseValues, day_values, stored_phases
from campaigns.setup.scopes import branches, column_choices, stored_scopes
from campaigns.setup.texts import AREAS, lines_of, stored_papers, unsaved_rows
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import EXAMPLE_DAY, ChoiceField, DateField, NameField, TextField, TickField
from foundation.request_parsing import whole_number
from units.admin_base.forms import styled_field, vietnamese_field
from units.forms.registration import CONFIRMED, ask_beside_tick
from units.models import Bloc
from units.models.vocabulary import bloc_name, plural_name, term
from units.registration import checked_number

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_TAKEN = gettext_lazy("Đường dẫn này đã dùng cho phong trào khác.")
LONG_TEXT = 20_000  # characters of an area
MOST_NEW = 12
"""So many phases are added at once."""


def column_field(model: type[Campaign] | type[Phase], name: str) -> forms.Field:
    """Return the form field of a column."""
    column: Any = model._meta.get_field(name)
    if name == "slug":
        help_text = _("Chữ thường, số và gạch nối; trang của phong trào mang địa chỉ này.")
        return TextField(label=_("Đường dẫn"), max_length=column.max_length, printed=False, help_text=help_text)
    if name == "signer_name":
        return NameField(label=capfirst(column.verbose_name), max_length=column.max_length, required=False)
    if column.choices:
        return ChoiceField(label=capfirst(column.verbose_name), choices=column.choices)
    if column.get_internal_type() == "BooleanField":
        return TickField(label=capfirst(column.verbose_name), help_text=column.help_text)
    field = vietnamese_field(column)
    assert field is not None, f"{name} is a text, a number, a date, a choice or a tick"
    return styled_field(field)


def clean_slug(slug: str, campaign: Campaign | None = None) -> str:
    """Return a slug that is free. Raises ValidationError."""
    if slug and not SLUG.fullmatch(slug):
        raise forms.ValidationError(_("Đường dẫn chỉ có chữ thường không dấu, số và gạch nối, ví dụ 2026."))
    if slug and not is_free(slug, campaign):
        raise forms.ValidationError(SLUG_TAKEN)
    return slug


class NewCampaignForm(forms.Form):
    """A new campaign: its title, its year and its address."""

    slug = TextField(
        label=gettext_lazy("Đường dẫn"),
        max_length=50,
        printed=False,
        required=False,
        help_text=gettext_lazy(
            "Để trống thì cổng lấy theo năm, ví dụ 2026, hoặc 2026-2 nếu năm đã có phong trào khác."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields |= {name: column_field(Campaign, name) for name in ("title", "year")}
        self.order_fields(["title", "year", "slug"])

    def clean_slug(self) -> str:
        return clean_slug(self.cleaned_data["slug"])


class StepForm(ConflictCheckedForm):
    """A step: `stored` is what the campaign has, in the shape in which the action writes it."""

    def __init__(self, sent: Any = None, *, campaign: Campaign):
        self.campaign, self.values = campaign, self.read(campaign)
        super().__init__(sent, initial=self.values)

    def read(self, campaign: Campaign) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.values}

    @property
    def typed(self) -> dict[str, Any]:
        cleaned = getattr(self, "cleaned_data", {})
        return {WHOLE_FORM: {name: cleaned.get(name) for name in self.values}}

    @property
    def confirmed(self) -> str:
        return str(self.data.get(CONFIRMED, ""))

    def refuse(self, needed: AmendmentNeeded) -> None:
        """Show what is impossible about the dates, and the questions beside the tick that confirms them."""
        for sentence in needed.refusals:
            self.add_error(None, sentence)
        if needed.questions:
            ask_beside_tick(self, needed.questions)

    @property
    def tick(self) -> BoundField | None:
        return self[CONFIRMED] if CONFIRMED in self.fields else None

    def bound(self, names: Iterable[str]) -> list[BoundField]:
        return [self[name] for name in names]


class FactsForm(StepForm):
    """The campaign itself: title, year, address, occasion, slogan, what people and the board are called."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields |= {name: column_field(Campaign, name) for name in FACTS}

    def read(self, campaign: Campaign) -> dict[str, Any]:
        return stored_facts(campaign)

    def clean_slug(self) -> str:
        return clean_slug(self.cleaned_data["slug"], self.campaign)

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields by heading."""
        return [
            (_("Tên, năm, dịp"), self.bound(FACTS[:5])),
            (_("Cách gọi"), self.bound(FACTS[5:])),
        ]


class ScopeForm(StepForm):
    """Whom the campaign calls."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Loại hình cơ sở"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Công đoàn cấp trên của đơn vị được gọi cũng được gọi, để tổng hợp theo cấp."),
        error_messages={"required": gettext_lazy("Xin chọn ít nhất một loại hình.")},
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Thuộc"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Xin chọn ít nhất một nơi.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        direct = (str(self.campaign.unit_id), _("{unions} của {unit}"))
        named = [(str(unit.pk), unit.name) for unit in branches(self.campaign)]
        direct = (direct[0], direct[1].format(unions=term("direct_short"), unit=self.campaign.unit.name))
        chosen: Any = (self.fields["columns"], self.fields["units"])
        chosen[0].choices, chosen[1].choices = column_choices(), [*named, direct]

    def read(self, campaign: Campaign) -> dict[str, Any]:
        return stored_scopes(campaign)

    def clean(self) -> None:
        for name in ("columns", "units"):
            if name in self.cleaned_data:
                self.cleaned_data[name] = sorted(self.cleaned_data[name])


AREA_LABELS: dict[str, Any] = {
    "resolutions": gettext_lazy("Nghị quyết, văn bản thực hiện"),
    "purposes": gettext_lazy("Mục đích, yêu cầu"),
    "contents_all": gettext_lazy("Nội dung chung cho các khối"),
    "measures": gettext_lazy("Biện pháp thực hiện"),
    "recipients": gettext_lazy("Nơi nhận"),
}


class PapersForm(StepForm):
    """The launch document: its texts, a line for each point, its number and day, its signer."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields |= {name: column_field(Campaign, name) for name in PAPER_FACTS}
        self.fields["issued_on"].help_text = format_lazy(_("Ví dụ {day}."), day=EXAMPLE_DAY)
        for name in AREAS:
            rows = 6 if name not in ("resolutions", "recipients") else 4
            self.fields[name] = TextField(
                label=_area_label(name), rows=rows, max_length=LONG_TEXT, required=False, help_text=_area_help(name)
            )

    def read(self, campaign: Campaign) -> dict[str, Any]:
        return stored_papers(campaign)

    def clean_number(self) -> str:
        return checked_number(self.cleaned_data["number"], "12/PĐ-LĐLĐ")

    def clean(self) -> None:
        for name in AREAS:
            if name in self.cleaned_data:
                self._check(name, self.cleaned_data[name])
        if self.cleaned_data.get("signed") and not self.cleaned_data.get("signer_name"):
            self.add_error("signer_name", _("Bản phát động đã ký thì phải có tên người ký."))

    def _check(self, name: str, text: str) -> None:
        self.cleaned_data[name] = "\n".join(lines_of(text))
        try:
            unsaved_rows(self.campaign, name, text)
        except forms.ValidationError as error:
            self.add_error(name, error.messages)

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields by heading."""
        contents = [name for name in AREAS if name.startswith("contents")]
        return [
            (_("Căn cứ, mục đích"), self.bound(["resolutions", "purposes"])),
            (_("Nội dung thi đua"), self.bound(contents)),
            (_("Thực hiện, nơi nhận"), self.bound(["measures", "recipients"])),
            (_("Số, ngày, người ký"), self.bound(PAPER_FACTS)),
        ]


def _area_label(name: str) -> str:
    if name in AREA_LABELS:
        return str(AREA_LABELS[name])
    return _("Nội dung: {bloc}").format(bloc=bloc_name(Bloc(name.removeprefix("contents_"))))


def _area_help(name: str) -> str:
    if name.startswith("contents"):
        return _("Mỗi dòng một nội dung; khẩu hiệu của nội dung, nếu có, ghi sau dấu |.")
    if name == "measures":
        words = _("Mỗi dòng một biện pháp; việc riêng của cấp trên cơ sở bắt đầu bằng “{unions}:”.")
        return words.format(unions=plural_name(Audience.UPPER_PLACE))
    if name == "recipients":
        return _("Mỗi dòng một nơi nhận, cuối dòng ghi (b/c), (t/h) hoặc (p/h); dòng lưu bắt đầu bằng Lưu.")
    return _("Mỗi dòng một mục.")


GONE = "gone"
SHEET_DUES = [name for name, (kind, _group) in DUE_FIELDS.items() if kind in (DueKind.PLEDGE, DueKind.REPORT)]
REQUIRED = ("theme", "starts_on", "ends_on", "review_name")


@dataclass(frozen=True)
class PhaseRow:
    """A phase of the form: its fields by group. `prefix` begins their names; `values` are stored, None of a new one."""

    form: PhasesForm
    prefix: str
    number: int
    values: PhaseValues | None

    def _fields(self, *names: str) -> list[BoundField]:
        return [self.form[f"{self.prefix}-{name}"] for name in names]

    @property
    def is_new(self) -> bool:
        return self.values is None

    @property
    def dates(self) -> list[BoundField]:
        return self._fields("theme", "starts_on", "ends_on")

    @property
    def asks_pledge(self) -> BoundField:
        return self._fields("asks_pledge")[0]

    @property
    def review(self) -> list[BoundField]:
        return self._fields("review_kind", "review_name", "review_date")

    @property
    def dues(self) -> list[BoundField]:
        """The due dates of the sheets that the phase asks for."""
        is_report_only = self.values is not None and not self.values["asks_pledge"]
        return self._fields(*(name for name in SHEET_DUES if not (is_report_only and DueKind.PLEDGE in name)))

    @property
    def rarer(self) -> list[BoundField]:
        """What most phases leave as it is; shown folded unless something is in it."""
        names = [name for name in DUE_FIELDS if name not in SHEET_DUES]
        return self._fields("cutoff_on", *names, "review_occasion", "theme_end", "start_is_month_only")

    @property
    def is_unfolded(self) -> bool:
        return any(field.errors or field.value() for field in self.rarer)

    @property
    def days(self) -> BoundField:
        return self._fields(DAYS)[0]

    @property
    def gone(self) -> BoundField:
        return self._fields(GONE)[0]


class PhasesForm(StepForm):
    """The phases: stored ones, each with a tick that discards it, and as many new ones as are asked for."""

    def __init__(self, sent: Any = None, *, campaign: Campaign, more: int = 0):
        super().__init__(sent, campaign=campaign)
        posted = whole_number(str(self.data.get("more", ""))) if self.is_bound else None
        self.more = min(more if posted is None else posted, MOST_NEW)
        stored: list[PhaseValues] = self.values["phases"]
        rows: list[tuple[str, PhaseValues | None]] = [(f"p{row['id']}", row) for row in stored]
        rows += [(f"new{at}", None) for at in range(1, self.more + 1)]
        self.rows = [PhaseRow(self, prefix, number, values) for number, (prefix, values) in enumerate(rows, start=1)]
        for row in self.rows:
            self._add(row)

    def read(self, campaign: Campaign) -> dict[str, Any]:
        return {"phases": stored_phases(campaign)}

    def _add(self, row: PhaseRow) -> None:
        made: dict[str, forms.Field] = {name: column_field(Phase, name) for name in COLUMNS}
        made |= {name: due_field(kind, group) for name, (kind, group) in DUE_FIELDS.items()}
        made[DAYS] = TextField(
            label=_("Ngày kỷ niệm, sự kiện chào mừng"),
            rows=3,
            max_length=LONG_TEXT,
            help_text=_(
                "Mỗi dòng: tên; ngày gốc. Ví dụ Ngày Quốc tế Lao động; 1/5/1886. Sự kiện trong đợt ghi ngày diễn ra."
            ),
        )
        made[GONE] = TickField(label=_("Bỏ đợt này"))
        for name, field in made.items():
            field.required = False
            if row.values is not None and name in row.values:
                field.initial = row.values[name]
            self.fields[f"{row.prefix}-{name}"] = field

    @property
    def typed(self) -> dict[str, Any]:
        return {WHOLE_FORM: {"phases": [self._values(row) for row in self.rows if not self._is_left_out(row)]}}

    def _get(self, row: PhaseRow, name: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(f"{row.prefix}-{name}")

    def _is_left_out(self, row: PhaseRow) -> bool:
        """Return whether a row is ticked to be discarded, or new and blank."""
        is_blank = row.is_new and not any(self._get(row, name) for name in ("theme", "starts_on", "ends_on"))
        return bool(self._get(row, GONE)) or is_blank

    def _values(self, row: PhaseRow) -> PhaseValues:
        names = (*COLUMNS, *DUE_FIELDS)
        days = "\n".join(lines_of(self._get(row, DAYS) or ""))
        return {"id": row.values and row.values["id"], **{name: self._get(row, name) for name in names}, DAYS: days}

    def clean(self) -> None:
        for row in self.rows:
            if not self._is_left_out(row):
                self._check(row)

    def _check(self, row: PhaseRow) -> None:
        def refuse(name: str, sentence: Any) -> None:
            if f"{row.prefix}-{name}" not in self.errors:
                self.add_error(f"{row.prefix}-{name}", sentence)

        for name in REQUIRED:
            if not self._get(row, name):
                refuse(name, self.fields[f"{row.prefix}-{name}"].error_messages["required"])
        first, last = self._get(row, "starts_on"), self._get(row, "ends_on")
        if first and last and last < first:
            refuse("ends_on", _("Ngày kết thúc không thể trước ngày bắt đầu."))
        if not self._get(row, "review_kind"):
            refuse("review_kind", _("Xin chọn một mục."))
        for line in lines_of(self._get(row, DAYS) or "") if first else ():
            try:
                day_values(line, first)
            except forms.ValidationError as error:
                refuse(DAYS, error.messages)


def due_field(kind: str, group: str) -> DateField:
    label = _("{kind}: {group}").format(kind=capfirst(DueKind(kind).label), group=DueGroup(group).label)
    return DateField(label=label)


class DivisionForm(forms.Form):
    """A ready-made division of the year, for a campaign without phases."""

    division = ChoiceField(
        label=gettext_lazy("Chia sẵn các đợt"),
        choices=[*DIVISIONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Xin chọn một cách chia.")},
    )


STEP_FORMS: Mapping[str, type[StepForm]] = {
    "what": FactsForm,
    "when": PhasesForm,
    "who": ScopeForm,
    "papers": PapersForm,
}
"""The form of each step that is written on a page of its own."""
