"""What a cell of a form is called: the texts left of it in its row, and those of the headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from foundation.filling.addresses import CellPosition
from foundation.filling.sheet_reading import FormSheet
from foundation.vietnamese import search_key

LONGEST = 400
"""Characters of the labels on one side that are stored."""
HEADINGS = 2
"""How many texts above a cell are its headings; what is further up are titles."""
MOST_COLUMNS, MOST_ROWS = 200, 3_000
"""Further cells are neither shown nor looked through."""
_ORDINAL = re.compile(r"[\W\d_]*|\W*(?:[ivxlcdm]+|[a-zđ])\W*", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


class CellLabels(NamedTuple):
    beside: str
    above: str

    @property
    def words(self) -> str:
        return " · ".join(filter(None, self))


class LabelKey(NamedTuple):
    """Labels to be compared: without the year, which is another in next year's form, capitals, marks and blanks."""

    beside: str
    above: str


def key_of(labels: CellLabels) -> LabelKey:
    return LabelKey(*(search_key(_YEAR.sub("", text)) for text in labels))


def name_key(sheet: str) -> str:
    """Return a sheet's name to be compared, likewise."""
    return search_key(_YEAR.sub("", sheet))


def labels_of(sheet: FormSheet) -> Iterator[tuple[CellPosition, CellLabels]]:
    """Yield each cell that may be written, with its labels."""
    above: dict[int, list[str]] = {}
    for row in range(1, min(sheet.last_row, MOST_ROWS) + 1):
        beside: list[str] = []
        texts: dict[int, str] = {}
        for column in range(min(sheet.last_column, MOST_COLUMNS - 1) + 1):
            position = CellPosition(row, column)
            if sheet.may_be_written(position):
                yield position, CellLabels(_joined(beside), _joined(above.get(column, [])))
            if text := _label(sheet, position):
                texts[column] = text
                if beside[-1:] != [text]:
                    beside.append(text)
        for column, text in texts.items():
            if above.setdefault(column, [])[-1:] != [text]:
                above[column] = [*above[column], text][-HEADINGS:]


def labels_at(sheet: FormSheet, position: CellPosition) -> CellLabels:
    """Return the labels of one cell."""
    return next((labels for cell, labels in labels_of(sheet) if cell == position), CellLabels("", ""))


def _label(sheet: FormSheet, position: CellPosition) -> str:
    """Return the text of a cell that names something; numbers, ordinals and what is computed do not."""
    cell = sheet.cells.get(sheet.covered.get(position, position))
    if cell is None or cell.is_formula or not cell.text or _ORDINAL.fullmatch(cell.text):
        return ""
    return " ".join(cell.text.split())


def _joined(texts: list[str]) -> str:
    return " · ".join(texts)[:LONGEST]
