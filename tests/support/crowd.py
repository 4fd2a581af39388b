"""One person asks for many drafts at once while another reads a list: how long does the list take?"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
ALONE = 30  # requests of the list before the drafts are asked for


@dataclass(frozen=True)
class Crowd:
    """Milliseconds of the list alone and beside the drafts, medians and the slowest; seconds until all drafts came."""

    alone: float
    beside: float
    slowest: float
    seconds: float

    @property
    def times(self) -> float:
        return self.beside / self.alone


def crowd(ask_list: Callable[[], object], drafts: Sequence[Callable[[], int]]) -> Crowd:
    """Ask for the drafts at once, and for the list until all of them came. A draft returns its status: 200 or 202."""
    for _warming in range(5):
        ask_list()
    alone = [_timed(ask_list) for _ in range(ALONE)]
    began, beside = time.perf_counter(), []
    with ThreadPoolExecutor(len(drafts)) as threads:
        waiting = [threads.submit(_until_drawn, draft) for draft in drafts]
        while not all(each.done() for each in waiting):
            beside.append(_timed(ask_list))
            time.sleep(0.05)  # as a person reads; not a load of its own
        assert {each.result() for each in waiting} == {200}
    return Crowd(median(alone), median(beside), max(beside), time.perf_counter() - began)


def _until_drawn(draft: Callable[[], int]) -> int:
    while (status := draft()) == 202:
        time.sleep(3)  # as the page says
    return status


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


@contextmanager
def drawing(environment: Mapping[str, str], path: str = "") -> Iterator[str]:
    """Run `manage.py draw` in an environment, and yield the address of its socket."""
    with tempfile.TemporaryDirectory(prefix="draw-") as folder:
        path = path or f"{folder}/draw.sock"
        Path(path).unlink(missing_ok=True)
        own = {**os.environ, **environment, "DRAWING_SOCKET": path}
        service = subprocess.Popen([sys.executable, "manage.py", "draw"], cwd=ROOT, env=own)
        try:
            until = time.monotonic() + 60
            while not os.path.exists(path):
                assert time.monotonic() < until and service.poll() is None
                time.sleep(0.05)
            yield path
        finally:
            service.terminate()
            service.wait(timeout=20)
