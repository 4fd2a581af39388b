"""Tests every act of every person in every status of a phase, and what opening, locking and calling write."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.actions import phases
from campaigns.models import AskedCatalogue, CalledUnit, Campaign, Filing, Phase
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.sheets_by_hand import call
from tests.support.sweep_share import fewer
from tests.support.world import PEOPLE, unpublish
from units.access import Forbidden
from units.models import Event, Strand, UnionForm, Unit, UnitKind

pytestmark = pytest.mark.either

NOW = "2015-02-25T09:00+07:00"

ACTS = {
    "open": lambda phase, new, called, by: phases.open_phase(phase, by=by),
    "lock": lambda phase, new, called, by: phases.lock_phase(phase, by=by),
    "unlock": lambda phase, new, called, by: phases.unlock_phase(phase, reason="Sai số", by=by),
    "discard": lambda phase, new, called, by: phases.discard_phase(phase, reason="Lập nhầm", by=by),
    "call": lambda phase, new, called, by: phases.call_unit(phase, new, by=by),
    "extend": lambda phase, new, called, by: phases.extend(
        called, kind="report", on=date(2015, 7, 31), reason="Lũ quét", by=by
    ),
}
LEADS = {
    "open": {"planned": "open"},
    "lock": {"open": "locked"},
    "unlock": {"locked": "open"},
    "discard": {"planned": "discarded"},
    "call": {"open": "open"},
    "extend": {"open": "open"},
}
BOARD = {"board", "board2"}
MOMENTS = {
    "planned": {"opened_at": None, "locked_at": None},
    "discarded": {"opened_at": None, "locked_at": None},
    "open": {"opened_at": clock.parse(NOW), "locked_at": None},
    "locked": {"opened_at": clock.parse(NOW), "locked_at": clock.parse(NOW)},
}


@pytest.fixture
def new_unit(world):
    """A union founded after the opening."""
    return Unit.objects.create(
        name="CĐCS Trường Mầm non Khuổi Trăng",
        full_name="CĐCS Trường Mầm non Khuổi Trăng",
        parent=world.district,
        kind=UnitKind.GRASSROOTS,
        form=UnionForm.WORKPLACE,
        strand=Strand.PUBLIC_SERVICE,
        valid_from=date(2015, 2, 1),
    )


def outcome(act, phase, new, called, by):
    with transaction.atomic():
        try:
            act(Phase.objects.get(pk=phase.pk), new, CalledUnit.objects.get(pk=called.pk), by)
            after = Phase.objects.get(pk=phase.pk).status
        except (Forbidden, StateConflict) as refusal:
            after = type(refusal)
            assert str(refusal)
        transaction.set_rollback(True)
    return after


@pytest.mark.parametrize("status", MOMENTS)
def test_every_act_of_everybody_has_the_outcome_of_the_table(world, new_unit, status, pytestconfig):
    called = call(world.phase2, world.school)
    catalogue = AskedCatalogue.objects.get() if MOMENTS[status]["opened_at"] else None
    Phase.objects.filter(pk=world.phase2.pk).update(status=status, catalogue=catalogue, **MOMENTS[status])
    wanted = {
        (verb, who): LEADS[verb].get(status, StateConflict) if who in BOARD else Forbidden
        for verb in ACTS
        for who in PEOPLE
    }
    cases = fewer(
        wanted,
        lambda case: wanted[case] is Forbidden,
        sweep="people whose act is refused",
        config=pytestconfig,
        key=lambda case: f"{case} at a phase {status}",
    )
    with clock.travel(NOW):
        outcomes = {
            (verb, who): outcome(ACTS[verb], world.phase2, new_unit, called, world.by(who)) for verb, who in cases
        }
    assert outcomes == {case: wanted[case] for case in cases}


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_board_publishes_and_only_once(world, who):
    campaign = unpublish(world.campaign)
    if who not in BOARD:
        with pytest.raises(Forbidden, match=r"^Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn"):
            phases.publish(campaign, by=world.by(who))
        return
    with clock.travel(NOW):
        phases.publish(campaign, by=world.by(who))
    assert Campaign.objects.get(pk=campaign.pk).published_at == clock.parse(NOW)
    with pytest.raises(StateConflict, match=re.escape("Phong trào đã được công bố.")):
        phases.publish(campaign, by=world.by("board"))


def test_every_page_names_a_campaign_as_soon_as_it_is_published(client, world):
    campaign = unpublish(world.campaign)
    assert 'href="/campaigns/2015/"' not in client.get("/accounts/login/").text
    phases.publish(campaign, by=world.by("board"))
    assert 'href="/campaigns/2015/"' in client.get("/accounts/login/").text


def test_a_phase_does_not_open_before_the_campaign_is_published(world):
    Campaign.objects.filter(pk=world.campaign.pk).update(published_at=None, status="unpublished")
    phase = Phase.objects.get(pk=world.phase2.pk)
    with pytest.raises(StateConflict, match=re.escape("Phong trào chưa được công bố. Xin công bố trước khi mở đợt.")):
        phases.open_phase(phase, by=world.by("board"))
    assert Phase.objects.get(pk=phase.pk).status == "planned"
    assert CalledUnit.objects.filter(phase=phase).count() == 0


def test_opening_calls_every_valid_unit_below_with_both_sheets_awaited(world):
    called = CalledUnit.objects.filter(phase=world.phase)
    assert {called_unit.unit.name for called_unit in called} == {
        unit.name for name, unit in world.units.items() if name != "province"
    }
    sheets = Filing.objects.filter(called__phase=world.phase)
    assert sheets.count() == 2 * called.count() == 16
    assert {(sheet.kind, sheet.status, sheet.version) for sheet in sheets} == {
        ("pledge", "awaited", 0),
        ("report", "awaited", 0),
    }


def test_opening_is_one_event_that_says_how_many_were_called(world):
    event = Event.objects.about(world.phase).get()
    assert (event.verb, event.source, event.to, event.changes) == ("open", "planned", "open", {"called": 8})
    assert (event.actor_name, event.acting_as) == (
        "Triệu Thị Sao Mai",
        "Ban Chính sách - Pháp luật, LĐLĐ tỉnh Lạng Sơn",
    )
    assert event.at == clock.parse("2015-01-20T09:00+07:00")


def test_a_unit_that_has_closed_or_is_not_founded_yet_is_not_called(world, new_unit):
    Unit.objects.filter(pk=world.commune.pk).update(valid_to=date(2015, 7, 1))
    Unit.objects.filter(pk=new_unit.pk).update(valid_from=date(2015, 7, 2))
    Unit.objects.filter(pk=world.bank.pk).update(valid_to=date(2015, 7, 2))
    with clock.travel("2015-07-01T09:00+07:00"):
        count = phases.open_phase(world.phase2, by=world.by("board"))
    names = set(CalledUnit.objects.filter(phase=world.phase2).values_list("unit__pk", flat=True))
    assert count == 7
    assert world.bank.pk in names
    assert names.isdisjoint({world.commune.pk, new_unit.pk, world.province.pk})


def test_what_a_unit_was_when_called_stays_when_the_unit_changes(world):
    school = Unit.objects.get(pk=world.school.pk)
    school.name, school.parent, school.members, school.coordinated = "CĐCS Tên mới", world.city, 12, True
    school.save()
    called = world.sheet("school", "pledge").called
    assert (called.name, called.parent, called.members, called.coordinated) == (
        "CĐCS Trường THCS Đồi Na",
        world.district,
        46,
        False,
    )


def test_a_called_unit_without_a_place_of_its_own_writes_from_that_of_the_union_above(world):
    assert world.school.place == ""
    places = CalledUnit.objects.filter(unit__in=(world.school, world.city)).values_list("unit__name", "place")
    assert dict(places) == {"CĐCS Trường THCS Đồi Na": "Chi Lăng", "LĐLĐ thành phố Lạng Sơn": "Lạng Sơn"}


def test_a_unit_founded_later_is_called_singly(world, new_unit):
    with clock.travel(NOW):
        called = phases.call_unit(world.phase, new_unit, by=world.by("board"))
    assert (called.phase, called.unit, called.parent, called.path) == (
        world.phase,
        new_unit,
        world.district,
        new_unit.path,
    )
    assert sorted(called.filings.values_list("kind", "status")) == [
        ("pledge", "awaited"),
        ("report", "awaited"),
    ]
    assert [event.verb for event in Event.objects.filter(unit=new_unit)] == ["call"]


def test_a_unit_is_not_called_twice_nor_one_outside_the_campaign(world):
    for unit in (world.school, world.province):
        with pytest.raises(
            StateConflict, match=re.escape(f"{unit.name} đã thuộc diện của đợt này, hoặc không hoạt động.")
        ):
            phases.call_unit(world.phase, unit, by=world.by("board"))
    assert CalledUnit.objects.filter(phase=world.phase).count() == 8


def test_locking_keeps_the_moment_and_unlocking_needs_a_reason(world):
    board = world.by("board")
    with clock.travel(NOW):
        phases.lock_phase(world.phase, by=board)
    row = Phase.objects.get(pk=world.phase.pk)
    assert (row.status, row.locked_at) == ("locked", clock.parse(NOW))
    with pytest.raises(ValidationError, match=re.escape("Xin ghi lý do.")):
        phases.unlock_phase(row, reason=" \u200b ", by=board)
    assert Phase.objects.get(pk=row.pk).status == "locked"
    phases.unlock_phase(row, reason="Bổ sung số liệu LĐLĐ huyện Chi Lăng", by=board)
    assert (row.status, row.locked_at) == ("open", None)
    last = Event.objects.about(row).first()
    assert (last.verb, last.source, last.to, last.reason) == (
        "unlock",
        "locked",
        "open",
        "Bổ sung số liệu LĐLĐ huyện Chi Lăng",
    )


def test_who_opens_second_is_told_who_was_quicker(world):
    with clock.travel("2015-07-01T08:05+07:00"):
        phases.open_phase(world.phase2, by=world.by("board"))
        with pytest.raises(StateConflict) as refusal:
            phases.open_phase(Phase.objects.get(pk=world.phase2.pk), by=world.by("board2"))
    assert str(refusal.value).startswith("Triệu Thị Sao Mai vừa mở đợt lúc 08:05 ")
    assert CalledUnit.objects.filter(phase=world.phase2).count() == 8
