"""Tests several ticks, and several who ask for a job or attach a file, at once: each thing is done once."""

from datetime import date

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from foundation import clock
from tests.support import casts, tally
from tests.support.racing import race
from units import blobs, jobs, outbox
from units.actions import unions
from units.models import Attachment, Blob, Event, Job, JobKind, MailKind, OutgoingMail, User

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SILENT = 6


@pytest.fixture
def world(transactional_db):
    with clock.travel("2015-07-27T09:00+07:00"):
        yield casts.copied()


def asked_about(units):
    return [jobs.ask(JobKind.COUNT, unit, unit=unit, title=unit.name) for unit in units]


def test_two_ticks_at_once_do_each_duty_once(world, monkeypatch):
    """Planned acts, silent jobs, mails, and pruning of jobs, tasks and contents of files."""
    monkeypatch.setitem(outbox.LETTERS, MailKind.SIGNED_RECORDED, lambda *_about: outbox.MailText("Thử", "Thử"))
    User.objects.filter(username__in=("leader", "board")).update(email="thu@vi.example")
    for person in ("leader", "board"):
        outbox.post(MailKind.SIGNED_RECORDED, world.school, world.user(person), unit=world.school)
    silent = asked_about(list(world.units.values())[:SILENT])
    over = asked_about([world.school])[0]  # the same as one of the silent
    over.pk, over.key, over.state, over.closed_at = None, "count:0", "done", clock.now()
    over.save()
    Job.objects.filter(pk__in=[job.pk for job in silent]).update(state="running", attempt=1)
    DBTaskResult.objects.update(status="RUNNING")
    with transaction.atomic():
        blobs.store(b"nothing refers to this", "text/plain")
    closing = unions.close(
        world.bank, successor=None, on=date(2015, 8, 5), reason="Sắp xếp lại tổ chức", by=world.by("admin")
    )
    with clock.travel("2015-08-05T00:01+07:00"):
        OutgoingMail.objects.update(written_at=clock.now())  # those of the week before are old
        assert race(lambda: call_command("tick"), lambda: call_command("tick")) == [None, None]
    assert [event.verb for event in Event.objects.about(closing)] == ["carry_out_act", "plan_act"]
    assert Event.objects.filter(verb="close_unit").count() == 1
    for job in Job.objects.filter(pk__in=[job.pk for job in silent]):
        assert (job.state, job.lost) == ("waiting", 1)
        given = DBTaskResult.objects.filter(args_kwargs__args=[job.pk], task_path="units.jobs.run_job")
        assert sorted(given.values_list("status", flat=True)) == ["FAILED", "READY"]
    assert list(OutgoingMail.objects.values_list("state", "tries")) == [("sent", 1)] * 2
    assert len(mail.outbox) == 2
    assert (Job.objects.filter(pk=over.pk).exists(), Blob.objects.exists()) == (False, False)


def test_what_is_attached_at_this_moment_is_not_pruned(world, trials):
    about = {"unit": world.school, "at": clock.now(), "by": world.user("board"), "target": world.school}

    @transaction.atomic
    def attach():
        Attachment.objects.create(
            name="x.pdf", original_sha256="x", blob_id=blobs.store(content, "text/plain"), **about
        )

    for trial in range(trials):
        content = b"%d" % trial
        with transaction.atomic():
            sha256 = blobs.store(content, "text/plain")  # it waits to be pruned
        assert race(attach, blobs.prune_blobs, attach) == [None] * 3
        assert Attachment.objects.filter(blob=sha256).count() == 2
        tally.count("races", "trials")


def test_two_who_ask_at_once_get_one_job(world):
    unit = world.school
    assert race(lambda: asked_about([unit]), lambda: asked_about([unit])) == [None, None]
    job = Job.objects.get(kind="count")
    assert DBTaskResult.objects.filter(args_kwargs__args=[job.pk]).count() == 1
