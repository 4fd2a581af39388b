"""Tests what a campaign lacks before it is published, and whom it calls."""

from datetime import date

import pytest

from campaigns.access import may_publish
from campaigns.actions import phases
from campaigns.calling import CalledToday, units_to_call
from campaigns.forms.phases import uncalled
from campaigns.models import Asked, CallScope, Campaign, DueDate, Phase
from campaigns.readiness import ASKED, PAPERS, WHEN, WHO, Gap, Readiness
from foundation import clock
from tests.support.world import unpublish

pytestmark = [pytest.mark.either, pytest.mark.usefixtures("in_january")]


@pytest.fixture
def in_january():
    with clock.travel("2015-01-20T09:00+07:00"):
        yield


def read(campaign):
    return Campaign.objects.select_related("unit").get(pk=campaign.pk)


def called(world, number=2):
    phase = Phase.objects.select_related("campaign__unit").get(campaign=world.campaign, number=number)
    names = {unit.pk: name for name, unit in world.units.items()}
    return [names[unit.pk] for unit in units_to_call(phase)]


def test_the_campaign_of_2015_lacks_nothing(world):
    assert Readiness(read(world.campaign)).missing == []


def test_everything_that_is_missing_is_named_with_the_step_that_mends_it(world):
    empty = Campaign.objects.create(unit=world.province, slug="2016", year=2016, title="Phong trào 2016")
    assert Readiness(empty).missing == [
        Gap(PAPERS, "nội dung thi đua"),
        Gap(WHEN, "ít nhất một đợt"),
        Gap(ASKED, "ít nhất một chỉ tiêu đang dùng"),
    ]


def test_a_first_phase_without_due_dates_and_one_that_asks_nobody_are_not_published(world):
    campaign = unpublish(world.campaign)
    DueDate.objects.filter(phase=world.phase, kind="report").delete()
    Asked.objects.filter(indicator__campaign=campaign, indicator__in_report=True).delete()
    Phase.objects.filter(pk=world.phase2.pk).update(asks_pledge=False)
    answer = may_publish(read(campaign), world.by("board"))
    assert not answer
    assert answer.why_not == (
        "Chưa công bố được, còn thiếu: hạn báo cáo kết quả của đợt 1; chỉ tiêu hỏi trong đăng ký thi đua của đợt 1; "
        "chỉ tiêu hỏi trong báo cáo kết quả của đợt 1; chỉ tiêu hỏi trong báo cáo kết quả của đợt 2."
    )


def test_a_campaign_that_calls_nobody_is_not_published(world):
    world.campaign.call_scopes.create(column="foreign_enterprise")
    assert Readiness(read(world.campaign)).missing == [Gap(WHO, "ít nhất một đơn vị được gọi")]


def test_what_is_odd_is_said_and_hinders_nothing(world):
    campaign = read(world.campaign)
    Asked.objects.filter(indicator__code="HT01").delete()
    DueDate.objects.filter(phase=world.phase2, kind="pledge").delete()
    campaign.recipients.all().delete()
    gaps = Readiness(campaign).odd
    assert Gap(ASKED, "Chỉ tiêu HT01 không hỏi đơn vị nào được gọi") in gaps
    assert Gap(WHEN, "Chưa đặt hạn đăng ký thi đua của đợt 2") in gaps
    assert Gap(PAPERS, "Chưa có nơi nhận") in gaps
    assert Readiness(campaign).missing == []


def test_without_a_scope_every_unit_below_is_called(world):
    everybody = ["city", "bank", "district", "school", "commune", "porters", "direct", "central"]
    assert called(world) == everybody


def test_strands_are_called_with_the_upper_unions_above_them(world):
    world.campaign.call_scopes.create(column="public_service")
    world.campaign.call_scopes.create(column="occupational")
    assert called(world) == ["district", "school", "porters"]
    assert CalledToday(read(world.campaign)).columns == {"upper_place", "public_service", "occupational"}


def test_branches_are_called_and_the_own_unit_stands_for_the_direct_unions(world):
    world.campaign.call_scopes.create(unit=world.city)
    assert called(world) == ["city", "bank"]
    world.campaign.call_scopes.create(unit=world.province)
    assert called(world) == ["city", "bank", "direct", "central"]
    world.campaign.call_scopes.create(column="private_enterprise")
    assert called(world) == ["city", "bank"]


def test_opening_calls_whom_the_scope_holds_and_later_ones_are_offered_likewise(world):
    world.campaign.call_scopes.create(unit=world.district)
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase2.pk)
    assert phases.open_phase(phase, by=world.by("board")) == 4
    assert list(uncalled(phase)) == []
    late = type(world.bank).objects.create(
        name="CĐCS Trạm Y tế", full_name="CĐCS Trạm Y tế", parent=world.district, kind="grassroots",
        strand="public_service", form="workplace", order=25, valid_from=date(2015, 1, 1),
    )  # fmt: skip
    assert list(uncalled(phase)) == [late]
    assert CallScope.objects.count() == 1
