"""Tests the order of lists and of the honour roll by the phase's units, and of papers by today's tree."""

import importlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet
from django.test import Client

from awards.actions import dossiers
from awards.filters.appraisal import nominations_in_office_order
from awards.models import Award, Dossier, Nomination
from awards.rules.sorting import in_paper_order, roll_key
from campaigns.actions.phases import open_phase, upper_orders
from campaigns.models import CalledUnit
from campaigns.models.called import sort_key_in_phase, sort_key_of
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.without_triggers import without_triggers
from units.acting import acting_as
from units.actions.unions import move_under
from units.models import Post, Role, Unit, UnitKind

pytestmark = [pytest.mark.either, pytest.mark.django_db]

# By union, who makes a dossier, the last of the list first; and the person in it, beside two collectives.
PERSONS = {"porters": ("porter", "Vi Ánh"), "commune": ("neighbour", "Vi Mùi"), "school": ("owner", "Vi Bình"),
           "district": ("district", "Vi Én"), "direct": ("banker", "Vi Yên"), "bank": ("banker", "Vi An"),
           "city": ("city", "Vi Yến")}  # fmt: skip
LISTED = ["city", "bank", "direct", "district", "school", "commune", "porters"]
ON_PAPER = ["city", "bank", "district", "school", "commune", "porters", "direct"]


@pytest.fixture
def world(db):
    """A world in which the office lists the union straight under the province between the city and the district."""
    with clock.travel(dossier_steps.DAY):
        world = copied(dossier_steps.build)
        Post.objects.create(user=world.user("banker"), unit=world.direct, role=Role.OFFICER, since="2015-01-01")
        Unit.objects.filter(pk=world.direct.pk).update(order=1)
        key = sort_key_of(world.phase, Unit.objects.get(pk=world.direct.pk), upper_orders())
        with without_triggers():
            CalledUnit.objects.filter(phase=world.phase, unit=world.direct).update(sort_key=key)
        for unit in PERSONS:
            nominate(world, unit, world.phase)
        yield world


def nominate(world, unit, phase):
    officer, person = PERSONS[unit]
    by = acting_as(world.user(officer), Role.OFFICER, world.units[unit])
    dossier = dossiers.make(world.units[unit], phase, by=by, timing="phase")
    dossier_steps.nominate(dossier, by=by, code="BK_T", name=person)
    for letter in "BA":
        dossier_steps.nominate(dossier, by=by, code="BK_T", name=f"Tổ {letter}", person=False)


def short(world, unit):
    return next(name for name, other in world.units.items() if other.pk == unit.pk)


def told(world, nominations):
    return [f"{short(world, nomination.dossier.unit)}: {nomination.nominee.name}" for nomination in nominations]


def expected(units, letters="BA"):
    """Return the collectives of the unions in this order, then their persons."""
    return [f"{unit}: Tổ {letter}" for unit in units for letter in letters] + [
        f"{unit}: {PERSONS[unit][1]}" for unit in units
    ]


def second_phase(world):
    with clock.travel("2015-08-20T09:00+07:00"):
        open_phase(world.phase2, by=world.by("board"))
        nominate(world, "commune", world.phase2)


def test_a_list_of_dossiers_has_the_newest_phase_first_and_in_it_the_tree_of_the_office(world):
    second_phase(world)
    board = Client()
    board.force_login(world.user("board"))
    shown = [short(world, row.dossier.unit) for row in board.get("/dossiers/").context["rows"]]
    assert shown == ["commune", *LISTED]


def test_the_appraisal_table_has_the_newest_phase_first_then_collectives_then_persons(world):
    second_phase(world)
    rows = nominations_in_office_order(Nomination.objects.with_context())
    assert told(world, rows) == expected(["commune"]) + expected(LISTED)


def test_papers_have_the_unions_straight_under_the_province_last(world):
    assert told(world, in_paper_order(Nomination.objects.with_context())) == expected(ON_PAPER)


def test_on_papers_a_union_that_moved_stands_under_its_new_heading_and_in_lists_where_it_was_called(world):
    move_under(world.porters, world.city, by=world.by("admin"))
    rows = Nomination.objects.with_context()
    moved = ["city", "bank", "porters", *(name for name in ON_PAPER[2:] if name != "porters")]
    assert told(world, in_paper_order(rows)) == expected(moved)
    assert told(world, nominations_in_office_order(rows)) == expected(LISTED)


def test_the_roll_has_collectives_by_union_and_name_then_persons_by_given_name(world):
    def key(nomination):
        return roll_key(nomination.dossier, nomination.nominee.sort_key, is_person=nomination.nominee.is_person)

    by_name = ["bank", "porters", "school", "district", "commune", "direct", "city"]
    assert told(world, sorted(Nomination.objects.with_context(), key=key)) == [
        *expected(LISTED, "AB")[: 2 * len(LISTED)], *(f"{name}: {PERSONS[name][1]}" for name in by_name),
    ]  # fmt: skip


def test_a_union_has_the_place_it_was_called_with_and_a_new_one_that_of_the_office_now(world):
    called = sort_key_in_phase(world.phase, world.school)
    Unit.objects.filter(pk=world.school.pk).update(order=99)
    assert sort_key_in_phase(world.phase, Unit.objects.get(pk=world.school.pk)) == called
    founded = Unit.objects.create(
        name="CĐCS Mới", full_name="CĐCS Mới", parent=world.district, kind=UnitKind.GRASSROOTS, form="workplace",
        strand="administrative", order=21, valid_from="2015-06-01",
    )  # fmt: skip
    sort_keys = [sort_key_in_phase(world.phase, unit) for unit in (world.commune, founded, world.porters)]
    assert sort_keys == sorted(sort_keys)
    assert len({len(sort_key) for sort_key in sort_keys}) == 1


def test_a_dossier_without_a_place_is_refused_by_the_database(world):
    with pytest.raises(IntegrityError, match="dossier_has_its_place"), transaction.atomic():
        Dossier.objects.update(sort_key="")


def test_rows_from_before_are_given_their_places(db):
    """The function of the migration gives the same when it runs again."""
    with clock.travel(dossier_steps.DAY):
        world = copied(dossier_steps.build)
        dossier_steps.issued(
            world, [{"code": "BK_T", "name": "Tổ Văn - Sử", "person": False}, {"code": "BK_T", "name": "Vi Én"}]
        )
        dossiers.make(world.commune, world.phase, by=world.by("neighbour"), timing="phase")
    right = kept()
    with without_triggers():
        CalledUnit.objects.filter(unit=world.commune).update(unit=world.direct, phase=world.phase2)
    Dossier.objects.update(sort_key="before")
    QuerySet(Award).update(sort_key="before")
    migration = importlib.import_module("awards.migrations.0004_office_order")
    state = MigrationLoader(connection).project_state(("awards", "0004_office_order"))
    state.remove_field("campaigns", "campaign", "stamp")  # a column of then that is gone
    then = state.apps
    for _once_and_again in range(2):
        migration.set_places(then, None)
        migration.set_roll_keys(then, None)
        assert kept() == right


def kept():
    return [
        list(Dossier.objects.order_by("pk").values_list("unit", "sort_key")),
        list(Award.objects.order_by("pk").values_list("name", "sort_key")),
    ]
