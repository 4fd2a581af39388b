"""The people as stored, with their posts, read in five statements, for the comparison of a table with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from foundation import clock, vietnamese
from units.acting import Acting
from units.models import Post, Unit, User
from units.people import people_within
from units.people_table.columns import NOT_HERE
from units.union_table.columns import code_of
from units.union_table.stored_tree import StoredTree


class StoredPeople:
    """The people in reach of who acts, and the posts that they hold or will hold in unions at work."""

    def __init__(self, by: Acting):
        self.tree = StoredTree(by)
        self.people: dict[int, User] = {person.pk: person for person in people_within(by.user)}
        self.posts: dict[int, list[Post]] = defaultdict(list)
        self._by_username = {vietnamese.appearance_key(person.username): person for person in self.people.values()}
        self._by_name: dict[str, list[User]] = defaultdict(list)
        self._by_unit: dict[int, list[User]] = defaultdict(list)
        for person in self.people.values():
            self._by_name[name_key(person.full_name)].append(person)
        for post in Post.objects.exclude(until__lte=clock.today()).exclude(role__in=NOT_HERE).order_by("pk"):
            if post.user_id in self.people and post.unit_id in self.tree.units:
                self.posts[post.user_id].append(post)
                self._by_unit[post.unit_id].append(self.people[post.user_id])

    def with_username(self, username: str) -> User | None:
        return self._by_username.get(vietnamese.appearance_key(username))

    def named(self, full_name: str) -> list[User]:
        return self._by_name.get(name_key(full_name), [])

    def in_unit(self, unit: Unit) -> list[User]:
        return list(dict.fromkeys(self._by_unit.get(unit.pk, [])))

    def unit_name(self, pk: int) -> str:
        """Return what stands in the column of the unit: its name, with its code where others have that name."""
        unit = self.tree.units[pk]
        return unit.name if len(self.tree.named(unit.name)) == 1 else f"{unit.name} ({code_of(pk)})"

    def offices(self, person: User) -> str:
        """Return the names of the unions in which a person has posts."""
        return ", ".join(dict.fromkeys(self.tree.units[post.unit_id].name for post in self.posts[person.pk]))


def personal_values(person: User) -> dict[str, Any]:
    """Return what the columns about a person hold, as the cells of a file are read."""
    return {
        "username": person.username,
        "full_name": person.full_name,
        "phone": " ".join(person.phone.split()),
        "email": person.email,
        "active": person.is_active,
    }


def post_values(post: Post) -> dict[str, Any]:
    until = post.until.isoformat() if post.until else None
    return {"role": post.role, "since": post.since.isoformat(), "until": until}


def name_key(full_name: str) -> str:
    """Return a key that is equal for names that are written alike, also one in capitals."""
    return vietnamese.appearance_key(full_name)


def exported(by: Acting) -> Iterator[dict[str, Any]]:
    """Yield a row for each post that people hold, and one for each person who has none, by column key."""
    stored = StoredPeople(by)
    nowhere: dict[str, Any] = {"unit": None, "role": None, "since": None, "until": None}
    for person in stored.people.values():
        personal = personal_values(person)
        for post in stored.posts[person.pk]:
            yield personal | {"unit": stored.unit_name(post.unit_id)} | post_values(post)
        if not stored.posts[person.pk]:
            yield personal | nowhere
