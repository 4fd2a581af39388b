"""Writes the tree of unions as a plan would make it, and puts it back. Callers have locked the root and checked."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from units.actions.tree_changes import changes_of_closing, changes_of_moving, changes_of_type, replace_prefix
from units.models import ReorganisationAct, ReorganisationRow, Unit, UnitKind
from units.reorganising.consequences import Ended, TakingBack, TreeChange
from units.reorganising.journal import UndoStep, put_back
from units.reorganising.new_tree import NewTree
from units.tree import segment

BATCH = 90
PLACE = ("parent", "path")


class TreeRewriting:
    """Founds, renames and moves the unions of a plan from the top down, then ends those that end from the bottom up."""

    def __init__(self, tree: NewTree, change: TreeChange):
        self.tree, self.change = tree, change
        self.with_ended = grassroots_with_ended()
        self.moved: list[Unit] = []
        self.left: dict[int, list[Unit]] = defaultdict(list)
        self.steps: dict[int, UndoStep] = {}
        self.segments: dict[int, int] = {}  # the next one below a union

    def run(self) -> None:
        placed = sorted((key for key in self.tree.above if key not in self.tree.ended), key=self._turn)
        self._take_segments()
        for key in placed:
            if key < 0:
                self._found(key)
        self._describe()
        for key in placed:
            if key > 0:
                self._move(self.tree.units[key], self.tree.unit(self.tree.above[key]), key)
        Unit.objects.bulk_update(self.moved, PLACE, batch_size=BATCH)
        for unit in self.moved:
            self.change.journal.steps.append(self.steps[unit.pk]._replace(after=_place(unit)))
        for pk in sorted(self.tree.ended, key=lambda pk: (-len(self.tree.units[pk].path), pk)):
            self._end(self.tree.units[pk], self.tree.ended[pk])

    def _turn(self, key: int) -> tuple[int, bool, int]:
        return (self.tree.depth(key), key > 0, abs(key))

    def _take_segments(self) -> None:
        """Take as many new segments below each union above as it gets unions: a statement each."""
        arriving: dict[int, int] = defaultdict(int)
        for above in self.tree.above.values():
            arriving[above] += 1
        for above, count in arriving.items():
            if above < 0:
                self.tree.unit(above).last_segment = count
                self.segments[above] = 1
                continue
            Unit.objects.filter(pk=above).update(last_segment=F("last_segment") + count)
            unit = self.tree.units[above]
            unit.refresh_from_db(fields=["last_segment"])
            self.segments[above] = unit.last_segment - count + 1

    def _path_below(self, above: int) -> str:
        number = self.segments[above]
        self.segments[above] += 1
        return self.tree.unit(above).path + segment(number)

    def _found(self, key: int) -> None:
        unit, row, above = self.tree.founded[-key], self.tree.rows_of[key], self.tree.above[key]
        unit.parent, unit.path = self.tree.unit(above), self._path_below(above)
        unit.save()
        row.unit = unit
        ReorganisationRow.objects.filter(pk=row.pk).update(unit=unit)
        self.change.founded.append(unit)
        self.change.journal.made(unit, {"valid_to": None})
        words = _("lập mới: {type}, trực thuộc {parent}").format(type=row.type, parent=unit.parent)
        self.change.journal.note("unit", unit, words)
        self.change.record(unit, "add_unit", unit)

    def _describe(self) -> None:
        """Write new names and types."""
        for row in self.tree.rows:
            unit = self.tree.units.get(row.unit_id or 0)
            if unit and row.act == ReorganisationAct.RENAME:
                changes = {_("tên ngắn"): [unit.name, row.name]}
                full_name = str(row.values.get("full_name") or row.name)
                self._write(unit, {"name": row.name, "full_name": full_name})
                self.change.journal.note("unit", unit, _("đổi tên thành {name}").format(name=row.name))
                self.change.record(unit, "admin_change", unit, changes=changes)
            elif unit and row.type and row.act == ReorganisationAct.CHANGE_TYPE:
                changes = changes_of_type(unit.words.short, row.type, self.change.on)
                self._write(unit, {"type_id": row.type.pk, "kind": row.type.role})
                self.change.journal.note("unit", unit, _("đổi loại thành {type}").format(type=row.type))
                self.change.record(unit, "change_type", unit, changes=changes)

    def _write(self, unit: Unit, columns: dict[str, Any]) -> None:
        """Write columns of one union, with what follows from them."""
        columns_before = {name: getattr(unit, name) for name in (*columns, "search_text")}
        for name, value in columns.items():
            setattr(unit, name, value)
        unit.derive()
        columns = columns | {"search_text": unit.search_text}
        Unit.objects.filter(pk=unit.pk).update(**columns)
        self.change.journal.changed(unit, columns_before, columns)

    def _move(self, unit: Unit, parent: Unit, key: int) -> None:
        if unit.parent_id == parent.pk:
            return
        before = unit.parent
        self._place(unit, parent, key)
        self.moved.append(unit)
        self.change.moved.append(unit)
        if before and before.pk in self.tree.ended:
            self.left[before.pk].append(unit)
        words = {"before": before.name if before else "", "parent": parent.name}
        self.change.journal.note("unit", unit, _("chuyển từ {before} về {parent}").format(**words))
        changes = changes_of_moving(words["before"], parent, self.change.on)
        self.change.record(unit, "move_unit", unit, changes=changes)

    def _place(self, unit: Unit, parent: Unit, key: int) -> None:
        """Give a union its new path in memory, and the unions below it theirs in memory and in the database."""
        old, new = unit.path, self._path_below(self.tree.above[key])
        self.steps[unit.pk] = UndoStep(unit._meta.label, unit.pk, _place(unit), {})
        if not unit.is_grassroots or unit.pk in self.with_ended:
            replace_prefix(old, new)
            for other in self.tree.units.values():
                if other.path.startswith(old) and other is not unit:
                    other.path = new + other.path[len(old) :]
        unit.parent, unit.path = parent, new

    def _end(self, unit: Unit, row: ReorganisationRow) -> None:
        """End a union; it goes below its successor, if it has one. What is at work below it has gone before."""
        target = self.tree.target_key(row) if row.act == ReorganisationAct.MERGE else None
        successor = self.tree.unit(target) if target else None
        before = {"valid_to": unit.valid_to, "successor_id": unit.successor_id}
        unit.valid_to, unit.successor = self.change.on, successor
        after = {"valid_to": unit.valid_to, "successor_id": unit.successor_id}
        if successor and successor.pk != unit.parent_id:
            self._place(unit, successor, unit.pk)
            before, after = self.steps[unit.pk].before | before, _place(unit) | after
        Unit.objects.filter(pk=unit.pk).update(**after)
        self.change.journal.changed(unit, before, after)
        self.change.ended.append(Ended(unit, successor, row, self.left[unit.pk]))
        words = _("kết thúc hoạt động, sáp nhập vào {unit}") if successor else _("kết thúc hoạt động")
        self.change.journal.note("unit", unit, words.format(unit=successor))
        self.change.record(unit, "close_unit", unit, changes=changes_of_closing(self.change.on, successor))


def _place(unit: Unit) -> dict[str, Any]:
    return {"parent_id": unit.parent_id, "path": unit.path}


def grassroots_with_ended() -> set[int]:
    """Return the ids of the grassroots unions that have unions below: those that were merged into them."""
    parents = Unit.objects.filter(parent__kind=UnitKind.GRASSROOTS).values_list("parent", flat=True)
    return {pk for pk in parents.distinct() if pk}


def put_tree_back(steps: list[UndoStep], back: TakingBack) -> None:
    """Put the unions back where they were, with their own paths of before; founded ones end as if they never were.

    A path is given to a union for ever, so the one of before cannot be another's by now.
    """
    units, with_ended = Unit.objects.in_bulk([step.pk for step in steps]), grassroots_with_ended()
    for step in steps:
        unit = units[step.pk]
        if step.made:
            _take_back(unit, back)
            continue
        if "path" in step.before and (not unit.is_grassroots or unit.pk in with_ended):
            replace_prefix(step.after["path"], step.before["path"])
            step_back = step._replace(after=step.after | {"path": step.before["path"]})
            put_back(Unit.objects.all(), step_back)
        else:
            put_back(Unit.objects.all(), step)
        back.record(unit, _verb_back(step), unit)
    _refuse_at_work_below_ended(list(units))


def _refuse_at_work_below_ended(pks: list[int]) -> None:
    """Raise StateConflict if a union that was put back, or one directly below, is at work below one that ended."""
    at_work = Unit.objects.filter(Q(pk__in=pks) | Q(parent__in=pks), parent__valid_to__lte=clock.today())
    for unit in at_work.not_ended(clock.today()).select_related("parent")[:1]:
        sentence = _("{unit} nay trực thuộc {parent}, là đơn vị sẽ không hoạt động. Xin chuyển đơn vị này đi trước.")
        raise StateConflict(sentence.format(unit=unit.name, parent=unit.parent))


def _verb_back(step: UndoStep) -> str:
    if "valid_to" in step.before:
        return "reopen_unit"
    if "path" in step.before:
        return "move_unit"
    return "change_type" if "type_id" in step.before else "admin_change"


def _take_back(unit: Unit, back: TakingBack) -> None:
    today = clock.today()
    columns = {"valid_from": min(unit.valid_from, today - timedelta(days=1)), "valid_to": today}
    if not Unit.objects.filter(pk=unit.pk, valid_to=None).update(**columns):
        raise StateConflict(_("{unit} đã kết thúc hoạt động.").format(unit=unit.name))
    back.record(unit, "take_back_unit", unit)
