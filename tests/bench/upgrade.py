"""Migrates a filled database of version 0.1.0 to this version, and watches it: `make check-upgrade`.

    scripts/check-upgrade                a province of 1,420 unions
    scripts/check-upgrade nation         the country: 126,000
    TEST_DATABASE_URL=… scripts/check-upgrade nation      on a server of one's own, where the filled database stays

The code of version 0.1.0, from the history of this repository, makes and fills the database; each issued decision gets
a scan. While it is migrated a second connection asks every 50 ms for a row of each table, to write it. Afterwards every
row, every column and every file of then is looked for. Two controls are tried last: a migration that rewrites a table
in one transaction, which the same watch must find, and a figure that is changed, which the same sums must find.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.bench.__main__ import connected, said
from tests.bench.lock_watch import Watch, watching
from tests.bench.table_sums import Sums, columns_of, database_sums, keys_of, sums_of
from tests.support import tally

ROOT = Path(__file__).resolve().parents[2]
VERSION = "a0904f6"
"""The commit that is version 0.1.0 (tests/data/README.md)."""
LONGEST = 5.0  # seconds that a table may be locked
SHOWN = 10
SCANS = """
import random
from awards.models import Decision
from units.models import Attachment, User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from hashlib import sha256
kind, by = ContentType.objects.get_for_model(Decision), User.objects.order_by("pk").first()
for pk, unit in Decision.objects.filter(status="issued").order_by("pk").values_list("pk", "unit"):
    content = b"%PDF-1.4" + random.Random(pk).randbytes(40_000) + b"%%EOF"
    Attachment.objects.create(
        target_type=kind, target_id=pk, unit_id=unit, name="ban-quet.pdf", media_type="application/pdf",
        size=len(content), sha256=sha256(content).hexdigest(), content=content, at=timezone.now(), by=by,
    )
