"""Tests that typed text stays text wherever it is shown: on every page, in every paper and every workbook."""

import csv
import io
import re
from datetime import UTC, date, datetime
from itertools import count
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.template import engines
from django.urls import resolve
from xlsxwriter import Workbook

from awards.actions import decisions
from campaigns.actions import data_request_sheets, filings, reviews
from campaigns.models import Filing, Indicator, PaperSheet, Submission, WrittenAnswer
from campaigns.sheet.spots import Spot
from foundation import clock
from foundation.documents import pdf, xlsx
from foundation.documents.table import PaperTable, TableColumn, TableRow
from summaries import actions as summaries
from summaries.editing_actions import TypedSentence, write_sentence
from summaries.models import Summary
from summaries.word_choice_actions import choose_words
from tests.support import data_request_steps, tally
from tests.support.access_table import routes, table
from tests.support.access_walk import Drawing, Walk
from tests.support.casts import models
from tests.support.planted_texts import plant_everywhere, text_columns
from tests.support.stored_markup import FORMULAS, MARK, TEXTS, markup_in
from tests.support.sweep_share import share
from units.acting import acting_as
from units.history import record
from units.models import KnownDevice, ResetRequest

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]  # what is written out is the same on both

READERS = ("board", "owner", "anon")
PAGES = ("text/html", "application/pdf")  # browsers read the rest as no markup (nosniff)
ABOUT = {"title": "Bảng", "made_at": datetime(2015, 7, 27, 2, tzinfo=UTC)}
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"
RARE = ["/decisions/{correcting}/", "/decisions/{annulling}/", "/admin/units/unit/{moved}/history/"]
RARE += ["/campaigns/2015/phases/2/summary/?unit={revised}&revision=2", "/summaries/{final}/changes/"]
RARE += ["/pledges/{sent_again}/"]


@pytest.fixture
def walk(province, monkeypatch, settings):
    add_rare(province)
    walk = Walk(province, Drawing(monkeypatch, settings))
    monkeypatch.setattr("foundation.documents.pdf.render_parts", as_html)
    return walk


def add_rare(world):
    """Add what the access table has no row of: words in a summary, an event with changes, decisions, a revision,
    a remark, a sheet typed from its paper.
    """
    by, original = world.by("board"), world.decisions["issued"]
    draft = Summary.objects.get(unit=world.province, campaign=world.campaign, phase__number=1)
    write_sentence(draft, "V.3", TypedSentence("Phong trào có sức sống."), by=by, seen=None)
    write_sentence(draft, "I.2-1", TypedSentence("Thi đua {đợt} sôi nổi, {số cơ sở} nơi hưởng ứng."), by=by, seen=None)
    record(world.units["school"], "move_unit", by=by, changes={"công đoàn cấp trên": ["Nơi cũ ấy", "Nơi mới này"]})
    choose_words(world.province, "diễn ra", "được tổ chức", by=by)
    award = original.awards.get()
    correcting = decisions.amend(original, [(award, "name", "Vi Văn Khác")], by=by, kind="correct")
    annulling = decisions.amend(original, [(award, "award", "")], by=by, kind="annul", reason="Tặng nhầm người.")
    final = Summary.objects.get(unit=world.province, status="final")
    summaries.revise(final, reason="Số chính thức.", by=by)
    world.rare = {"correcting": correcting.pk, "annulling": annulling.pk, "moved": world.units["school"].pk}
    world.rare |= {"revised": world.province.pk, "final": final.pk}
    pledge = Filing.objects.with_context().get(called__unit=world.units["commune"], kind="pledge", status="submitted")
    remarks, reviewer = (
        {Spot("headcount", "", "women"): "Số nữ chưa khớp."},
        acting_as(world.user("district"), "reviewer"),
    )
    reviews.return_(pledge, reason="", due_on=date(2015, 9, 1), by=reviewer, remarks=remarks)
    officer = acting_as(world.user("district"), "officer")
    filings.submit(pledge, by=officer, paper=PaperSheet("27", date(2015, 3, 9)))
    world.rare["sent_again"] = pledge.pk
    WrittenAnswer.objects.create(
        submission=Submission.objects.filter(filing=pledge).latest("number"),
        indicator=Indicator.objects.filter(campaign=world.campaign).first(),
        text="Lớp học xanh",
    )
    question = {"name": "Hình thức", "code": "HT99", "unit_of_measure": "", "order": 990}
    section = world.campaign.sections.first()
    Indicator.objects.create(
        campaign=world.campaign, section=section, answer="choice", choices="Tiền mặt\nHiện vật", **question
    )
    sheet = data_request_steps.sent(world, data_request_steps.opened(world))
    with clock.travel("2015-07-15T09:00+07:00"):
        remarked = {"C4": "Xin kể rõ hơn."}
        data_request_sheets.return_answers(sheet, reason="", due_on=date(2015, 7, 23), remarks=remarked, by=by)
        data_request_sheets.save_answers(sheet, data_request_steps.ANSWERS, by=officer)
    seen = {"label": "Chrome trên Windows", "first_at": clock.now(), "last_at": clock.now()}
    KnownDevice.objects.create(person=world.user("owner"), digest="0" * 64, **seen)
    ResetRequest.objects.create(typed="owner", at=clock.now())


