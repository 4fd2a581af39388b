"""The list of a decision: A. collectives, B. persons, each grouped by upper union, in the order of the snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from awards.papers.names import addressed, count_phrase
from foundation.documents.table import CENTRE, GROUP, TEXT, PaperTable, TableColumn, TableRow
from units.naming import is_own_unit, post_and_unit

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ListEntry = dict[str, Any]


@dataclass(frozen=True)
class Listing:
    """The tables of the list. `wording`: that of all entries, or "" when it differs and has a column of its own."""

    collectives: int
    persons: int
    wording: str
    sections: list[tuple[str, PaperTable]]

    @property
    def foot(self) -> str:
        return f"Danh sách này có {count_phrase(self.collectives, self.persons)}./."


def listing_of(entries: list[ListEntry], *, direct: str) -> Listing:
    """Return the list of the snapshot's entries. `direct`: the heading above units without an upper union.

    Numbers continue from A to B, as corrections cite them.
    """
    wordings = {listed["wording"] for listed in entries}
    with_wording = len(wordings) > 1
    kinds = [[listed for listed in entries if listed["is_person"] is person] for person in (False, True)]
    headings = ("A. TẬP THỂ", "B. CÁ NHÂN") if all(kinds) else ("", "")
    sections = [
        (heading, PaperTable(_columns(person, with_wording), _rows(group, direct, with_wording)))
        for heading, group, person in zip(headings, kinds, (False, True), strict=True)
        if group
    ]
    return Listing(len(kinds[0]), len(kinds[1]), "" if with_wording else next(iter(wordings), ""), sections)


def _columns(person: bool, with_wording: bool) -> list[TableColumn]:
    number = TableColumn("TT", 8, CENTRE)
    wording = [TableColumn("Lời ghi", 32, TEXT)] if with_wording else []
    room = 60 if with_wording else 92
    if not person:
        return [number, TableColumn("Tên tập thể", room, TEXT), *wording]
    name = 24 if with_wording else 34
    return [number, TableColumn("Họ và tên", name, TEXT), TableColumn("Chức vụ, đơn vị", room - name, TEXT), *wording]


def _rows(entries: list[ListEntry], direct: str, with_wording: bool) -> list[TableRow]:
    """Return the rows, with a heading for each upper union if there are several."""
    groups = [(upper, list(group)) for upper, group in groupby(entries, key=lambda listed: listed["upper"])]
    rows: list[TableRow] = []
    for number, (upper, group) in enumerate(groups):
        if len(groups) > 1:
            rows.append(TableRow([_roman(number), upper or direct], GROUP))
        rows += [_row(listed, with_wording) for listed in group]
    return rows


def _roman(number: int) -> str:
    """Return a roman numeral for an index from 0 to 38."""
    tens, ones = divmod(number + 1, 10)
    return "X" * tens + (ROMAN[ones - 1] if ones else "")


def _row(listed: ListEntry, with_wording: bool) -> TableRow:
    wording = [listed["wording"]] if with_wording else []
    if not listed["is_person"]:
        return TableRow([str(listed["place"]), collective(listed["name"], listed["unit"]), *wording])
    where = post_and_unit(listed["position"], listed["unit"])
    return TableRow([str(listed["place"]), addressed(listed["name"], listed.get("address")), where, *wording])


def collective(name: str, unit: str) -> str:
    """Return the name of a part of a unit with the unit's name, or the name of the unit alone."""
    return unit if is_own_unit(name, unit) else f"{name}, {unit}"
