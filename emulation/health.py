"""What monitoring asks: `/livez` whether the process answers, `/healthz` its database, `/readyz` all that pages need.

Plain text in English. `foundation.middleware.probes` takes cookies away from these requests, so that neither a session
nor a person is read for them.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from foundation.db.outage import is_outage, outage_log
from foundation.drawing.client import answers
from foundation.faults import PLAIN
from units import heartbeats, outbox
from units.models import Process

LEAST_FREE = 500_000_000
"""Bytes on a disk with less than which the portal does not count as ready."""
OF_POSTGRESQL = Path("/var/lib/postgresql")
"""Where Debian's PostgreSQL keeps its files, if it is on this machine."""


@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    """Answer 200 whenever the process answers at all."""
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database does; otherwise foundation/faults.py answers 503."""
    _database()
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer a line for each thing that pages need; 503 if one of them is amiss."""
    lines, ready = [], True
    for check in CHECKS:
        amiss = _asked(check)
        ready = ready and not amiss
        lines.append(f"{'amiss' if amiss else 'ok'} {check.__name__.strip('_')}{': ' if amiss else ''}{amiss}\n")
    return HttpResponse("".join(lines), content_type=PLAIN, status=200 if ready else 503)


def _asked(check: Callable[[], str]) -> str:
    try:
        return check()
    except DatabaseError as error:
        if is_outage(error):
            outage_log.write(error)
        return "the database does not answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    missing = len(_own_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    return f"{missing} not applied" if missing else ""


@cache
def _own_migrations() -> set[tuple[str, str]]:
    """Return the names of the migrations of this release, which are read once."""
    loader = MigrationLoader(None)
    return set(loader.graph.nodes)


def _worker() -> str:
    return "" if heartbeats.is_alive(Process.WORKER) else "gives no sign of life"


def _tick() -> str:
    return "" if heartbeats.is_alive(Process.TICK) else "gives no sign of life"


def _mails() -> str:
    count = outbox.stuck().count()
    return f"{count} not sent for an hour" if count else ""


def _drawing() -> str:
    return "" if answers() else "the service does not answer"


def _disk() -> str:
    """Name the fullest of the disks with the portal's files, temporary files, and the database if it is here."""
    free, folder = disk_free()
    return f"{free // 1_000_000} MB free in {folder}" if free < LEAST_FREE else ""


def disk_free() -> tuple[int, Path]:
    """Return the bytes that are free on the fullest of the disks, and a folder on it."""
    folders = [settings.VAR_DIR, Path(tempfile.gettempdir()), OF_POSTGRESQL]
    return min((shutil.disk_usage(folder).free, folder) for folder in folders if folder.exists())


CHECKS: tuple[Callable[[], str], ...] = (_database, _migrations, _worker, _tick, _mails, _drawing, _disk)
