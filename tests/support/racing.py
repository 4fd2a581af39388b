"""Runs threads that meet at a barrier, each with its own connection to PostgreSQL."""

from threading import Barrier, BrokenBarrierError, Event, Thread

import pytest
from django.db import connection, transaction

from campaigns.models import Exemplar, Figure, Headcount, Submission, WorkCheck, WorkEntry, WorkResult
from tests.support import tally
from tests.support.without_triggers import without_triggers
from units import history
from units.models import Event as HistoryEvent

TRIALS = 20  # among threads of one process in the long run
AT_A_SERVER = 5  # against a live server; a thousand in the long run
FEW = 5  # among threads of one process otherwise


class Trials:
    """Races for one row again and again, each time from the same state."""

    def __init__(self, row, trials):
        self.model, self.pk, self.trials = type(row), row.pk, trials
        self.before = self.model._base_manager.filter(pk=self.pk).values()[0]
        self.submissions = set(Submission.objects.values_list("pk", flat=True))

    def __iter__(self):
        for _trial in range(self.trials):
            self.last_event = HistoryEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            tally.count("races", "trials")
            yield
            self.restore()

    def restore(self):
        self.model._base_manager.filter(pk=self.pk).update(**self.before)
        sent_now = Submission._base_manager.exclude(pk__in=self.submissions)
        with without_triggers():
            WorkCheck.objects.filter(work_result__submission__in=sent_now)._raw_delete(using=sent_now.db)
            for model in (Headcount, Figure, WorkEntry, WorkResult, Exemplar):
                model.objects.filter(submission__in=sent_now)._raw_delete(using=sent_now.db)
            sent_now._raw_delete(using=sent_now.db)

    @property
    def row(self):
        return self.model.objects.get(pk=self.pk)

    @property
    def events(self):
        return list(
            HistoryEvent.objects.filter(pk__gt=self.last_event, target_id=self.pk).values_list("verb", flat=True)
        )


def race(*acts):
    """Run all acts at once; return for each None or the error it raised."""
    barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            act()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def while_first_is_open(first, second):
    """Run `second` while `first` has done its work and not committed: until it waits for a row, or is done. Return the
    error that `second` raised, or None. With its lock it reads what `first` left, without it what was there before.
    """
    begun, done, outcome, process = Event(), Event(), [], []

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                process.append(cursor.fetchone()[0])
            begun.set()
            outcome.append(second() and None)
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()
            done.set()

    thread = Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        begun.wait(timeout=30)
        while not done.wait(0.002) and not _waits(process[0]):
            pass
    thread.join(timeout=60)
    assert outcome, "the second act never ended"
    return outcome[0]


def _waits(process):
    """Return whether a process of the server waits for another one's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [process])
        return cursor.fetchone()[0]


def both_look_first(monkeypatch, module, name, look):
    """Replace the lock `module.name` by `look`; neither thread goes on before the other has looked too."""
    both = Barrier(2)

    def looked(*args, **given):
        answer = look(*args, **given)
        try:
            both.wait(timeout=5)
        except BrokenBarrierError:
            pytest.fail("the other never looked")
        return answer

    monkeypatch.setattr(module, name, looked)


def nothing_compared(monkeypatch):
    """Let a transition set a status without comparing it with the stored one."""

    def set_without_comparing(row, to, **fields):
        type(row)._base_manager.filter(pk=row.pk).update(status=to, **fields)
        row.status = to

    monkeypatch.setattr(history, "compare_and_set", set_without_comparing)
