"""Tests that nothing acknowledged is lost, done twice or half done, whatever dies: workers, server, database, disk.

Officers write down each act before they send it (`tests/support/ledger.py`); afterwards their ledgers are compared with
the database. Beside each trouble is a portal or a database that is a little less careful and must lose something.
"""

import contextlib
import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from django.db import connection

from campaigns.sheet import Sheet
from tests.support import casts, tally
from tests.support.filing_steps import REPORTING
from tests.support.ledger import NEVER, Officer, at_work, balance
from tests.support.live_portal import GUNICORN, ROOT, Visitor, free_port, wait_for
from tests.support.own_postgres import DURABLE, own_server
from tests.support.small_disk import small_disk
from tests.support.world import draft
from units.acting import acting_as
from units.models import Post, Role, User

pytestmark = [pytest.mark.deep, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

KILLING = float(os.environ.get("KILLING_SECONDS", "600"))
KILL_EVERY = 5.0  # seconds
STOPS = int(os.environ.get("STOPS", "20"))
RECOVERED_IN = 10.0  # seconds from when the database takes connections to the first page
CONTROL = 20.0  # seconds
LOSES = f"{DURABLE} -c synchronous_commit=off -c wal_writer_delay=10s"
"""A database that acknowledges before it has written."""
CAREFUL, HASTY = "emulation.wsgi:application", "tests.support.hasty_wsgi:application"
UNITS = ("school", "commune", "porters")


def sheets(world):
    """Yield (user, sheet, number of its part with text) of officers who have a complete report in draft."""
    for name in UNITS:
        user = User.objects.create(username=f"ledger-{name}", full_name="Nông Thị Sổ")
        Post.objects.create(user=user, unit=world.units[name], role=Role.OFFICER, since=date(2014, 1, 1))
        sheet = world.sheet(name, "report")
        draft(sheet, by=acting_as(user, Role.OFFICER))
        yield user, sheet, next(part.number for part in Sheet(sheet).parts if part.key == "narrative")


@contextmanager
def filled_server(options, folder):
    """Yield a database server of its own with a copy of the test's database."""
    with own_server(folder, options) as server:
        given = connection.settings_dict
        source = f"postgresql:///{given['NAME']}?host={given['HOST']}&user={given['USER']}"
        dump = subprocess.run(["pg_dump", "--no-owner", source], check=True, capture_output=True)
        line = ["psql", "-q", "-v", "ON_ERROR_STOP=1", f"postgresql:///postgres?host={folder}&user=postgres"]
        subprocess.run(line, input=dump.stdout, check=True, capture_output=True)
        yield server


class Portal:
    """Gunicorn on a database, started again by `start` as a service manager would."""

    def __init__(self, server, application, log):
        self.application, self.log, self.port = application, log, free_port()
        own = {"DEBUG": "1", "DATABASE_URL": server.address, "PYTHONPATH": str(ROOT)}
        own |= {"PORTAL_NOW": REPORTING, "PORTAL_STARTED": str(time.time())}
        self.environment = os.environ | own | {"DJANGO_SETTINGS_MODULE": "emulation.settings"}

    def start(self):
        line = [*GUNICORN, "--log-level", "warning", "--bind", f"127.0.0.1:{self.port}", self.application]
        with self.log.open("a") as said:
            self.process = subprocess.Popen(
                line, cwd=ROOT, env=self.environment, stderr=said, stdout=said, start_new_session=True
            )
        wait_for(self.port)

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def manage(self, *arguments):
        line = [sys.executable, "manage.py", *arguments]
        return subprocess.run(line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)


class Work:
    """Officers at work at a portal, until they rest."""

    def __init__(self, server, portal, officers):
        self.server, self.portal, self.officers = server, portal, officers
        self.ended = Event()
        self.threads = at_work(officers, self.ended)

    def rest(self):
        """End the work, and return what ledgers and database say of one another."""
        self.ended.set()
        for thread in self.threads:
            thread.join(timeout=90)
            assert not thread.is_alive()
        return balance(self.officers, self.server)


@contextmanager
def working(tmp_path, options=DURABLE, application=CAREFUL, folder=None):
    drawn = [(user, sheet, part, Visitor(0, user)) for user, sheet, part in sheets(casts.copied())]
    temporary = tempfile.TemporaryDirectory(prefix="emulation-pg-", ignore_cleanup_errors=True)
    with temporary as own, filled_server(options, Path(folder or own)) as server:
        portal = Portal(server, application, tmp_path / "portal.log")
        portal.start()
        officers = []
        for _user, sheet, part, visitor in drawn:
            visitor.port = portal.port
            path, ledger = f"/reports/{sheet.pk}/", tmp_path / f"ledger-{sheet.pk}"
            officers.append(Officer(visitor, sheet.pk, path, f"{path}parts/{part}/", ledger))
        work = Work(server, portal, officers)
        try:
            yield work
        finally:
            work.ended.set()
            portal.kill()


def nothing_is_lost(work, about, **figures):
    """Rest, and find the ledgers in balance with the database, which is whole by the portal's own proof too."""
    done = work.rest()
    assert (done.lost, done.twice, done.odd) == ([], [], []), done
    proof = work.portal.manage("check_sheets")
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert done.acknowledged > 0
    for what, number in ({"acknowledged acts": done.acknowledged} | figures).items():
        tally.count(about, what, number)
    return done


def kill_for(seconds, portal):
    """Kill a worker now and then, each fifth time the whole server; return how many were killed."""
    until, kills = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        time.sleep(random.uniform(0, 2 * min(KILL_EVERY, seconds / 10)))
        if kills % 5 == 4:
            portal.kill()
            portal.start()
        elif workers := portal.workers():
            os.kill(random.choice(workers), signal.SIGKILL)
        kills += 1
    wait_for(portal.port)
    return kills


def test_killed_workers_and_servers_lose_nothing(transactional_db, tmp_path):
    with working(tmp_path) as work:
        kills = kill_for(KILLING, work.portal)
        nothing_is_lost(work, "killed servers", kills=kills)
    assert any(officer.refused[NEVER] for officer in work.officers)  # some were at something just then


def test_a_portal_that_says_it_sent_before_it_did_loses_some(transactional_db, tmp_path):
    with working(tmp_path, application=HASTY) as work:
        kill_for(CONTROL, work.portal)
        assert work.rest().lost


def crash(server, portal):
    """Stop the database as a power failure does and start it; return the seconds from then until a page is read."""
    time.sleep(random.uniform(0.5, 3))
    server.stop("immediate")
    time.sleep(random.uniform(0, 1))
    server.start()
    began = time.monotonic()
    wait_for(portal.port)
    return time.monotonic() - began


def test_a_database_that_crashes_loses_nothing_and_pages_are_back_at_once(transactional_db, tmp_path, record_property):
    with working(tmp_path) as work:
        seconds = [crash(work.server, work.portal) for _stop in range(STOPS)]
        nothing_is_lost(work, "crashed databases", crashes=STOPS)
    record_property("slowest recovery", f"{max(seconds):.1f} s")
    assert max(seconds) < RECOVERED_IN


def test_a_database_that_says_it_wrote_before_it_did_loses_some(transactional_db, tmp_path):
    with working(tmp_path, options=LOSES) as work:
        for _stop in range(5):
            crash(work.server, work.portal)
        assert work.rest().lost


@pytest.mark.parametrize("as_root", [False, None])
def test_the_disk_of_the_next_test_is_full_by_itself_whoever_runs_it(as_root):
    """`None`: as the next test makes it for the user who runs it."""
    with small_disk(megabytes=1, as_root=as_root) as folder:
        with pytest.raises(OSError) as full:
            (folder / "filler").write_bytes(bytes(2_000_000))
        assert full.value.errno == errno.ENOSPC and len(f"{folder}/.s.PGSQL.5432") < 100
    assert not folder.exists()


@pytest.fixture
def disk():
    with small_disk(megabytes=400) as folder:
        yield folder


def test_a_full_disk_refuses_and_loses_nothing_and_is_outlived(transactional_db, tmp_path, disk):
    with working(tmp_path, folder=disk) as work:
        time.sleep(2)
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as full:
            while True:
                full.write(bytes(100_000))
        time.sleep(15)
        filler.unlink()
        work.server.stop("immediate", check=False)  # if it has not stopped by itself
        work.server.start()
        wait_for(work.portal.port)
        refused = sum(officer.refused[503] for officer in work.officers)
        before = sum(len(officer.acknowledged["submit"]) for officer in work.officers)
        time.sleep(5)
        done = nothing_is_lost(work, "full disks", refused=refused)
    assert refused > 0
    assert set(done.refused) <= {503, NEVER}, done.refused
    assert sum(len(officer.acknowledged["submit"]) for officer in work.officers) > before
