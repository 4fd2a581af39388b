"""A drawing service for tests, and functions that it calls."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import override_settings

from foundation.drawing import process

ROOT = Path(__file__).resolve().parents[2]
SERVED = """
import asyncio, sys
import django
django.setup()
from foundation.drawing import service
import tests.support.drawn
service.AT_ONCE = {"short": 1, "long": 1}
service.DEADLINES = {"short": 2.0, "long": 30.0}
asyncio.run(service.Service().run(sys.argv[1]))
"""


@contextmanager
def drawing_service() -> Iterator[subprocess.Popen[bytes]]:
    """Run a service of one process a lane, whose short lane has a deadline of two seconds, and have it asked."""
    with tempfile.TemporaryDirectory(prefix="draw-") as folder:
        path = f"{folder}/draw.sock"
        own = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
        served = subprocess.Popen([sys.executable, "-c", SERVED, path], cwd=ROOT, env=os.environ | own)
        try:
            until = time.monotonic() + 60
            while not os.path.exists(path):
                assert time.monotonic() < until
                time.sleep(0.05)
            with override_settings(DRAWING_SOCKET=path):
                yield served
        finally:
            served.terminate()
            served.wait(timeout=20)


def counted(folder: str, name: str, seconds: float = 0.0) -> bytes:
    """Note that it was called, in a file that says in which order, take so long, and return the name."""
    with open(f"{folder}/calls", "a") as calls:
        calls.write(f"{name} {os.getpid()}\n")
    for done in range(1, 5):
        time.sleep(seconds / 4)
        process.report(done, 4)
    return name.encode()


def failing() -> bytes:
    raise ValueError("a fault of ours")


def greedy() -> bytes:
    return bytes(2 * process.MEMORY)


def ended() -> bytes:
    os.abort()


def lasting() -> bytes:
    time.sleep(60)
    return b"late"


def calls(folder: Path) -> list[str]:
    """Return the names that `counted` was called with so far."""
    return [line.split()[0] for line in (folder / "calls").read_text().splitlines()]


def processes(folder: Path) -> list[int]:
    return [int(line.split()[1]) for line in (folder / "calls").read_text().splitlines()]


def is_alive(pid: int) -> bool:
    return os.path.exists(f"/proc/{pid}")
