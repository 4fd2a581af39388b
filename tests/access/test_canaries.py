"""Tests that nobody reads a text of a union out of reach: every union has a word of its own in all its texts."""

import re

import pytest
from django.core import mail

from campaigns.models.filing import FilingQuerySet
from tests.support import tally
from tests.support.access_table import ANYBODY, PEOPLE, table
from tests.support.access_walk import Drawing, Walk
from tests.support.address_kinds import lists
from tests.support.canaries import heard, in_reach, search, written
from tests.support.json_log import json_log
from tests.support.planted_texts import plant

pytestmark = [pytest.mark.deep, pytest.mark.django_db]

# What is everybody's: where, whose words, and why.
PUBLIC = (
    (r"", {"province", "elsewhere"}, "who launches a published campaign is named on its pages"),
    (r"^/(decisions|honours|search|verify|$)", {"school"}, "an issued decision and its awards are everybody's"),
    (r"^/campaigns/2015/activities/$", {"bank"}, "activity notes that the Board published are everybody's"),
    (r"^/honours/", {"city", "district"}, "the honour roll can be narrowed to an upper union, and names them"),
)


@pytest.fixture
def walk(province, monkeypatch, settings):
    walk = Walk(province, Drawing(monkeypatch, settings))
    monkeypatch.setattr("foundation.documents.pdf.render_parts", written)
    names = walk.things.units
    count = plant(lambda unit: f"canary{names[unit]}")
    tally.count("canaries", "texts planted", count)
    assert count > 300
    return walk


def mine(walk, person):
    return set() if person == ANYBODY else {walk.things.units[pk] for pk in in_reach(walk.world.user(person))}


def leaks(walk, people):
    """Return (person, address) → the foreign words read there."""
    leaked, count = {}, 0
    for person in people:
        own_words, visitor = mine(walk, person), walk.visitors[person]
        others = sorted(set(walk.world.units) - own_words)
        rows = [row for row in table() if row.method == "GET" and row.state == "-" and row.to(person) != "."]
        paths = {walk.things.named(row.address) for row in rows}
        paths |= {search(route, walk.world.units[name]) for route in lists() for name in others}
        for path in sorted(paths):
            with walk.drawn():
                words = heard(visitor.ask("GET", path, {}))
            count += 1
            public = {name for pattern, names, _why in PUBLIC if re.search(pattern, path) for name in names}
            if foreign := words - own_words - public:
                leaked[person, path] = foreign
    tally.count("canaries", "answers read", count)
    return leaked


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_reads_the_word_of_a_union_out_of_reach(walk, person):
    with json_log() as lines:
        assert leaks(walk, [person]) == {}
    assert mail.outbox == []
    assert [line for line in lines() if "canary" in str(line)] == []


def test_what_is_out_of_reach_would_be_found(walk, monkeypatch):
    """The control: with sheets visible to everybody, leaks are found."""
    monkeypatch.setattr(FilingQuerySet, "visible_to", lambda rows, user: rows.all())
    assert {"bank"} & set().union(*leaks(walk, ["neighbour"]).values())
