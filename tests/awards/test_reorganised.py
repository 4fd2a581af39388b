"""Tests what becomes of quotas of unions that a reorganisation ends: merged ones are added, others are named."""

from datetime import date

import pytest

from awards import access
from awards.desk import own
from awards.models import Dossier, Quota
from campaigns.actions import phases
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.units.test_reorganisations import done, merger, rehearsed, report
from units.actions import reorganisation_undoing, unions
from units.actions.reorganisation_plans import PlannedRow
from units.models import Event, Unit

pytestmark = [pytest.mark.either, pytest.mark.django_db]


@pytest.fixture
def world():
    with clock.travel("2015-03-02T12:00+07:00"):
        yield copied(dossier_steps.build)


def quota(world, unit, **columns):
    named = {"campaign": world.campaign, "title": dossier_steps.title("BK_T"), "unit": unit}
    return Quota.objects.create(**named | {"max_count": 6} | columns)


def rows():
    return list(Quota.objects.order_by("pk").values())


def test_places_of_a_merged_union_are_added_to_its_successors_and_taken_back(world):
    own, added = quota(world, world.city), quota(world, world.district, max_count=5)
    quota(world, world.city, phase=world.phase, max_count=1)
    before = rows()
    plan = done(world, merger(world))
    own.refresh_from_db()
    added.refresh_from_db()
    assert (own.max_count, own.ended_at, added.max_count, added.ended_by) == (11, None, 5, world.user("board"))
    name = f"số lượng phân bổ {own.title}, {own.campaign}"
    assert report(plan, "quota") == [
        ("quota", world.city.name, f"{name}: thành 11, gồm cả của {world.district.name}", True),
        ("quota", world.district.name, f"{name}: 5, chuyển sang {world.city.name}", True),
    ]
    assert Event.objects.get(verb="carry_over").changes == {"tối đa": ["6", "11"]}
    reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    assert rows() == before


def test_places_of_a_union_closed_by_itself_are_added_to_its_successors(world):
    own, added = quota(world, world.school), quota(world, world.porters, max_count=2)
    by = world.by("admin")
    unions.close(world.porters, on=date(2015, 3, 2), successor=world.school, reason="Sáp nhập.", by=by)
    own.refresh_from_db()
    added.refresh_from_db()
    assert (own.max_count, own.ended_at, added.max_count, added.ended_by) == (8, None, 2, by.user)
    verbs = Event.objects.filter(verb__in=("close_unit", "carry_over", "end_quota")).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["close_unit", "carry_over", "end_quota"]


def test_a_founded_successor_gets_the_sum_if_all_that_make_it_had_places(world):
    first, second = quota(world, world.city), quota(world, world.district, max_count=5)
    before = rows()
    founding = PlannedRow("found", name="Công đoàn phường", type=world.city.words, target=world.province)
    merging = [PlannedRow("merge", unit, founded=0) for unit in (world.city, world.district)]
    elsewhere = rehearsed(world, founding, *merging, PlannedRow("move", world.direct, founded=0))
    assert [line[3] for line in report(elsewhere, "quota")] == [False, False]
    plan = done(world, founding, *merging)
    first.refresh_from_db()
    second.refresh_from_db()
    ward = Unit.objects.get(name="Công đoàn phường")
    assert (first.unit, first.max_count, second.ended_by) == (ward, 11, world.user("board"))
    reorganisation_undoing.undo(plan, reason="Nhầm", by=world.by("board"))
    assert rows() == before


def test_places_that_cannot_be_added_are_named_with_who_gives_them_anew(world):
    quota(world, world.district, max_count=5)
    quota(world, world.district, max_count=None, percent=10, percent_of="units", hard=True)
    quota(world, world.district)
    before = rows()
    plan = done(world, merger(world))
    name, province = f"số lượng phân bổ {dossier_steps.title('BK_T')}, {world.campaign}", world.province.name
    again = f"giữ tên đơn vị cũ; {province} phân bổ lại cho {world.city.name}"
    assert [line[2:] for line in report(plan, "quota")] == [
        (f"{name}, 10%: {again}", False),
        (f"{name}, 5: {again}", False),
        (f"{name}, 6: {again}", False),
    ]
    assert rows() == before


def test_quotas_of_years_that_are_over_stay_unnamed(world):
    quota(world, world.district)
    for phase in world.campaign.phases.exclude(pk=world.phase.pk):
        phases.discard_phase(phase, reason="Thôi", by=world.by("board"))
    phases.lock_phase(world.phase, by=world.by("board"))
    with clock.travel("2016-03-02T12:00+07:00"):
        plan = rehearsed(world, merger(world), on=date(2016, 3, 2))
    assert report(plan, "quota") == []


def test_a_dossier_of_a_merged_union_is_on_its_successors_desk(world):
    with clock.travel(dossier_steps.DAY):
        dossier = dossier_steps.dossier_of(world, "owner", [])
        officer = world.by("neighbour", "officer")
        assert own.todos(officer, []) == []
        plan = done(world, PlannedRow("merge", world.school, target=world.commune), on=clock.today())
        words = f"hồ sơ khen thưởng (Đang lập hồ sơ): giữ tên đơn vị này; {world.commune.name} làm tiếp hoặc rút"
        assert report(plan, "dossier") == [("dossier", world.school.name, words, False)]
        officer = world.by("neighbour", "officer")
        dossier = Dossier.objects.select_related("unit").get(pk=dossier.pk)
        assert access.may_submit(dossier, officer)
        assert access.may_withdraw(dossier, officer)
        tasks = [(task.title, task.url) for task in own.todos(officer, [])]
        assert tasks == [(f"{dossier.title}, {world.school.name}", dossier.get_absolute_url())]
