"""Tests the same as `test_canaries.py` in the demo: seventy unions, each with a word of its own, and its people."""

import re

import pytest
from django.core import mail
from django.test import Client

from awards.models import Award, Decision, Dossier
from campaigns.models import Filing, FilingKind
from campaigns.models.filing import FilingQuerySet
from emulation.fictional.demo.build import build
from foundation import clock
from summaries.models import Summary
from tests.support import tally
from tests.support.canaries import heard, in_reach, written
from tests.support.casts import copied
from tests.support.demo_addresses import detail_urls, list_urls
from tests.support.planted_texts import plant
from units.models import Unit, UnitKind, User

pytestmark = [pytest.mark.deep, pytest.mark.django_db]
MONDAY = "2015-07-20T09:00+07:00"
LETTERS = str.maketrans("0123456789", "abcdefghij")
READERS = ("", "officer", "district", "desk")  # nobody; who acts for a union, a district, an area


def planted():
    """Build the demo with a word in every text, once a run."""
    copied(build)
    with clock.travel(MONDAY):
        return plant(lambda pk: f"canary{word(pk)}")


def word(pk):
    return str(pk).translate(LETTERS)


@pytest.fixture
def demo(db, monkeypatch):
    monkeypatch.setattr("foundation.documents.pdf.render_parts", written)
    count = copied(planted)
    tally.count("canaries in the demo", "texts planted", count)
    assert count > 3000
    with clock.travel(MONDAY):
        yield


def everybodys():
    """Return where everybody may read whose words: who launches; on decisions' pages, the honoured and the decider."""
    root, uppers = Unit.objects.get(parent=None).pk, Unit.objects.exclude(kind=UnitKind.GRASSROOTS)
    awards = Award.objects.values_list("unit", "unit__parent", "deciding_unit")
    honoured = {pk for row in awards for pk in row} | set(Decision.objects.values_list("unit", flat=True))
    pages = r"^/(decisions|attachments|search|verify|honours|$)"
    return ((r"", {root}), (pages, honoured), (r"^/honours/", set(uppers.values_list("pk", flat=True))))


def reader(username):
    """Return a client of the person, their name (with the word of an earlier union), the unions they may read."""
    client = Client(raise_request_exception=False)
    if not username:
        return client, "", set()
    user = User.objects.get(username=username)
    client.force_login(user)
    return client, user.full_name, in_reach(user)


def near_and_far(reached):
    """Return one of the unions in reach and one of another upper union, out of reach."""
    below = Unit.objects.filter(kind=UnitKind.GRASSROOTS).order_by("pk")
    return [unit for unit in (below.filter(pk__in=reached).first(), below.exclude(pk__in=reached).last()) if unit]


def leaks(username, addresses):
    """Return address → the foreign words read there."""
    (client, name, reached), public, leaked = reader(username), everybodys(), {}
    for path in addresses(near_and_far(reached)):
        free = {pk for pattern, unions in public if re.search(pattern, path) for pk in unions}
        if foreign := heard(client.get(path), name) - {word(pk) for pk in reached | free}:
            leaked[path] = foreign
        tally.count("canaries in the demo", "answers read")
    return leaked


def things_of(units):
    """Return every object with an address of its own, by the first word of the address."""
    sheets = Filing.objects.filter(called__unit__in=units)
    return {
        "pledges": sheets.filter(kind=FilingKind.PLEDGE),
        "reports": sheets.filter(kind=FilingKind.REPORT),
        "dossiers": Dossier.objects.filter(unit__in=units),
        "decisions": Decision.objects.all(),
        "register": Award.objects.all(),
        "summaries": Summary.objects.all(),
    }


def everything(units):
    things = {name: list(rows.values_list("pk", flat=True)) for name, rows in things_of(units).items()}
    return [*list_urls(units), *detail_urls(things)]


@pytest.mark.parametrize("username", READERS)
def test_no_list_search_or_file_of_the_demo_tells_of_a_union_out_of_reach(demo, username):
    assert leaks(username, list_urls) == {}
    assert mail.outbox == []


def test_what_is_out_of_reach_would_be_found(demo, monkeypatch):
    """The control: with sheets visible to everybody, leaks are found."""
    monkeypatch.setattr(FilingQuerySet, "visible_to", lambda rows, user: rows.all())
    assert leaks("officer", lambda units: ["/pledges/?phase=&status="])


def who_reach_less_than_all():
    """Return one person for each kind of union below each upper one, and all whose posts have ended."""
    root = Unit.objects.get(parent=None)
    people = [user for user in User.objects.all() if not user.reaches(root.path)]
    ended = [user.username for user in people if not user.current_posts]
    posts = {post.unit: user.username for user in people for post in user.current_posts}
    return sorted({*ended, *{(unit.parent_id, unit.kind): name for unit, name in posts.items()}.values()})


def test_no_page_of_the_demo_tells_anybody_of_a_union_out_of_reach(demo):
    """Reads the pages of their own objects and of a stranger's."""
    people = who_reach_less_than_all()
    assert "don-vi-34-cu" in people and len(people) > 15
    assert {name: leaked for name in people if (leaked := leaks(name, everything))} == {}
