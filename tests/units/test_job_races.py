"""Tests jobs among several workers and ticks: what is due is done once, and a killed worker's jobs are finished."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from foundation import clock
from tests.support import casts
from tests.support.live_portal import ROOT, database
from tests.support.racing import race
from units import jobs
from units.models import Job, JobKind

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SILENT = 6
KILLS = 20
LASTING = 3  # seconds that the body of a job takes


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


@pytest.mark.deep
def test_a_worker_killed_at_any_moment_has_its_job_finished(transactional_db, tmp_path):
    """The worker is a process of its own; another is started when it was killed."""
    world = casts.copied()
    for _kill in range(KILLS):
        with Worker(tmp_path) as running:
            job = asked_about([world.school])[0]
            time.sleep(random.uniform(0, 6))
            running.kill()
            killed_at = time.monotonic()
        with Worker(tmp_path):
            while state_of(job) != "done":
                assert time.monotonic() < killed_at + 60 + 2 * LASTING, state_of(job)
                time.sleep(0.2)
        job.refresh_from_db()
        assert (job.done, job.lost <= 1) == (job.total, True)
    assert Job.objects.filter(kind="count").count() == KILLS


def state_of(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


class Worker:
    """A process of `manage.py worker` in this test's database whose counts take three seconds."""

    CODE = """
import django, time
django.setup()
from django.core.management import call_command
from units import jobs
from units.models import JobKind
def body(run):
    for step in range(1, 31):
        time.sleep(0.1)
        run.progress(step, 30)
jobs.BODIES[JobKind.COUNT] = body
call_command("worker")
"""

    def __init__(self, folder):
        self.log = folder / "worker.log"

    def __enter__(self):
        own = {"DEBUG": "1", "PORTAL_NOW": "", "PYTHONPATH": str(ROOT), "DATABASE_URL": database()}
        own |= {"DJANGO_SETTINGS_MODULE": "emulation.settings"}
        with self.log.open("a") as said:
            line = [sys.executable, "-c", self.CODE]
            self.process = subprocess.Popen(line, cwd=ROOT, env=os.environ | own, stdout=said, stderr=said)
        return self.process

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(timeout=30)
