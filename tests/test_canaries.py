"""Every union has a word of its own in all its texts: whoever reads a foreign one, anywhere, has found a leak."""

import io
import re
import zipfile

import pytest
from django.core import mail

from campaigns.models.filing import FilingQuerySet
from emulation import pdf
from tests import tally
from tests.access_table import ANYBODY, PEOPLE, table
from tests.access_walk import Drawing, Walk
from tests.planting import plant
from units.tree import ancestor_paths

pytestmark = [pytest.mark.deep, pytest.mark.django_db]

CANARY = re.compile(r"canary([a-z]+)")
SEARCHED = ("/pledges/", "/reports/", "/dossiers/", "/decisions/", "/honours/")
# What is everybody's: where, whose words, and why.
PUBLIC = (
    (r"", {"province", "elsewhere"}, "who launches a published campaign is named on its pages"),
    (r"^/(decisions|honours|verify|$)", {"school"}, "an issued decision and its awards are everybody's"),
    (r"^/honours/", {"city", "district"}, "the honour roll can be narrowed to an upper union, and names them"),
)


@pytest.fixture
def walk(province, monkeypatch, settings):
    walk = Walk(province, Drawing(monkeypatch, settings))
    monkeypatch.setattr("emulation.pdf.render_parts", written)
    names = walk.things.units
    count = plant(lambda unit: f"canary{names[unit]}")
    tally.count("canaries", "texts planted", count)
    assert count > 300
    return walk


def written(parts, *, title, made_at, draft=False, page_number="", progress=None):
    """A paper's text in place of its drawing."""
    about = {"title": title, "made_at": made_at, "draft": draft, "page_number": page_number}
    return "".join(pdf._html(part, about) for part in parts).encode()


def text_of(response):
    """All that an answer says: its body, a workbook's strings, and where it leads."""
    body = bytes(response.content)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b" ".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace") + response.headers.get("Location", "")


def in_reach(walk, person):
    """Unions below a person's posts, and those above, whose names stand on every sheet."""
    if person == ANYBODY:
        return set()
    user, units = walk.world.user(person), walk.world.units
    paths = list(user.reach_paths())
    above = {path for one in paths for path in ancestor_paths(one)}
    return {name for name, unit in units.items() if unit.path in above or any(unit.path.startswith(p) for p in paths)}


def leaks(walk, people):
    """(person, address) → the foreign words read there."""
    found, count = {}, 0
    for person in people:
        mine, visitor = in_reach(walk, person), walk.visitors[person]
        others = sorted(set(walk.world.units) - mine)
        rows = [row for row in table() if row.method == "GET" and row.state == "-" and row.to(person) != "."]
        paths = {walk.things.named(row.address) for row in rows}
        paths |= {f"{path}?q=canary{name}" for path in SEARCHED for name in others[:2]}
        for path in sorted(paths):
            with walk.drawn():
                words = set(CANARY.findall(text_of(visitor.ask("GET", path, {})).replace(path, "")))
            count += 1
            known = {name for place, names, _why in PUBLIC if re.search(place, path) for name in names}
            asked = set(CANARY.findall(path))
            if foreign := words - mine - known - asked:
                found[person, path] = foreign
    tally.count("canaries", "answers read", count)
    return found


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_reads_the_word_of_a_union_out_of_reach(walk, person):
    assert leaks(walk, [person]) == {}
    assert mail.outbox == []


def test_what_is_out_of_reach_would_be_found(walk, monkeypatch):
    """The control: sheets visible to everybody."""
    monkeypatch.setattr(FilingQuerySet, "visible_to", lambda rows, user: rows.all())
    assert {"bank"} & set().union(*leaks(walk, ["neighbour"]).values())
