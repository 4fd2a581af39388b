"""The rules of closing, moving and changing the type of a union, and the changes themselves with their events.

Callers have checked who may do it, and have locked the rows with `lock_units`.
"""

from __future__ import annotations

from datetime import date
from typing import overload

from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from units.acting import Acting
from units.history import record, save_events
from units.models import (
    PlannedAct,
    PlannedActKind,
    Post,
    Reorganisation,
    ReorganisationAct,
    ReorganisationRow,
    Unit,
    UnitType,
    User,
)
from units.models.kinds import may_become
from units.models.unit import next_path
from units.models.vocabulary import unit_types, words_of
from units.reorganising.consequences import CARRIED, LOCKS, Ended, TreeChange
from units.tree import LONGEST, ancestor_paths, within

NAMED = 20  # unions named in a refusal; the others are counted


class UnionsLeftBelow(ValidationError):
    """A union cannot end while unions below it are at work: `named` are the first of them, `more` counts the others."""

    def __init__(self, left: list[Unit]):
        self.named, self.more = left[:NAMED], len(left[NAMED:])
        names = ", ".join(unit.name for unit in self.named)
        if self.more:
            names = _("{names} và {n} đơn vị khác").format(names=names, n=vietnamese.format_number(self.more))
        count = vietnamese.format_number(len(left))
        self.summary = _(
            "Còn {count} đơn vị bên dưới đang hoạt động. Xin chuyển các đơn vị này về công đoàn cấp trên khác trước."
        ).format(count=count)
        super().__init__(f"{self.summary} {names}.")


def lock_tree() -> None:
    """Lock the roots until the transaction ends, so that one transaction at a time changes the tree."""
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None).order_by("pk").values_list("pk"))


@overload
def lock_units(unit: Unit, other: Unit) -> tuple[Unit, Unit]: ...


@overload
def lock_units(unit: Unit, other: Unit | None) -> tuple[Unit, Unit | None]: ...


def lock_units(unit: Unit, other: Unit | None) -> tuple[Unit, Unit | None]:
    """Return both rows as stored now, locked until the transaction ends.

    The tree is locked too: a move rewrites the paths of all units below, and a unit added there meanwhile would keep
    an old path.
    """
    lock_tree()
    keys = [row.pk for row in (unit, other) if row]
    rows = Unit.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    held = {row.pk: row for row in rows}
    return held[unit.pk], held[other.pk] if other else None


def close_now(
    unit: Unit, *, on: date, successor: Unit | None, by: Acting | None, post: Post | None, user: User, reason: str
) -> None:
    """End a locked union. It moves below its successor; without one it stays below its parent.

    `user`: who answers for it, also when the system acts on its day; `by` is None then.
    """
    refuse_closing(unit, on, successor)
    for lock in LOCKS:
        lock([unit.pk])
    path = unit.path
    unit.valid_to, unit.successor = on, successor
    if successor and successor.pk != unit.parent_id:
        reattach(unit, successor)
    unit.save()
    changes = changes_of_closing(on, successor)
    record(unit, "close_unit", by=by, post=post, unit=unit, reason=reason, changes=changes)
    act = ReorganisationAct.MERGE if successor else ReorganisationAct.CLOSE
    change = TreeChange(Reorganisation(unit=unit.parent, on=on, calls_founded=False), by, post, user, reason)
    change.ended.append(Ended(unit, successor, ReorganisationRow(plan=change.plan, unit=unit, act=act), []))
    _carry(change, unit, path)


def move_now(
    unit: Unit, *, on: date, parent: Unit, by: Acting | None, post: Post | None, user: User, reason: str
) -> None:
    """Move a locked union, with everything below it, under another parent. `user` as in `close_now`."""
    refuse_moving(unit, on, parent)
    before, path = str(unit.parent or ""), unit.path
    reattach(unit, parent)
    changes = changes_of_moving(before, parent, on)
    record(unit, "move_unit", by=by, post=post, unit=unit, reason=reason, changes=changes)
    change = TreeChange(Reorganisation(unit=parent, on=on, calls_founded=False), by, post, user, reason)
    change.moved.append(unit)
    _carry(change, unit, path)


def _carry(change: TreeChange, unit: Unit, path: str) -> None:
    """Carry what a reorganisation would carry, for the one union that was at `path` before: the same functions."""
    change.journal.changed(unit, {"path": path}, {"path": unit.path})
    for consequence in CARRIED:
        consequence(change)
    save_events(change.journal.events)


