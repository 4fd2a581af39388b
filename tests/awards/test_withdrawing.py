"""Tests who may take back or withdraw a dossier: its own unit, or the union above that filed it on its behalf."""

from datetime import date
from functools import partial
from importlib import import_module

import pytest
from django.apps import apps

from awards.actions import appraisal, dossiers
from awards.models import Dossier
from foundation import clock
from foundation.lifecycle import StateConflict
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
        dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=world.by("district", Role.OFFICER))
    page = sign_in_as("district").post(f"/dossiers/{dossier.pk}/withdraw/")
    assert (page.status_code, NOT_THEIRS in page.text) == (403, True)
    assert "Rút hồ sơ…" not in sign_in_as("district").get(f"/dossiers/{dossier.pk}/").text
    assert not Event.objects.about(dossier).filter(verb="withdraw_dossier").exists()


def test_who_filed_it_on_behalf_withdraws_it_and_the_page_says_who(world, sign_in_as):
    dossier = on_behalf(world)
    page = sign_in_as("district").get(f"/dossiers/{dossier.pk}/withdraw/")
    assert "Đang rút thay CĐCS Trường THCS Đồi Na." in page.text
    dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=world.by("district", Role.OFFICER))
    page = sign_in_as("owner").get(f"/dossiers/{dossier.pk}/").text
    who = "Vi Văn Thông (Cán bộ nhập liệu, LĐLĐ huyện Chi Lăng) đã rút hồ sơ này ngày 20/07/2015"
    assert f"{who}: “Đề nghị sai hình thức”." in page
    assert "Đơn vị đã rút" not in page


def test_what_was_sent_is_taken_back_until_somebody_acted(world, sign_in_as):
    """By the unit, or by the union above that filed it; nothing typed is lost, the dates of the first time stay."""
    dossier, by = dossier_steps.sent(world, "owner", [PERSON]), world.by("owner")
    first = dossier.first_submitted_at
    address = f"/dossiers/{dossier.pk}/take-back/"
    assert sign_in_as("district").post(address).status_code == 403
    client = sign_in_as("owner")
    assert "Rút lại để sửa" in client.get(dossier.get_absolute_url()).text
    page = client.post(address, follow=True).text
    assert "Đã rút lại để sửa. Sửa xong, xin gửi lại." in page
    assert ("Rút lại hồ sơ để sửa" in page, PERSON["name"] in page) == (True, True)
    assert "Đang sửa, chưa gửi lại." in client.get("/").text
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert (dossier.status, dossier.first_submitted_at, dossier.nominations.count()) == ("draft", first, 1)
    event = Event.objects.about(dossier).first()
    assert (event.verb, event.source, event.to) == ("take_back_dossier", "submitted", "draft")
    dossiers.submit(dossier, by=by)
    dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    assert client.post(address).status_code == 409
    filed = on_behalf(world)
    dossiers.take_back(filed, by=world.by("district", Role.OFFICER))
    assert Dossier.objects.get(pk=filed.pk).status == "draft"


def test_after_a_verdict_it_is_not_taken_back_unless_the_verdict_is_undone(world):
    dossier = dossier_steps.sent(
        world, "owner", [PERSON | {"code": "GK_CTT"}, PERSON | {"code": "GK_CTT", "name": "A"}]
    )
    nomination, reviewer = dossier.nominations.first(), world.by("district", Role.REVIEWER)
    appraisal.approve([nomination], by=reviewer)
    for act in (dossiers.take_back, partial(dossiers.withdraw, reason="Sai.")):
        with pytest.raises(StateConflict, match="Hồ sơ đã có trường hợp được kết luận"):
            act(Dossier.objects.get(pk=dossier.pk), by=world.by("owner"))
    appraisal.undo_verdict([nomination], by=reviewer)
    dossiers.take_back(dossier, by=world.by("owner"))
    assert dossier.status == "draft"


