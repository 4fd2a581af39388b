"""The grid in which a union assigns targets (chỉ tiêu giao) to those below: units × indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from campaigns.actions.targets import decimals_of, is_percent, target_text
from campaigns.models import Indicator
from foundation.forms.edit_conflicts import ConflictNotice, SavingEvent, fingerprint
from foundation.forms.fields import NumberField
from units.models import Unit

LARGEST = Decimal(10) ** 12


@dataclass
class TargetCell:
    """A field of the grid: its name in the form, its label, its text and its error."""

    name: str
    label: str
    text: str
    error: str = ""


@dataclass
class TargetGrid:
    """A grid of targets: a row for each unit, a cell for each indicator.

    `stored` are the targets in the database by (indicator id, unit id). `read` sets `values`, by the same keys, and
    `errors`, pairs (anchor, sentence), from what was typed. `hidden_fingerprints` is a hidden field: the fingerprints
    of the cells that were shown filled.
    """

    indicators: list[Indicator]
    units: list[Unit]
    stored: dict[tuple[int, int], Decimal]
    hidden_fingerprints: str = ""
    values: dict[tuple[int, int], Decimal | None] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[Unit, list[TargetCell]]] = field(default_factory=list)
    conflict: ConflictNotice | None = None

    def show(self) -> TargetGrid:
        self.rows = [(unit, [self._cell(unit, indicator) for indicator in self.indicators]) for unit in self.units]
        filled = [cell for _unit, cells in self.rows for cell in cells if cell.text]
        self.hidden_fingerprints = " ".join(f"{cell.name}={fingerprint(cell.text)}" for cell in filled)
        return self

    def read(self, typed: Any) -> TargetGrid:
        """Read what was typed into `values` and `errors`, pairs (anchor, sentence); the cells keep the typed texts."""
        self.show()
        self.hidden_fingerprints = typed.get("seen", self.hidden_fingerprints)
        for unit, cells in self.rows:
            for indicator, cell in zip(self.indicators, cells, strict=True):
                cell.text = typed.get(cell.name, "")
                self._read_cell(unit, indicator, cell)
        return self

    @property
    def fingerprints(self) -> dict[tuple[int, int], str]:
        """The fingerprint of what the page showed, by (indicator id, unit id); that of "empty" where none was sent."""
        shown = dict(pair.partition("=")[::2] for pair in self.hidden_fingerprints.split())
        empty = fingerprint(None)
        return {
            (indicator.pk, unit.pk): shown.get(_name(indicator, unit), empty)
            for indicator in self.indicators
            for unit in self.units
        }

    def with_conflict(self, stored: dict[tuple[int, int], Decimal], event: SavingEvent | None) -> TargetGrid:
        """Return the grid of `stored`, the targets as they are now, with the texts typed over what was shown."""
        now = TargetGrid(self.indicators, self.units, stored)
        fingerprints, differences = self.fingerprints, []
        for (unit, theirs), (_unit, mine) in zip(now.show().rows, self.rows, strict=True):
            for indicator, their, my in zip(self.indicators, theirs, mine, strict=True):
                cell = indicator.pk, unit.pk
                if fingerprint(target_text(indicator, self.values[cell])) == fingerprints.get(cell):
                    continue
                if fingerprints.get(cell) != fingerprint(their.text or None) and their.text != my.text:
                    differences.append((my.label, their.text, my.text))
                their.text = my.text
        now.conflict = ConflictNotice.from_event(event, differences)
        return now

    def _cell(self, unit: Unit, indicator: Indicator) -> TargetCell:
        text = target_text(indicator, self.stored.get((indicator.pk, unit.pk))) or ""
        return TargetCell(_name(indicator, unit), f"{indicator.code}, {unit.name}", text)

    def _read_cell(self, unit: Unit, indicator: Indicator, cell: TargetCell) -> None:
        try:
            self.values[indicator.pk, unit.pk] = number_of(indicator, cell.text)
        except forms.ValidationError as error:
            cell.error = error.messages[0]
            self.errors.append((cell.name, f"{unit.name}: {cell.error}"))


def _name(indicator: Indicator, unit: Unit) -> str:
    return f"t-{indicator.pk}-{unit.pk}"


def number_of(indicator: Indicator, text: str) -> Decimal | None:
    """Return the target typed for an indicator, None for no text. Raises ValidationError."""
    percent = is_percent(indicator)
    number = NumberField(name=indicator.code, decimals=decimals_of(indicator), required=False).clean(text)
    if number is not None and number > (100 if percent else LARGEST):
        over = _("{code} không thể quá 100%.") if percent else _("{code} lớn quá mức có thể ghi.")
        raise forms.ValidationError(over.format(code=indicator.code))
    return number
