"""The tree of unions as a plan would make it: where each union will be, and what is wrong with that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from foundation import vietnamese
from units.models import PlannedAct, Reorganisation, ReorganisationAct, ReorganisationRow, Unit
from units.models.kinds import may_become
from units.models.reorganisation import ENDING
from units.models.vocabulary import unit_types, words_of
from units.reorganising.journal import PlanProblem
from units.tree import LONGEST, SEGMENT, ancestor_paths, within

PLACING = (ReorganisationAct.MOVE, *ENDING)
"""Acts of which a union can have one."""


class NewTree:
    """The unions that a plan touches, as stored, and the union above each after the act.

    A key is the id of a stored union, or minus the id of the row that founds one. `above`: key → key of the union
    above, of all that are founded or change their place; `rows_of`: key → the row because of which.
    """

    def __init__(self, plan: Reorganisation, rows: Sequence[ReorganisationRow]):
        self.plan, self.rows, self.on = plan, rows, plan.on
        self.problems: list[PlanProblem] = []
        self.founded: dict[int, Unit] = {}
        self.ended: dict[int, ReorganisationRow] = {}
        self.above: dict[int, int] = {}
        self.rows_of: dict[int, ReorganisationRow] = {}
        self.units = self._read()
        self._place()
        self.followers = self._follow()

    def _read(self) -> dict[int, Unit]:
        """Read the unions of the rows, those above them, and those at work below unions that end."""
        stored = Unit.objects.select_related("parent")
        named = {pk for row in self.rows for pk in (row.unit_id, row.target_id) if pk and not self._founds(row, pk)}
        units = {unit.pk: unit for unit in stored.filter(pk__in=named | {self.plan.unit_id})}
        above = {path for unit in units.values() for path in ancestor_paths(unit.path)}
        ending = [units[row.unit_id].path for row in self.rows if row.act in ENDING and row.unit_id in units]
        more = stored.filter(path__in=above) | stored.filter(within("path", ending)).not_ended(self.on)
        return units | {unit.pk: unit for unit in more if unit.pk not in units}

    @staticmethod
    def _founds(row: ReorganisationRow, pk: int) -> bool:
        return row.act == ReorganisationAct.FOUND and pk == row.unit_id

    def unit(self, key: int) -> Unit:
        return self.units[key] if key > 0 else self.founded[-key]

    def target_key(self, row: ReorganisationRow) -> int | None:
        """Return the key of the union above, or of the successor, that a row names."""
        return -row.target_row_id if row.target_row_id else row.target_id

    def parent_key(self, key: int) -> int | None:
        """Return the key of the union above after the act."""
        return self.above.get(key) or (self.units[key].parent_id if key > 0 else None)

    def chain(self, key: int) -> Iterator[int]:
        """Yield the keys of the unions above one after the act, the nearest first; a circle is passed once."""
        passed: set[int] = set()
        current = self.parent_key(key)
        while current is not None and current not in passed:
            passed.add(current)
            yield current
            current = self.parent_key(current) if current < 0 or current in self.units else None

    def depth(self, key: int) -> int:
        return sum(1 for _above in self.chain(key))

    def _place(self) -> None:
        for row in self.rows:
            if row.act == ReorganisationAct.FOUND:
                self.founded[row.pk] = self._new_unit(row)
                self.rows_of[-row.pk] = row
                self.above[-row.pk] = self.target_key(row) or self.plan.unit_id
                continue
            assert row.unit_id is not None, "row_says_which_union"
            if row.act in PLACING:
                if row.unit_id in self.rows_of:
                    self.hinder(row, _("đã có ở dòng {n}, với việc khác hoặc nơi đến khác"), self.rows_of[row.unit_id])
                    continue
                self.rows_of[row.unit_id] = row
                if target := self.target_key(row):
                    self.above[row.unit_id] = target
            if row.act in ENDING:
                self.ended[row.unit_id] = row

    def _new_unit(self, row: ReorganisationRow) -> Unit:
        assert row.type is not None, "row_says_which_union"
        values = {"full_name": row.name, **row.values, "valid_from": self.on}
        return Unit(name=row.name, kind=row.type.role, type=row.type, **values)

    def _follow(self) -> dict[int, list[int]]:
        """Return the ids of the unions at work directly below each merged one, which the plan leaves there.

        They follow to its successor.
        """
        followers: dict[int, list[int]] = defaultdict(list)
        for unit in self.units.values():
            row = self.ended.get(unit.parent_id or 0)
            if row is None or row.act != ReorganisationAct.MERGE or unit.pk in self.rows_of or unit.valid_to:
                continue
            self.rows_of[unit.pk] = row
            self.above[unit.pk] = self.target_key(row) or 0
            followers[unit.parent_id or 0].append(unit.pk)
        return followers

    def hinder(self, row: ReorganisationRow | None, sentence: str, other: ReorganisationRow | None = None) -> None:
        """Add a problem at a row; the number of the `other` row takes the place of {n}. Names may have braces too."""
        words = sentence.replace("{n}", str(other.number)) if other else sentence
        self.problems.append(PlanProblem(row.number if row else None, f"{row.subject}: {words}." if row else words))


def check(tree: NewTree) -> None:
    """Add to the problems of a tree what hinders its plan."""
    if not tree.rows:
        tree.problems.append(PlanProblem(None, _("Phương án chưa có dòng nào.")))
    _check_rows(tree)
    if tree.problems:
        return
    _check_circles(tree)
    if tree.problems:
        return
    _check_kinds(tree)
    _check_children(tree)
    _check_depth(tree)


def _check_rows(tree: NewTree) -> None:
    """Check each union that a row names by itself: in reach, at work, with no other plan."""
    pending = PlannedAct.objects.pending().filter(unit__in=[row.unit_id for row in tree.rows if row.unit_id])
    planned = {act.unit_id: act for act in pending.select_related("target", "new_type")}
    acted: set[tuple[str, int]] = set()
    for row in tree.rows:
        if row.act != ReorganisationAct.FOUND and row.unit_id:
            _check_unit(tree, row, tree.units[row.unit_id])
            if (row.act, row.unit_id) in acted and row.act not in PLACING:
                tree.hinder(row, _("phương án đã có việc này ở dòng khác"))
            acted.add((row.act, row.unit_id))
            if row.unit_id in tree.ended and row.act not in ENDING and row.act != ReorganisationAct.MOVE:
                tree.hinder(row, _("đơn vị kết thúc trong chính phương án này (dòng {n})"), tree.ended[row.unit_id])
            if act := planned.get(row.unit_id):
                sentence = _("đã có dự kiến từ {day}: {words}; xin hủy dự kiến đó trước")
                tree.hinder(row, sentence.format(day=vietnamese.format_date(act.on), words=act.words))
        if row.target_id:
            _check_target(tree, row, tree.units[row.target_id])


def _check_unit(tree: NewTree, row: ReorganisationRow, unit: Unit) -> None:
    if unit.pk == tree.plan.unit_id or not tree.plan.unit.contains(unit.path):
        tree.hinder(row, _("không thuộc phạm vi của phương án"))
    if unit.valid_to:
        sentence = _("đã kết thúc hoạt động từ ngày {day}")
        tree.hinder(row, sentence.format(day=vietnamese.format_date(unit.valid_to)))
    if unit.valid_from >= tree.on:
        tree.hinder(row, _("chỉ bắt đầu hoạt động từ {day}").format(day=vietnamese.format_date(unit.valid_from)))


def _check_target(tree: NewTree, row: ReorganisationRow, target: Unit) -> None:
    if not tree.plan.unit.contains(target.path):
        tree.hinder(row, _("nơi đến {unit} không thuộc phạm vi của phương án").format(unit=target.name))
    if target.pk == row.unit_id:
        tree.hinder(row, _("nơi đến là chính đơn vị này"))
    if row.act == ReorganisationAct.MOVE and row.unit and row.unit.parent_id == target.pk:
        tree.hinder(row, _("đang trực thuộc {unit}").format(unit=target.name))
    if target.valid_to or target.valid_from > tree.on:
        tree.hinder(row, _("nơi đến {unit} không hoạt động vào ngày đó").format(unit=target.name))
    elif target.pk in tree.ended:
        sentence = _("nơi đến {unit} kết thúc trong chính phương án này (dòng {n})")
        tree.hinder(row, sentence.replace("{unit}", target.name), tree.ended[target.pk])


def _check_circles(tree: NewTree) -> None:
    for key in tree.above:
        if key in tree.chain(key):
            tree.hinder(tree.rows_of[key], _("nơi đến lại thuộc chính đơn vị này (vòng tròn)"))


def _check_kinds(tree: NewTree) -> None:
    """Check that types are in use on the day, and may be below those above them, in the words of the day."""
    in_use = {words.code for words in unit_types(tree.plan.unit.path, tree.on)}
    for row in tree.rows:
        if row.type and row.type.code not in in_use:
            sentence = _("ngày {day} không dùng loại đơn vị “{type}”")
            tree.hinder(row, sentence.format(day=vietnamese.format_date(tree.on), type=row.type.short))
    changed = {row.unit_id: row for row in tree.rows if row.act == ReorganisationAct.CHANGE_TYPE}
    types = {pk: row.type for pk, row in changed.items() if row.type}
    for pk, row in changed.items():
        if pk and row.type and not may_become(tree.units[pk].kind, row.type.role):
            sentence = _("không đổi thành {type} được; xin lập đơn vị mới")
            tree.hinder(row, sentence.format(type=row.type.short))
    placed = {key for key in tree.above if key not in tree.ended} | {pk for pk in types if pk}
    children = Unit.objects.filter(parent__in=types).not_ended(tree.on).select_related("parent")
    tree.units |= {unit.pk: unit for unit in children if unit.pk not in tree.units}
    staying = {unit.pk for unit in children if unit.pk not in tree.ended}
    for key in sorted(placed | staying, key=lambda key: (key > 0, abs(key))):
        parent_key = tree.parent_key(key)
        if parent_key is None:
            continue
        unit, parent = tree.unit(key), tree.unit(parent_key)
        because = tree.rows_of.get(key) or changed.get(key) or changed.get(parent_key)
        words, above = (
            types.get(of_key) or words_of(of_unit.type_id, tree.plan.unit.path, tree.on)
            for of_key, of_unit in ((key, unit), (parent_key, parent))
        )
        if not words.may_be_below(above):
            sentence = _("{unit} là {type}, không trực thuộc {parent} ({above}) được")
            if because and because.subject == unit.name:
                sentence = _("là {type}, không trực thuộc {parent} ({above}) được")
            names = {"unit": unit.name, "type": words.short, "parent": parent.name, "above": above.short}
            tree.hinder(because, sentence.format(**names))


def _check_children(tree: NewTree) -> None:
    """Check that nothing at work is left below a union that ends, and that no two of one name are below another."""
    touched = set(tree.above.values()) | set(tree.ended)
    touched |= {pk for row in tree.rows if row.unit_id and (pk := tree.parent_key(row.unit_id))}
    stored = Unit.objects.filter(parent__in=[key for key in touched if key > 0]).not_ended(tree.on)
    names = {row.unit_id: row.name for row in tree.rows if row.act == ReorganisationAct.RENAME}
    below: dict[int, dict[int, str]] = defaultdict(dict)
    for pk, parent_id, name in stored.values_list("pk", "parent_id", "name"):
        if pk not in tree.ended and pk not in tree.above:
            below[parent_id or 0][pk] = names.get(pk, name)
    for key, above in tree.above.items():
        if key not in tree.ended:
            below[above][key] = names.get(key) or tree.unit(key).name
    for pk, row in tree.ended.items():
        if left := below.get(pk):
            sentence = _("còn {n} đơn vị đang hoạt động bên dưới chưa có nơi chuyển đến: {names}")
            first = ", ".join(list(left.values())[:5])
            tree.hinder(row, sentence.format(n=vietnamese.format_number(len(left)), names=first))
    for above, children in below.items():
        _check_names(tree, above, children)


def _check_names(tree: NewTree, above: int, children: dict[int, str]) -> None:
    bearers: dict[str, int] = {}
    for key, name in children.items():
        other = bearers.setdefault(vietnamese.appearance_key(name), key)
        if other == key:
            continue
        renamed = {row.unit_id: row for row in tree.rows if row.act == ReorganisationAct.RENAME}
        row = next((of[at] for at in (key, other) for of in (tree.rows_of, renamed) if at in of), None)
        if row:
            sentence = _("dưới {parent} sẽ có hai đơn vị tên “{name}”; xin thêm dòng đổi tên")
            tree.hinder(row, sentence.format(parent=tree.unit(above).name, name=name))


def _check_depth(tree: NewTree) -> None:
    uppers = [tree.units[key] for key in tree.above if key > 0 and not tree.units[key].is_grassroots]
    paths = Unit.objects.filter(within("path", [unit.path for unit in uppers])).values_list("path", flat=True)
    deepest: dict[str, int] = defaultdict(int)
    moved = {unit.path for unit in uppers}
    for path in paths:
        for above in (*ancestor_paths(path), path):
            if above in moved:
                deepest[above] = max(deepest[above], len(path) - len(above))
    for key in tree.above:
        own = deepest[tree.units[key].path] if key > 0 else 0
        if (tree.depth(key) + 1) * SEGMENT + own > LONGEST:
            tree.hinder(tree.rows_of[key], _("cây tổ chức sẽ quá nhiều cấp"))
