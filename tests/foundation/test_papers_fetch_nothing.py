"""Tests of every kind of paper: it is sound for archives and screen readers, and requests no address or file that
people typed into it, which a local server would note.
"""

from contextlib import nullcontext
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from awards.models import Decision, PaperKind
from awards.papers.bundles import certificates_of
from awards.papers.certificates import certificates_pdf
from tests.support import tally
from tests.support.access_awards import SCAN
from tests.support.access_table import table
from tests.support.access_walk import Walk
from tests.support.listener import SECRET, asking_in_few_words
from tests.support.paper_checker import faults_of
from tests.support.paper_text import lines_of_html, noting_papers
from tests.support.papers import tool, words
from tests.support.planted_texts import plant_everywhere
from tests.support.sweep_share import share

pytestmark = [pytest.mark.drawn_anew, pytest.mark.sqlite, pytest.mark.django_db]  # what is drawn is the same on both

PAPER = ".pdf"


def papers(walk, person, config):
    """Return address → paper and the parts it was drawn from, for the first address of each kind that this person can
    read, of this run's share of them.
    """
    paths = {}
    for row in table():
        if row.method == "GET" and PAPER in row.path and row.to(person) == "200" and row.state == "-":
            paths.setdefault(row.route, walk.things.named(row.path))
    made = {}
    assert len(paths) == len(routes_of_papers())
    for path in share(paths.values(), sweep="papers drawn beside a listener", config=config):
        with noting_papers() as parts:
            body = bytes(walk.visitors[person].ask("GET", path, {}).content)
        if body.startswith(b"%PDF-") and body != SCAN:  # a kept letter: these bytes stand for its file
            made[path] = body, parts
    return made


def certificates():
    """Return those of an issued decision. With its planted organ it would be one of a higher body, which has none."""
    decision = Decision.objects.issued().filter(title__paper=PaperKind.MERIT).with_context().first()
    decision.organ = ""
    with noting_papers() as parts:
        return certificates_pdf(decision, certificates_of(decision)), parts


def routes_of_papers():
    return {row.route for row in table() if PAPER in row.path}


@pytest.fixture
def walk(province, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return Walk(province, nullcontext)


@pytest.fixture
def secrets():
    """A folder of secret files. Its name is short: a row as tall as a page would be read out in two pieces."""
    with TemporaryDirectory(prefix="p") as folder:
        for name in "abfghi":
            (Path(folder) / f"{name}.svg").write_text(SECRET, "utf-8")
        yield folder


def test_every_paper_is_sound_and_asks_for_nothing_that_people_typed(walk, listener, secrets, tmp_path, pytestconfig):
    address, requested = listener
    texts, number = [*asking_in_few_words(address), *asking_in_few_words(f"file://{secrets}")], count()
    planted = plant_everywhere(lambda unit: texts[next(number) % len(texts)]).total()
    made = papers(walk, "district", pytestconfig)  # whose letter is still to be written, which nobody above reads
    made["certificates.pdf"] = certificates()
    if pytestconfig.getoption("deep"):
        assert len(made) == len(routes_of_papers()) - 1, made.keys()  # a kept letter is no file of ours here
    assert requested == []
    for path, (paper, parts) in made.items():
        lines = [line for part in parts for line in lines_of_html(part)] or None  # None: a file drawn earlier and kept
        assert faults_of(paper, lines) == [], path
        assert "BIMAT" not in words(paper), path
        (tmp_path / "paper.pdf").write_bytes(paper)
        assert tool("pdfdetach", "-list", str(tmp_path / "paper.pdf")) == b"0 embedded files\n", path
    assert any(address in words(paper).replace(" ", "") for paper, _parts in made.values())
    tally.count("papers", "drawn beside a listener", len(made))
    tally.count("papers", "texts that ask for something", planted)
