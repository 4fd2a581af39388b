"""Tests that a part of a sheet saves by itself: 204 with its version, 409 with the other text, 401 with the sign-in."""

import pytest
from django.test import Client

from campaigns.models import Filing, Phase
from foundation import clock
from foundation.forms.autosave import HEADER
from foundation.forms.mark import FIELD, Mark
from tests.campaigns.test_sheet_pages import signed_in, text
from tests.support.filing_steps import PLEDGING, drafted
from units.models import Event

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


def saved(client, address, workers, seen=None, **more):
    fields = {"headcount-workers": workers} | more | ({} if seen is None else {"seen": seen})
    return client.post(address, fields, headers={HEADER: "1"})


def test_a_part_saves_by_itself_and_each_time_says_its_version(client, world):
    filing = world.sheet("school", "pledge")
    drafted(world)
    address = f"/pledges/{filing.pk}/parts/1/"
    page = signed_in(client, world, "owner").get(address)
    seen, events = page.context["fingerprint"], Event.objects.count()
    first = saved(client, address, "bốn mươi", seen)
    assert (first.status_code, first.content, first["Draft-Time"]) == (204, b"", "09:00")
    second = saved(client, address, "46", first["Draft-Version"])
    assert second.status_code == 204
    assert Filing.objects.get(pk=filing.pk).typed["headcount"]["workers"] == "46"
    assert client.get(address).context["fingerprint"] == second["Draft-Version"]
    assert Event.objects.count() == events

    theirs = saved(signed_in(Client(), world, "owner2"), address, "47", second["Draft-Version"])
    assert theirs.status_code == 204
    mine = saved(client, address, "48", second["Draft-Version"])
    assert mine.status_code == 409
    assert "Nông Văn Ân vừa lưu phần này" in text(mine)
    assert (">47</td>" in text(mine), ">48</td>" in text(mine)) == (True, True)
    assert Filing.objects.get(pk=filing.pk).typed["headcount"]["workers"] == "47"


def test_a_part_that_cannot_be_saved_says_why(client, world):
    filing = world.sheet("school", "pledge")
    address, owner = f"/pledges/{filing.pk}/parts/1/", world.user("owner")
    mark = Mark(owner.pk, str(world.school.pk), address).signed
    signed_out = saved(client, address, "46", **{FIELD: mark})
    assert (signed_out.status_code, "Đăng nhập và gửi tiếp" in text(signed_out)) == (401, True)
    signed_in(client, world, "owner")
    Phase.objects.filter(pk=world.phase.pk).update(status="locked", locked_at=clock.now())
    locked = saved(client, address, "46", **{FIELD: mark})
    assert (locked.status_code, locked.context["unsent"].texts) == (409, ["46"])
    assert Filing.objects.get(pk=filing.pk).status == "awaited"
