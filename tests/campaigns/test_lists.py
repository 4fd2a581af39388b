"""Tests the lists of sheets: which rows are shown, filters, order, query counts."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings, phases, reviews
from campaigns.actions.phases import create_called_units
from campaigns.models import CalledUnit, Phase
from foundation import clock
from foundation.pagination import capped
from tests.support.casts import copied
from tests.support.without_triggers import without_triggers
from tests.support.world import PEOPLE, build, draft
from units.models import User

on_one_database = pytest.mark.postgres(deep="both")
ORDER = ["city", "bank", "district", "school", "commune", "porters", "direct", "central"]
BELOW_DISTRICT = ["district", "school", "commune", "porters"]


def sign_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def listed(world, name, path="/pledges/", **query):
    """Return the units of the sheets on the page, by their short names, in its order."""
    names = {unit.pk: short for short, unit in world.units.items()}
    page = sign_in(name).get(path, query)
    assert page.status_code == 200
    return [names[sheet.called.unit_id] for sheet, *_rest in page.context["rows"]]


def build_under_way():
    """Build a phase: school accepted, porters submitted late, commune in draft."""
    world = build()
    for name, unit, day in (("owner", "school", "2015-02-10"), ("porter", "porters", "2015-03-02")):
        with clock.travel(f"{day}T09:00+07:00"):
            draft(world.sheet(unit, "pledge"), by=world.by(name))
            filings.submit(world.sheet(unit, "pledge"), by=world.by(name))
    with clock.travel("2015-02-12T09:00+07:00"):
        reviews.accept(world.sheet("school", "pledge"), by=world.by("district", "reviewer"))
        filings.save_part(world.sheet("commune", "pledge"), "works", [], by=world.by("neighbour"))
    return world


@pytest.fixture
def under_way(db):
    with clock.travel("2015-03-03T09:00+07:00"):
        yield copied(build_under_way)


def test_a_search_for_choices_is_ignored_where_no_box_is_searched(world):
    assert listed(world, "board", choices="x") == listed(world, "board", choices="phase", words="1") == ORDER


def test_a_list_stands_in_the_offices_own_order(world):
    assert listed(world, "board") == ORDER


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize("name", PEOPLE)
def test_a_list_shows_exactly_the_reach(world, name):
    unit = world.units[PEOPLE[name][1]]
    expected = [short for short in ORDER if world.units[short].path.startswith(unit.path)]
    assert listed(world, name) == expected
    assert listed(world, name, "/reports/", phase="") == expected


def test_pledges_and_reports_never_mix(world):
    for path, kind in (("/pledges/", "pledge"), ("/reports/", "report")):
        page = sign_in("board").get(path, {"phase": ""})
        assert {sheet.kind for sheet, *_rest in page.context["rows"]} == {kind}


@on_one_database
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "missing"}, ["city", "bank", "district", "commune", "direct", "central"]),
        ({"status": "awaited"}, ["city", "bank", "district", "direct", "central"]),
        ({"status": "draft"}, ["commune"]),
        ({"status": "submitted"}, ["porters"]),
        ({"status": "accepted"}, ["school"]),
        ({"status": "returned"}, []),
        ({"status": "late"}, ["porters"]),
        ({"strand": "administrative"}, ["commune"]),
        ({"strand": "state_enterprise"}, ["direct", "central"]),
        ({"strand": "occupational"}, ["porters"]),
        ({"under": "direct"}, ["direct"]),
        ({"under": "coordinated"}, ["central"]),
        ({"q": "truong THCS doi na"}, ["school"]),
        ({"q": "ĐỒI NA"}, ["school", "commune"]),
        ({"q": "khong co"}, []),
        ({"q": "doi na", "status": "missing"}, ["commune"]),
    ],
)
def test_each_condition_finds_what_it_says(under_way, query, expected):
    assert listed(under_way, "board", **query) == expected


@on_one_database
def test_an_upper_union_stands_for_itself_and_what_is_below_without_coordinated_ones(under_way):
    assert listed(under_way, "board", under=under_way.district.pk) == BELOW_DISTRICT
    assert listed(under_way, "board", under=under_way.province.pk) == ORDER[:-1]


def test_figures_of_a_union_that_launched_nothing_lead_to_its_own_sheets(under_way):
    """As a person of the nation sees a province; here the Board sees a district."""
    district, phase = under_way.district, under_way.phase
    with without_triggers():
        CalledUnit.objects.filter(unit=under_way.school).update(coordinated=True)
    table = sign_in("board").get(f"{phase.get_absolute_url()}?kind=pledge&unit={district.pk}").context["table"]
    called = table.coordinated.figures.called
    assert (called.value, table.total.called.value) == (1, 3)
    query = dict(parse_qsl(called.rows_url.partition("?")[2]))
    assert query["under"] == f"coordinated-{district.pk}"
    assert listed(under_way, "board", **query) == listed(under_way, "district", **query) == ["school"]
    assert listed(under_way, "board", under=f"direct-{district.pk}") == ["district", "commune", "porters"]
    assert listed(under_way, "district", under=f"direct-{under_way.province.pk}") == []


@pytest.mark.parametrize("unit", ["city", "province"])
def test_an_upper_union_out_of_reach_is_refused_at_its_field_and_shows_nothing(under_way, unit):
    page = sign_in("district").get("/pledges/", {"under": under_way.units[unit].pk})
    assert page.context["rows"] == []
    assert [anchor for anchor, _sentence in page.context["problems"]] == ["id_under"]


@on_one_database
@pytest.mark.parametrize("query", [{"phase": "99"}, {"status": "x"}, {"strand": "x"}, {"phase": "x"}])
def test_a_condition_that_is_none_shows_nothing_and_says_why(under_way, query):
    page = sign_in("board").get("/pledges/", query)
    assert page.context["rows"] == []
    assert [anchor for anchor, _sentence in page.context["problems"]] == [f"id_{next(iter(query))}"]


@on_one_database
def test_the_phase_of_an_unpublished_campaign_is_no_choice(world):
    world.campaign.__class__.objects.update(published_at=None, status="unpublished")
    page = sign_in("district").get("/pledges/", {"phase": world.phase.pk})
    assert page.context["rows"] == []


@on_one_database
def test_the_box_of_phases_lists_200_and_the_one_chosen(world):
    about = {"campaign": world.campaign, "starts_on": date(2015, 1, 1), "ends_on": date(2015, 12, 31)}
    about |= {
        "status": "locked",
        "opened_at": clock.now(),
        "locked_at": clock.now(),
        "catalogue": world.phase.catalogue,
    }
    first = Phase.objects.get(campaign=world.campaign, number=1)
    Phase.objects.bulk_create([Phase(number=number, theme="Thi đua", **about) for number in range(10, 230)])

    def offered(**query):
        page = sign_in("board").get("/pledges/", query)
        assert page.status_code == 200
        return [pk for pk, _words in page.context["filter"].form.fields["phase"].choices if pk]

    newest = Phase.objects.filter(number__gte=30).order_by("-number").values_list("pk", flat=True)
    assert offered(phase="") == [str(pk) for pk in newest]
    assert offered(phase=str(first.pk)) == [*(str(pk) for pk in newest), str(first.pk)]


@on_one_database
def test_a_reviewers_list_opens_on_the_phase_that_is_asked_for(world):
    with clock.travel("2015-07-02T09:00+07:00"):
        phases.open_phase(world.phase2, by=world.by("board"))
        opened = {path: shown_phases(path) for path in ("/pledges/", "/reports/")}
        everything = shown_phases("/pledges/", phase="")
    assert opened == {"/pledges/": [2], "/reports/": [1]}
    assert everything == [2, 1]


def shown_phases(path, **query):
    """Return the numbers of the phases listed, in their order."""
    rows = sign_in("board").get(path, query).context["rows"]
    return list(dict.fromkeys(sheet.phase.number for sheet, *_rest in rows))


@on_one_database
def test_a_grassroots_officer_finds_the_sheets_of_all_phases(world):
    with clock.travel("2015-07-02T09:00+07:00"):
        phases.open_phase(world.phase2, by=world.by("board"))
        page = sign_in("owner").get("/pledges/")
    assert [sheet.phase.number for sheet, *_rest in page.context["rows"]] == [2, 1]
    assert list(page.context["filter"].form.fields) == ["phase", "status"]


@on_one_database
def test_the_link_says_what_can_be_done(under_way):
    steps = {
        name: dict(zip(listed(under_way, name), [row.step for row in rows_of(name)], strict=True))
        for name in ("district", "owner", "chair", "neighbour")
    }
    assert steps["district"] == {
        "district": "Soạn",
        "school": "Xem",
        "commune": "Xem",
        "porters": "Xem và xác nhận",
    }
    assert steps["owner"] == {"school": "Xem"}
    assert steps["neighbour"] == {"commune": "Soạn"}
    assert set(steps["chair"].values()) == {"Xem"}


def rows_of(name):
    return sign_in(name).get("/pledges/").context["rows"]


def test_a_list_makes_as_many_queries_for_three_rows_as_for_one(under_way):
    client = sign_in("board")
    client.get("/pledges/")
    counts = {}
    for q, rows in (("truong thcs", 1), ("doi na", 2), ("cdcs", 5)):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/pledges/", {"q": q})
        assert len(page.context["rows"]) == rows
        counts[rows] = len(queries)
    assert set(counts.values()) == {7}, counts


@pytest.fixture
def long_list(world):
    """62 unions whose names hold "Đồi Nà" (twelve of a second page)."""
    school = CalledUnit.objects.get(phase=world.phase, unit=world.school)
    fill_with_copies(world, school, 60)
    return sign_in("board")


def page_of(client, query):
    page = client.get(f"/pledges/{query}")
    return page, [sheet.called.name for sheet, *_rest in page.context["rows"]]


def link(page, rel):
    """Return the address of the link to the page before or after."""
    match = re.search(rf'href="([^"]*)" rel="{rel}"', page.content.decode())
    return match and unescape(match[1])


@on_one_database
def test_a_long_list_has_pages_of_50_that_keep_the_conditions(long_list):
    first, names = page_of(long_list, "?q=doi+na")
    second, more = page_of(long_list, link(first, "next"))
    assert link(first, "next").startswith("?q=doi+na&after=")
    assert (len(names), len(more), len(set(names + more))) == (50, 12, 62)
    assert (link(first, "prev"), link(second, "next")) == (None, None)
    assert "Dòng 51 – 62" in second.content.decode()
    assert page_of(long_list, link(second, "prev"))[1] == names


def test_the_end_of_a_long_list_is_as_near_as_its_beginning(long_list):
    (first, names), (last, end) = page_of(long_list, "?q=doi+na"), page_of(long_list, "?q=doi+na&before=~")
    more = page_of(long_list, link(first, "next"))[1]
    assert end == (names + more)[-50:]
    assert "Dòng 13 – 62" in last.content.decode()
    assert page_of(long_list, link(last, "prev"))[1] == names[:12]


@on_one_database
def test_a_page_asked_for_in_nonsense_is_the_first(long_list):
    names = page_of(long_list, "?q=doi+na")[1]
    for query in ("after=%00", "after=A", "before=%C3%A9", "after=&before=", "first=x", "first=-1", "page=7"):
        assert page_of(long_list, f"?q=doi+na&{query}")[1] == names


@on_one_database
def test_a_list_says_how_long_it_is_up_to_a_number(long_list, monkeypatch):
    heading = page_of(long_list, "?q=doi+na")[0].content.decode()
    monkeypatch.setattr(capped, "COUNTED", 61)
    assert "Đăng ký thi đua: 62 bản" in heading
    assert "Đăng ký thi đua: hơn 61 bản" in page_of(long_list, "?q=doi+na")[0].content.decode()


def fill_with_copies(world, called, count):
    """Call so many more units like one to the same phase."""
    for number in range(count):
        unit = world.units["school"].__class__.objects.create(
            name=f"{called.name} {number}",
            full_name=f"{called.name} {number}",
            parent=world.district,
            kind=called.kind,
            form=called.form,
            strand=called.strand,
            valid_from=date(2014, 1, 1),
        )
        create_called_units(world.phase, [unit])


def test_the_signed_out_are_sent_to_sign_in(world, client):
    assert client.get("/reports/").url == "/accounts/login/?next=/reports/"
