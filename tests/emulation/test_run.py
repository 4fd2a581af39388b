"""Tests `make run`: a killed worker is started again, the end of the server or a Ctrl-C ends all processes.

scripts/run with stand-ins for the portal's own processes.
"""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.support.live_portal import ROOT, free_port

pytestmark = pytest.mark.sqlite  # asks no database

SERVED = """
import sys
from tests.support.scripts_loaded import script
folder, port = sys.argv[1:]
def process(name, then):  # one that writes its number into a file
    note = f"import os, time; open({folder + '/' + name!r}, 'a').write(str(os.getpid()) + chr(10)); {then}"
    return [sys.executable, "-c", note]
serve = f"import http.server as h; h.HTTPServer(('127.0.0.1', {port}), h.BaseHTTPRequestHandler).serve_forever()"
run = script("run")
run.SHORTEST_PAUSE = 0.2
portal = run.Portal(process("server", serve), process("worker", "time.sleep(60)"), process("tick", "pass"), port, 0.5)
sys.exit(portal.serve())
"""


class Running:
    def __init__(self, process, folder):
        self.process, self.folder = process, folder

    def numbers(self, name):
        """Return the ids of the processes started so far under this name."""
        file = self.folder / name
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def wait_for(self, name, count):
        until = time.monotonic() + 30
        while len(self.numbers(name)) < count:
            assert time.monotonic() < until, f"{name}: {self.numbers(name)}"
            time.sleep(0.05)
        return self.numbers(name)[-1]

    def end(self):
        """Return the exit code and what was printed."""
        said, failed = self.process.communicate(timeout=30)
        return self.process.returncode, said.splitlines()[-1], failed.splitlines()

    def alive(self):
        every = [number for name in ("server", "worker", "tick") for number in self.numbers(name)]
        return [number for number in every if os.path.exists(f"/proc/{number}")]


@pytest.fixture
def running(tmp_path):
    line = [sys.executable, "-c", SERVED, str(tmp_path), str(free_port())]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        portal = Running(process, tmp_path)
        portal.wait_for("server", 1)
        portal.wait_for("worker", 1)
        yield portal
        process.kill()
        for number in portal.alive():
            os.kill(number, signal.SIGKILL)


def test_a_killed_worker_is_started_again_and_the_portal_goes_on(running):
    for killed in range(1, 3):
        os.kill(running.wait_for("worker", killed), signal.SIGKILL)
    running.wait_for("worker", 3)
    assert running.process.poll() is None
    assert len(running.numbers("server")) == 1


def test_what_is_due_is_carried_out_again_and_again(running):
    running.wait_for("tick", 3)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_once(running, sent):
    running.wait_for("tick", 1)
    running.process.send_signal(sent)
    assert running.end() == (0, "Đã dừng.", [])
    assert running.alive() == []


def test_the_end_of_the_server_ends_everything(running):
    running.wait_for("tick", 1)
    os.kill(running.wait_for("server", 1), signal.SIGKILL)
    code, _said, failed = running.end()
    assert (code, failed) == (1, ["Máy chủ đã dừng; đã dừng tất cả (the server ended: everything is stopped)."])
    assert running.alive() == []
