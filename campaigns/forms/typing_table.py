"""The table in which a union above types its units' paper sheets: a row is a unit, a column an answer of one part.

Each row is saved as the page of its part would be; what the table does not show (estimates, notes) stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField, Form, Textarea

from campaigns.forms.paper_sheet import PaperSheetForm
from campaigns.sheet import Sheet
from campaigns.sheet.indicator_form import IndicatorsForm
from campaigns.sheet.parts import FormPart, text_of
from campaigns.sheet.sheet import PAPER
from foundation.forms.edit_conflicts import fingerprint
from foundation.forms.errors import at_field
from foundation.forms.fields import ChoiceField, NumberField, YesNoField, choices_of

TABLE_PARTS = ("headcount", "titles", "indicators", "actuals")
"""The parts that are typed in a table, by key: those of figures and answers in words."""
SEEN = "seen-"
"""Before the id of a sheet: the name of the fingerprints of what its row showed."""


@dataclass(frozen=True)
class TypingColumn:
    """A column: the field's name in its part, its label and its unit of measure."""

    name: str
    label: str
    unit_of_measure: str = ""


@dataclass(frozen=True)
class TypingCell:
    """A box of the table: its name in the page, the label of its column, what is in it, what is wrong with that.

    `kind`: "number", "text", "area" or "choice" among `options`; "" where the unit is not asked this.
    """

    name: str = ""
    column: str = ""
    value: str = ""
    error: str = ""
    kind: str = ""
    options: tuple[tuple[str, str], ...] = ()


