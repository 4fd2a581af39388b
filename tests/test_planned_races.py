"""Two ticks at once, and a tick while somebody calls off: a planned act is carried out once or not at all."""

from datetime import date
from functools import partial

import pytest

from emulation import clock
from emulation.lifecycle import NotNow
from tests import fixtures_world
from tests.racing import race
from units import actions, planned_actions
from units.models import Event, PlannedAct, Unit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DAY = date(2015, 9, 1)
CLOSING = ("commune", "porters", "bank", "direct")


@pytest.fixture
def acts(transactional_db):
    """Four closings and a move, planned in July; it is the first of September."""
    with clock.travel("2015-07-20T09:00+07:00"):
        world = fixtures_world.copied()
        by, given = world.by("admin"), {"on": DAY, "reason": "Sắp xếp lại tổ chức"}
        planned = [actions.close(world.units[name], successor=world.city, by=by, **given) for name in CLOSING[:2]]
        planned += [actions.close(world.units[name], successor=None, by=by, **given) for name in CLOSING[2:]]
        planned.append(actions.move_under(world.school, world.city, by=by, **given))
    with clock.travel("2015-09-01T00:01+07:00"):
        yield planned, by


def test_two_ticks_at_once_carry_out_each_act_once(acts):
    planned, _by = acts
    said = []

    def tick():
        said.append(planned_actions.carry_out_due())

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
    found = race(
        planned_actions.carry_out_due,
        *(partial(planned_actions.call_off, act, reason="Hoãn", by=by) for act in planned),
    )
    assert found[0] is None
    for act, error in zip(planned, found[1:], strict=True):
        status, unit = PlannedAct.objects.get(pk=act.pk).status, Unit.objects.get(pk=act.unit_id)
        happened = unit.valid_to == DAY or unit.parent_id != act.unit.parent_id
        assert (status, happened) == (("called_off", False) if error is None else ("done", True))
        assert error is None or (type(error), "Hệ thống vừa thực hiện" in error.sentence) == (NotNow, True)
