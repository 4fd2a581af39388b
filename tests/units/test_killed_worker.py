"""Tests that a job whose worker is killed at any moment is finished, and in time: `kill -9`, twenty times.

All times are a tenth of those in use, the promised minute among them.
"""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest

from tests.support import casts, tally
from tests.support.live_portal import ROOT, database
from units import jobs
from units.models import Job, JobKind

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]

KILLS = 20
SCALE = 10
MINUTE = 60 / SCALE
LASTING = 2.0  # seconds that the body of a job takes
UNTIL_BEGUN = 1.5  # seconds within which a worker takes a job that is asked for


def test_a_job_is_finished_once_and_in_time_when_its_worker_is_killed(transactional_db, tmp_path, record_property):
    world = casts.copied()
    slowest_given = slowest_finished = 0.0
    with Workers(tmp_path) as workers:
        for _kill in range(KILLS):
            worker = workers.start()
            job = jobs.ask(JobKind.COUNT, world.school, unit=world.school, title="đếm")
            time.sleep(random.uniform(0, UNTIL_BEGUN + LASTING))
            os.kill(worker, signal.SIGKILL)
            killed_at = time.monotonic()
            before = seen(job)
            worker = workers.start()
            while before.state == "running" and not (now := seen(job)).is_given_after(before):
                assert time.monotonic() < killed_at + MINUTE, f"not given again: {now}"
                time.sleep(0.05)
            slowest_given = max(slowest_given, time.monotonic() - killed_at)
            while (now := seen(job)).state != "done":
                assert time.monotonic() < killed_at + MINUTE + 2 * LASTING, f"not finished: {now}"
                time.sleep(0.05)
            slowest_finished = max(slowest_finished, time.monotonic() - killed_at)
            assert now.lost in ((1,) if before.state == "running" else (0, 1))  # 1 too if it had just taken the task
            assert now.attempt == before.attempt + (before.state != "done")
            assert (now.done, now.total) == (20, 20)
            os.kill(worker, signal.SIGKILL)
            tally.count("killed workers", f"job was {before.state}")
    assert list(Job.objects.filter(kind=JobKind.COUNT).values_list("state", flat=True)) == ["done"] * KILLS
    record_property("slowest", f"given again after {slowest_given:.1f} s, finished after {slowest_finished:.1f} s")


@dataclass(frozen=True)
class Seen:
    """What the row of a job says."""

    state: str
    attempt: int
    lost: int
    done: int
    total: int

    def is_given_after(self, before):
        return self.lost > before.lost


def seen(job):
    return Seen(*Job.objects.values_list("state", "attempt", "lost", "done", "total").get(pk=job.pk))


class Workers:
    """A process that forks one of `manage.py worker` whenever it is asked, in this test's database."""

    CODE = f"""
import os, signal, sys, time
import django
django.setup()
from django.core.management import call_command
from emulation.management.commands import worker
from units import jobs
from units.models import JobKind
def body(run):
    for step in range(1, 21):
        time.sleep({LASTING} / 20)
        run.progress(step, 20)
jobs.BODIES[JobKind.COUNT] = body
jobs.BEAT /= {SCALE}
jobs.MAX_SILENCE /= {SCALE}
worker.WATCH_EVERY /= {SCALE}
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        call_command("worker")
        os._exit(0)
    print(pid, flush=True)
"""

    def __init__(self, folder):
        self.log = folder / "worker.log"

    def __enter__(self):
        own = {"DEBUG": "1", "PORTAL_NOW": "", "PYTHONPATH": str(ROOT), "DATABASE_URL": database()}
        own |= {"DJANGO_SETTINGS_MODULE": "emulation.settings"}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", self.CODE],
                cwd=ROOT, env=os.environ | own, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip
        return self

    def start(self):
        """Return the id of a new worker's process."""
        self.process.stdin.write("worker\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __exit__(self, *_error):
        self.process.communicate(timeout=30)
