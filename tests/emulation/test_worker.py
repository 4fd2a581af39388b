"""Tests that the background worker waits for a database that is away, and for nothing else."""

import psycopg2
import pytest
from django.db import OperationalError
from django_tasks_db.management.commands.db_worker import Worker

from emulation.management.commands import worker
from foundation.db import outage

pytestmark = pytest.mark.sqlite  # asks no database; with a real one that stops: tests/emulation/test_database_stops.py


def away():
    try:
        raise OperationalError("gone") from psycopg2.OperationalError("gone")
    except OperationalError as error:
        return error


@pytest.fixture
def run(monkeypatch, caplog):
    """A function that runs a worker whose attempts end as given; it returns its pauses, and the lines of the log."""

    def run_worker(*ends, lasting=0.0):
        pauses, left, now = [], list(ends), [0.0]

        def attempt(_worker):
            now[0] += lasting
            if isinstance(end := left.pop(0), Exception):
                raise end

        monkeypatch.setattr(Worker, "run", attempt)
        monkeypatch.setattr(worker, "outage_log", outage.OutageLog())
        monkeypatch.setattr(worker.connections, "close_all", lambda: None)
        monkeypatch.setattr(worker.time, "monotonic", lambda: now[0] + 1000)
        monkeypatch.setattr(worker.time, "sleep", pauses.append)
        patient = worker.PatientWorker.__new__(worker.PatientWorker)
        patient.running = True
        patient.run()
        assert left == []
        return pauses, [record.getMessage() for record in caplog.records]

    return run_worker


def test_pauses_grow_up_to_ten_seconds_and_the_log_has_one_line(run):
    assert run(*[away()] * 7, None) == (
        [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0],
        ["The database does not answer: gone"],
    )


def test_after_it_worked_again_they_begin_anew(run):
    assert run(away(), away(), away(), None, lasting=11.0)[0] == [0.5, 0.5, 0.5]


def test_a_worker_that_has_done_its_work_ends(run):
    assert run(None) == ([], [])


def test_a_fault_ends_it(run):
    with pytest.raises(ZeroDivisionError):
        run(ZeroDivisionError())
