"""Tests the search in everything within reach: words in any order, without marks, abbreviated or not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings
from foundation import clock, vietnamese
from tests.support import dossier_steps
from tests.support.module_rows import cast_for_module
from tests.support.world import WORK, draft
from units.models import Unit

pytestmark = [pytest.mark.either, pytest.mark.django_db]

ANH = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}


def build():
    with clock.travel(dossier_steps.DAY):
        world = dossier_steps.build()
        with clock.travel("2015-02-25T09:00+07:00"):
            pledge = world.sheet("bank", "pledge")
            draft(pledge, by=world.by("banker"), works=[WORK])
            filings.submit(pledge, by=world.by("banker"))
        world.decision = dossier_steps.issued(world, [ANH])
    return world


rows, world = cast_for_module(build, dossier_steps.DAY)


def found_by(world, person, text, **more):
    client = Client()
    client.force_login(world.user(person))
    return client.get("/search/", {"q": text, **more})


def titles(page, kind):
    return [match.title for group in page.context["groups"] if group.kind.code == kind for match in group.matches]


@pytest.mark.parametrize(
    "text",
    [
        "đồi na",
        "NA DOI",
        "doi-na",
        "“Đồi Na”",
        "trung học cơ sở đồi na",
        "thcs doi na chi lang",
        "công đoàn cơ sở đồi na",
    ],
)
def test_a_union_is_found_however_it_is_written(world, text):
    page = found_by(world, "district", text)
    school = world.units["school"].name
    assert school in titles(page, "units")
    assert set(titles(page, "units")) <= {school, world.units["commune"].name}
    assert school in titles(page, "sheets")
    listed = Client()
    listed.force_login(world.user("district"))
    rows = listed.get("/pledges/", {"q": text, "phase": ""}).context["rows"]
    assert school in {sheet.called.name for sheet, *_more in rows}


def test_upper_unions_are_found_abbreviated_and_spelled_out(world):
    for text in ("LĐLĐ Chi Lăng", "lien doan lao dong chi lang", "chi lang huyen"):
        assert world.district.name in titles(found_by(world, "board", text), "units"), text
    for text in ("TP Lạng Sơn", "thành phố lạng sơn"):
        assert world.city.name in titles(found_by(world, "board", text), "units"), text


def test_each_kind_is_found_within_reach_and_nothing_else(world):
    kinds = ("units", "people", "works", "sheets", "dossiers", "decisions")
    with CaptureQueriesContext(connection) as made:
        board = found_by(world, "board", "anh nong")
    assert len([query for query in made if " LIKE " in query["sql"]]) == len(kinds)
    assert [len(titles(board, kind)) for kind in kinds] == [0, 1, 1, 0, 1, 1]
    assert titles(board, "people") == ["Nông Thị Ánh"]
    assert titles(found_by(world, "city", "dien tu thi nghiem, Ánh"), "works") == [WORK["title"]]
    assert found_by(world, "neighbour", "thi nghiem dien tu").context["groups"] == []
    owner = found_by(world, "owner", "45/QĐ-LĐLĐ")
    assert titles(owner, "decisions") == [str(world.decision)]
    foreign = found_by(world, "city", "doi na")
    assert [len(titles(foreign, kind)) for kind in kinds] == [0, 0, 0, 0, 0, 1]  # issued decisions are everybody's
    assert found_by(world, "neighbour", "nong anh").context["groups"][0].kind.code == "decisions"


def test_a_text_that_no_index_serves_is_not_searched(world):
    for text in ("na", "a b", "--", "x" * 201):
        with CaptureQueriesContext(connection) as made:
            page = found_by(world, "board", text)
        assert page.context["problem"]
        assert not [query for query in made if "LIKE" in query["sql"]]
    assert found_by(world, "board", "").context["problem"] == ""


def test_ten_of_a_kind_lead_to_all(world):
    name = world.school.name
    school = Unit.objects.get(pk=world.school.pk)
    copies = []
    for number in range(12):
        school.pk, school.path, school.name = None, f"{world.district.path}Z{number:03}", f"{name} {number}"
        school.derive()
        copies.append(Unit(**{field.attname: getattr(school, field.attname) for field in Unit._meta.concrete_fields}))
    Unit.objects.bulk_create(copies)
    page = found_by(world, "board", "truong doi na")
    group = next(group for group in page.context["groups"] if group.kind.code == "units")
    assert (len(group.matches), group.more) == (10, True)
    assert "/search/?q=truong%20doi%20na&amp;kind=units" in page.content.decode()
    assert len(found_by(world, "board", "truong doi na", kind="units").context["matches"]) == 13


def test_search_text_has_both_the_abbreviation_and_its_words():
    assert vietnamese.search_text("LĐLĐ TP Lạng Sơn", longest=420) == ("ldld tp lang son lien doan lao dong thanh pho")
    assert vietnamese.search_text("Công đoàn cơ sở Bệnh viện", longest=420).startswith("cong doan co so benh vien ")
    assert set(vietnamese.search_text("Công đoàn cơ sở Bệnh viện", longest=420).split()) > {"cdcs", "bv"}
    assert vietnamese.search_text("Ðỗ Văn Ðức", longest=420) == "do van duc"  # with the Icelandic letter
    assert len(vietnamese.search_text("CĐCS " * 100, longest=420)) <= 420