def as_html(parts, *, title, made_at, draft=False, page_number="", note="", private=False, progress=None):
    """Return a paper as HTML, before it is drawn."""
    about = {"title": title, "made_at": made_at, "draft": draft, "page_number": page_number, "note": note}
    return b"%PDF-" + "".join(pdf._html(part, about) for part in parts).encode()


def planted(texts, start=0):
    """Write the texts in turn into all columns, beginning at `start`; return how many columns were filled."""
    number = count(start)
    by_column = plant_everywhere(lambda unit: texts[next(number) % len(texts)])
    assert set(by_column) == {
        f"{model._meta.label}.{column.name}" for model in models() for column in text_columns(model)
    }
    return by_column.total()


def readable(walk, person):
    """Return the addresses of everything that a person can read."""
    rows = [row for row in table() if row.method == "GET" and row.to(person) == "200" and row.state == "-"]
    rare = rare_addresses(walk) if person == "board" else set()
    return sorted({walk.things.named(row.path) for row in rows} | rare)


def rare_addresses(walk):
    return {path.format(**walk.world.rare) for path in RARE}


def answers(walk, cases):
    """Yield (reader, address, kind, body) of what each reader is answered at an address."""
    rare = rare_addresses(walk)
    for person, path in cases:
        with walk.drawn():
            response = walk.visitors[person].ask("GET", path, {})
        assert response.status_code < 500, path
        if path in rare:
            assert MARK.encode() in response.content, path
        yield person, path, response["Content-Type"].split(";")[0], bytes(response.getvalue())


def became_markup(walk, cases):
    """Return (reader, address) → what a text became there; and the addresses where texts are shown at all."""
    wrong, shown = {}, set()
    for person, path, kind, body in answers(walk, cases):
        if kind in PAGES:
            page = body.removeprefix(b"%PDF-")
            if MARK.encode() in page:
                shown.add(path)
            if markup := markup_in(page):
                wrong[person, path] = markup
    tally.count("stored markup", "answers read", len(shown))
    return wrong, shown


def test_every_text_is_text_on_every_page_and_paper(walk, pytestconfig):
    fields = planted(TEXTS)
    cases = [(person, path) for person in READERS for path in readable(walk, person)]
    wrong, shown = became_markup(walk, share(cases, sweep="pages with planted markup", config=pytestconfig))
    assert wrong == {}
    assert shown
    assert len(set(TEXTS)) >= 60
    if pytestconfig.getoption("deep"):
        assert {"/", "/pledges/", "/honours/", "/decisions/", "/admin/", "/campaigns/2015/"} <= shown
    tally.count("stored markup", "texts planted", fields)


