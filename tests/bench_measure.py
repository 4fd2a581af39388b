"""The database of DATABASE_URL measured: the portal and the yardstick, each by gunicorn with two workers.

Prints JSON: medians in milliseconds of every case, and what the database holds. Called by tests/bench.py.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

from campaigns.models import Figure, Filing  # noqa: E402
from emulation.generator.campaign import NOW  # noqa: E402
from tests.bench_cases import ANYBODY, Case, cases  # noqa: E402
from tests.live_portal import TOKEN, free_port, wait_for  # noqa: E402
from units.demo_accounts import PASSWORD  # noqa: E402
from units.models import Unit  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
GUNICORN = [sys.executable, "-m", "gunicorn", "--workers", "2", "--no-control-socket", "--log-level", "error"]
PORTAL, BARE = "portal", "bare"

Times = dict[tuple[str, str], list[float]]


def measured(rounds: int) -> dict[str, Any]:
    asked = cases()
    with ExitStack() as stack:
        ports = {which: stack.enter_context(served(which)) for which in (PORTAL, BARE)}
        people = {one.person for one in asked}
        visitors = {(which, person): Visitor(which, ports[which], person) for person in people for which in ports}
        times = interleaved(asked, visitors, rounds)
    rows = {"unions": Unit.objects.count(), "sheets": Filing.objects.count(), "figures": Figure.objects.count()}
    return {"rows": rows, "cases": {one.name: result(one, times) for one in asked}}


def result(case: Case, times: Times) -> dict[str, float]:
    return {"ms": median(times[case.name, PORTAL]), "bare": median(times[case.name, BARE]), "limit": case.limit}


def interleaved(asked: list[Case], visitors: dict[tuple[str, str], Visitor], rounds: int) -> Times:
    """Every page of both once a round, in an order of its own. The first rounds warm both workers and do not count."""
    times: Times = {(one.name, which): [] for one in asked for which in (PORTAL, BARE)}
    turns = [(one, which) for one in asked for which in (PORTAL, BARE)]
    draw = random.Random(1)
    for turn in range(-2, rounds):
        draw.shuffle(turns)
        for one, which in turns:
            spent = visitors[which, one.person].ask(one.path if which == PORTAL else one.bare)
            if turn >= 0:
                times[one.name, which].append(spent)
    return times


@contextmanager
def served(which: str) -> Iterator[int]:
    """Its port, once it answers."""
    port = free_port()
    own = {"DJANGO_SETTINGS_MODULE": "tests.bench_settings", "BENCH_BARE": "1" if which == BARE else ""}
    own |= {"PORTAL_NOW": NOW.isoformat(), "PORTAL_STARTED": str(time.time())}
    line = [*GUNICORN, "--bind", f"127.0.0.1:{port}", "emulation.wsgi:application"]
    server = subprocess.Popen(line, cwd=ROOT, env=os.environ | own)
    try:
        wait_for(port, "/healthz" if which == PORTAL else "/form/")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


class Visitor:
    """Somebody signed in at one of the two."""

    def __init__(self, which: str, port: int, person: str):
        self.port, self.cookies = port, SimpleCookie({"csrftoken": TOKEN})
        if person != ANYBODY or which == BARE:
            account = {"username": "board" if person == ANYBODY else person, "password": PASSWORD}
            path = "/accounts/login/" if which == PORTAL else "/enter/"
            status, _spent = self._request("POST", path, account | {"csrfmiddlewaretoken": TOKEN})
            assert status in (200, 302) and "sessionid" in self.cookies, (path, status)

    def ask(self, path: str) -> float:
        """How long the answer took, in milliseconds."""
        status, spent = self._request("GET", path)
        assert status == 200, (path, status)
        return spent

    def _request(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[int, float]:
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if typed else {}
        began = time.perf_counter()
        there.request(method, path, urlencode(typed) if typed else None, headers)
        answer = there.getresponse()
        answer.read()
        spent = (time.perf_counter() - began) * 1000
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        there.close()
        return answer.status, spent


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]))))
