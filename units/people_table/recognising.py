"""Which stored person a row of a table is about, and which union it names: by username, name, telephone, union."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.tables.declaration import FileRow, RowAnswer
from units.models import Unit, User
from units.people_table.stored_people import StoredPeople
from units.union_table.columns import code_of
from units.union_table.likeness import Names, same_key
from units.union_table.stored_tree import split_reference

Question = dict[str, Any]
"""Whom a doubtful row looks like, as `RowPlan.links["like"]` has it; {} for no doubt."""


class Recogniser:
    """Finds people and unions for the rows of one table."""

    def __init__(self, stored: StoredPeople):
        self.stored, self.tree = stored, stored.tree
        self._all_names: Names[Unit] | None = None

    def unit(self, row: FileRow) -> Unit | None:
        """Return the union that a row names, None if its cell is blank; refuse the row if it is none or several."""
        text = str(row.values.get("unit") or "")
        if not text:
            return None
        name, pk = split_reference(text)
        units = [self.tree.units[pk]] if pk in self.tree.units else [] if pk else self._named(name, row)
        if len(units) == 1:
            return units[0]
        if units:
            sentence = _("có {n} đơn vị tên “{name}”; xin ghi mã đơn vị hoặc công đoàn cấp trên")
            row.refuse(sentence.format(n=len(units), name=name), "unit")
        elif near := None if pk else self._near(name):
            row.refuse(_("không có đơn vị “{name}”; có phải “{near}”?").format(name=name, near=near.name), "unit")
        else:
            row.refuse(_("không có đơn vị “{name}”").format(name=code_of(pk) if pk else name), "unit")
        return None

    def _named(self, name: str, row: FileRow) -> list[Unit]:
        units, above = self.tree.named(name), str(row.values.get("parent") or "")
        if len(units) < 2 or not above:
            return units
        above_name, above_pk = split_reference(above)
        uppers = {above_pk} if above_pk else {unit.pk for unit in self.tree.named(above_name)}
        return [unit for unit in units if unit.parent_id in uppers]

    def _near(self, name: str) -> Unit | None:
        if self._all_names is None:
            self._all_names = Names()
            for unit in self.tree.units.values():
                self._all_names.add(unit.name, unit)
        return self._all_names.near(name)

    def person(self, row: FileRow, unit: Unit | None) -> tuple[User | None, Question]:
        """Return whom a row is about, None for a new person; and what is to be asked about it, if anything."""
        username = str(row.values.get("username") or "")
        name = str(row.values.get("full_name") or "")
        if username and (person := self.stored.with_username(username)):
            self._refuse_mixed_up(row, person, name, unit)
            return person, {}
        same = [] if username else self._surely(row, self.stored.named(name), unit)
        if len(same) > 1:
            sentence = _("có {n} người tên “{name}”; xin ghi tên đăng nhập")
            row.refuse(sentence.format(n=len(same), name=name), "full_name")
            return None, {}
        if same:
            return same[0], {}
        candidate = self._perhaps(row, name, unit, username)
        if candidate is None or row.answer is RowAnswer.IS_ANOTHER:
            return None, {}
        if row.answer is RowAnswer.IS_IT:
            return candidate, {}
        offices = self.stored.offices(candidate) or candidate.username
        return None, {"unit": candidate.pk, "name": candidate.full_name, "above": offices}

    def _refuse_mixed_up(self, row: FileRow, person: User, name: str, unit: Unit | None) -> None:
        """Refuse a row that has the username of one person and the name of another in the same union."""
        if unit is None or _same(person, name):
            return
        if other := next(
            (other for other in self.stored.in_unit(unit) if other != person and _same(other, name)), None
        ):
            sentence = _("tên đăng nhập này là của {person}; {other} là {username}")
            words = {"person": person.full_name, "other": other.full_name, "username": other.username}
            row.refuse(sentence.format(**words), "username")

    def _surely(self, row: FileRow, people: list[User], unit: Unit | None) -> list[User]:
        """Return those of a name who have the row's telephone, else its mail address, else a post in its union."""
        phone, email = digits(row.values.get("phone")), str(row.values.get("email") or "").casefold()
        in_unit = self.stored.in_unit(unit) if unit else []
        for matches in (
            [person for person in people if phone and digits(person.phone) == phone],
            [person for person in people if email and person.email.casefold() == email],
            [person for person in people if person in in_unit],
        ):
            if matches:
                return matches
        return []

    def _perhaps(self, row: FileRow, name: str, unit: Unit | None, username: str) -> User | None:
        """Return who may be meant: of this name but without what tells people apart, or nearly so in the union."""
        phone = digits(row.values.get("phone"))
        for person in self.stored.named(name):
            if username and unit and person not in self.stored.in_unit(unit):
                continue  # a name to sign in by that nobody has is of somebody new, unless it is a slip
            if not (phone and digits(person.phone)):
                return person
        for person in self.stored.in_unit(unit) if unit else ():
            is_near = vietnamese.fold(person.full_name) == vietnamese.fold(name) or (username and _same(person, name))
            if is_near or (phone and digits(person.phone) == phone):
                return person
        return None


def _same(person: User, name: str) -> bool:
    return same_key(person.full_name) == same_key(name)


def digits(phone: Any) -> str:
    """Return the digits of a telephone number, by which numbers are compared."""
    return "".join(filter(str.isdigit, str(phone or "")))
