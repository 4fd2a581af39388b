"""Tests two ticks at once, and a tick during a cancellation: a planned act is carried out once or not at all."""

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support import casts, tally
from tests.support.racing import race
from units.actions import planned_acts, unions
from units.models import Event, PlannedAct, Unit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DAY = date(2015, 9, 1)
CLOSING = ("commune", "porters", "bank", "direct")


@pytest.fixture
def acts(transactional_db):
    """Planned acts, four closings and a move, of July; it is the first of September."""
    with clock.travel("2015-07-20T09:00+07:00"):
        world = casts.copied()
        by, given = world.by("admin"), {"on": DAY, "reason": "Sắp xếp lại tổ chức"}
        planned = [unions.close(world.units[name], successor=world.city, by=by, **given) for name in CLOSING[:2]]
        planned += [unions.close(world.units[name], successor=None, by=by, **given) for name in CLOSING[2:]]
        planned.append(unions.move_under(world.school, world.city, by=by, **given))
    with clock.travel("2015-09-01T00:01+07:00"):
        yield planned, by


def test_two_ticks_at_once_carry_out_each_act_once(acts):
    planned, _by = acts
    said = []

    def tick():
        said.append(planned_acts.carry_out_due())

    assert race(tick, tick) == [None, None]
    assert set(PlannedAct.objects.values_list("status", flat=True)) == {"done"}
    for act in planned:
        verb = "close_unit" if act.kind == "close" else "move_unit"
        assert [event.verb for event in Event.objects.about(act.unit)] == [verb]
    assert Event.objects.filter(verb="carry_out_act").count() == len(planned)
    done = [int(words.partition(": ")[2].partition(" ")[0]) for words in said if words]
    assert sum(done) == len(planned)


def test_a_tick_and_a_calling_off_have_one_winner(acts):
    planned, by = acts
    outcomes = race(
        planned_acts.carry_out_due,
        *(partial(planned_acts.call_off, act, reason="Hoãn", by=by) for act in planned),
    )
    assert outcomes[0] is None
    for act, error in zip(planned, outcomes[1:], strict=True):
        status, unit = PlannedAct.objects.get(pk=act.pk).status, Unit.objects.get(pk=act.unit_id)
        happened = unit.valid_to == DAY or unit.parent_id != act.unit.parent_id
        assert (status, happened) == (("called_off", False) if error is None else ("done", True))
        assert error is None or (type(error), "Hệ thống vừa thực hiện" in error.sentence) == (StateConflict, True)


def test_what_is_founded_or_moved_below_a_union_that_moves_goes_along(
    transactional_db, trials, districts_below_districts
):
    """Paths are read while the tree is locked: every union is right below its parent's path."""
    with clock.travel("2015-09-01T09:00+07:00"):
        world = casts.copied()
        by, given = world.by("admin"), {"reason": "Sắp xếp lại tổ chức"}
        upper = {"kind": "upper_place", "valid_from": date(2010, 1, 1)}
        for trial in range(trials):
            moving = Unit.objects.create(name=f"A{trial}", full_name="A", parent=fresh(world.province), **upper)
            below = Unit.objects.create(name=f"Z{trial}", full_name="Z", parent=fresh(moving), **upper)
            union = Unit(name=f"N{trial}", full_name="N", parent=fresh(below), **upper)
            goal = world.city if trial % 2 else world.district
            outcomes = race(
                partial(unions.move_under, fresh(moving), fresh(goal), by=by, **given),
                partial(unions.add, union, by=by),
                partial(unions.move_under, fresh(world.school), fresh(below), by=by, **given),
            )
            assert [error for error in outcomes if error and not isinstance(error, ValidationError)] == []
            strays = [each.name for each in Unit.objects.exclude(parent=None) if each.path[:-4] != each.parent.path]
            assert strays == []
            tally.count("races", "trials")


def fresh(unit):
    return Unit.objects.get(pk=unit.pk)
