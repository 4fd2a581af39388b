"""The demo's people: nine who can sign in, those who filed and decided, people of the office, and who signs."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from emulation.fictional.demo.files import OF_2015, DemoFiles
from foundation import clock
from units.acting import Acting, acting_as
from units.demo_accounts import PASSWORD
from units.models import Area, AreaUnit, Post, Role, Signer, Unit, User


def build_people(units: dict[str, Unit], files: DemoFiles = OF_2015) -> None:
    """Create the areas, the users with their posts, and who signs. Those who sign in share one hash of the password."""
    people_data = files.read("people.toml")
    areas = build_areas(people_data["areas"], units, people_data["since"])
    password = make_password(PASSWORD)
    named = {person["name"] for person in people_data["people"]}
    for person in [*named_with_units(named, files), *people_data["people"]]:
        user = User.objects.create(
            username=person["username"],
            full_name=person["name"],
            password=password if person.get("signs_in") else make_password(None),
        )
        for post in person["posts"]:
            own = {"since": people_data["since"], **post, "unit": units[post["unit"]]}
            Post.objects.create(user=user, **own | {"area": areas[post["area"]] if "area" in post else None})
    chairs = [
        {"unit": row["key"], "name": row["chair"], "position": "chair", "username": username_of(row["chair"])}
        for row in files.read("units.toml")["upper"]
        if "ended" not in row
    ]
    for row in [*people_data["signers"], *chairs]:
        add_signer(units[row["unit"]], {"since": people_data["since"]} | row)


def username_of(name: str) -> str:
    return User.objects.get(full_name=name).username


def add_signer(unit: Unit, row: dict[str, Any]) -> None:
    """Create a row of who signs for a unit, as the table of `people.toml` has it."""
    user = User.objects.get(username=row["username"]) if "username" in row else None
    dates = {"since": row["since"], "until": row.get("until")}
    block = f"TM. {unit.words.organ}".upper()
    Signer.objects.create(unit=unit, user=user, name=row["name"], position=row["position"], block=block, **dates)


def build_areas(rows: list[dict[str, Any]], units: dict[str, Unit], since: date) -> dict[str, Area]:
    """Create the areas with their unions; return them by name."""
    areas = {}
    for row in rows:
        area = Area.objects.create(name=row["name"], unit=units[row["unit"]], valid_from=since)
        AreaUnit.objects.bulk_create(AreaUnit(area=area, unit=units[key]) for key in row["members"])
        areas[area.name] = area
    return areas


def named_with_units(named: set[str], files: DemoFiles) -> list[dict[str, Any]]:
    """Return rows for each upper union's reviewer, also its officer, and each chair not in `named`.

    A grassroots chair is the officer of the union, unless it is founded later.
    """
    people_data = files.read("units.toml")
    people = []
    for row in [row for row in people_data["upper"] if "ended" not in row]:
        if "reviewer" in row:
            posts = [{"unit": row["key"], "role": role} for role in (Role.OFFICER, Role.REVIEWER)]
            people.append({"username": row["key"], "name": row["reviewer"], "posts": posts})
        if row["chair"] not in named:
            posts = [{"unit": row["key"], "role": Role.LEADER}]
            people.append({"username": f"{row['key']}-lanh-dao", "name": row["chair"], "posts": posts})
    for row in people_data["grassroots"]:
        if row["chair"] not in named:
            files_now = "valid_from" not in row and "ended" not in row
            posts = [{"unit": str(row["number"]), "role": Role.OFFICER}] if files_now else []
            people.append({"username": f"don-vi-{row['number']}", "name": row["chair"], "posts": posts})
    return people


def names_at_the_telephone(files: DemoFiles) -> dict[str, str]:
    """Return who answers the telephone, by the name of the union: its reviewer, of a grassroots union its chair."""
    units_data = files.read("units.toml")
    uppers = {row["name"]: row["reviewer"] for row in units_data["upper"] if "reviewer" in row}
    return uppers | {row["name"]: row["chair"] for row in units_data["grassroots"]}


def reviewer_above(unit: Unit) -> Acting:
    """Return the reviewer of the unit directly above; `unit` is not the root."""
    assert unit.parent is not None, f"{unit} is the root"
    return holder(unit.parent, Role.REVIEWER)


def holder(unit: Unit, role: str) -> Acting:
    """Return who holds a role in a unit today; the first entered if several do."""
    return present_holder(unit.pk, role)


@cache
def present_holder(unit: int, role: str) -> Acting:
    """Return who holds a role now, read once: whoever changes posts, and begins to build, clears the cache."""
    held = Post.objects.current(clock.today()).filter(unit=unit, role=role).select_related("user", "unit")
    post = held.order_by("pk")[0]
    return acting_as(post.user, role, post.unit)