class TypingRow:
    """A sheet's part in the table. With `posted` it shows that, else the draft.

    `refused` says why what was posted could not be saved; `differences` are (label, saved, posted) after an edit
    conflict.
    """

    def __init__(self, sheet: Sheet, part: FormPart, posted: Mapping[str, Any] | None = None):
        self.filing, self.sheet, self.part = sheet.filing, sheet, part
        self.prefix = f"{self.filing.pk}-"
        self.refused = ""
        self.differences: list[tuple[str, str, str]] = []
        self.typed, self.paper = shown = self._shown()
        if posted is not None:
            self.typed, self.paper = self._posted(posted)
        self.is_changed = (self.typed, self.paper) != shown
        """Whether something was typed: otherwise the row is not saved, and no draft begins."""

    @property
    def stored_paper(self) -> dict[str, str]:
        """The signed paper of the draft, as typed; {} for none."""
        return self.sheet.typed.get(PAPER) or {}

    @property
    def is_from_paper(self) -> bool:
        return any(self.stored_paper.values())

    def _shown(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return what the row shows of the draft: the part as typed, or as it begins, and the paper."""
        paper = PaperSheetForm.after(self.filing.last_submission, draft=self.stored_paper)
        blank, typed = self.part.build(data=None, prefix=self.part.key), self.part.typed or {}
        texts = {name: typed[name] if name in typed else blank[name].value() for name in blank.fields}
        return (
            {name: str(text or "") for name, text in texts.items()},
            {name: str(paper[name].value() or "") for name in paper.fields},
        )

    def _posted(self, posted: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return what was posted in this row; of fields that were not, what the row shows."""
        sent = {name.removeprefix(self.prefix): text for name, text in posted.items() if name.startswith(self.prefix)}
        shown = {f"{self.part.key}-{name}": text for name, text in self.typed.items()}
        return self.part.read(shown | sent), {name: text_of(self.paper | sent, name) for name in self.paper}

    @property
    def to_save(self) -> dict[str, Any]:
        """What is saved in the draft, by the key of its part."""
        parts: dict[str, Any] = {self.part.key: self.typed}
        return parts | {PAPER: self.paper} if any(self.paper.values()) or self.stored_paper else parts

    @property
    def seen(self) -> str:
        """The fingerprints of what the row shows: of the part and of the paper."""
        return f"{fingerprint(self.sheet.typed.get(self.part.key))} {fingerprint(self.sheet.typed.get(PAPER))}"

    def fingerprints(self, seen: str) -> dict[str, str]:
        """Return the posted fingerprints by the key of what they are of."""
        return dict(zip((self.part.key, PAPER), seen.split(), strict=False))

    @cached_property
    def form(self) -> Form:
        """The form of the part with what the row shows; bound, so that it knows what is wrong."""
        key = self.part.key
        return self.part.build(data={f"{key}-{name}": text for name, text in self.typed.items()}, prefix=key)

    @cached_property
    def paper_form(self) -> PaperSheetForm:
        return PaperSheetForm(self.paper)

    def fields(self) -> list[BoundField]:
        """Return the fields that have a column: all but the estimates and the notes beside figures."""
        form = self.form
        if not isinstance(form, IndicatorsForm):
            return list(form)
        return [field for line in form.lines() for field in line.fields]

    def columns(self) -> list[TypingColumn]:
        form = self.form
        units: dict[str, str] = {}
        if isinstance(form, IndicatorsForm):
            units = {line.fields[0].name: line.indicator.unit_of_measure for line in form.lines()}
        return [TypingColumn(field.name, str(field.label), units.get(field.name, "")) for field in self.fields()]

    def cells(self, columns: Iterable[TypingColumn]) -> list[TypingCell]:
        """Return the boxes under some columns. What is missing is no error here: it is asked for before sending."""
        return [
            self._cell(self.form[column.name]) if column.name in self.form.fields else TypingCell()
            for column in columns
        ]

    def paper_cells(self) -> list[TypingCell]:
        return [self._cell(field, is_paper=True) for field in self.paper_form]

    def _cell(self, field: BoundField, *, is_paper: bool = False) -> TypingCell:
        value = str(field.value() or "")
        wrong = field.errors if value or is_paper else ()
        name, (kind, options) = f"{self.prefix}{field.html_name}", _kind_of(field)
        return TypingCell(name, str(field.label), value, " ".join(map(str, wrong)), kind, options)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Pairs (name of the box, sentence) of what cannot be read."""
        boxes = [(field, self._cell(field, is_paper=True)) for field in self.paper_form]
        boxes += [(field, self._cell(field)) for field in self.fields()]
        unit = self.filing.called.name
        return [(cell.name, at_field(field, cell.error, row=unit)) for field, cell in boxes if cell.error]


def _kind_of(field: BoundField) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what kind of box a field has in the table, and what is chosen from there."""
    if isinstance(field.field, YesNoField | ChoiceField):
        options = ((str(value), str(label)) for value, label in choices_of(field.field))
        return "choice", tuple(option for option in options if option[0])
    if isinstance(field.field, NumberField):
        return "number", ()
    return ("area" if isinstance(field.field.widget, Textarea) else "text"), ()


class TypingTable:
    """The rows of the sheets that have the part `key`, in the order given."""

    def __init__(self, sheets: Iterable[Sheet], key: str, posted: Mapping[str, Any] | None = None):
        self.key = key
        parts = [(sheet, sheet.by_key(key)) for sheet in sheets]
        self.rows = [TypingRow(sheet, part, posted) for sheet, part in parts if isinstance(part, FormPart)]

    @cached_property
    def columns(self) -> list[TypingColumn]:
        """The columns of all rows. Each row keeps its order, which is that of the paper."""
        columns: list[TypingColumn] = []
        for row in self.rows:
            position = 0
            for column in row.columns():
                if column in columns:
                    position = columns.index(column)
                else:
                    columns.insert(position, column)
                position += 1
        return columns

    @property
    def lines(self) -> list[tuple[TypingRow, list[TypingCell]]]:
        return [(row, row.cells(self.columns)) for row in self.rows]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [problem for row in self.rows for problem in row.problems]


def parts_in_table(sheets: Iterable[Sheet]) -> dict[str, str]:
    """Return the parts that some of the sheets have and that are typed in a table: their names by key."""
    names = {part.key: part.name for sheet in sheets for part in sheet.parts}
    return {key: names[key] for key in TABLE_PARTS if key in names}