def test_the_new_date_of_a_return_outlives_a_resend_that_was_taken_back(world, sign_in_as):
    dossier, by = dossier_steps.sent(world, "owner", [PERSON]), world.by("owner")
    dossiers.return_(dossier, reason="Thiếu biên bản.", due_on=date(2015, 7, 27), by=world.by("board"))
    dossiers.submit(dossier, by=by)
    dossiers.take_back(dossier, by=by)
    page = sign_in_as("owner").get(dossier.get_absolute_url()).text
    assert "Còn 7 ngày đến hạn hồ sơ khen thưởng (hết ngày 27/07/2015)." in page
    assert "hết ngày 27/07/2015" in sign_in_as("owner").get("/").text


def test_withdrawing_asks_why_and_leaves_a_dossier_to_begin_from(world, sign_in_as):
    """Number and date are those of the withdrawn letter, so the new dossier has none; the rest is taken over."""
    dossier = dossier_steps.sent(world, "owner", [PERSON, PERSON | {"name": "Vi Páo"}])
    client, address = sign_in_as("owner"), f"/dossiers/{dossier.pk}/"
    assert "Xin ghi lý do rút hồ sơ." in client.post(f"{address}withdraw/").text
    page = client.post(f"{address}withdraw/", {"reason": "Sai hình thức"}, follow=True).text
    assert ("đã rút hồ sơ này" in page, "“Sai hình thức”." in page) == (True, True)
    answer = client.post(f"{address}begin-again/", follow=True)
    again = Dossier.objects.get(begun_from=dossier)
    assert answer.redirect_chain == [(again.get_absolute_url(), 302)]
    kept = ("unit", "phase", "timing", "period_label", "meeting_on", "votes_for", "votes_present", "sort_key")
    assert [getattr(again, name) for name in kept] == [getattr(dossier, name) for name in kept]
    assert (again.status, again.number, again.dated_on, again.made_by) == ("draft", "", None, world.user("owner"))
    rows = [
        [(row.nominee, row.title_asked, row.position, row.achievements, [*row.works.all()]) for row in each]
        for each in (dossier.nominations.order_by("order"), again.nominations.order_by("order"))
    ]
    assert rows[0] == rows[1]
    assert "Xem hồ sơ đã rút" in answer.text
    assert client.post(f"{address}begin-again/").status_code == 409
    page = client.get(address).text
    assert ("Lập hồ sơ mới từ hồ sơ này" in page, again.get_absolute_url() in page) == (False, True)
    dossiers.submit(again, by=world.by("owner"))
    assert again.status == "submitted"


def test_the_unit_withdraws_what_was_filed_for_it(world):
    dossier = on_behalf(world)
    dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=world.by("owner"))
    assert Dossier.objects.get(pk=dossier.pk).status == "withdrawn"


def test_what_the_unit_sent_is_its_own_whoever_made_it(world):
    dossier = on_behalf(world)
    assert dossier.filing_unit == world.district
    dossiers.return_(dossier, reason="Thiếu biên bản họp.", due_on=clock.today(), by=world.by("board"))
    dossiers.submit(dossier, by=world.by("owner"))
    assert dossier.filing_unit == world.school
    with pytest.raises(Forbidden):
        dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=world.by("district", Role.OFFICER))


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
        dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=world.by("district", Role.OFFICER))


def test_the_migration_reads_from_the_events_who_filed(world):
    own, other = dossier_steps.sent(world, "neighbour", [PERSON]), on_behalf(world)
    sent_for = dossier_steps.dossier_of(world, "owner", [PERSON])
    dossiers.describe(sent_for, {"meeting_on": clock.today(), "votes_for": 9, "votes_present": 9}, by=world.by("owner"))
    dossiers.submit(sent_for, by=world.by("district", Role.OFFICER))
    Dossier.objects.update(filing_unit=world.province)
    import_module("awards.migrations.0005_filing_unit").set_filing_units(apps, None)
    filed = dict(Dossier.objects.values_list("pk", "filing_unit"))
    assert filed == {own.pk: world.commune.pk, other.pk: world.district.pk, sent_for.pk: world.school.pk}
