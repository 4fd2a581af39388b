"""What the rows of a table of unions would do: found new ones, change, move or end stored ones, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.tables.declaration import FileRow, RowPlan, RowStatus
from units.acting import Acting
from units.models import PlannedAct, PlannedActKind, Unit, UnitKind, UnitType
from units.models.kinds import UnionForm, may_become
from units.models.vocabulary import unit_types
from units.union_table.identifying import Identifier, RowParent
from units.union_table.new_unions import complete, form_of_name
from units.union_table.stored_tree import StoredTree, split_reference
from units.union_table.tree_shape import TreeShape

NOT_STORED = ("code", "number", "on", "reason")
"""Columns that say something to the act alone."""
OF_ACT = ("on", "reason")


def find(rows: Sequence[FileRow], by: Acting) -> list[RowPlan]:
    """Return what each row of a table of unions would do."""
    return UnionComparison(rows, by).compare()


class UnionComparison:
    """Compares all rows of a table with the tree. A plan is made when it is needed: a parent's before its child's."""

    def __init__(self, rows: Sequence[FileRow], by: Acting):
        self.rows, self.tree = rows, StoredTree(by)
        self.identifier = Identifier(rows, self.tree, self.plan)
        self.types = {words.code: words for words in unit_types(by.unit.path)}
        self.plans: dict[int, RowPlan] = {}
        self.under_way: list[FileRow] = []
        self.rows_about: dict[int, FileRow] = {}

    def compare(self) -> list[RowPlan]:
        plans = [self.plan(row) for row in self.rows]
        shape = TreeShape(plans, self.tree)
        shape.refuse_circles()
        shape.set_turns()
        return plans

    def plan(self, row: FileRow) -> RowPlan:
        """Return the plan of a row. Rows that name each other as parents are refused: a circle."""
        if plan := self.plans.get(id(row)):
            return plan
        plan = RowPlan(row, RowStatus.REFUSED, name=str(row.values.get("name") or ""))
        if any(row is other for other in self.under_way):
            row.refuse(
                _("cấp trên là chính đơn vị ở dòng {n} (vòng tròn)").format(n=self.under_way[-1].number), "parent"
            )
            return plan
        self.under_way.append(row)
        self._fill(plan)
        self.under_way.pop()
        self.plans[id(row)] = plan
        return plan

    def _fill(self, plan: RowPlan) -> None:
        row = plan.row
        parent = self.identifier.parent(row)
        unit, question = self.identifier.identity(row, parent)
        if unit:
            plan.target, plan.name = unit.pk, plan.name or unit.name
            if first := self.rows_about.setdefault(unit.pk, row):
                if first is not row:
                    row.refuse(_("trùng với dòng {n}").format(n=first.number), "name")
        if row.problems:
            return
        if question:
            plan.status, plan.links = RowStatus.DOUBTFUL, {"like": question}
        elif unit:
            self._compare(plan, unit, parent)
        elif parent.plan and parent.plan.status is RowStatus.DOUBTFUL:
            plan.status, plan.links = RowStatus.DOUBTFUL, {"waits": parent.plan.row.number}
        else:
            self._found(plan, parent)
        if row.problems:
            plan.status = RowStatus.REFUSED

    def _compare(self, plan: RowPlan, unit: Unit, parent: RowParent) -> None:
        stored, row = self.tree.values(unit), plan.row
        values = {key: value for key, value in row.values.items() if key in stored}
        if parent.unit and parent.unit.pk == unit.parent_id:
            values.pop("parent")
        if successor := self._successor(row):
            values["successor"] = successor.name
        if values.get("form") == UnionForm.OCCUPATIONAL != stored["form"] and values.get("strand") in (
            "",
            stored["strand"],
        ):
            values["strand"] = ""  # a nghiệp đoàn is of no strand
        changed = {key: value for key, value in values.items() if value != stored[key]}
        self._leave_planned(row, unit, parent, changed)
        plan.before, plan.after = {key: stored[key] for key in changed}, changed
        if "parent" in changed:
            plan.links["parent"] = parent.reference
        if changed.keys() & {"parent", "valid_to"}:
            plan.links["was_below"] = unit.parent_id
        if successor and "valid_to" in changed:
            plan.links["successor"] = successor.pk
        if changed:
            plan.links |= {key: row.values[key] for key in OF_ACT if row.values.get(key)}
            self._check_description(row, unit, parent, changed)
            self._check_tree(row, unit, parent, changed)
            self._check_closing(row, unit, changed)
        plan.status = RowStatus.CHANGED if changed else RowStatus.SAME

    def _leave_planned(self, row: FileRow, unit: Unit, parent: RowParent, changed: dict[str, Any]) -> None:
        """Leave out a move and a type that are planned already; refuse others beside them."""
        move = self.tree.planned.get((unit.pk, PlannedActKind.MOVE))
        change = self.tree.planned.get((unit.pk, PlannedActKind.CHANGE_TYPE))
        is_planned = {
            "parent": move and parent.unit and move.target_id == parent.unit.pk,
            "type": change and change.type_given.code == changed.get("type"),
        }
        for key, act in (("parent", move), ("type", change)):
            if act is None or key not in changed:
                continue
            if is_planned[key]:
                del changed[key]
            else:
                self._refuse_planned(row, act, key)

    def _refuse_planned(self, row: FileRow, act: PlannedAct, key: str) -> None:
        sentence = _("đã có dự kiến từ {day}: {words}; xin hủy dự kiến đó trước")
        row.refuse(sentence.format(day=vietnamese.format_date(act.on), words=act.words), key)

    def _check_description(self, row: FileRow, unit: Unit, parent: RowParent, changed: dict[str, Any]) -> None:
        words = self.types.get(changed.get("type", unit.words.code), unit.words)
        complete(row, words, {"form": unit.form, "strand": unit.strand} | row.values | changed, is_new=False)
        above = parent.unit.pk if parent.unit else unit.parent_id
        if above and ("name" in changed or "parent" in changed):
            name = str(changed.get("name", unit.name))
            if any(other.pk != unit.pk for other in self.tree.names_below(above).same(name)):
                row.refuse(_("công đoàn cấp trên này đã có một đơn vị mang tên đó"), "name")

    def _check_tree(self, row: FileRow, unit: Unit, parent: RowParent, changed: dict[str, Any]) -> None:
        if unit.parent_id is None and changed.keys() & {"type", "parent", "valid_to", "form", "strand"}:
            row.refuse(_("đơn vị cao nhất không đổi loại, không chuyển và không kết thúc hoạt động bằng tệp"))
        words = self.types.get(changed.get("type", ""))
        if words and not may_become(unit.kind, words.role):
            row.refuse(_("{old} không đổi thành {new} được").format(old=unit.words.short, new=words.short), "type")
        if "parent" in changed:
            self._check_below(row, words or unit.words, parent)
        elif words and unit.parent_id in self.tree.units:
            self._check_below(row, words, RowParent(unit=self.tree.units[unit.parent_id]))

    def _check_closing(self, row: FileRow, unit: Unit, changed: dict[str, Any]) -> None:
        if "successor" in changed and "valid_to" not in changed:
            row.refuse(_("có đơn vị kế tục nhưng thiếu ngày kết thúc hoạt động"), "successor")
        if "valid_to" not in changed:
            return
        if closing := self.tree.planned.get((unit.pk, PlannedActKind.CLOSE)):
            self._refuse_planned(row, closing, "valid_to")
        if date.fromisoformat(changed["valid_to"]) <= unit.valid_from:
            row.refuse(_("ngày kết thúc phải sau ngày bắt đầu hoạt động"), "valid_to")

    def _successor(self, row: FileRow) -> Unit | None:
        text = str(row.values.get("successor") or "")
        if not text:
            return None
        name, pk = split_reference(text)
        units = [self.tree.units[pk]] if pk in self.tree.units else self.tree.named(name)
        if len(units) == 1:
            return units[0]
        sentence = _("có {n} đơn vị tên “{name}”; xin ghi mã đơn vị") if units else _("không có đơn vị “{name}”")
        row.refuse(sentence.format(n=len(units), name=text), "successor")
        return None

    def _found(self, plan: RowPlan, parent: RowParent) -> None:
        row = plan.row
        words = self._type_of_new(row)
        if row.values.get("valid_to"):
            row.refuse(_("đơn vị chưa có trên cổng mà đã kết thúc hoạt động"), "valid_to")
        if words is None:
            row.refuse(_("thiếu loại đơn vị"), "type")
            return
        values = {key: value for key, value in row.values.items() if key not in NOT_STORED}
        complete(row, words, values, is_new=True)
        self._check_below(row, words, parent)
        values.setdefault("valid_from", clock.today().isoformat())
        plan.links["parent"] = parent.reference
        plan.links |= {"reason": row.values["reason"]} if row.values.get("reason") else {}
        plan.after, plan.status = values, RowStatus.NEW

    def _type_of_new(self, row: FileRow) -> UnitType | None:
        if code := row.values.get("type"):
            return self.types.get(str(code))
        if row.values.get("form") or row.values.get("strand") or form_of_name(str(row.values["name"])):
            return next((words for words in self.types.values() if words.role == UnitKind.GRASSROOTS), None)
        return None

    def _check_below(self, row: FileRow, words: UnitType, parent: RowParent) -> None:
        """Refuse a row whose type may not be directly below that of its parent."""
        code = parent.unit.words.code if parent.unit else ""
        above = self.types.get(str(parent.plan.after.get("type", code)) if parent.plan else code)
        if above is None or words.may_be_below(above):
            return
        if above.role == UnitKind.GRASSROOTS:
            row.refuse(_("công đoàn cơ sở không có đơn vị trực thuộc"), "parent")
        else:
            sentence = _("{type} không trực thuộc {above}")
            row.refuse(sentence.format(type=words.short, above=above.short), "parent")
