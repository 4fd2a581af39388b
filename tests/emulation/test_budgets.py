"""Tests what every page may cost: statements, rows fetched at the cursor, and bytes on a weak network."""

import gzip
from collections import defaultdict
from contextlib import nullcontext

import pytest

from tests.support import tally
from tests.support.access_states import put
from tests.support.access_table import ANYBODY, table
from tests.support.access_walk import Walk, undone
from tests.support.fetched_rows import counted
from units import event_cache

pytestmark = [pytest.mark.long, pytest.mark.postgres(deep="both"), pytest.mark.django_db]

QUERIES, ROWS, BYTES = 10, 350, 50_000  # /readyz reads the name of each migration, of which there are 310
BURDENED = ("board", "admin", "leader", "district", "owner", "desk", ANYBODY)  # who reaches most comes first
LISTS = ("", "pledges/", "reports/", "dossiers/", "decisions/", "honours/")
"""Addresses at which everybody is asked: what they show, and how it is looked for, depends on the reach."""
MORE = {
    "": 24,  # of the Board and of a district, where there is something of every kind that a desk may have
    "admin/campaigns/campaign/<path:object_id>/change/": 22,  # with all that a launch consists of
    "admin/campaigns/indicator/<path:object_id>/change/": 11,
    "appraisal/": 12,
    "campaigns/<slug:slug>/asked/lines/<int:pk>/": 13,
    "campaigns/<slug:slug>/publish/": 12,  # what is missing is looked for
    "campaigns/<slug:slug>/sentences/": 14,  # each sentence as it reads with the figures of a phase
    "campaigns/<slug:slug>/sentences/<int:pk>/": 14,
    "campaigns/<slug:slug>/sentences/names/": 12,
    "campaigns/<slug:slug>/setup/": 17,  # every step is looked through for what is missing or odd
    "campaigns/<slug:slug>/setup/years/": 15,  # every table of a campaign that has texts
    "decisions/": 11,  # of an area's desk: which drafts are in reach is asked once, not in five statements
    "first-steps/": 11,  # ten steps, each with a question of its own
    # One question of each table that holds something of a person, however much that is.
    "personal-data/<slug:subject>/<int:pk>/": 69,
    "personal-data/<slug:subject>/<int:pk>/mask/": 77,
    "personal-data/maskings/<int:pk>/": 28,
    "personal-data/maskings/<int:pk>/carry-out/": 27,
    "personal-data/me/": 65,
}
"""Pages that still ask more than QUERIES, by address: exactly how many."""


@pytest.fixture
def costs(province, monkeypatch):
    """The most that a page or paper cost in any state, by route: (queries, rows, bytes). Papers are not drawn.

    What was done before is settled: figures of a draft that were counted once are shown again.
    """
    monkeypatch.setattr(event_cache, "SETTLING", -event_cache.SETTLING)
    monkeypatch.setattr("foundation.documents.pdf.render_parts", lambda parts, **paper: b"%PDF-")
    walk, by_route = Walk(province, nullcontext), defaultdict(lambda: (0, 0, 0))
    for visitor in walk.visitors.values():
        visitor.client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip, deflate, br"
    for row in first_of_each_state():
        with undone():
            if row.state != "-":
                put(walk.world, *walk.things.first(row.path), row.state)
            for person in asking(row):
                by_route[row.route] = tuple(map(max, by_route[row.route], cost(walk, row, person)))
    return dict(by_route)


def asking(row):
    """Return the person who reaches most, and a stranger wherever strangers may read; at a list all of them."""
    admitted = [person for person in BURDENED if row.to(person) == "200"]
    if row.route in LISTS:
        return admitted
    return {admitted[0], admitted[-1]} if admitted[-1] == ANYBODY else admitted[:1]


def first_of_each_state():
    firsts = {}
    for row in table():
        if row.method == "GET" and any(row.to(person) == "200" for person in BURDENED):
            firsts.setdefault((row.route, row.state), row)
    return firsts.values()


def cost(walk, row, person):
    """Return the cost of an answer by a process that has cached the campaign.

    Without --deep what costs little enough at first is not asked again.
    """
    address = walk.things.named(row.path)
    for _time in range(2):
        with counted() as spent:
            response = walk.visitors[person].ask("GET", address, {})
        if not tally.deep and row.route not in MORE and spent.queries <= QUERIES and spent.rows <= ROWS:
            break
    return spent.queries, spent.rows, travelling(response) if response["Content-Type"].startswith("text/html") else 0


def travelling(page):
    """Return the bytes of a page as it is sent: compressed, with the header that says so."""
    said = {name: page.headers.get(name) for name in ("Content-Encoding", "Content-Length")}
    assert said == {"Content-Encoding": "gzip", "Content-Length": str(len(page.content))}
    assert "Accept-Encoding" in page["Vary"].split(", ")
    assert gzip.decompress(page.content).strip().endswith(b"</html>")
    return len(page.content)


def test_no_page_costs_more_than_it_may(costs):
    assert {route: queries for route, (queries, _rows, _size) in costs.items() if queries > QUERIES} == MORE
    assert {route: rows for route, (_queries, rows, _size) in costs.items() if rows > ROWS} == {}
    assert {route: size for route, (_queries, _rows, size) in costs.items() if size > BYTES} == {}
    assert len(costs) > 100
    assert set(LISTS) <= costs.keys()
