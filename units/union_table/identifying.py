"""Which stored union a row of a table is about, and which union it names as the one above: by code, number or name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.tables.declaration import FileRow, RowAnswer, RowPlan, RowStatus
from units.models import Unit
from units.union_table.columns import code_of
from units.union_table.likeness import Names, same_key
from units.union_table.stored_tree import StoredTree, split_reference


@dataclass
class RowParent:
    """What a row names as the union above: a stored one, a row that founds one, or neither."""

    unit: Unit | None = None
    plan: RowPlan | None = None

    @property
    def key(self) -> tuple[str, Any]:
        if self.unit:
            return ("unit", self.unit.pk)
        return ("row", (self.plan.row.sheet, self.plan.row.number) if self.plan else None)

    @property
    def reference(self) -> dict[str, Any]:
        """How the act finds it: a stored union by its id, a new one by its row."""
        if self.unit:
            return {"unit": self.unit.pk}
        return {"sheet": self.plan.row.sheet, "row": self.plan.row.number} if self.plan else {}


class Identifier:
    """Finds unions for the rows of one table. `plan_of` makes the plan of a row that another names as its parent."""

    def __init__(self, rows: Sequence[FileRow], tree: StoredTree, plan_of: Callable[[FileRow], RowPlan]):
        self.tree, self.plan_of = tree, plan_of
        self.new_names: dict[Any, Names[FileRow]] = defaultdict(Names)
        self.by_name: dict[str, list[FileRow]] = defaultdict(list)
        self.by_number: dict[str, list[FileRow]] = defaultdict(list)
        for row in rows:
            if name := row.values.get("name"):
                self.by_name[same_key(str(name))].append(row)
            if number := row.values.get("number"):
                self.by_number[str(number).lstrip("0")].append(row)

    def parent(self, row: FileRow) -> RowParent:
        text = row.values.get("parent")
        if not text:
            return RowParent()
        name, pk = split_reference(str(text))
        if pk:
            return self._coded_parent(row, pk)
        if units := self.tree.named(name):
            return self._named_parent(row, name, units)
        numbered = self.by_number.get(name.lstrip("0"), []) if name.isdigit() else []
        rows = numbered or self.by_name.get(same_key(name), [])
        if len(rows) == 1:
            return self._row_above(row, rows[0])
        sentence = _("có {n} dòng “{name}” trong tệp") if rows else _("không có công đoàn cấp trên “{name}”")
        row.refuse(sentence.format(n=len(rows), name=name), "parent")
        return RowParent()

    def _coded_parent(self, row: FileRow, pk: int) -> RowParent:
        if unit := self.tree.units.get(pk):
            return RowParent(unit=unit)
        row.refuse(_("không có đơn vị mang mã {code}").format(code=code_of(pk)), "parent")
        return RowParent()

    def _named_parent(self, row: FileRow, name: str, units: list[Unit]) -> RowParent:
        uppers = [unit for unit in units if not unit.is_grassroots] or units
        if len(uppers) == 1:
            return RowParent(unit=uppers[0])
        sentence = _("có {n} đơn vị tên “{name}”; xin ghi mã đơn vị")
        row.refuse(sentence.format(n=len(uppers), name=name), "parent")
        return RowParent()

    def _row_above(self, row: FileRow, above: FileRow) -> RowParent:
        if above is row:
            row.refuse(_("cấp trên là chính đơn vị này"), "parent")
            return RowParent()
        plan = self.plan_of(above)
        if plan.target is not None:
            return RowParent(unit=self.tree.units[plan.target], plan=plan)
        if plan.status is RowStatus.REFUSED and not row.problems:
            row.refuse(_("cấp trên ở dòng {n} bị từ chối").format(n=above.number), "parent")
        return RowParent(plan=plan)

    def identity(self, row: FileRow, parent: RowParent) -> tuple[Unit | None, dict[str, Any]]:
        """Return the union that a row is about, None for a new one; and what is to be asked about it, if anything."""
        if code := row.values.get("code"):
            return self._coded(row, int(code)), {}
        name = str(row.values.get("name") or "")
        if not name:
            if not any(problem.cell == row.cells.get("name") for problem in row.problems):
                row.refuse(_("thiếu tên đơn vị"), "name")
            return None, {}
        same = self.tree.named(name)
        if parent.unit or parent.plan:
            same = [unit for unit in same if parent.unit and unit.parent_id == parent.unit.pk]
            if not same:
                return self._alike(row, parent, name)
        elif not same and not row.problems:
            row.refuse(_("thiếu công đoàn cấp trên"), "parent")
        if len(same) > 1:
            sentence = _("có {n} đơn vị tên này; xin ghi mã đơn vị hoặc công đoàn cấp trên")
            row.refuse(sentence.format(n=len(same)), "name")
            return None, {}
        return (same[0] if same else None), {}

    def _coded(self, row: FileRow, pk: int) -> Unit | None:
        unit = self.tree.units.get(pk)
        if unit is None:
            ended = self.tree.ended.get(pk)
            day = vietnamese.format_date(ended.valid_to) if ended and ended.valid_to else ""
            sentence = _("{code} đã kết thúc hoạt động ngày {day}") if ended else _("không có đơn vị mang mã {code}")
            row.refuse(sentence.format(code=code_of(pk), day=day), "code")
        return unit

    def _alike(self, row: FileRow, parent: RowParent, name: str) -> tuple[Unit | None, dict[str, Any]]:
        """Compare a name with others: nothing of that name is below the parent yet."""
        beside = self.new_names[parent.key]
        if twins := beside.same(name):
            row.refuse(_("trùng với dòng {n}").format(n=twins[0].number), "name")
            return None, {}
        elsewhere = self.tree.named(name)
        candidate = elsewhere[0] if len(elsewhere) == 1 else None
        if candidate is None and parent.unit:
            candidate = self.tree.names_below(parent.unit.pk).near(name)
        near_row = None if candidate else beside.near(name)
        beside.add(name, row)
        if row.answer is RowAnswer.IS_ANOTHER or not (candidate or near_row):
            return None, {}
        if row.answer is RowAnswer.IS_IT:
            if near_row:
                row.refuse(_("là đơn vị ở dòng {n}").format(n=near_row.number), "name")
            return candidate, {}
        if candidate:
            above = self.tree.units.get(candidate.parent_id or 0)
            return None, {"unit": candidate.pk, "name": candidate.name, "above": above.name if above else ""}
        assert near_row is not None, "nothing else is asked about"
        return None, {"row": near_row.number, "name": near_row.values["name"], "above": ""}
