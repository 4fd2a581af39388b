"""Runs the portal as in production (gunicorn, two workers of two threads) on the test's database, with visitors."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = [sys.executable, "-m", "gunicorn", "--workers", "2", "--no-control-socket"]
TOKEN = "a" * 32


@contextmanager
def portal(application: str, clock: str, threads: int = 2) -> Iterator[int]:
    """Yield the port of a running portal once it answers; its clock starts at `clock`."""
    port = free_port()
    server = start(application, clock, port, threads)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def start(application: str, clock: str, port: int, threads: int = 2) -> subprocess.Popen[bytes]:
    """Return the portal's process, which leads a group of its own and may not answer yet."""
    own = {"DEBUG": "1", "DATABASE_URL": database(), "PYTHONPATH": str(ROOT)}
    own |= {"PORTAL_NOW": clock, "PORTAL_STARTED": str(time.time()), "DJANGO_SETTINGS_MODULE": "emulation.settings"}
    line = [*GUNICORN, "--threads", str(threads), "--log-level", "critical", "--bind", f"127.0.0.1:{port}", application]
    return subprocess.Popen(line, cwd=ROOT, env=os.environ | own, stderr=subprocess.DEVNULL, start_new_session=True)


def kill(server: subprocess.Popen[bytes]) -> None:
    """End the portal and its workers at once, as a power failure does."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(timeout=20)


def database() -> str:
    """Return the address of the test's own database."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return f"{server}/{connection.settings_dict['NAME']}"


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def wait_for(port: int, path: str = "/healthz", seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if ask(port, "GET", path)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the portal did not start")


def ask(port: int, method: str, path: str, typed: dict[str, Any] | None = None, cookie: str = "") -> tuple[int, str]:
    """Return the status and where the answer redirects to, or what the page says."""
    there = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = urlencode({"csrfmiddlewaretoken": TOKEN, **(typed or {})}, doseq=True) if method == "POST" else None
    headers = {"Cookie": f"{settings.CSRF_COOKIE_NAME}={TOKEN}; {cookie}"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    there.request(method, path, body, headers)
    answer = there.getresponse()
    told = answer.headers.get("Location") or answer.read().decode(errors="replace")
    there.close()
    return answer.status, told


class Visitor:
    """Sends requests as somebody signed in, whose session is in the database."""

    def __init__(self, port: int, user: Any):
        client = Client()
        client.force_login(user)
        self.port, self.cookie = port, f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"

    def post(self, path: str, **typed: Any) -> tuple[int, str]:
        return ask(self.port, "POST", path, typed, self.cookie)

    def get(self, path: str) -> tuple[int, str]:
        return ask(self.port, "GET", path, cookie=self.cookie)


def at_once(*acts: Any) -> list[int]:
    """Return the statuses of requests that are sent together."""
    gate, statuses = Barrier(len(acts)), [0] * len(acts)

    def run(number: int, act: Any) -> None:
        gate.wait(timeout=30)
        statuses[number] = act()[0]

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    return statuses
