"""Measures the database of DATABASE_URL: the portal and the yardstick, each run by gunicorn with two workers.

Prints JSON: medians in milliseconds of pages, acts and files, what the figures and the paper of a summary cost beside
ten statements and a bare WeasyPrint, how much memory the workers took, and what the database holds. Called by
tests/bench/__main__.py.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402

from campaigns.models import Figure, Filing  # noqa: E402
from emulation.fictional.generator.phases import NOW  # noqa: E402
from tests.bench.acts import Act, Typed, acts  # noqa: E402
from tests.bench.cases import ANYBODY, Case, Download, cases, downloads, eight_drafts  # noqa: E402
from tests.bench.import_costs import import_costs  # noqa: E402
from tests.bench.query_counts import query_counts  # noqa: E402
from tests.bench.summary_costs import summary_costs  # noqa: E402
from tests.support.crowd import crowd, drawing  # noqa: E402
from tests.support.live_portal import TOKEN, free_port, wait_for  # noqa: E402
from units.demo_accounts import USERNAMES  # noqa: E402
from units.models import Unit, User  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = [sys.executable, "-m", "gunicorn", "--workers", "2", "--no-control-socket", "--log-level", "error"]
PORTAL, BARE = "portal", "bare"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    "PORTAL_NOW": NOW.isoformat(),
    "PORTAL_STARTED": str(time.time()),
}
DRAWN = 3  # times that each file is drawn anew
CROWDED = 2  # times of a list alone that it may take beside drafts
BARE_FORM, TYPED = "/form/", {"who": ["Nông Thị Nhàn"], "story": ["Ba mươi năm chưa nghỉ một ngày."]}
PASSWORD = secrets.token_urlsafe()  # of those who sign in, on this copy
WARMING = 2  # rounds for each of both workers, not counted

Times = dict[tuple[str, str], list[float]]
Visitors = dict[tuple[str, str], "Visitor"]


def measured(rounds: int) -> dict[str, Any]:
    User.objects.filter(username__in=USERNAMES).update(password=make_password(PASSWORD))
    pages, files, sent = cases(), downloads(), acts()
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="bench-"))
        socket = f"{folder}/draw.sock"
        servers = {which: stack.enter_context(served(which, socket)) for which in (PORTAL, BARE)}
        people = {case.person for case in (*pages, *files, *sent)}
        visitors = {
            (which, person): Visitor(which, servers[which].port, person) for person in people for which in servers
        }
        quiet, acted_upon = [page for page in pages if not page.act], [page for page in pages if page.act]
        times = interleaved(quiet, visitors, rounds) | acted(sent, visitors, rounds)
        times |= after_acts(acted_upon, visitors, rounds)
        drawn = drawings(files, visitors, socket)
        memory = max(map(peak_memory, servers[PORTAL].workers()))
    counts = query_counts(pages)
    rows = {"unions": Unit.objects.count(), "sheets": Filing.objects.count(), "figures": Figure.objects.count()}
    return {
        "rows": rows,
        "pages": {page.name: beside(page.name, times, page.limit) for page in pages},
        "asked": counts,
        "acts": {sending.name: act_beside(sending, times) for sending in sent},
        "files": drawn,
        "crowd": {"drawing service": beside_drafts(served_draws=True), "none": beside_drafts(served_draws=False)},
        "summary": summary_costs(),
        "lists": import_costs(),
        "memory": memory,
    }


def beside(name: str, times: Times, limit: float) -> dict[str, float]:
    return {"ms": median(times[name, PORTAL]), "bare": median(times[name, BARE]), "limit": limit}


def act_beside(act: Act, times: Times) -> dict[str, float]:
    """Compare form and submit with the yardstick's pair; or with another act, submit beside submit."""
    if not act.beside:
        return beside(act.name, times, act.limit)
    alone, other = (median(times[name, "submit"]) for name in (act.name, act.beside))
    return {"ms": alone, "bare": other, "limit": act.limit}


def interleaved(pages: list[Case], visitors: Visitors, rounds: int) -> Times:
    """Request every page of both servers once a round, in shuffled order; return the times."""
    times: Times = {(page.name, which): [] for page in pages for which in (PORTAL, BARE)}
    turns = [(page, which) for page in pages for which in (PORTAL, BARE)]
    draw = random.Random(1)
    for turn in range(-WARMING, rounds):
        draw.shuffle(turns)
        for case, which in turns:
            _html, spent = visitors[which, case.person].ask(case.path if which == PORTAL else case.bare)
            if turn >= 0:
                times[case.name, which].append(spent)
    return times


def after_acts(pages: list[Case], visitors: Visitors, rounds: int) -> Times:
    """Request each page after an act, which is not timed, and the yardstick's beside it; return the times."""
    times: Times = {(page.name, which): [] for page in pages for which in (PORTAL, BARE)}
    for turn in range(-WARMING, rounds):
        for page in pages:
            assert page.act, page.name
            page.act()
            for which, path in ((PORTAL, page.path), (BARE, page.bare)):
                spent = visitors[which, page.person].ask(path)[1]
                if turn >= 0:
                    times[page.name, which].append(spent)
    return times