"""
OF_SUBMISSION = "(SELECT r.id, s.filing_id FROM {table} r JOIN campaigns_submission s ON s.id = r.submission_id) moved"
MOVED = {
    "units_event": """(SELECT event_id AS id, coalesce(data ->> 'actor_name', '') AS actor_name,
        coalesce(data ->> 'reason', '') AS reason, coalesce(data -> 'changes', '{}') AS changes
        FROM units_eventpersonal) moved""",
    "campaigns_figure": OF_SUBMISSION.format(table="campaigns_figure"),
    "campaigns_headcount": OF_SUBMISSION.format(table="campaigns_headcount"),
    "campaigns_exemplar": OF_SUBMISSION.format(table="campaigns_exemplar"),
    "campaigns_workresult": """(SELECT r.id, s.filing_id, c.value AS checked_value, c.at AS checked_at,
        c.by_id AS checked_by_id FROM campaigns_workresult r JOIN campaigns_submission s ON s.id = r.submission_id
        LEFT JOIN campaigns_workcheck c ON c.work_result_id = r.id) moved""",
    "campaigns_work": """(SELECT DISTINCT ON (work_id) work_id AS id, kind, title, authors, author_class,
        expected_value, due_on, welcomes_id FROM campaigns_workentry ORDER BY work_id, id) moved""",
    "campaigns_indicator": """(SELECT id, CASE pace WHEN 'end' THEN 'year_end' WHEN 'school_year' THEN pace
        ELSE 'each_phase' END AS judged FROM campaigns_indicator) moved""",
    "units_attachment": """(SELECT a.id, a.original_sha256 AS sha256, b.size, b.media_type, b.content
        FROM units_attachment a JOIN units_blob b ON b.sha256 = a.blob_id) moved""",
}
"""Table of version 0.1.0 → where its columns are now that it has no more."""
COMPUTED = {"search_text"}
"""Columns that are computed from others for searching, and were computed anew."""
GONE = {("campaigns_campaign", "stamp"), ("summaries_summary", "version")} | {
    ("summaries_summaryfile", column) for column in ("parts_done", "parts_total", "touched_at")
}
"""Columns that counted changes, which nothing needed, and how far a file was, which its job says now."""
OF_DJANGO = {"auth_permission", "django_content_type", "django_migrations"}
"""Tables that Django fills from the models."""
REWRITES = """
BEGIN; ALTER TABLE campaigns_figure ADD COLUMN of_control text NOT NULL DEFAULT md5(random()::text);
CREATE INDEX ON campaigns_figure (of_control); COMMIT;
"""
CHANGES = (
    "SET session_replication_role = replica; "  # past the triggers, as the superuser may
    "UPDATE campaigns_figure SET value = value + 1 WHERE id = (SELECT max(id) FROM campaigns_figure WHERE value > 0)"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", default="province", choices=("province", "ten", "nation"))
    size = parser.parse_args().size
    server = Server(os.environ["DATABASE_URL"])
    filled = f"v010_{size}"
    if not server.has(filled):
        fill(server, size, filled)
    server.copy(filled, "upgraded")
    before = server.sums("upgraded")
    rows, scans = sum(sums.rows for sums in before.values()), before["units_attachment"].rows
    say(f"{size}: {before['units_unit'].rows:,} unions, {rows:,} rows, {scans:,} scans")
    migrated = migrate(server, "upgraded")
    say(f"migrated in {migrated.seconds:.0f} s, {migrated.cpu:.0f} s of them Python's processor time")
    say(f"{migrated.watch.asked:,} times a row was asked for, to write it; the longest that one had to wait:")
    for blocked in migrated.watch.longest()[:SHOWN]:
        say(f"  {blocked.seconds:6.2f} s  {blocked.table} during {blocked.during}")
    say("migrations that took longest:")
    for name, seconds in sorted(migrated.migrations.items(), key=lambda pair: -pair[1])[:SHOWN]:
        say(f"  {seconds:6.1f} s  {name}")
    faults = differences(server, "upgraded", before)
    say("\n".join(faults) or "every row, column and file of then is there")
    longest = migrated.watch.longest()[0].seconds
    faults += [f"a table was locked for {longest:.1f} s"] if longest > LONGEST else []
    faults += controls(server, before)
    say("\n".join(faults) or "Nothing is lost, nothing was locked for long, and the controls were found.")
    return bool(faults) or note(size, before, migrated, longest)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# The database of then


class Server:
    """The PostgreSQL of an address."""

    def __init__(self, address: str):
        self.address = address.rpartition("/")[0]

    def connect(self, name: str) -> Any:
        return connected(f"{self.address}/{name}")

    def run(self, name: str, statement: str) -> list[Any]:
        return said(f"{self.address}/{name}", statement)

    def has(self, name: str) -> bool:
        return bool(self.run("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def copy(self, name: str, to: str) -> None:
        self.run("postgres", f"DROP DATABASE IF EXISTS {to}")
        self.run("postgres", f"CREATE DATABASE {to} TEMPLATE {name}")

    def sums(self, name: str) -> dict[str, Sums]:
        with closing(self.connect(name)) as connection:
            return database_sums(connection.cursor())


def fill(server: Server, size: str, name: str) -> None:
    """Let the code of version 0.1.0 fill a database, which gets its name when it is complete."""
    server.run("postgres", f"DROP DATABASE IF EXISTS {name}_begun")
    server.run("postgres", f"CREATE DATABASE {name}_begun")
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", VERSION], cwd=ROOT, check=True, capture_output=True)
        subprocess.run(["tar", "--extract", "--directory", folder], input=archive.stdout, check=True)
        for line in (["migrate", "-v0"], ["generate", size], ["shell", "-c", SCANS]):
            own = {"DATABASE_URL": f"{server.address}/{name}_begun", "DEBUG": "1"}
            subprocess.run([sys.executable, "manage.py", *line], cwd=folder, env=os.environ | own, check=True)
    server.run(f"{name}_begun", "VACUUM ANALYZE")
    server.run("postgres", f"ALTER DATABASE {name}_begun RENAME TO {name}")


# The upgrade


@dataclass(frozen=True)
class Migrated:
    """How an upgrade went: its seconds, those of each migration, and what was blocked meanwhile."""

    seconds: float
    cpu: float
    migrations: dict[str, float]
    watch: Watch


def migrate(server: Server, name: str) -> Migrated:
    migrations: dict[str, float] = {}
    now = ["before the first"]
    own = {"DATABASE_URL": f"{server.address}/{name}", "DEBUG": "1", "PYTHONUNBUFFERED": "1"}
    own |= {"DJANGO_SETTINGS_MODULE": "emulation.settings"}
    line = [sys.executable, "manage.py", "migrate", "--no-input"]
    began, spent = time.monotonic(), os.times().children_user
    with (
        closing(server.connect(name)) as second,
        watching(second, lambda: now[-1]) as watch,
        subprocess.Popen(line, cwd=ROOT, env=os.environ | own, stdout=subprocess.PIPE) as process,
    ):
        assert process.stdout
        while told := os.read(process.stdout.fileno(), 4096):
            for applying in re.findall(r"Applying (\S+)\.\.\.", told.decode()):
                now.append(applying)
                migrations[applying] = time.monotonic()
    if process.returncode:
        sys.exit("The migrations failed.")
    moments = [*migrations.values(), time.monotonic()]
    durations = [later - earlier for earlier, later in pairwise(moments)]
    lasted = dict(zip(migrations, durations, strict=True))
    return Migrated(time.monotonic() - began, os.times().children_user - spent, lasted, watch)


def differences(server: Server, name: str, before: dict[str, Sums]) -> list[str]:
    """Return what of the database of then is not there any more, or is otherwise."""
    with closing(server.connect(name)) as connection:
        cursor = connection.cursor()
        columns, keys = columns_of(cursor), keys_of(cursor)
        faults = []
        for table, then in before.items():
            if table in OF_DJANGO:
                continue
            if table not in columns:
                faults += [f"{table}: the table is gone"]
                continue
            expected = [column for column in then.columns if column not in COMPUTED and (table, column) not in GONE]
            stayed = [column for column in expected if column in columns[table]]
            moved = [column for column in expected if column not in columns[table]]
            now = sums_of(cursor, table, keys[table], stayed)
            faults += [] if now.rows == then.rows else [f"{table}: {then.rows:,} rows, now {now.rows:,}"]
            found = dict(now.columns)
            if moved and table in MOVED:
                found |= sums_of(cursor, table, keys[table], moved, MOVED[table]).columns
            faults += [f"{table}.{column} differs" for column in expected if found.get(column) != then.columns[column]]
    return faults


def controls(server: Server, before: dict[str, Sums]) -> list[str]:
    """Return what the watch and the sums do not find, though it is there: on the migrated database."""
    with closing(server.connect("upgraded")) as second, watching(second, lambda: "the control") as watch:
        server.run("upgraded", REWRITES)
    locked = max((blocked.seconds for blocked in watch.blocked if blocked.table == "campaigns_figure"), default=0)
    say(f"control: a table rewritten in one transaction was locked for {locked:.1f} s")
    server.run("upgraded", CHANGES)
    changed = differences(server, "upgraded", before)
    say(f"control: one figure changed: {', '.join(changed) or 'not found'}")
    is_found = locked > (LONGEST if before["campaigns_figure"].rows > 1_000_000 else 0.1)
    return [] if is_found and changed == ["campaigns_figure.value differs"] else ["a control was not found"]


def note(size: str, before: dict[str, Sums], migrated: Migrated, longest: float) -> int:
    """Write the counts where `make figures` finds them."""
    os.environ[tally.RUN] = datetime.now(UTC).isoformat(timespec="seconds")
    kept = {table: sums for table, sums in before.items() if table not in OF_DJANGO}
    for what, number in (
        ("unions", before["units_unit"].rows),
        ("rows the same", sum(sums.rows for sums in kept.values())),
        ("columns the same", sum(len(sums.columns) for sums in kept.values())),
        ("files the same, byte by byte", before["units_attachment"].rows),
        ("times that a row was asked for meanwhile", migrated.watch.asked),
        ("longest lock, in milliseconds", round(longest * 1000)),
    ):
        file = tally.VAR / "tally-postgresql-deep.jsonl"
        tally.add(file, f"make check-upgrade ARGS={size}", f"upgrade from 0.1.0, {size}", what, number)
    return 0


if __name__ == "__main__":
    sys.exit(main())
