"""Tests that a province of 2026 reads none of the words of 2015: its words and texts are rows and data alone."""

import io
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core import mail

from awards.catalogue_import import TITLES, load_titles
from campaigns.campaign_import.loading import load
from campaigns.models import Asked, Column
from foundation import clock
from summaries.report.line_file import OF_2015
from tests.emulation.test_words_of_2015 import words_of_2015
from tests.support import access_awards, access_world, world
from tests.support.access_table import PEOPLE, table
from tests.support.access_walk import Things, Visitor
from tests.support.paper_text import noting_papers
from units import outbox
from units.actions.word_sets import load_words
from units.models import MailKind, Rule, Strand, Unit, UnitKind, UnitType, User, vocabulary

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
DATA = Path(__file__).resolve().parents[1] / "data/province-of-2026.toml"
WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words_of_2015()))})(?!\w)")
UNITS = {
    "LĐLĐ tỉnh Lạng Sơn": "LĐLĐ thành phố Minh Hải",
    "LĐLĐ thành phố Lạng Sơn": "Công đoàn phường Tam Thanh",
    "LĐLĐ huyện Chi Lăng": "Công đoàn xã Chi Lăng",
    "CĐCS Xã Đồi Na": "CĐCS Trạm Y tế Đồi Na",
}
NOT_OF_2026 = (Column.ADMINISTRATIVE, Column.UPPER_TRADE)
"""Columns that its set of words does not name; a page shows the one that an indicator is asked of nevertheless."""
PLACEHOLDER = re.compile(r"(\{[^{}=\"]*\})")
"""Of a sentence of reports."""
OTHERS = re.compile(r"elsewhere|\bfar\b|khac")
"""Addresses of the other province, which has no words of its own."""


@pytest.fixture(scope="module")
def content():
    return tomllib.loads(DATA.read_text())


@pytest.fixture
def province(content, tmp_path, monkeypatch, settings):
    """The world of the access table, with wards and communes; its files of 2015 in the words of 2026."""

    def in_its_words(path):
        pieces = PLACEHOLDER.split(Path(path).read_text())
        for word in sorted(content["instead"], key=len, reverse=True):
            pieces[::2] = [piece.replace(word, content["instead"][word]) for piece in pieces[::2]]
        copy = tmp_path / Path(path).name
        copy.write_text("".join(pieces))
        return copy

    def create(**columns):
        name = UNITS.get(columns["name"], columns["name"])
        if columns.get("strand") == Strand.ADMINISTRATIVE:
            columns["strand"] = Strand.PUBLIC_SERVICE
        unit = created(**columns | {"name": name, "full_name": name})
        if unit.kind == UnitKind.PROVINCE and not Unit.objects.exclude(pk=unit.pk).exists():
            load_words(unit, content)
            vocabulary.forget()
        return unit

    def campaign(*args, **columns):
        made = started(*args, **columns)
        Asked.objects.filter(column__in=NOT_OF_2026).delete()
        return made

    created, started = Unit.objects.create, access_world.campaign
    monkeypatch.setattr(Unit.objects, "create", create)

    def load_campaign(campaign, unit, indicators):
        in_its_words(OF_2015)
        loaded = load(in_its_words(campaign), unit, in_its_words(indicators))
        Asked.objects.filter(column__in=NOT_OF_2026).delete()
        return loaded

    monkeypatch.setattr(world, "load", load_campaign)
    monkeypatch.setattr(access_world, "campaign", campaign)
    monkeypatch.setattr(access_awards, "load_titles", lambda unit: load_titles(unit, in_its_words(TITLES)))
    monkeypatch.setitem(access_world.ELSEWHERE, "elsewhere", "LĐLĐ Nơi khác")
    monkeypatch.setitem(access_world.CHAIR, "block", "TM. TẬP THỂ THƯỜNG VỤ")
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    for rule in Rule.objects.all():
        if WORDS.search(f"{rule.value} {rule.article} {rule.words}"):
            Rule.objects.filter(pk=rule.pk).update(value="Văn bản mới", article="Văn bản mới", words="")
    of_trade = dict.fromkeys(("short", "full", "plural"), "Công đoàn Khối")  # the city's, which keeps a branch
    UnitType.objects.filter(root=None, role=UnitKind.UPPER_TRADE).update(organ="Tập thể Thường vụ", **of_trade)
    vocabulary.forget()
    yield access_world.build()
    vocabulary.forget()


@pytest.fixture
def papers():
    """The HTML of the papers asked for; they are not laid out."""
    with noting_papers(laid_out=False) as parts:
        yield parts


def visits(things, *, deep):
    """Yield (person, address): each person in turn opens an address of every route, in the long run all of them."""
    counts, opened = dict.fromkeys(PEOPLE, 0), set()
    for row in table():
        allowed = [person for person in PEOPLE if row.to(person) == "200" and person != "far_board"]
        if row.method != "GET" or row.state != "-" or OTHERS.search(row.path) or not allowed:
            continue
        if not deep:
            allowed = [] if row.route in opened else [min(allowed, key=counts.get)]
        for person in allowed:
            counts[person] += 1
            opened.add(row.route)
            yield person, things.named(row.address)
    assert all(count for person, count in counts.items() if person != "far_board"), counts


def read(response):
    """Return the text of an answer; of a workbook, of all its parts."""
    body = response.getvalue() if response.streaming else response.content
    if not body.startswith(b"PK"):
        return body.decode(errors="ignore")
    with ZipFile(io.BytesIO(body)) as book:
        return " ".join(book.read(name).decode(errors="ignore") for name in book.namelist())


def test_nobody_of_a_province_of_2026_reads_a_word_of_2015(province, papers, pytestconfig):
    with clock.travel(access_world.NOW):
        things, found = Things(province), defaultdict(set)
        visitors = {person: Visitor(person, province) for person in PEOPLE}
        for person, address in visits(things, deep=pytestconfig.getoption("deep")):
            response = visitors[person].ask("GET", address, {})
            for page in (read(response), *papers):
                for word in WORDS.findall(page):
                    found[word].add(f"{person} {address}")
            papers.clear()
        leader = province.user("leader")
        User.objects.filter(pk=leader.pk).update(email="chi.tich@minhhai.vn")
        outbox.post(MailKind.SIGNED_RECORDED, province.decisions["issued"], leader, unit=province.province)
        outbox.send_due()
        assert len(mail.outbox) == 1
        assert not WORDS.search(f"{mail.outbox[0].subject} {mail.outbox[0].body}")
    assert not found