def acted(sent: list[Act], visitors: Visitors, rounds: int) -> Times:
    """Open and send every form once a round, and the yardstick's beside it."""
    times: Times = {(sending.name, which): [] for sending in sent for which in (PORTAL, BARE, "submit")}
    for turn in range(-WARMING, rounds):
        for sending in sent:
            opened, submitted = act(sending, visitors[PORTAL, sending.person], turn)
            bare = visitors[BARE, sending.person]
            pair = bare.ask(BARE_FORM)[1] + bare.send(BARE_FORM, TYPED)
            sending.undo()
            if turn >= 0:
                times[sending.name, PORTAL].append(opened + submitted)
                times[sending.name, "submit"].append(submitted)
                times[sending.name, BARE].append(pair)
    return times


def drawings(files: list[Download], visitors: Visitors, socket: str) -> dict[str, dict[str, float]]:
    """Ask for each file of a drawing service that has just begun, and again; return the medians of both."""
    times: dict[str, list[tuple[float, float]]] = {file.name: [] for file in files}
    for _turn in range(DRAWN):
        with drawing(ENVIRONMENT, socket):
            for file in files:
                visitor = visitors[PORTAL, file.person]
                times[file.name].append((visitor.wait_for(file.path), visitor.wait_for(file.path)))
    return {
        name: {"ms": median(t[0] for t in both), "again": median(t[1] for t in both)} for name, both in times.items()
    }


def beside_drafts(*, served_draws: bool) -> dict[str, float]:
    """Return what a district's list takes while the Board asks for eight drafts at once, with threads as in use."""
    with ExitStack() as stack:
        socket = stack.enter_context(drawing(ENVIRONMENT)) if served_draws else ""
        server = stack.enter_context(served(PORTAL, socket, threads=4))
        board, district = (Visitor(PORTAL, server.port, person) for person in ("board", "district"))
        drafts = [lambda path=file.path: board.status(path) for file in eight_drafts()]
        measured = crowd(lambda: district.ask("/pledges/"), drafts)
        return asdict(measured) | {"limit": CROWDED, "drafts": len(drafts)}


def act(performed: Act, visitor: Visitor, turn: int) -> tuple[float, float]:
    """Return how long the page took, and its submit."""
    html, opened = visitor.ask(performed.page)
    return opened, visitor.send(performed.path, performed.sending(html, turn))


@dataclass(frozen=True)
class Served:
    port: int
    process: Any

    def workers(self) -> list[int]:
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]


def peak_memory(pid: int) -> float:
    """Return the most memory a process has held so far, in MB."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


@contextmanager
def served(which: str, socket: str, threads: int = 1) -> Iterator[Served]:
    """Yield the server once it answers. `socket`: of the drawing service, "" to draw by itself."""
    port = free_port()
    own = ENVIRONMENT | {"BENCH_BARE": "1" if which == BARE else "", "DRAWING_SOCKET": socket}
    line = [*GUNICORN, "--threads", str(threads), "--bind", f"127.0.0.1:{port}", "emulation.wsgi:application"]
    server = subprocess.Popen(line, cwd=ROOT, env=os.environ | own)
    try:
        wait_for(port, "/healthz" if which == PORTAL else BARE_FORM)
        yield Served(port, server)
    finally:
        server.terminate()
        server.wait(timeout=30)


class Visitor:
    """Somebody signed in at one of the two servers."""

    def __init__(self, which: str, port: int, person: str):
        self.port, self.cookies = port, SimpleCookie({"csrftoken": TOKEN})
        if person != ANYBODY or which == BARE:
            account = {"username": ["board" if person == ANYBODY else person], "password": [PASSWORD]}
            path = "/accounts/login/" if which == PORTAL else "/enter/"
            status, _html, _spent = self._request("POST", path, account)
            assert status in (200, 302) and "sessionid" in self.cookies, (path, status)

    def ask(self, path: str) -> tuple[bytes, float]:
        """Return a page, and how long it took, in milliseconds."""
        status, content, spent = self._request("GET", path)
        assert status == 200, (path, status)
        return content, spent

    def wait_for(self, path: str) -> float:
        """Return how long it took until a file was there, in milliseconds."""
        began = time.perf_counter()
        while self.status(path) == 202:
            time.sleep(0.2)
        return (time.perf_counter() - began) * 1000

    def status(self, path: str) -> int:
        status, _content, _spent = self._request("GET", path)
        assert status in (200, 202), (path, status)
        return status

    def send(self, path: str, typed: Typed) -> float:
        """Return how long an act took, in milliseconds."""
        status, content, spent = self._request("POST", path, typed)
        assert status == 302, (path, status, content[:6000].decode(errors="replace"))
        return spent

    def _request(self, method: str, path: str, typed: Typed | None = None) -> tuple[int, bytes, float]:
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {"Cookie": "; ".join(f"{name}={kept_cookie.value}" for name, kept_cookie in self.cookies.items())}
        headers["Accept-Encoding"] = "gzip"  # as browsers do
        body = None
        if typed is not None:
            body = urlencode(typed | {"csrfmiddlewaretoken": [self.cookies["csrftoken"].value]}, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        there.request(method, path, body, headers)
        answer = there.getresponse()
        content = answer.read()
        spent = (time.perf_counter() - began) * 1000
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        there.close()
        is_packed = answer.headers["Content-Encoding"] == "gzip"
        return answer.status, gzip.decompress(content) if is_packed else content, spent


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]))))
