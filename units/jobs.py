"""Jobs: asking for one, running it as the worker does, and giving it again when its worker fell silent.

A worker may be killed at any moment. Its job then gives no sign of life, and `give_silent_again` gives it to a worker
once more; so a body runs once or oftener and gives the same result each time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from foundation import clock
from foundation.db.outage import is_outage
from foundation.drawing import client as drawing
from foundation.error_words import described
from foundation.logs import of_job
from units.models import Job, JobKind, JobState, Unit, User
from units.models.job import STOPPED, JobQuerySet, key_of

logger = logging.getLogger(__name__)

BEAT = 5.0
"""Seconds between the signs of life of a running job."""
MAX_SILENCE = timedelta(seconds=20)
"""Without a sign of life for so long, a job is given to a worker again."""
MAX_LOST = 5
"""A job whose worker fell silent so often fails: presumably it is the job that ends the worker."""
PAUSE = timedelta(minutes=5)
"""A job that failed or was cancelled is not begun again for so long, however often it is asked for."""


class Stopped(Exception):
    """The job was cancelled, or given to another worker: its body ends here."""


@dataclass
class Run:
    """One attempt at a job, as its body sees it."""

    job: Job
    goes_on: bool = False

    @property
    def mine(self) -> JobQuerySet:
        """The job as long as this attempt is the present one."""
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempt=self.job.attempt)

    def progress(self, done: int, total: int) -> None:
        """Store how far it is. Raises Stopped when it is not to go on."""
        if not self.mine.filter(cancel_asked=False).update(done=done, total=total, beat_at=clock.now()):
            raise Stopped

    def beat(self) -> None:
        self.mine.update(beat_at=clock.now())

    def go_on_later(self) -> None:
        """Have the job given to a worker again when the body ends, so that other jobs have their turn."""
        self.goes_on = True


Body = Callable[[Run], None]

BODIES: dict[JobKind, Body] = {}
"""What does the jobs of a kind. The apps register theirs here."""


def ask(
    kind: JobKind,
    about: models.Model,
    *,
    unit: Unit,
    title: str = "",
    url: str = "",
    by: User | None = None,
    again: bool = False,
    **parameters: Any,
) -> Job:
    """Return the job, given to the worker in this transaction unless it is open or was stopped a moment ago.

    `again`: what the job works on has changed, so that a job which is under way is done once more.
    """
    key = key_of(kind, about)
    with transaction.atomic():
        job = Job.objects.filter(key=key).first()  # the newest
        if job is not None and job.is_open:
            if again:
                Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(asked_again=True)
            return job
        now = clock.now()
        if job is not None and job.is_stopped:
            if again or (job.closed_at is not None and job.closed_at < now - PAUSE):
                reopen(job)
            return job
        job, created = Job.objects.open().get_or_create(
            key=key,
            defaults={
                "kind": kind,
                "title": (title or str(about))[:200],
                "url": url,
                "about_type": ContentType.objects.get_for_model(about),
                "about_id": about.pk,
                "parameters": parameters,
                "unit": unit,
                "asked_by": by,
                "asked_at": now,
                "beat_at": now,
            },
        )
        if created:
            _give(job)
    return job


def latest(kind: JobKind, about: models.Model) -> Job | None:
    return Job.objects.filter(key=key_of(kind, about)).first()


@transaction.atomic
def reopen(job: Job, *, asked_by: User | None = None) -> bool:
    """Give a job that failed or was cancelled to the worker again. Return False if somebody did so already.

    `asked_by`: for whom it is done from now on, if not for who asked before.
    """
    if Job.objects.open().filter(key=job.key).exists():
        return False
    fresh: dict[str, Any] = {
        "state": JobState.WAITING,
        "closed_at": None,
        "error": "",
        "lost": 0,
        "done": 0,
        "total": 0,
    }
    if asked_by is not None:
        fresh["asked_by"] = asked_by
    stopped = Job.objects.filter(pk=job.pk, state__in=STOPPED)
    if not stopped.update(beat_at=clock.now(), cancel_asked=False, asked_again=False, **fresh):
        return False
    _give(job)
    return True


def cancel(job: Job) -> bool:
    """Cancel a waiting job at once and a running one at its next step. Return False if it is over already."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    if waiting.update(state=JobState.CANCELLED, closed_at=clock.now()):
        return True
    return bool(Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_asked=True))


