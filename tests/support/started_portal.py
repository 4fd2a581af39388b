"""Runs the portal as whoever installs it does, by its commands alone: a database of its own, pages and worker.

Nothing of the project is imported here; who uses it knows the portal by its pages only.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.live_portal import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, "manage.py"]
SERVER = [sys.executable, "-m", "gunicorn", "emulation.wsgi", "--workers", "1", "--threads", "4", "--no-control-socket"]


class StartedPortal:
    """A portal on an empty, migrated SQLite database in `folder`; its pages are at `url` while it runs."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.manage("migrate", "--verbosity", "0")

    def environment(self, clock: str = "") -> dict[str, str]:
        """Return the environment of its commands. The clock of another day is the demo's, which needs DEBUG."""
        own = {
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "emulation.settings",
            "DATABASE_URL": f"sqlite:///{self.folder / 'portal.sqlite3'}",
            "PORTAL_URL": self.url,
            "PORTAL_NOW": clock,
            "PORTAL_STARTED": str(time.time()),
            "PASSWORD_MINUTES": "60",  # so that a slow machine is not asked for passwords more often than a quick one
        }
        return {name: value for name, value in (os.environ | own).items() if value}

    def manage(self, *arguments: str) -> str:
        """Return what a command printed."""
        line = [*MANAGE, *arguments]
        done = subprocess.run(line, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def at(self, clock: str) -> Iterator[None]:
        """Let pages be served and jobs be done, the clock going on from this instant."""
        environment, log = self.environment(clock), (self.folder / "portal.log").open("a")
        lines = [[*SERVER, "--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"], [*MANAGE, "worker"]]
        running = [
            subprocess.Popen(line, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
            for line in lines
        ]
        try:
            wait_for(self.port)
            yield
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=30)
            log.close()
