"""Tests that events and submissions cannot be changed by saving, deleting or a query."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError

from campaigns.models import Submission
from foundation import clock
from tests.support.filing_steps import PLEDGING, sent
from units.history import history_of
from units.models import Event, EventPersonal
from units.models.event import AppendOnly, personal_digest


@pytest.fixture
def sheet(world):
    """A sheet submitted by the district in the school's place."""
    with clock.travel(PLEDGING):
        return sent(world, who="district")


def row(kept):
    return type(kept).objects.filter(pk=kept.pk).values()[0]


def test_an_event_is_not_saved_again(sheet):
    event = Event.objects.about(sheet).first()
    before = row(event)
    event.to = "khác"
    for again in (
        lambda: event.save(),
        lambda: event.save(update_fields=["to"]),
        lambda: event.save(force_update=True),
    ):
        with pytest.raises(AppendOnly):
            again()
    assert row(event) == before


def test_an_event_is_not_deleted(sheet):
    event = Event.objects.about(sheet).first()
    with pytest.raises(AppendOnly):
        event.delete()
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda rows: rows.update(to="khác"),
        lambda rows: rows.delete(),
        lambda rows: rows.filter(verb="submit").update(actor=None),
        lambda rows: rows.bulk_update(list(rows), ["to"]),
    ],
    ids=["update", "delete", "filtered update", "bulk_update"],
)
def test_a_query_changes_no_event(sheet, act):
    before = list(Event.objects.order_by("pk").values())
    with pytest.raises(AppendOnly), transaction.atomic():
        act(Event.objects.about(sheet))
    assert list(Event.objects.order_by("pk").values()) == before


def test_the_text_of_an_event_is_beside_it_and_not_changed_either(sheet):
    event = Event.objects.about(sheet).first()
    personal = EventPersonal.objects.get(event=event)
    assert personal.data == {
        "actor_name": "Vi Văn Thông",
        "changes": {"submission": 1, "on_behalf": True},
    }
    assert event.personal_hash == personal_digest(personal.salt, personal.data)
    assert event.personal_hash != personal_digest("", personal.data)
    assert len(set(EventPersonal.objects.values_list("salt", flat=True))) == Event.objects.count() > 1
    for act in (personal.save, personal.delete, EventPersonal.objects.all().delete):
        with pytest.raises(AppendOnly):
            act()
    assert EventPersonal.objects.get(event=event).data == personal.data


def test_a_history_reads_the_text_in_the_same_statement(sheet, django_assert_num_queries):
    ContentType.objects.get_for_model(sheet)
    with django_assert_num_queries(1):
        assert history_of(sheet)[0].actor.startswith("Vi Văn Thông (")


def test_an_event_keeps_the_name_of_a_person_and_a_person_with_events_is_kept(sheet, world):
    user = world.user("district")
    user.full_name = "Vi Văn Đổi"
    user.save()
    assert Event.objects.about(sheet).first().actor_name == "Vi Văn Thông"
    with pytest.raises(ProtectedError):
        user.delete()


def test_a_submission_is_not_saved_again(sheet):
    submission = sheet.submissions.get()
    before = row(submission)
    submission.content = {}
    for again in (
        lambda: submission.save(),
        lambda: submission.save(update_fields=["content"]),
        lambda: submission.save(update_fields=["content", "confirmed_by", "confirmed_at"]),
        lambda: submission.save(update_fields=["confirmed_by"]),
        lambda: submission.save(force_update=True),
    ):
        with pytest.raises(AppendOnly):
            again()
    assert row(submission) == before


def test_a_submission_is_not_deleted(sheet):
    with pytest.raises(AppendOnly):
        sheet.submissions.get().delete()
    assert sheet.submissions.count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda rows: rows.update(content={}),
        lambda rows: rows.delete(),
        lambda rows: rows.bulk_update(list(rows), ["content"]),
    ],
    ids=["update", "delete", "bulk_update"],
)
def test_a_query_changes_no_submission(sheet, act):
    before = list(Submission.objects.values())
    with pytest.raises(AppendOnly), transaction.atomic():
        act(Submission.objects.filter(filing=sheet))
    assert list(Submission.objects.values()) == before


def test_the_units_confirmation_is_the_one_thing_added_to_a_submission(sheet, world):
    submission = sheet.submissions.get()
    before = row(submission)
    submission.confirmed_by, submission.confirmed_at = world.user("owner"), clock.parse(PLEDGING)
    submission.save(update_fields=["confirmed_by", "confirmed_at"])
    assert row(submission) == before | {
        "confirmed_by_id": world.user("owner").pk,
        "confirmed_at": clock.parse(PLEDGING),
    }


def test_a_sheet_that_was_sent_is_not_deleted(sheet):
    with pytest.raises(ProtectedError):
        sheet.delete()
