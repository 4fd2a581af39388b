"""The list of a decision: A. collectives, B. persons, each by upper union, in the frozen order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from awards.papers.names import counted
from foundation.documents.table import CENTRE, GROUP, TEXT, PaperTable, TableColumn, TableRow

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
Entry = dict[str, Any]


@dataclass(frozen=True)
class Listing:
    """`wording`: of the whole list, "" when the entries have different ones: then each has its own in a column."""

    collectives: int
    persons: int
    wording: str
    sections: list[tuple[str, PaperTable]]

    @property
    def foot(self) -> str:
        return f"Danh sách này có {counted(self.collectives, self.persons)}./."


def listing_of(entries: list[Entry], *, direct: str) -> Listing:
    """`direct`: the heading of units that have no upper union. Numbers run on from A to B, as corrections cite them."""
    wordings = {entry["wording"] for entry in entries}
    each = len(wordings) > 1
    kinds = [[entry for entry in entries if entry["is_person"] is person] for person in (False, True)]
    headings = ("A. TẬP THỂ", "B. CÁ NHÂN") if all(kinds) else ("", "")
    sections = [
        (heading, PaperTable(_columns(person, each), _rows(found, direct, each)))
        for heading, found, person in zip(headings, kinds, (False, True), strict=True)
        if found
    ]
    return Listing(len(kinds[0]), len(kinds[1]), "" if each else next(iter(wordings), ""), sections)


def _columns(person: bool, each: bool) -> list[TableColumn]:
    number = TableColumn("TT", 8, CENTRE)
    wording = [TableColumn("Lời ghi", 32, TEXT)] if each else []
    room = 60 if each else 92
    if not person:
        return [number, TableColumn("Tên tập thể", room, TEXT), *wording]
    name = 24 if each else 34
    return [number, TableColumn("Họ và tên", name, TEXT), TableColumn("Chức vụ, đơn vị", room - name, TEXT), *wording]


def _rows(entries: list[Entry], direct: str, each: bool) -> list[TableRow]:
    """A line above each upper union's, if there are several."""
    groups = [(upper, list(found)) for upper, found in groupby(entries, key=lambda entry: entry["upper"])]
    rows: list[TableRow] = []
    for place, (upper, found) in enumerate(groups):
        if len(groups) > 1:
            rows.append(TableRow([_roman(place), upper or direct], GROUP))
        rows += [_row(entry, each) for entry in found]
    return rows


def _roman(place: int) -> str:
    """For lists of up to 29 upper unions."""
    tens, ones = divmod(place + 1, 10)
    return "X" * tens + (ROMAN[ones - 1] if ones else "")


def _row(entry: Entry, each: bool) -> TableRow:
    wording = [entry["wording"]] if each else []
    if not entry["is_person"]:
        return TableRow([str(entry["place"]), collective(entry["name"], entry["unit"]), *wording])
    where = ", ".join(text for text in (entry["position"], entry["unit"]) if text)
    return TableRow([str(entry["place"]), entry["name"], where, *wording])


def collective(name: str, unit: str) -> str:
    """A part of a unit with the unit it is of; the unit itself by its name alone."""
    return name if name == unit else f"{name}, {unit}"