def refuse_standing_below(words: UnitType, parent: Unit, field: str = "parent", on: date | None = None) -> None:
    """Raise ValidationError unless a union of this type may be directly below the parent, today or on a day.

    Founding, moving and changing a type ask it. A union that ended may be below any successor.
    """
    if parent.is_grassroots:
        raise ValidationError({field: _("Công đoàn cơ sở không có đơn vị trực thuộc.")})
    above = words_of(parent.type_id, parent.path, on)
    if words.may_be_below(above):
        return
    allowed = [row.short for row in unit_types(parent.path, on) if words.may_be_below(row)]
    sentence = _("{type} không trực thuộc {above}; chỉ trực thuộc: {allowed}.")
    if not allowed:
        sentence = _("{type} không trực thuộc đơn vị nào.")
    raise ValidationError({field: sentence.format(type=words.short, above=above.short, allowed="; ".join(allowed))})


def refuse_founding(words: UnitType, parent: Unit, begins: date) -> None:
    """Raise ValidationError if the parent may have no union of this type, or has ended by the day it begins."""
    refuse_standing_below(words, parent)
    if parent.valid_to and parent.valid_to <= max(begins, clock.today()):
        sentence = _("Công đoàn cấp trên này đã kết thúc hoạt động từ ngày {day}.")
        raise ValidationError({"parent": sentence.format(day=vietnamese.format_date(parent.valid_to))})


def refuse_same_name(name: str, parent: Unit | None, unit: Unit) -> None:
    """Raise ValidationError if the name looks like that of another union at work below the same parent."""
    at_work = Unit.objects.filter(parent=parent).not_ended(clock.today()).exclude(pk=unit.pk)
    at_work = at_work.filter(search_text__startswith=vietnamese.search_key(name))  # those that look alike, and others
    if vietnamese.appearance_key(name) in map(vietnamese.appearance_key, at_work.values_list("name", flat=True)):
        raise ValidationError({"name": _("Công đoàn cấp trên này đã có một đơn vị mang tên đó.")})


def refuse_closing(unit: Unit, on: date, successor: Unit | None) -> None:
    if unit.parent_id is None:
        raise ValidationError(_("Đơn vị cao nhất không kết thúc hoạt động trên cổng này."))
    _refuse_ended(unit)
    if on <= unit.valid_from:
        day = vietnamese.format_date(unit.valid_from)
        raise ValidationError({"on": _("Ngày kết thúc phải sau ngày bắt đầu hoạt động ({day}).").format(day=day)})
    if successor:
        _refuse_below_itself(unit, successor, "successor")
        if not successor.is_valid_on(on):
            raise ValidationError({"successor": _("Đơn vị kế tục phải đang hoạt động vào ngày đó.")})
    if left := unions_left_below(unit, on):
        raise UnionsLeftBelow(left)


def refuse_moving(unit: Unit, on: date, parent: Unit) -> None:
    _refuse_below_itself(unit, parent, "parent")
    _refuse_ended(unit)
    if on < unit.valid_from:
        day = vietnamese.format_date(unit.valid_from)
        raise ValidationError({"on": _("Ngày chuyển không thể trước ngày bắt đầu hoạt động ({day}).").format(day=day)})
    refuse_standing_below(unit.words, parent)
    # For a day in the past the parent must still be at work today: nothing at work is below an ended union.
    if not parent.is_valid_on(on) or not parent.is_valid_on(max(on, clock.today())):
        raise ValidationError({"parent": _("Công đoàn cấp trên mới phải đang hoạt động vào ngày đó.")})


def change_type_now(
    unit: Unit, words: UnitType, *, on: date, by: Acting | None, post: Post | None, reason: str
) -> None:
    """Give a locked union another type; phases keep what it was called when they called it."""
    refuse_type(unit, words, on)
    before = unit.words.short
    unit.type, unit.kind = words, words.role
    unit.save()
    changes = changes_of_type(before, words, on)
    record(unit, "change_type", by=by, post=post, unit=unit, reason=reason, changes=changes)


def changes_of_closing(on: date, successor: Unit | None) -> dict[str, list[str]]:
    """Return what the history says of a closing."""
    return {"kết thúc": ["", vietnamese.format_date(on)], "đơn vị kế tục": ["", str(successor or "")]}


