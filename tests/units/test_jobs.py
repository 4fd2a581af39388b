"""Tests jobs: asked for once, done once, given again when silent, cancelled, tried again and pruned."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from foundation import clock
from tests.support import casts
from units import jobs
from units.models import Event, Job, JobKind
from units.personal.retention import prune

pytestmark = pytest.mark.django_db

AT = clock.parse("2015-07-27T09:00+07:00")


@pytest.fixture
def world(db):
    with clock.travel(AT):
        yield casts.copied()


@pytest.fixture
def bodies(monkeypatch):
    """A function that has counts done by the given body."""

    def use(body):
        monkeypatch.setitem(jobs.BODIES, JobKind.COUNT, body)

    return use


def asked(world, **more):
    return jobs.ask(JobKind.COUNT, world.school, unit=world.school, title="thử", **more)


def state(job):
    return Job.objects.get(pk=job.pk).state


def later(seconds):
    return clock.travel(AT + timedelta(seconds=seconds))


def test_an_open_job_is_asked_for_once_and_done_once(world, bodies):
    ran = []
    bodies(lambda run: (ran.append(run.job.about), run.progress(2, 3)))
    job = asked(world)
    assert asked(world) == job
    assert DBTaskResult.objects.get(args_kwargs__args=[job.pk]).task_path == "units.jobs.run_job"
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (ran, job.state, job.done, job.total, job.attempt) == ([world.school], "done", 2, 3, 1)
    assert asked(world) != job


def test_the_database_refuses_a_second_open_job(world):
    job = asked(world)
    job.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        job.save()


def test_a_silent_job_is_given_again_and_its_first_worker_is_refused(world, bodies):
    def fall_silent(run):
        with later(21):
            assert jobs.give_silent_again() == "Đã giao lại 1 việc nền bị dừng giữa chừng."
            assert jobs.give_silent_again() == ""
        with pytest.raises(jobs.Stopped):
            run.progress(1, 2)

    bodies(fall_silent)
    job = asked(world)
    jobs.run(job.pk)
    assert (state(job), Job.objects.get().lost) == ("waiting", 1)  # the end of the first run changed nothing
    bodies(lambda run: None)
    jobs.run(job.pk)
    assert (state(job), Job.objects.get().attempt) == ("done", 2)


def test_a_waiting_job_is_given_again_only_when_its_task_was_lost(world):
    job = asked(world)
    with later(60):
        assert jobs.give_silent_again() == ""  # the queue is long
        DBTaskResult.objects.update(status="RUNNING")  # its worker ended before it began
        assert jobs.give_silent_again() != ""
    assert sorted(DBTaskResult.objects.filter(args_kwargs__args=[job.pk]).values_list("status", flat=True)) == [
        "FAILED",
        "READY",
    ]


def test_a_job_that_ends_its_worker_again_and_again_fails(world):
    job = asked(world)
    for time in range(jobs.MAX_LOST + 1):
        Job.objects.update(state="running")
        with later(30 * (time + 1)):
            jobs.give_silent_again()
    assert (state(job), Job.objects.get().error) == ("failed", "Tiến trình nền đã dừng 6 lần khi làm việc này.")


def test_a_beat_keeps_a_job(world, bodies):
    def long(run):
        with later(15):
            run.beat()
        with later(30):
            assert jobs.give_silent_again() == ""

    bodies(long)
    job = asked(world)
    jobs.run(job.pk)
    assert state(job) == "done"


def test_a_thread_beats_but_not_inside_a_transaction_which_would_wait_for_it(world, monkeypatch):
    def beating():
        with jobs._beating(jobs.Run(Job(pk=77))):
            return "job 77" in [thread.name for thread in threading.enumerate()]

    assert not beating()
    monkeypatch.setattr(jobs, "connection", SimpleNamespace(in_atomic_block=False))
    assert beating()


def test_what_is_asked_again_while_it_runs_is_done_once_more(world, bodies):
    bodies(lambda run: asked(world, again=True))
    job = asked(world)
    jobs.run(job.pk)
    assert state(job) == "waiting"
    bodies(lambda run: None)
    jobs.run(job.pk)
    assert state(job) == "done"


def test_a_failed_job_says_why_rests_and_can_be_tried_again(world, bodies):
    def fail(run):
        raise ValueError("chữ hỏng")

    bodies(fail)
    job = asked(world)
    with pytest.raises(ValueError, match="chữ hỏng"):
        jobs.run(job.pk)
    assert (state(job), Job.objects.get().error) == ("failed", "Làm không xong (ValueError: chữ hỏng)")
    assert asked(world) == job
    assert state(job) == "failed"
    with later(301):
        assert asked(world) == job
    assert state(job) == "waiting"
    assert not jobs.reopen(job)


def test_a_job_is_cancelled_at_once_or_at_its_next_step(world, bodies):
    job = asked(world)
    assert jobs.cancel(job)
    assert state(job) == "cancelled"
    assert jobs.reopen(job)

    def step(run):
        assert jobs.cancel(run.job)
        run.progress(1, 2)

    bodies(step)
    jobs.run(job.pk)
    assert state(job) == "cancelled"
    assert not jobs.cancel(job)


def test_who_cancelled_a_job_and_who_gave_it_again_is_written_down(world):
    job = asked(world)
    board, admin = Client(), Client()
    board.force_login(world.user("board"))
    admin.force_login(world.user("admin"))
    assert board.post(f"/jobs/{job.pk}/cancel/").status_code == 302
    assert admin.post(f"/jobs/{job.pk}/retry/").status_code == 302
    assert admin.post(f"/jobs/{job.pk}/retry/").status_code == 409
    assert Job.objects.get(pk=job.pk).asked_by == world.user("admin")
    events = [(event.verb, event.actor.username, event.unit) for event in Event.objects.about(job)]
    assert events == [("retry_job", "admin", world.school), ("cancel_job", "board", world.school)]


def test_jobs_that_are_over_are_pruned(world, bodies):
    bodies(lambda run: None)
    jobs.run(asked(world).pk)
    before = Job.objects.count()
    with clock.travel(AT + timedelta(days=6)):
        prune()
        assert Job.objects.count() == before
    with clock.travel(AT + timedelta(days=8)):
        prune()
    assert Job.objects.count() == before - 1
