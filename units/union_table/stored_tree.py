"""The unions as stored, read in three statements, for the comparison of a table with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from foundation import clock, vietnamese
from units.acting import Acting
from units.models import PlannedAct, PlannedActKind, Unit
from units.tree import within
from units.union_table.columns import DESCRIBED, code_of, unit_of_code
from units.union_table.likeness import Names, same_key


class StoredTree:
    """The unions at work below the unit acted for, and those that have ended.

    `planned`: the pending acts by union and kind.
    """

    def __init__(self, by: Acting):
        units = Unit.objects.visible_to(by.user).under(by.unit.path).defer("search_text").order_by("path")
        self.root = by.unit
        self.units: dict[int, Unit] = {}
        self.ended: dict[int, Unit] = {}
        self.planned = planned_below(by.unit)
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        self._below: dict[int, list[Unit]] = defaultdict(list)
        self._names: dict[int, Names[Unit]] = {}
        for unit in units:
            if unit.valid_to is not None and unit.valid_to <= clock.today():
                self.ended[unit.pk] = unit
                continue
            self.units[unit.pk] = unit
            for key in {same_key(unit.name), same_key(unit.full_name)}:
                self._by_name[key].append(unit)
            if unit.parent_id:
                self._below[unit.parent_id].append(unit)

    def named(self, name: str) -> list[Unit]:
        """Return the unions at work with this name, short or full."""
        return self._by_name.get(same_key(name), [])

    def names_below(self, parent: int) -> Names[Unit]:
        """Return the names of the unions directly below one, indexed when first asked for."""
        if parent not in self._names:
            self._names[parent] = names_of(self._below[parent])
        return self._names[parent]

    def parent_name(self, unit: Unit) -> str:
        """Return what stands in the column of the parent: its name, with its code where others have that name."""
        parent = self.units.get(unit.parent_id or 0)
        if parent is None:
            return ""
        return parent.name if len(self.named(parent.name)) == 1 else f"{parent.name} ({code_of(parent.pk)})"

    def values(self, unit: Unit) -> dict[str, Any]:
        """Return what is stored of a union, by column key."""
        closing = self.planned.get((unit.pk, PlannedActKind.CLOSE))
        successor = closing.target if closing else None
        return described_values(unit) | {
            "code": unit.pk,
            "type": unit.words.code,
            "parent": self.parent_name(unit),
            "valid_to": closing.on.isoformat() if closing else None,
            "successor": successor.name if successor else None,
        }


def names_of(units: Iterable[Unit]) -> Names[Unit]:
    names = Names[Unit]()
    for unit in units:
        for name in dict.fromkeys((unit.name, unit.full_name)):
            names.add(name, unit)
    return names


def described_values(unit: Unit) -> dict[str, Any]:
    """Return what the columns that describe a union hold, as JSON has it."""
    return {key: _stored(getattr(unit, key)) for key in DESCRIBED}


def _stored(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def planned_below(unit: Unit) -> dict[tuple[int, str], PlannedAct]:
    acts = PlannedAct.objects.pending().filter(within("unit__path", [unit.path]))
    return {(act.unit_id, act.kind): act for act in acts.select_related("target", "new_type")}


def exported(by: Acting) -> Iterator[dict[str, Any]]:
    """Yield the unions at work below the unit acted for, by column key, as an export has them."""
    tree = StoredTree(by)
    for unit in tree.units.values():
        if unit.parent_id:
            yield tree.values(unit)


def split_reference(text: str) -> tuple[str, int | None]:
    """Return the name and the id that a reference to a union has: "ĐV12", "LĐLĐ huyện Lộc Bình (ĐV12)" or a name."""
    before, bracket, behind = text.rpartition("(")
    if bracket and behind.endswith(")") and (pk := unit_of_code(behind[:-1])):
        return vietnamese.clean_line(before), pk
    return text, unit_of_code(text)
