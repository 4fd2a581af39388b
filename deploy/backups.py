"""What a backup is: one file with the database, the settings and what proves both. Made, read and pruned by the
standard library alone, so that it works where the portal does not.

A backup is a tar file, encrypted with gpg if BACKUP_KEY names a public key. Its members: `database.dump` (of pg_dump),
`env` (the settings), `manifest.json` (checksums of both; version, migrations, and of each table the number of its rows
and a sum over them, all of the one instant that the dump is of). Files that were uploaded, and papers that are kept,
are rows of the database.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

DUMP, ENV, MANIFEST = "database.dump", "env", "manifest.json"
FORMAT = 1
FOLDER = "/var/backups/cong-thi-dua"
NAME = re.compile(r"cong-thi-dua-(\d{8}T\d{6}Z)\.tar(\.gpg)?")
TIME = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished-"
ALL_OF = timedelta(days=2)
"""Every backup of these last days is kept."""
DAYS = 30
"""Of this many days the last backup is kept, unless BACKUP_DAYS says another number; and of each of twelve months."""

# One line for each table: its name, the number of its rows, and a sum over them that does not depend on their order.
ROWS = r"""
SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex';
SET extra_float_digits = 1;
SELECT format('SELECT ''table'', %L, count(*), coalesce(sum((''x'' || left(md5(t::text), 15))::bit(60)::bigint), 0)
               FROM public.%I t', tablename, tablename)
FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename \gexec
SELECT 'migration', app, name, '' FROM django_migrations ORDER BY app, name;
"""
SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_export_snapshot();\n"
EMPTIED = """
BEGIN; SET LOCAL lock_timeout = '30s'; SET LOCAL client_min_messages = warning;
DROP SCHEMA public CASCADE; CREATE SCHEMA public;
"""
ASKED = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t"]


class BackupError(Exception):
    """Why a backup could not be made, or cannot be restored: a sentence for whoever keeps the server."""


@dataclass(frozen=True)
class Contents:
    """What a database held at one instant."""

    tables: dict[str, list[str]]  # name: number of rows, sum over them
    migrations: list[str]  # "app.name"

    @classmethod
    def read(cls, lines: list[str]) -> Contents:
        split = [line.split("\t") for line in lines if line]
        tables = {name: [rows, total] for kind, name, rows, total in split if kind == "table"}
        return cls(tables, [f"{app}.{name}" for kind, app, name, _nothing in split if kind == "migration"])

    def differences(self, other: Contents) -> list[str]:
        """Return the names of tables that are not the same in both."""
        return sorted(name for name in {*self.tables, *other.tables} if self.tables.get(name) != other.tables.get(name))


# The database


def address(url: str) -> tuple[str, dict[str, str]]:
    """Return DATABASE_URL as PostgreSQL's programs take it, and the environment with its password, which everybody on
    the machine could read in an argument.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise BackupError(f"Chỉ sao lưu PostgreSQL (only PostgreSQL is backed up): {parts.scheme}")
    environment = dict(os.environ)
    if parts.password is None:
        return url, environment
    return url.replace(f":{parts.password}@", "@", 1), environment | {"PGPASSWORD": unquote(parts.password)}


def contents(url: str, prefix: list[str] | None = None) -> Contents:
    """Return what a database holds now. `prefix`: a command that runs another as the portal's user."""
    database, environment = address(url)
    line = [*(prefix or []), *ASKED, "--set=ON_ERROR_STOP=1", f"--dbname={database}"]
    done = subprocess.run(line, env=environment, input=ROWS, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"Không đọc được cơ sở dữ liệu (the database cannot be read): {done.stderr.strip()}")
    return Contents.read(done.stdout.splitlines())


def is_empty(url: str, prefix: list[str]) -> bool:
    """Return whether a database has no tables."""
    database, environment = address(url)
    line = [*prefix, *ASKED, f"--dbname={database}", "--command=SELECT 1 FROM pg_tables WHERE schemaname = 'public'"]
    done = subprocess.run(line, env=environment, capture_output=True, check=False)
    return not done.stdout.strip()


def dump(url: str, file: Path) -> Contents:
    """Write the database to a file; return what it held at that instant, read from the same snapshot."""
    database, environment = address(url)
    psql = [*ASKED, "--set=ON_ERROR_STOP=1", f"--dbname={database}"]
    with subprocess.Popen(psql, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as session:
        assert session.stdin and session.stdout
        with suppress(BrokenPipeError):  # it could not connect
            session.stdin.write(SNAPSHOT)
            session.stdin.flush()
        snapshot = session.stdout.readline().strip()
        line = ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}", f"--dbname={database}"]
        dumped = subprocess.run(line, env=environment, check=False).returncode if snapshot else 1
        answer, _nothing = session.communicate(ROWS)
    if dumped or session.returncode:
        raise BackupError("Không chép được cơ sở dữ liệu (the database could not be dumped).")
    return Contents.read(answer.splitlines())


def load(url: str, file: Path, prefix: list[str] | None = None) -> None:
    """Put a dump in the place of what the database holds, in one transaction: whole, or nothing of it."""
    database, environment = address(url)
    psql = [*(prefix or []), *ASKED, "--set=ON_ERROR_STOP=1", f"--dbname={database}"]
    restore = ["pg_restore", "--no-owner", "--no-comments", "--file=-"]
    done = False
    with (
        file.open("rb") as source,
        subprocess.Popen(psql, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as target,
    ):
        assert target.stdin
        with suppress(BrokenPipeError):  # psql ended at a fault
            target.stdin.write(EMPTIED.encode())
            target.stdin.flush()
            done = subprocess.run(restore, stdin=source, stdout=target.stdin, check=False).returncode == 0
            if done:  # without it the end of the input takes all back
                target.stdin.write(b"\nCOMMIT;\n")
                target.stdin.flush()
        target.communicate()
    if not done or target.returncode:
        raise BackupError("Không trả lại được cơ sở dữ liệu; nó vẫn như cũ (not restored: it is as before).")


# The file


def make(env: Path, release: Path, now: datetime) -> Path:
    """Make a backup of a portal in its BACKUP_FOLDER and return it."""
    settings = read_settings(env)
    folder, key = Path(settings.get("BACKUP_FOLDER", FOLDER)), settings.get("BACKUP_KEY", "")
    file = folder / f"cong-thi-dua-{now.strftime(TIME)}.tar{'.gpg' if key else ''}"
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as name:
        parts = Path(name)
        held = dump(settings["DATABASE_URL"], parts / DUMP)
        shutil.copyfile(env, parts / ENV)
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "release": release.resolve().name,
            "sha256": {member: sha256(parts / member) for member in (DUMP, ENV)},
            "migrations": held.migrations,
            "tables": held.tables,
        }
        (parts / MANIFEST).write_text(json.dumps(manifest, indent=1))
        unfinished = parts / file.name
        with _written(unfinished, key) as written, tarfile.open(fileobj=written, mode="w|") as tar:
            for member in (DUMP, ENV, MANIFEST):
                tar.add(parts / member, member)
        unfinished.chmod(0o600)
        put_in_place(unfinished, file)
    return file


def put_in_place(unfinished: Path, file: Path) -> None:
    """Rename a file that is complete. It is on the disk, with its new name, when this returns: also if power fails."""
    sync(unfinished)
    unfinished.replace(file)
    sync(file.parent)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def unpacked(file: Path, key: Path | None = None) -> Iterator[tuple[Path, Contents]]:
    """Give the folder of a backup's members and what its database held. Raises BackupError if it is not whole.

    `key`: the file of the secret key, for one that is encrypted.
    """
    with tempfile.TemporaryDirectory(prefix=".backup-") as name:
        folder = Path(name)
        try:
            with _read(file, key) as source, tarfile.open(fileobj=source, mode="r|") as tar:
                for member in tar:
                    if member.name in (DUMP, ENV, MANIFEST) and member.isfile():
                        with (folder / member.name).open("wb") as part:
                            shutil.copyfileobj(tar.extractfile(member) or BytesIO(), part)
        except (tarfile.TarError, OSError, EOFError) as error:
            raise BackupError(f"Bản sao lưu hỏng hoặc không đọc được (it cannot be read): {file}: {error}") from error
        try:
            manifest = json.loads((folder / MANIFEST).read_text())
            whole = all(sha256(folder / member) == manifest["sha256"][member] for member in (DUMP, ENV))
            held = Contents(manifest["tables"], manifest["migrations"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BackupError(f"Bản sao lưu thiếu phần (parts are missing): {file}: {error}") from error
        if not whole or manifest["format"] != FORMAT:
            raise BackupError(f"Bản sao lưu không còn nguyên vẹn (it is not what was written): {file}")
        yield folder, held


def prune(folder: Path, now: datetime, days: int) -> list[Path]:
    """Remove the backups of a folder that need not be kept any more; return them."""
    files = {when: file for file in folder.iterdir() if (when := made_at(file))}
    keep = {when for when in files if when > now - ALL_OF}
    by_day = {when.date(): when for when in sorted(files)}
    keep |= {when for when in by_day.values() if when > now - timedelta(days=days)}
    by_month = {(when.year, when.month): when for when in sorted(files)}
    keep |= {by_month[month] for month in sorted(by_month)[-12:]}
    removed = [files[when] for when in sorted(files) if when not in keep]
    for file in removed:
        file.unlink()
    for left in folder.glob(f"{UNFINISHED}*"):  # of one that was killed
        if left.stat().st_mtime < (now - timedelta(days=1)).timestamp():
            shutil.rmtree(left)
    return removed


def made_at(file: Path) -> datetime | None:
    """Return when a backup was made, as its name says; None for any other file."""
    match = NAME.fullmatch(file.name)
    return datetime.strptime(match[1], TIME).replace(tzinfo=UTC) if match else None


def read_settings(env: Path) -> dict[str, str]:
    """Return the settings of an environment file; none where there is no file."""
    lines = env.read_text().splitlines() if env.exists() else []
    pairs = [line.partition("=") for line in lines if line[:1] not in ("", "#")]
    return {name: value for name, _is, value in pairs}


def sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


# Encryption


@contextmanager
def _written(file: Path, key: str) -> Iterator[IO[bytes]]:
    """Give what is written to a file, through gpg if there is a public key."""
    if not key:
        with file.open("wb") as plain:
            yield plain
        return
    with tempfile.TemporaryDirectory() as home:
        line = [*_gpg(home), "--trust-model=always", f"--recipient-file={key}", "--encrypt", f"--output={file}"]
        with subprocess.Popen(line, stdin=subprocess.PIPE) as gpg:
            assert gpg.stdin
            yield gpg.stdin
            gpg.stdin.close()
    if gpg.returncode:
        raise BackupError(f"Không mã hóa được bằng khóa {key} (it could not be encrypted).")


@contextmanager
def _read(file: Path, key: Path | None) -> Iterator[IO[bytes]]:
    """Give what a file holds, through gpg if it is encrypted."""
    if file.suffix != ".gpg":
        with file.open("rb") as plain:
            yield plain
        return
    if key is None:
        raise BackupError("Bản sao lưu đã mã hóa: xin ghi --key và tệp khóa bí mật (it is encrypted: name the key).")
    with tempfile.TemporaryDirectory() as home:
        try:
            imported = subprocess.run([*_gpg(home), "--import", key], stderr=subprocess.DEVNULL, check=False)
            with subprocess.Popen([*_gpg(home), "--decrypt", file], stdout=subprocess.PIPE) as gpg:
                assert gpg.stdout
                yield gpg.stdout
                gpg.stdout.read()
        finally:
            subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)
            if imported.returncode or gpg.returncode > 0:
                raise BackupError(f"Không giải mã được bằng khóa {key} (it could not be decrypted).")


def _gpg(home: str) -> list[Any]:
    return ["gpg", "--homedir", home, "--batch", "--quiet", "--no-permission-warning"]
