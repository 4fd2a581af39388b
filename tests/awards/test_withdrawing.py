"""Tests who may withdraw a dossier: its own unit, or the union above that filed it on the unit's behalf."""

from importlib import import_module

import pytest
from django.apps import apps

from awards.actions import dossiers
from awards.models import Dossier
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from units.access import Forbidden
from units.models import Event, Role

pytestmark = [pytest.mark.either, pytest.mark.django_db]

PERSON = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
NOT_THEIRS = "Hồ sơ này do CĐCS Trường THCS Đồi Na lập, gửi, chỉ nơi lập, gửi rút được. Cần sửa, xin trả lại bổ sung."


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def on_behalf(world):
    """Return a dossier made and sent for the school by the district."""
    by = world.by("district", Role.OFFICER)
    dossier = dossiers.make(world.school, world.phase, by=by, timing="phase")
    dossiers.describe(dossier, {"meeting_on": clock.today(), "votes_for": 9, "votes_present": 9}, by=by)
    dossier_steps.nominate(dossier, by=by, **PERSON)
    dossiers.submit(dossier, by=by)
    return dossier


@pytest.mark.parametrize("make", [dossier_steps.dossier_of, dossier_steps.sent], ids=["draft", "sent"])
def test_an_officer_above_does_not_withdraw_what_the_unit_filed(world, make, sign_in_as):
    dossier = make(world, "owner", [PERSON])
    with pytest.raises(Forbidden, match="do CĐCS Trường THCS Đồi Na lập, gửi"):
        dossiers.withdraw(dossier, by=world.by("district", Role.OFFICER))
    page = sign_in_as("district").post(f"/dossiers/{dossier.pk}/withdraw/")
    assert (page.status_code, NOT_THEIRS in page.text) == (403, True)
    assert "Rút hồ sơ…" not in sign_in_as("district").get(f"/dossiers/{dossier.pk}/").text
    assert not Event.objects.about(dossier).filter(verb="withdraw_dossier").exists()


def test_who_filed_it_on_behalf_withdraws_it_and_the_page_says_who(world, sign_in_as):
    dossier = on_behalf(world)
    page = sign_in_as("district").get(f"/dossiers/{dossier.pk}/withdraw/")
    assert "Đang rút thay CĐCS Trường THCS Đồi Na." in page.text
    dossiers.withdraw(dossier, by=world.by("district", Role.OFFICER))
    page = sign_in_as("owner").get(f"/dossiers/{dossier.pk}/").text
    assert "Vi Văn Thông (Cán bộ nhập liệu, LĐLĐ huyện Chi Lăng) đã rút hồ sơ này ngày 20/07/2015." in page
    assert "Đơn vị đã rút" not in page


def test_the_unit_withdraws_what_was_filed_for_it(world):
    dossier = on_behalf(world)
    dossiers.withdraw(dossier, by=world.by("owner"))
    assert Dossier.objects.get(pk=dossier.pk).status == "withdrawn"


def test_what_the_unit_sent_is_its_own_whoever_made_it(world):
    dossier = on_behalf(world)
    assert dossier.filing_unit == world.district
    dossiers.return_(dossier, reason="Thiếu biên bản họp.", due_on=clock.today(), by=world.by("board"))
    dossiers.submit(dossier, by=world.by("owner"))
    assert dossier.filing_unit == world.school
    with pytest.raises(Forbidden):
        dossiers.withdraw(dossier, by=world.by("district", Role.OFFICER))


@pytest.mark.parametrize("returned", [False, True], ids=["draft", "returned"])
def test_sending_for_the_unit_does_not_make_its_dossier_ones_own(world, returned):
    dossier = (
        dossier_steps.sent(world, "owner", [PERSON]) if returned else dossier_steps.dossier_of(world, "owner", [PERSON])
    )
    if returned:
        dossiers.return_(dossier, reason="Thiếu biên bản họp.", due_on=clock.today(), by=world.by("district"))
    else:
        dossiers.describe(
            dossier, {"meeting_on": clock.today(), "votes_for": 9, "votes_present": 9}, by=world.by("owner")
        )
    dossiers.submit(dossier, by=world.by("district", Role.OFFICER))
    assert dossier.filing_unit == world.school
    with pytest.raises(Forbidden, match="do CĐCS Trường THCS Đồi Na lập, gửi"):
        dossiers.withdraw(dossier, by=world.by("district", Role.OFFICER))


def test_the_migration_reads_from_the_events_who_filed(world):
    own, other = dossier_steps.sent(world, "neighbour", [PERSON]), on_behalf(world)
    sent_for = dossier_steps.dossier_of(world, "owner", [PERSON])
    dossiers.describe(sent_for, {"meeting_on": clock.today(), "votes_for": 9, "votes_present": 9}, by=world.by("owner"))
    dossiers.submit(sent_for, by=world.by("district", Role.OFFICER))
    Dossier.objects.update(filing_unit=world.province)
    import_module("awards.migrations.0005_filing_unit").set_filing_units(apps, None)
    filed = dict(Dossier.objects.values_list("pk", "filing_unit"))
    assert filed == {own.pk: world.commune.pk, other.pk: world.district.pk, sent_for.pk: world.school.pk}