@pytest.mark.deep
@pytest.mark.parametrize("start", range(1, len(TEXTS)))
def test_every_text_in_every_field_is_text(walk, start):
    fields = planted(TEXTS, start)
    wrong, _shown = became_markup(walk, [(READERS[0], path) for path in readable(walk, READERS[0])])
    assert wrong == {}
    tally.count("stored markup", "texts planted", fields)


CARELESS = {
    "an element": "<p>{{ text|safe }}</p>",
    "an attribute": "<p title={{ text|safe }}>",
    "an address": '<a href="{{ text }}">Xem</a>',
    "a style": '<p style="color: {{ text }}">',
    "a script": "<script>const text = '{{ text }}'</script>",
    "a comment": "<!-- {{ text|safe }} -->",
}


@pytest.mark.parametrize("spot", CARELESS)
def test_a_template_without_care_would_be_found(spot):
    """The control: a template that does not escape its text."""
    page = engines["django"].from_string(CARELESS[spot])
    markups = [markup_in(page.render({"text": text}).encode()) for text in TEXTS]
    assert sum(map(bool, markups)) >= 2


def test_with_care_all_of_them_are_text():
    page = engines["django"].from_string('<title>{{ text }}</title><p title="{{ text }}">{{ text }}</p>')
    assert [text for text in TEXTS if markup_in(page.render({"text": text}).encode())] == []


# Workbooks


def cells(book):
    """Yield (sheet, cell, its kind, its text, whether it calculates) of every cell."""
    with ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                root = ElementTree.fromstring(archive.read(name))
                assert not [element for element in root.iter() if element.tag.endswith("}hyperlink")], name
                for cell in root.iter(CELL):
                    yield name, cell.get("r"), cell.get("t"), "".join(cell.itertext()), cell.find("{*}f") is not None


def calculating(book):
    """Return cells that calculate, and cells with a planted text that are not texts."""
    return [cell for cell in cells(book) if cell[4] or (MARK in cell[3] and cell[2] != "inlineStr")]


def test_no_cell_of_any_workbook_is_more_than_its_text(walk):
    planted(FORMULAS)
    cases = [(READERS[0], path) for path in readable(walk, READERS[0]) if "xlsx" in path]
    books = {path: body for _who, path, kind, body in answers(walk, cases) if kind == xlsx.CONTENT_TYPE}
    pages = {resolve(path.split("?")[0]).route for path in books if "?export=" not in path}
    assert pages == {route for route in routes() if "xlsx" in route}
    assert len(books) > len(pages) + 5  # those of lists
    assert {path: formulas for path, book in books.items() if (formulas := calculating(book))} == {}
    marked = [
        text for book in books.values() for _sheet, _cell, _kind, text, _calculates in cells(book) if MARK in text
    ]
    assert len(marked) > 25
    tally.count("formulas", "workbooks", len(books))
    tally.count("formulas", "cells", len(marked))


def test_no_value_of_a_list_as_csv_begins_a_formula(walk):
    planted(FORMULAS)
    cases = [(READERS[0], path) for path in readable(walk, READERS[0]) if "export=csv" in path]
    lists = [body.decode() for _who, _path, kind, body in answers(walk, cases) if kind == "text/csv"]
    values = [value for text in lists for line in csv.reader(io.StringIO(text[1:]), delimiter=";") for value in line]
    assert [value for value in values if value.lstrip().startswith(("=", "+", "-", "@", "|"))] == []
    assert len([value for value in values if MARK in value]) > 25


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_holds_exactly_what_was_typed(text):
    made = xlsx.workbook(
        [xlsx.WorkbookSheet("Một", [], [PaperTable([TableColumn("", 100, "text")], [TableRow((text,))])])], **ABOUT
    )
    (held,) = [cell[3] for cell in cells(made) if cell[3]]
    assert re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), held) == text


def test_a_workbook_without_care_would_be_found():
    """The control: a workbook whose texts become formulas."""
    made = io.BytesIO()
    with Workbook(made) as book:
        book.add_worksheet().write(0, 0, FORMULAS[1])
    assert [cell[4] for cell in calculating(made.getvalue())] == [True]
