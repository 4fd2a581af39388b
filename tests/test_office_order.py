"""One order for lists, papers and the roll: the newest phase first, unions as the office lists them."""

import pytest
from django.test import Client

from awards.actions import dossiers
from awards.appraisal_filters import in_paper_order as told_to_the_database
from awards.models import Nomination
from awards.order import in_paper_order, roll_key
from campaigns.actions.phases import open_phase
from campaigns.models.called import place_in
from emulation import clock
from tests import awards_world as aw
from tests.fixtures_world import copied
from units.models import Kind, Unit

pytestmark = pytest.mark.django_db

# Who made a dossier, the last of the office's list first; of each union a person and two collectives.
OFFICERS = ("porter", "neighbour", "owner", "district", "banker", "city")
LISTED = ["city", "bank", "district", "school", "commune", "porters"]
PERSONS = {"porter": "Vi Ánh", "neighbour": "Vi Mùi", "owner": "Vi Bình", "district": "Vi Én", "banker": "Vi An",
           "city": "Vi Yến"}  # fmt: skip


@pytest.fixture
def world(db):
    with clock.travel(aw.DAY):
        world = copied(aw.build)
        for officer in OFFICERS:
            teams = [{"code": "BK_T", "name": f"Tổ {letter}", "person": False} for letter in "BA"]
            aw.dossier_of(world, officer, [{"code": "BK_T", "name": PERSONS[officer]}, *teams])
        yield world


def named(world, nominations):
    short = {unit.pk: name for name, unit in world.units.items()}
    return [f"{short[one.dossier.unit_id]}: {one.nominee.name}" for one in nominations]


ON_PAPER = [f"{unit}: Tổ {letter}" for unit in LISTED for letter in "BA"] + [
    "city: Vi Yến", "bank: Vi An", "district: Vi Én", "school: Vi Bình", "commune: Vi Mùi", "porters: Vi Ánh",
]  # fmt: skip


def test_a_list_of_dossiers_has_the_newest_phase_first_and_in_it_the_tree_of_the_office(world):
    with clock.travel("2015-08-20T09:00+07:00"):
        open_phase(world.phase2, by=world.by("board"))
        by = world.by("neighbour")
        dossiers.make(by.unit, world.phase2, by=by, timing="phase")
    board = Client()
    board.force_login(world.user("board"))
    shown = [dossier for dossier, _step in board.get("/dossiers/").context["rows"]]
    assert [dossier.unit.name for dossier in shown] == [
        world.commune.name, *(world.units[name].name for name in LISTED),
    ]  # fmt: skip


def test_papers_have_collectives_then_persons_by_union_as_sent_and_the_database_agrees(world):
    rows = Nomination.objects.with_context()
    assert named(world, in_paper_order(rows)) == ON_PAPER
    assert named(world, told_to_the_database(rows)) == ON_PAPER


def test_the_roll_has_collectives_by_union_and_name_then_persons_by_given_name(world):
    def key(one):
        return roll_key(one.dossier, one.nominee.sort_key, is_person=one.nominee.is_person)

    assert named(world, sorted(Nomination.objects.with_context(), key=key)) == [
        *(f"{unit}: Tổ {letter}" for unit in LISTED for letter in "AB"),
        "bank: Vi An", "porters: Vi Ánh", "school: Vi Bình", "district: Vi Én", "commune: Vi Mùi", "city: Vi Yến",
    ]  # fmt: skip


def test_a_union_has_the_place_it_was_called_with_and_a_new_one_that_of_the_office_now(world):
    called = place_in(world.phase, world.school)
    Unit.objects.filter(pk=world.school.pk).update(order=99)
    assert place_in(world.phase, Unit.objects.get(pk=world.school.pk)) == called
    founded = Unit.objects.create(
        name="CĐCS Mới", full_name="CĐCS Mới", parent=world.district, kind=Kind.GRASSROOTS, form="workplace",
        strand="administrative", order=21, valid_from="2015-06-01",
    )  # fmt: skip
    places = [place_in(world.phase, unit) for unit in (world.commune, founded, world.porters)]
    assert places == sorted(places)
    assert len({len(place) for place in places}) == 1