def changes_of_moving(before: str, parent: Unit, on: date) -> dict[str, list[str]]:
    """Return what the history says of a move; `before`: the name of the union that was above."""
    return {"công đoàn cấp trên": [before, parent.name], "từ ngày": ["", vietnamese.format_date(on)]}


def changes_of_type(before: str, words: UnitType, on: date) -> dict[str, list[str]]:
    """Return what the history says of another type; `before`: what the type was called."""
    return {"loại đơn vị": [before, words.short], "từ ngày": ["", vietnamese.format_date(on)]}


def refuse_type(unit: Unit, words: UnitType, on: date) -> None:
    """Raise ValidationError unless the union may have this type on a day: below its parent, above those at work below.

    The types of the others are those that they have today, in the words of that day.
    """
    _refuse_ended(unit)
    if words.code not in {row.code for row in unit_types(unit.path, on)}:
        sentence = _("Ngày {day} không dùng loại đơn vị “{type}”.")
        raise ValidationError({"on": sentence.format(day=vietnamese.format_date(on), type=words.short)})
    if on < unit.valid_from:
        day = vietnamese.format_date(unit.valid_from)
        raise ValidationError({"on": _("Ngày đổi không thể trước ngày bắt đầu hoạt động ({day}).").format(day=day)})
    if not may_become(unit.kind, words.role):
        sentence = _("{unit} không đổi thành {type} được. Xin thêm đơn vị mới.")
        raise ValidationError({"unit_type": sentence.format(unit=unit.name, type=words.short)})
    if unit.parent:
        refuse_standing_below(words, unit.parent, "unit_type", on)
    for child in Unit.objects.filter(parent=unit).not_ended(clock.today()):
        child_words = words_of(child.type_id, child.path, on)
        if not child_words.may_be_below(words):
            sentence = _("{child} đang trực thuộc đơn vị này, mà {child_type} không trực thuộc {type}.")
            names = {"child": child.name, "child_type": child_words.short, "type": words.short}
            raise ValidationError({"unit_type": sentence.format(**names)})


def unions_left_below(unit: Unit, on: date) -> list[Unit]:
    """Return the unions below that would still be at work when this one ends, in the office's order.

    For a future day, those planned to end or to move elsewhere by then are left out.
    """
    left = Unit.objects.below(unit).not_ended(on).only("name", "path")
    if on <= clock.today():
        return list(left)
    plans = PlannedAct.objects.due(on).filter(within("unit__path", [unit.path])).select_related("unit", "target")
    moves = [plan for plan in plans if plan.kind == PlannedActKind.MOVE]
    leaving = {plan.unit.path for plan in moves if not unit.contains(plan.new_parent.path)}
    ending = {plan.unit_id for plan in plans if plan.kind == PlannedActKind.CLOSE}
    return [
        row for row in left if row.pk not in ending and not leaving.intersection([*ancestor_paths(row.path), row.path])
    ]


def _refuse_below_itself(unit: Unit, other: Unit, field: str) -> None:
    if unit.contains(other.path):
        raise ValidationError({field: _("Một đơn vị không thể nằm dưới chính mình hoặc dưới đơn vị thuộc mình.")})


def _refuse_ended(unit: Unit) -> None:
    if unit.valid_to:
        day = vietnamese.format_date(unit.valid_to)
        raise ValidationError(_("Đơn vị đã kết thúc hoạt động từ ngày {day}.").format(day=day))


def reattach(unit: Unit, parent: Unit) -> None:
    """Give the union a new path below `parent`, and replace the old path as the prefix of every unit below it."""
    old, new = unit.path, next_path(parent)
    deepest = max(len(path) for path in Unit.objects.filter(within("path", [old])).values_list("path", flat=True))
    if deepest - len(old) + len(new) > LONGEST:
        raise ValidationError(_("Cây tổ chức sẽ quá nhiều cấp."))
    replace_prefix(old, new)
    unit.parent, unit.path = parent, new
    unit.save()


def replace_prefix(old: str, new: str) -> None:
    """Replace a path as the prefix of the paths of a union and of all below it."""
    rest = Concat(Value(new), Substr("path", len(old) + 1))
    Unit.objects.filter(within("path", [old])).update(path=rest)
