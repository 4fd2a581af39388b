"""What the rows of a table of people would do: make accounts, change them, give posts and end them, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.tables.declaration import FileRow, RowPlan, RowStatus
from units.acting import Acting
from units.models import Post, Role, Unit, User
from units.people_table.columns import PERSONAL
from units.people_table.recognising import Recogniser, digits
from units.people_table.stored_people import StoredPeople, name_key, personal_values, post_values

OF_POST = ("unit", "role", "since", "until")


def find(rows: Sequence[FileRow], by: Acting) -> list[RowPlan]:
    """Return what each row of a table of people would do."""
    comparison = PeopleComparison(by)
    return [comparison.plan(row) for row in rows]


class PeopleComparison:
    """Compares the rows of a table with the people there are, one after the other."""

    def __init__(self, by: Acting):
        self.by, self.stored = by, StoredPeople(by)
        self.recogniser = Recogniser(self.stored)
        self.new: dict[tuple[str, ...], RowPlan] = {}  # rows that make a person, by what tells who it is
        self.changed: dict[tuple[int, str], tuple[Any, int]] = {}  # (person, column) → new value, row that says so
        self.rows_about: dict[tuple[Any, ...], int] = {}  # (person, union, role) → first row

    def plan(self, row: FileRow) -> RowPlan:
        name = vietnamese.name_as_written(str(row.values.get("full_name") or ""))
        plan = RowPlan(row, RowStatus.REFUSED, name=name)
        unit = self.recogniser.unit(row)
        if row.problems:
            return plan
        person, question = self.recogniser.person(row, unit)
        if person:
            self._compare(plan, person, unit)
        elif question:
            plan.status, plan.links = RowStatus.DOUBTFUL, {"like": question}
        elif not row.problems:
            self._add(plan, unit)
        if row.problems:
            plan.status = RowStatus.REFUSED
        elif person:
            self.changed |= {
                (person.pk, key): (value, row.number) for key, value in plan.after.items() if key in PERSONAL
            }
        return plan

    def _compare(self, plan: RowPlan, person: User, unit: Unit | None) -> None:
        plan.target, row = person.pk, plan.row
        stored = personal_values(person)
        plan.before, plan.after = {}, {}
        for key in PERSONAL:
            value = row.values.get(key)
            if value is None or value == stored[key] or (key == "full_name" and _written_alike(value, stored[key])):
                continue
            first_value, first_row = self.changed.get((person.pk, key), (value, 0))
            if first_value != value:
                row.refuse(_("khác với dòng {n} về cùng một người").format(n=first_row), key)
            elif not first_row:
                plan.before[key], plan.after[key] = stored[key], value
        if plan.after.get("active") is False and person.pk == self.by.user.pk:
            row.refuse(_("không tự thôi dùng tài khoản của chính mình"), "active")
        self._compare_post(plan, person, unit)
        plan.status = RowStatus.CHANGED if plan.after else RowStatus.SAME

    def _compare_post(self, plan: RowPlan, person: User, unit: Unit | None) -> None:
        row = plan.row
        if unit is None:
            self._refuse_without_unit(row)
            return
        held = [post for post in self.stored.posts[person.pk] if post.unit_id == unit.pk]
        role = row.values.get("role") or (held[0].role if len(held) == 1 else "")
        if not role and held:
            row.refuse(_("người này giữ {n} vai trò ở đơn vị; xin ghi vai trò").format(n=len(held)), "unit")
            return
        role = str(role or self._usual_role(row, unit))
        if not role or self._is_twice(row, (person.pk, unit.pk, role)):
            return
        if post := next((post for post in held if post.role == role), None):
            self._compare_held(plan, post)
        else:
            if not plan.after.get("active", person.is_active):
                row.refuse(_("tài khoản này đã thôi dùng nên không phân công được"), "unit")
            values = self._new_post(plan, unit, role)
            plan.before |= dict.fromkeys(values)
            plan.after |= values

    def _compare_held(self, plan: RowPlan, post: Post) -> None:
        row, stored = plan.row, post_values(post)
        plan.links["post"] = post.pk
        since, until = row.values.get("since"), row.values.get("until")
        if since and since != stored["since"]:
            sentence = _("phân công này bắt đầu từ {day}; ngày bắt đầu không sửa được")
            row.refuse(sentence.format(day=vietnamese.format_date(post.since)), "since")
        if "until" in row.values and until != stored["until"]:
            if until and date.fromisoformat(str(until)) <= post.since:
                row.refuse(_("ngày kết thúc phải sau ngày bắt đầu"), "until")
            plan.before["until"], plan.after["until"] = stored["until"], until

    def _new_post(self, plan: RowPlan, unit: Unit, role: str) -> dict[str, Any]:
        """Return the values of a post that is to be given; refuse the row if it may not be."""
        row = plan.row
        since = str(row.values.get("since") or clock.today().isoformat())
        until = row.values.get("until")
        if role == Role.ADMINISTRATOR:
            row.refuse(_("Quản trị hệ thống được phân công ở trang Điều hành, không bằng tệp"), "role")
        if until and str(until) <= since:
            row.refuse(_("ngày kết thúc phải sau ngày bắt đầu"), "until")
        plan.links["unit"] = unit.pk
        values = {"unit": self.stored.unit_name(unit.pk), "role": role, "since": since}
        return values | ({"until": until} if until else {})

    def _add(self, plan: RowPlan, unit: Unit | None) -> None:
        """Plan a new person with a post; or a further post of one whom an earlier row of the file makes."""
        row = plan.row
        if unit is None:
            row.refuse(_("thiếu đơn vị của người chưa có tài khoản"), "unit")
            return
        if row.values.get("active") is False:
            row.refuse(_("chưa có tài khoản mà đã thôi dùng"), "active")
        keys = self._keys(row, unit)
        first = next((self.new[key] for key in keys if key in self.new), None)
        role = str(row.values.get("role") or self._usual_role(row, unit))
        who = (first or plan).row.number
        if not role or self._is_twice(row, (f"row {who}", unit.pk, role)):
            return
        plan.after, plan.status = self._new_post(plan, unit, role), RowStatus.NEW
        if first:
            plan.links["person"], plan.turn = {"sheet": first.row.sheet, "row": first.row.number}, 1
            return
        personal = {key: row.values[key] for key in PERSONAL if row.values.get(key) is not None}
        personal["full_name"] = plan.name
        plan.after = personal | plan.after
        if not row.problems:
            self.new |= dict.fromkeys(keys, plan)

    def _keys(self, row: FileRow, unit: Unit) -> list[tuple[str, ...]]:
        """Return what tells that two rows are about the same new person."""
        if username := row.values.get("username"):
            return [("username", vietnamese.appearance_key(str(username)))]
        name, phone = name_key(str(row.values["full_name"])), digits(row.values.get("phone"))
        return [("phone", name, phone)] if phone else [("unit", name, str(unit.pk))]

    def _usual_role(self, row: FileRow, unit: Unit) -> str:
        """Return the role of most people in a grassroots union; refuse a row that needs to say it."""
        if unit.is_grassroots:
            return Role.OFFICER
        row.refuse(_("thiếu vai trò ở {unit}").format(unit=unit.name), "role" if "role" in row.cells else "unit")
        return ""

    def _is_twice(self, row: FileRow, about: tuple[Any, ...]) -> bool:
        first = self.rows_about.setdefault(about, row.number)
        if first != row.number:
            row.refuse(_("trùng với dòng {n}").format(n=first), "full_name")
        return first != row.number

    def _refuse_without_unit(self, row: FileRow) -> None:
        for key in OF_POST[1:]:
            if row.values.get(key):
                row.refuse(_("có vai trò hoặc ngày mà thiếu đơn vị"), key)
                return


def _written_alike(name: Any, stored: str) -> bool:
    """Return whether names are the same but for capitals, of a list that has all names in capitals."""
    return vietnamese.name_as_written(str(name)) == vietnamese.name_as_written(stored)
