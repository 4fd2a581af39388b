"""Carries the pointings of a form's file over to the next one: what kept its place, what moved, what is no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foundation.filling.addresses import CellPosition, cell_position
from foundation.filling.package import FormPackage, FormSheetPart
from summaries.foreign_workbooks.labels import CellLabels, LabelKey, key_of, labels_of, name_key
from summaries.models import Pointing, PointingState


@dataclass(frozen=True)
class CarriedPointing:
    """A pointing of the file before and where it is in the new one; if it is lost, where it was."""

    pointing: Pointing
    state: PointingState
    sheet: str
    cell: str
    labels: CellLabels


def carried_over(pointings: Iterable[Pointing], package: FormPackage) -> Iterator[CarriedPointing]:
    """Yield every pointing with what becomes of it.

    It keeps its place where the sheet's name, the cell and its labels are the same but for the year. Else the cell of
    the same labels on that sheet is suggested, if there is one alone, or one alone in the same column or row.
    """
    sheets = _SheetsByName(package)
    for pointing in pointings:
        yield sheets.carried(pointing)


class _SheetsByName:
    def __init__(self, package: FormPackage):
        self.package = package
        self.by_key: dict[str, list[FormSheetPart]] = defaultdict(list)
        for part in package.sheets:
            self.by_key[name_key(part.name)].append(part)
        self.read: dict[str, _LabelledSheet] = {}

    def _sheet(self, name: str) -> _LabelledSheet | None:
        """Return the sheet of this name, else the only one that differs from it in the year alone."""
        part = self.package.sheet_called(name)
        alike = self.by_key[name_key(name)]
        part = part or (alike[0] if len(alike) == 1 else None)
        if part is None:
            return None
        if part.name not in self.read:
            self.read[part.name] = _LabelledSheet(part.name, dict(labels_of(self.package.sheet(part))))
        return self.read[part.name]

    def carried(self, pointing: Pointing) -> CarriedPointing:
        old = CellLabels(pointing.beside, pointing.above)
        sheet, position = self._sheet(pointing.sheet), cell_position(pointing.cell)
        if sheet is None or position is None:
            return CarriedPointing(pointing, PointingState.LOST, pointing.sheet, pointing.cell, old)
        if position in sheet.labels and key_of(sheet.labels[position]) == key_of(old):
            return CarriedPointing(pointing, PointingState.POINTED, sheet.name, position.name, sheet.labels[position])
        if new := sheet.moved(position, key_of(old)):
            return CarriedPointing(pointing, PointingState.SUGGESTED, sheet.name, new.name, sheet.labels[new])
        return CarriedPointing(pointing, PointingState.LOST, sheet.name, pointing.cell, old)


class _LabelledSheet:
    def __init__(self, name: str, labels: dict[CellPosition, CellLabels]):
        self.name, self.labels = name, labels
        self.by_key: dict[LabelKey, list[CellPosition]] = defaultdict(list)
        for position, of_place in labels.items():
            self.by_key[key_of(of_place)].append(position)

    def moved(self, old: CellPosition, key: LabelKey) -> CellPosition | None:
        """Return the cell that has these labels now; None without labels, or where several have them."""
        if not any(key):
            return None
        cells = self.by_key.get(key, [])
        in_column = [position for position in cells if position.column == old.column]
        in_row = [position for position in cells if position.row == old.row]
        return next((positions[0] for positions in (cells, in_column, in_row) if len(positions) == 1), None)
