"""Tests that the access table leaves nothing out.

It has every status at every address of a row with a life cycle, every file, list and bulk act, for people within reach
and people out of it. All of these are read from the models, the URLconf and the admin.
"""

import re
from collections import defaultdict

import pytest

from tests.support import tally
from tests.support.access_lifecycles import CALLED, life_cycles, met, statuses, unit_of
from tests.support.access_table import ANYBODY, NOT_ASKED, PEOPLE, routes, table
from tests.support.access_walk import Things, as_typed
from tests.support.address_kinds import bulk_acts, files, lists

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
VERSION_PAPER = "campaigns/<slug:slug>/versions/<int:number>/launch.pdf"
OF_ADMINISTRATORS = {
    f"imports/{page}/" for page in ("<int:pk>/refused", "export/<slug:table>", "template/<slug:table>")
}
"""Files that everybody else is refused before it is asked whose they are."""


def people_asked(row):
    return {person for person in PEOPLE if row.to(person) != NOT_ASKED} - {ANYBODY}


def test_every_life_cycle_has_a_word_in_the_table():
    assert set(CALLED.values()) == life_cycles()


def test_every_status_is_met_at_every_address_of_the_thing_from_near_and_from_afar(province):
    things, asking, places = Things(province), defaultdict(set), set()
    reach = {person: province.user(person).reach_paths() for person in PEOPLE if person != ANYBODY}
    for row, target in met(province, things, table()):
        places.add((row.route, type(target)))
        near = {any(unit_of(target).path.startswith(path) for path in reach[person]) for person in people_asked(row)}
        asking[row.route, type(target), target.status] |= near
    wanted = {(route, model, status) for route, model in places for status in statuses(model)}
    tally.count("access table", "statuses at addresses", len(wanted))
    missing = [f"{r} {m.__name__} {s}: {asking[r, m, s]}" for r, m, s in wanted if asking[r, m, s] != {True, False}]

    assert sorted(missing) == []


def rows_at(route, method):
    return [row for row in table() if row.method == method and row.route == route]


def lets_in_only_some(row):
    answers = {row.to(person) for person in people_asked(row)}
    return bool(answers & {"200", "202"}) and "404" in answers and row.to("far_board") != NOT_ASKED


def test_every_file_is_fetched_from_near_and_from_afar():
    assert {route for route in routes() if re.search(r"\.\w+$", route)} <= files()
    tally.count("access table", "addresses of files", len(files()))
    kept = files() - {
        "healthz",
        "livez",
        "readyz",
        VERSION_PAPER,
        "personal-data/me/download/",
    }  # only what is published has versions, and everybody may read it; everybody has a file of their own data
    kept -= OF_ADMINISTRATORS
    asked = {route: rows_at(route, "GET") + rows_at(route, "POST") for route in kept}
    assert {route for route in kept if not any(map(lets_in_only_some, asked[route]))} == set()


def test_every_list_is_searched_from_near_and_from_afar():
    tally.count("access table", "lists searched", len(lists()))
    searched = {
        row.route for row in table() if "?q=" in row.path and {"owner", "board", "far_board"} <= people_asked(row)
    }
    assert lists() - searched == set()


def test_every_bulk_act_is_posted_for_what_is_near_and_for_what_is_afar():
    tally.count("access table", "bulk acts", len(bulk_acts()))
    tried = {(row.route, typed.get("action", ""), "{far}" in chosen(typed)) for row, typed in posts() if chosen(typed)}
    wanted = {(*act, afar) for act in bulk_acts() for afar in (True, False)}
    assert wanted - tried == set() and len(wanted) > 15


def posts():
    return [(row, as_typed(row)) for row in table() if row.method == "POST"]


def chosen(typed):
    return typed.get("_selected_action", "") or typed.get("nominations", "") or typed.get("sheet", "")
