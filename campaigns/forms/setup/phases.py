"""The form of the step of the phases, and the ready-made divisions of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.column_fields import column_field
from campaigns.forms.setup.base import StepForm
from campaigns.models import Campaign, DueGroup, DueKind, Phase
from campaigns.models.phase_names import phase_words
from campaigns.readiness import WHEN
from campaigns.setup.phase_rows import COLUMNS, DAYS, DIVISIONS, DUE_FIELDS, PhaseValues, day_values
from campaigns.setup.texts import LONG_TEXT, lines_of
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import ChoiceField, DateField, TextField, TickField
from foundation.request_parsing import whole_number

MOST_NEW = 12
"""So many phases are added at once."""
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
    def heading(self) -> str:
        """What the phase is called as it is stored; a new one by its place."""
        return capfirst(phase_words(self.values["review_name"] if self.values else "", self.number))

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

    step = WHEN

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

    def _add(self, row: PhaseRow) -> None:
        made: dict[str, forms.Field] = {name: column_field(Phase, name) for name in COLUMNS}
        made |= {name: due_field(kind, group) for name, (kind, group) in DUE_FIELDS.items()}
        made[DAYS] = TextField(
            label=_("Ngày kỷ niệm, sự kiện chào mừng"),
            rows=3,
            max_length=LONG_TEXT,
            help_text=_(
                "Mỗi dòng: tên; ngày gốc. Ví dụ Ngày Quốc tế Lao động; 1/5/1886. Sự kiện trong đợt ghi ngày diễn ra. "
                "Không phải của đất nước thì ghi thêm của ai: của địa phương, của ngành, của tổ chức Công đoàn. Sự "
                "kiện có hai cách gọi, trước và sau khi diễn ra, thì ghi cuối dòng. Ví dụ Đại hội Công đoàn tỉnh; "
                "10/2025; của tổ chức Công đoàn; chào mừng Đại hội | thành công Đại hội."
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
    """Return a field of the grid: the day at whose end a group's sheets of a kind are due."""
    label = f"{DueKind(kind).label}: {DueGroup(group).label}"
    return DateField(label=capfirst(label), required=False)


class DivisionForm(forms.Form):
    """A ready-made division of the year, for a campaign without phases."""

    division = ChoiceField(
        label=gettext_lazy("Chia sẵn các đợt"),
        choices=[*DIVISIONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Xin chọn một cách chia.")},
    )
