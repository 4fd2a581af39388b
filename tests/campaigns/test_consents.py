"""Tests the consent of exemplars: who records it, what is made known with it, that withdrawing acts at once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError

from campaigns.actions import consents, phases
from campaigns.models import Exemplar, ExemplarConsent, Phase
from foundation import clock
from foundation.lifecycle import StateConflict
from summaries import actions
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from tests.support import signing
from tests.support.sheets_by_hand import exemplar, put
from units.access import Forbidden

pytestmark = [pytest.mark.either, pytest.mark.django_db]
PUBLIC = "/campaigns/2015/exemplars/"
NOW = "2015-07-12T09:00+07:00"


@pytest.fixture
def row(world):
    """The exemplar of the school's accepted report, chosen by a reviewer and not asked yet."""
    with clock.travel(NOW):
        report = put(world.school, "report", "accepted", phase=world.phase, PT03=1)
        yield exemplar(report, "Cô Ánh", agreed=False)


def fresh(row):
    return Exemplar.objects.select_related("submission__filing__called__phase__campaign", "consent").get(pk=row.pk)


def text(world, name="province"):
    phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
    summary = Summary(campaign=phase.campaign, phase=phase, unit=world.units[name])
    return " ".join(line.text for part in SummaryDraft(summary).contents().document.sections for line in part.lines)


def test_an_exemplar_is_made_known_while_it_agrees(world, row, client):
    def shown():
        return (
            "Cô Ánh" in client.get(PUBLIC).content.decode(),
            "Cô Ánh" in text(world),
            "Cô Ánh" in text(world, "school"),
        )

    assert shown() == (False, False, False)
    client.force_login(world.user("owner"))
    pages = f"/reports/{row.submission.filing_id}/exemplars/"
    assert "Chưa ghi nhận sự đồng ý" in client.get(pages).content.decode()
    typed = {"given_on": "11/7/2015", "given_by": "Nông Thị Ánh"}
    assert "sau hôm nay" in client.post(f"{pages}{row.pk}/consent/", typed | {"given_on": "1/8/2015"}).content.decode()
    client.post(f"{pages}{row.pk}/consent/", typed)
    assert "Đồng ý ngày 11/07/2015. Người đồng ý: Nông Thị Ánh." in client.get(pages).content.decode()
    client.logout()
    assert shown() == (True, True, True)
    assert "Tiêu biểu là Cô Ánh (CĐCS Trường THCS Đồi Na)." in text(world)

    summary = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
    actions.propose(summary, by=world.by("board"))
    signing.finalise(summary, number="45", dated_on=clock.today(), by=world.by("leader"))
    client.force_login(world.user("board"))
    assert 'id="exemplars"' in client.get(summary.get_absolute_url()).content.decode()
    phases.lock_phase(world.phase, by=world.by("board"))
    client.force_login(world.user("district"))  # the phase is locked, and still it is withdrawn
    assert client.post(f"{pages}{row.pk}/withdraw/").status_code == 302
    assert "Đã rút lại sự đồng ý" in client.get(pages).content.decode()
    client.logout()
    assert shown() == (False, False, False)
    client.force_login(world.user("board"))  # what was signed stays as it is, beside it nobody is named any more
    page = client.get(summary.get_absolute_url()).content.decode()
    assert "Tiêu biểu là Cô Ánh" in page and 'id="exemplars"' not in page


def test_who_may_write_of_a_consent_and_what_is_refused(world, row):
    given = {"given_on": date(2015, 7, 11), "given_by": "Nông Thị Ánh"}
    for name in ("neighbour", "city", "chair"):
        with pytest.raises(Forbidden):
            consents.record_consent(fresh(row), **given, by=world.by(name))
    with pytest.raises(ValidationError, match="sau hôm nay"):
        consents.record_consent(fresh(row), **given | {"given_on": date(2015, 7, 13)}, by=world.by("owner"))
    with pytest.raises(StateConflict):
        consents.withdraw_consent(fresh(row), by=world.by("owner"))
    consents.record_consent(fresh(row), **given, by=world.by("district"))
    with pytest.raises(StateConflict, match="đã được ghi nhận"):
        consents.record_consent(fresh(row), **given, by=world.by("owner"))
    consents.withdraw_consent(fresh(row), by=world.by("owner"))
    consents.record_consent(fresh(row), **given, by=world.by("board"))
    assert [consent.is_in_force for consent in ExemplarConsent.objects.order_by("pk")] == [False, True]


def test_the_database_keeps_what_was_agreed(world, row):
    consents.record_consent(fresh(row), given_on=date(2015, 7, 11), given_by="Nông Thị Ánh", by=world.by("owner"))
    for change in ({"given_by": "Ai đó"}, {"given_on": date(2015, 1, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ExemplarConsent.objects.update(**change)
    consents.withdraw_consent(fresh(row), by=world.by("owner"))
    with pytest.raises(DatabaseError), transaction.atomic():
        ExemplarConsent.objects.update(withdrawn_by=None, withdrawn_at=None)
