"""A whole column of a form: one figure of each union, whose rows are recognised by the unions' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.figures.address import ALL, UNIT, UPPER, FigureKey
from foundation.filling.addresses import CellPosition
from foundation.filling.sheet_reading import FormSheet
from foundation.forms.choices import MOST_LISTED
from foundation.vietnamese import search_key
from foundation.vietnamese.abbreviations import spelled_out
from summaries.foreign_workbooks.labels import labels_of
from summaries.foreign_workbooks.providers import OfferedTarget
from summaries.foreign_workbooks.sources import FilledFrom

MOST_ROWS = 100
"""Rows of a column that a page lists."""
_ORGANS = re.compile(r"^(?:ban chap hanh )?(?:lien doan lao dong|cong doan co so|cong doan|cdcs|cd) ")
_PLACES = re.compile(r"^(?:thanh pho|thi xa|thi tran|dac khu|tinh|huyen|quan|phuong|xa|tp|tx|tt|h|q|p|x) ")


@dataclass(frozen=True)
class ColumnRow:
    """A row whose cell in the column may be written: what it is called, and the union recognised, as a slice or ""."""

    position: CellPosition
    label: str
    slice: str

    @property
    def field(self) -> str:
        """How the form of the column calls its box."""
        return f"row-{self.position.row}"


def figures_of_unions(filled: FilledFrom, period: str) -> list[OfferedTarget]:
    """Return the figures that are counted for unions one by one, each once, with of how many. Raises NoFigure."""
    book = filled.book(period)
    counts: dict[FigureKey, int] = {}
    for key in filled.keys(period):
        if is_of_union(key.slice, book.slice_names):
            whole = key._replace(slice=ALL)
            counts[whole] = counts.get(whole, 0) + 1
    words = _("của {n} đơn vị")
    return [OfferedTarget(key, book.label(key), words.format(n=count)) for key, count in counts.items()]


def unions_of(key: FigureKey, filled: FilledFrom, period: str) -> dict[str, str]:
    """Return the unions for which a figure is counted: their names by the slice of each. Raises NoFigure."""
    names = filled.book(period).slice_names
    slices = (other.slice for other in filled.keys(period) if other._replace(slice=ALL) == key)
    return {slice: names[slice] for slice in slices if is_of_union(slice, names)}


def to_choose(names: Mapping[str, str]) -> dict[str, str]:
    """Return the unions that the box of a row lists: of more than a box holds the upper ones alone."""
    if len(names) <= MOST_LISTED:
        return dict(names)
    uppers = [(slice, name) for slice, name in names.items() if slice.partition(":")[0] == UPPER]
    return dict(uppers[:MOST_LISTED])


def is_of_union(slice: str, names: Mapping[str, str]) -> bool:
    return slice.partition(":")[0] in (UPPER, UNIT) and slice in names


def rows_of_column(sheet: FormSheet, column: int, names: Mapping[str, str]) -> list[ColumnRow]:
    """Return the rows with a name beside the cell; `names`: of the unions by their slices."""
    rows, unions = [], UnionNames(names)
    for position, labels in labels_of(sheet):
        if position.column == column and labels.beside:
            slices = (unions.slice_of(text) for text in labels.beside.split(" · "))
            rows.append(ColumnRow(position, labels.beside, next(filter(None, slices), "")))
    return rows


class UnionNames:
    """Unions by their names, read once for all rows of a column; `names`: of the unions by their slices."""

    def __init__(self, names: Mapping[str, str]):
        self._slices: tuple[dict[str, str], ...] = ({}, {}, {})
        for slice, name in names.items():
            for form, slices in zip(_forms(name), self._slices, strict=True):
                slices[form] = "" if form in slices else slice

    def slice_of(self, text: str) -> str:
        """Return the slice of the only union that is called so: in full, else without "LĐLĐ", else without "huyện" too.

        "" where none is, or several are.
        """
        for form, slices in zip(_forms(text), self._slices, strict=True):
            if form and form in slices:
                return slices[form]
        return ""


def _forms(name: str) -> tuple[str, str, str]:
    """Return the search keys of a name from the longest to the shortest."""
    whole = " ".join(re.findall(r"\w+", search_key(spelled_out(name))))
    without_organ = _ORGANS.sub("", whole)
    return whole, without_organ, _PLACES.sub("", without_organ)


def chosen_keys(rows: Iterable[ColumnRow], chosen: Mapping[str, str], key: FigureKey) -> dict[CellPosition, FigureKey]:
    """Return the key of each cell for whose row a union was chosen; `chosen`: slices by the names of the boxes."""
    return {row.position: key._replace(slice=chosen[row.field]) for row in rows if chosen.get(row.field)}
