"""Tests jobs among several ticks and several who ask: what is due is done once."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from foundation import clock
from tests.support import casts
from tests.support.racing import race
from units import jobs
from units.models import Job, JobKind

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SILENT = 6


@pytest.fixture
def world(transactional_db):
    with clock.travel("2015-07-27T09:00+07:00"):
        yield casts.copied()


def asked_about(units):
    return [jobs.ask(JobKind.COUNT, unit, unit=unit, title=unit.name) for unit in units]


def test_two_ticks_at_once_give_each_silent_job_once(world):
    asked = asked_about(list(world.units.values())[:SILENT])
    Job.objects.filter(pk__in=[job.pk for job in asked]).update(state="running", attempt=1)
    DBTaskResult.objects.update(status="RUNNING")
    with clock.travel("2015-07-27T09:01+07:00"):
        assert race(lambda: call_command("tick"), lambda: call_command("tick")) == [None, None]
    for job in Job.objects.filter(pk__in=[job.pk for job in asked]):
        assert (job.state, job.lost) == ("waiting", 1)
        given = DBTaskResult.objects.filter(args_kwargs__args=[job.pk], task_path="units.jobs.run_job")
        assert sorted(given.values_list("status", flat=True)) == ["FAILED", "READY"]


def test_two_who_ask_at_once_get_one_job(world):
    unit = world.school
    assert race(lambda: asked_about([unit]), lambda: asked_about([unit])) == [None, None]
    job = Job.objects.get(kind="count")
    assert DBTaskResult.objects.filter(args_kwargs__args=[job.pk]).count() == 1
