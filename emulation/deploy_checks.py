"""Checks of a portal in use, by `manage.py check --deploy --database default`: what would make pages or jobs fail."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection

from emulation.backups import TOO_OLD, last_backup
from foundation import clock
from foundation.mail import server
from units import mail_tests
from units.models import Event, Installation, InstallationKind, Job, JobState

LONGEST_WAIT = timedelta(minutes=5)
"""A worker takes a job within seconds, unless it is at a long one."""
CLOCKS_DIFFER = timedelta(minutes=1)
HERE = ("", "localhost", "127.0.0.1", "::1")
HAS_TRIGRAMS = "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')"


def check_in_use(
    app_configs: Sequence[AppConfig] | None = None, databases: Collection[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """System check: nothing without `--database default`, and nothing of tables that are not there yet."""
    messages: list[CheckMessage] = []
    for check in CHECKS if databases else ():
        try:
            messages += check()
        except DatabaseError as error:
            return [Error(f"The database does not answer: {error}", id="emulation.E004")]
    return messages


def _silent_worker() -> Iterator[CheckMessage]:
    limit = clock.now() - LONGEST_WAIT
    working = Job.objects.filter(state=JobState.RUNNING, beat_at__gt=limit).exists()
    waiting = Job.objects.filter(state=JobState.WAITING, asked_at__lt=limit).count()
    if waiting and not working:
        yield Error(
            f"{waiting} jobs have waited for more than five minutes: no worker is at work.",
            hint="Start `manage.py worker`, and read its log.",
            id="emulation.E005",
        )


def _clock() -> Iterator[CheckMessage]:
    """The clock of this machine beside that of the database, and the last event, which cannot be of tomorrow."""
    hint = "Synchronise the clock (systemd-timesyncd, chrony): due dates are kept by it."
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            if abs(cursor.fetchone()[0] - clock.now()) > CLOCKS_DIFFER:
                yield Error(
                    "The clocks of portal and database differ by more than a minute.", hint=hint, id="emulation.E006"
                )
    last = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if last and last > clock.now() + CLOCKS_DIFFER:
        yield Error(f"The clock is behind: the last event is of {last:%d/%m/%Y %H:%M}.", hint=hint, id="emulation.E006")


def _trigrams() -> Iterator[CheckMessage]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(HAS_TRIGRAMS)
        if not cursor.fetchone()[0]:
            yield Warning(
                "The extension pg_trgm is missing: searches work, and are slow on many rows.",
                hint="Install it (Debian: in the package postgresql) and create it in the database as its owner.",
                id="emulation.W001",
            )


def _mail() -> Iterator[CheckMessage]:
    if not server():
        yield Warning(
            "There is no mail server: mails wait, and are dropped after a week.",
            hint="Write EMAIL_URL and MAIL_FROM into the settings.",
            id="emulation.W002",
        )
    elif not mail_tests.is_tested():
        yield Warning(
            f"Nobody has confirmed a test mail sent by {server()}.",
            hint="An administrator sends one to himself at /mails/ and presses the button behind its link.",
            id="emulation.W003",
        )


def _unencrypted() -> Iterator[CheckMessage]:
    """What leaves this machine without TLS: mails, and the statements to a database elsewhere."""
    if server() and settings.EMAIL_HOST not in HERE and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield Warning(
            "Mails, and the password of the mail server, leave this machine unencrypted.",
            hint="Write EMAIL_URL as smtp+tls://… or smtp+ssl://….",
            id="emulation.W005",
        )
    database = settings.DATABASES["default"]
    host, mode = str(database.get("HOST") or ""), database.get("OPTIONS", {}).get("sslmode")
    if host not in HERE and not host.startswith("/") and mode != "verify-full":
        yield Warning(
            "The database is on another machine, and whether it is that machine is not checked.",
            hint="Write ?sslmode=verify-full&sslrootcert=… at the end of DATABASE_URL.",
            id="emulation.W006",
        )


def _backups() -> Iterator[CheckMessage]:
    """Of a portal that was begun longer ago than the first backup can be."""
    if not Installation.objects.filter(kind=InstallationKind.REAL, made_at__lt=clock.now() - TOO_OLD).exists():
        return
    last = last_backup()
    if last is None or last < clock.now() - TOO_OLD:
        yield Warning(
            "There is no backup of the last day.",
            hint="Start the service cong-thi-dua-backup, and read its log; BACKUP_FOLDER is where backups are.",
            id="emulation.W004",
        )


CHECKS: tuple[Callable[[], Iterator[CheckMessage]], ...] = (
    _silent_worker,
    _clock,
    _trigrams,
    _mail,
    _unencrypted,
    _backups,
)


def register_checks() -> None:
    register(check_in_use, Tags.database, deploy=True)