def _give(job: Job) -> None:
    """Queue a task for a waiting job, in the transaction that made it wait."""
    Job.objects.filter(pk=job.pk).update(task_id=run_job.enqueue(job.pk).id)


@task()
def run_job(job_id: int) -> None:
    run(job_id)


def run(job_id: int) -> None:
    """Run a waiting job to its end, here and now. Does nothing for a job that somebody else began or cancelled."""
    now = clock.now()
    begun = {"state": JobState.RUNNING, "attempt": F("attempt") + 1, "beat_at": now, "asked_again": False}
    if not Job.objects.filter(pk=job_id, state=JobState.WAITING).update(**begun):
        return
    attempt = Run(Job.objects.get(pk=job_id))
    try:
        with of_job(job_id), _beating(attempt), drawing.for_a_job():
            BODIES[JobKind(attempt.job.kind)](attempt)
    except Stopped:
        _close(attempt, JobState.CANCELLED)
    except Exception as error:
        if not is_outage(error):  # else the job stays silent and is given again
            _close(attempt, JobState.FAILED, error=described(_("Làm không xong"), error))
        raise
    else:
        _end(attempt)


def _close(attempt: Run, state: JobState, *, error: str = "") -> None:
    attempt.mine.update(state=state, closed_at=clock.now(), error=error)


@transaction.atomic
def _end(attempt: Run) -> None:
    """Close a job whose body has ended, or have it done again: by its own wish, or because it was asked for again."""
    now = clock.now()
    if not attempt.goes_on and attempt.mine.filter(asked_again=False).update(state=JobState.DONE, closed_at=now):
        return
    if attempt.mine.filter(cancel_asked=True).update(state=JobState.CANCELLED, closed_at=now):
        return
    if attempt.mine.update(state=JobState.WAITING, beat_at=now, lost=0):
        _give(attempt.job)


@contextmanager
def _beating(attempt: Run) -> Iterator[None]:
    """Give a sign of life every few seconds, from a thread, while the block runs.

    Inside a transaction none is given: nobody would see it, and it would wait for locks of this transaction, which
    would wait for the thread.
    """
    if connection.in_atomic_block:
        yield
        return
    ended = Event()

    def beat() -> None:
        try:
            while not ended.wait(BEAT):
                try:
                    attempt.beat()
                except DatabaseError as error:  # the next beat may succeed; if none does, the job is silent
                    logger.warning("job %s could not say that it is running: %s", attempt.job.pk, error)
        finally:
            connections.close_all()  # those of this thread

    thread = Thread(target=beat, name=f"job {attempt.job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def give_silent_again() -> str:
    """Give jobs to a worker again whose own was lost: a duty of `tick`, which idle workers do too."""
    silent = list(Job.objects.open().filter(beat_at__lt=clock.now() - MAX_SILENCE))
    count = sum(map(_give_again, silent))
    return _("Đã giao lại {n} việc nền bị dừng giữa chừng.").format(n=count) if count else ""


@transaction.atomic
def _give_again(job: Job) -> bool:
    """Return whether the job was given again; of two callers at once one does."""
    now = clock.now()
    tasks = DBTaskResult.objects.filter(pk__in=[job.task_id])
    if job.state == JobState.WAITING and tasks.filter(status=TaskResultStatus.READY).exists():
        return False  # the queue is long
    same = Job.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt, beat_at=job.beat_at)
    if job.cancel_asked:
        same.update(state=JobState.CANCELLED, closed_at=now)
        return False
    if job.lost >= MAX_LOST:
        error = _("Tiến trình nền đã dừng {n} lần khi làm việc này.").format(n=job.lost + 1)
        same.update(state=JobState.FAILED, closed_at=now, error=error)
        return False
    if not same.update(state=JobState.WAITING, beat_at=now, lost=F("lost") + 1):
        return False
    # The task of the lost worker stays as one that failed, and is pruned like others that are over.
    tasks.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.FAILED, finished_at=now)
    _give(job)
    return True
