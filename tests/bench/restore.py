"""Measures how long a backup and its restore take: the figures of docs/operations.md.

    .venv/bin/python scripts/with-postgres .venv/bin/python -m tests.bench.restore [province|ten|nation]

A generated database is backed up by `deploy/backup` and restored by `deploy/install --restore` into an empty database
below another root, as on a new server: checksums, all rows, all sums compared, migrations, checks. Beside the seconds
of the clock stand those of the processor, of the commands and of the database server together, which say what a quiet
machine needs. Libraries are linked, not installed, and no service is started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.__main__ import fill, said

ROOT = Path(__file__).resolve().parents[2]
HOST = "thidua.example.vn"


@dataclass(frozen=True)
class Spent:
    """What a command took: seconds of the clock, and of processors."""

    seconds: float
    cpu: float


def main() -> None:
    size = sys.argv[1] if len(sys.argv) > 1 else "province"
    server, filled = os.environ["DATABASE_URL"].rpartition("/")[0], f"bench_{size}"
    if not said(f"{server}/postgres", f"SELECT 1 FROM pg_database WHERE datname = '{filled}'"):
        fill(server, size, filled)
    said(f"{server}/postgres", "DROP DATABASE IF EXISTS restored")
    said(f"{server}/postgres", "CREATE DATABASE restored TEMPLATE template0")
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        folder = Path(name)
        first, second = folder / "first", folder / "second"
        env = first / "etc/cong-thi-dua/env"
        env.parent.mkdir(parents=True)
        env.write_text("ALLOW_GENERATED=1\n")
        given = [sys.executable, "deploy/install", "--no-services", f"--venv={sys.prefix}"]
        run(server, [*given, f"--host={HOST}", f"--root={first}", f"--database={address(server, filled)}"])
        made = run(server, ["deploy/backup", "--env", str(env)])
        (file,) = (first / "var/backups/cong-thi-dua").glob("*.tar*")
        restore = [f"--root={second}", f"--database={address(server, 'restored')}", f"--restore={file}"]
        restored = run(server, [*given, *restore])
        megabytes = file.stat().st_size / 1e6
    rows = said(f"{server}/restored", "SELECT count(*) FROM units_unit")[0][0]
    held = said(f"{server}/restored", "SELECT pg_database_size('restored') / 1000000")[0][0]
    for line in (
        f"{size}: {rows:,} unions, {held:,} MB; the backup has {megabytes:.0f} MB",
        f"backed up in {made.seconds:.0f} s, {made.cpu:.0f} s of processors",
        f"restored and compared in {restored.seconds:.0f} s, {restored.cpu:.0f} s of processors",
    ):
        sys.stdout.write(f"{line}\n")


def address(server: str, name: str) -> str:
    """Return the address of a database as libpq and Django both take it."""
    user, folder = said(f"{server}/{name}", "SELECT current_user, current_setting('unix_socket_directories')")[0]
    return f"postgres:///{name}?host={folder}&user={user}"


def run(server: str, line: list[str]) -> Spent:
    own = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    began, spent = time.monotonic(), processors(server)
    done = subprocess.run(line, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return Spent(time.monotonic() - began, processors(server) - spent)


def processors(server: str) -> float:
    """Return the seconds of processors that ended children of this process and of the database server have used."""
    (data,), *_more = said(f"{server}/postgres", "SELECT current_setting('data_directory')")
    pid = Path(data, "postmaster.pid").read_text().split()[0]
    fields: list[Any] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = os.times()
    return own.children_user + own.children_system + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
