"""Tests the portal while its PostgreSQL is stopped and started again: pages say so, and the worker goes on."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.live_portal import GUNICORN, ROOT, ask, free_port, wait_for
from tests.support.own_postgres import own_server

pytestmark = pytest.mark.postgres  # on a server of its own
SESSION = "sessionid=abcdefghijklmnopqrstuvwxyz012345"
ENQUEUE = "from tests.support.empty_task import nothing; nothing.enqueue()"


def statuses(server):
    """Return the statuses of the tasks enqueued so far."""
    return [status for (status,) in server.rows("SELECT status FROM django_tasks_database_dbtaskresult")]


@pytest.fixture
def server():
    temporary = tempfile.TemporaryDirectory(prefix="emulation-pg-", ignore_cleanup_errors=True)
    with temporary as name, own_server(Path(name)) as own:
        for app in ("django_tasks_database", "units"):
            manage(own, "migrate", app, "--verbosity", "0")
        yield own


def environment(server):
    own = {"DEBUG": "1", "DATABASE_URL": server.address, "PORTAL_NOW": "", "PYTHONPATH": str(ROOT)}
    return os.environ | own | {"DJANGO_SETTINGS_MODULE": "emulation.settings"}


def manage(server, *arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(server), check=True)


@contextmanager
def process(server, log, *line):
    with log.open("w") as said:
        running = subprocess.Popen(line, cwd=ROOT, env=environment(server), stdout=said, stderr=said)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(timeout=20)


def wait_until(true, seconds=30):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def lines(log, about):
    return [line for line in log.read_text().splitlines() if about in line]


def test_the_worker_waits_and_goes_on_and_pages_say_when_to_try_again(server, tmp_path):
    port, worker_log, portal_log = free_port(), tmp_path / "worker", tmp_path / "portal"
    gunicorn = [
        *GUNICORN,
        "--workers",
        "1",
        "--threads",
        "2",
        "--log-level",
        "warning",
        "--bind",
        f"127.0.0.1:{port}",
        "emulation.wsgi",
    ]
    with (
        process(server, worker_log, sys.executable, "manage.py", "worker") as worker,
        process(server, portal_log, *gunicorn),
    ):
        wait_for(port)
        manage(server, "shell", "--no-imports", "-c", ENQUEUE)
        wait_until(lambda: statuses(server) == ["SUCCESSFUL"])

        server.stop()
        for path in ("/", "/accounts/login/", "/pledges/"):
            status, page = ask(port, "GET", path, cookie=SESSION)
            assert (status, "Xin thử lại sau ít phút." in page) == (503, True)
        assert ask(port, "GET", "/healthz", cookie=SESSION) == (503, "database does not answer\n")
        time.sleep(1.5)  # the worker looks more than once
        assert worker.poll() is None

        server.start()
        wait_for(port)
        manage(server, "shell", "--no-imports", "-c", ENQUEUE)
        wait_until(lambda: statuses(server) == ["SUCCESSFUL"] * 2)
        assert worker.poll() is None
    for log in (worker_log, portal_log):
        assert len(lines(log, "The database does not answer: ")) == 1, log.read_text()
        assert lines(log, "Traceback") == []
