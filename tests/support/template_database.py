"""Migrates once: tests get copies of a template database, which is rebuilt when its migrations change.

Django asks `_create_test_db` for an empty database and migrates it, in every process of a run. `use_template` answers
with a copy of the template instead, so that there is nothing left to migrate; Django still looks. The process that
finds no template migrates as ever and keeps a copy as the template; the others wait for it. On SQLite the template is
a file in `var/test-databases/`, kept between runs; on PostgreSQL it is a database of the server, which lives as long as
the server does, and beside those files its dump, from which the next server of `scripts/with-postgres` has it.

A template is named after a fingerprint of the migrations, of the project's modules that they import, of the rows that
they load, and of the versions of Django and the database. Whoever makes a new one throws the others away. Everything
happens under one lock, the copying too: no copy is taken of a template that is being made or thrown away, whatever
other runs do.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.apps import apps

from tests.support.quick_migrations import migrate_quickly
from units.rules.loading import SHIPPED

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "test-databases"
PREFIX = "emulation_template_"
LOCK = 2015_0120  # any number that nobody else takes as an advisory lock


def use_template(connection: Any) -> None:
    """Let Django make the test database of this connection from the template."""
    creation = connection.creation
    make_empty = creation._create_test_db

    def create(verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name = creation._get_test_db_name()
        mark = mark_of_migrations()
        template = (
            FileTemplate(name, mark)
            if connection.vendor == "sqlite"
            else ServerTemplate(name, mark, connection, lambda: make_empty(verbosity, autoclobber, keepdb))
        )

        def migrate_empty() -> None:
            make_empty(verbosity, autoclobber, keepdb)
            connection.close()
            connection.settings_dict["NAME"] = name
            migrate_quickly()
            connection.close()

        copy_or_make(template, migrate_empty)
        return name

    creation._create_test_db = create


def copy_or_make(template: FileTemplate | ServerTemplate, migrate_empty: Callable[[], None]) -> None:
    """Make the test database: a copy of the template, or migrated, and then the template is a copy of it."""
    with template.locked():
        if template.exists():
            template.copy()
        else:
            template.discard_all()
            migrate_empty()
            template.keep()


@cache
def mark_of_migrations(*more: str) -> str:
    """Return the fingerprint of what a migrated database is made of, and of `more`."""
    loaded = (path.read_text(encoding="utf-8") for path in SHIPPED)
    versions = (django.__version__, sqlite3.sqlite_version, *loaded, *more)
    return fingerprint([*migration_files(), *trigger_files()], versions)


def migration_files() -> list[Path]:
    """Return the migrations of all apps, the libraries' too."""
    return [file for app in apps.get_app_configs() for file in sorted(Path(app.path, "migrations").glob("*.py"))]


def trigger_files(root: Path = ROOT) -> list[Path]:
    """Return the modules that declare triggers, which are created after the migrations."""
    return [*sorted(root.glob("*/append_only.py")), root / "foundation" / "db" / "append_only.py"]


def fingerprint(files: Iterable[Path], versions: Iterable[str], root: Path = ROOT) -> str:
    """Return what changes when any of these files does, or a module below `root` that they import."""
    digest = hashlib.sha256("\n".join(versions).encode())
    for file in sorted(with_imports(files, root)):
        digest.update(f"\n{file}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def with_imports(files: Iterable[Path], root: Path) -> set[Path]:
    """Return these files and those below `root` that they import, directly or indirectly."""
    reached: set[Path] = set()
    waiting = set(files)
    while waiting:
        file = waiting.pop()
        reached.add(file)
        waiting |= set(imported(file, root)) - reached
    return reached


def imported(file: Path, root: Path) -> Iterator[Path]:
    """Return the files below `root` that a file names in its imports, and the packages that they are in."""
    for name in names_imported(file.read_bytes()):
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            path = root.joinpath(*parts[:length])
            yield from (each for each in (path.with_suffix(".py"), path / "__init__.py") if each.is_file())


@cache
def names_imported(source: bytes) -> list[str]:
    """Return what a module imports, by full names; each module is read for several fingerprints."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


class FileTemplate:
    """A template for SQLite: a file beside others of its kind."""

    def __init__(self, database: str, mark: str, folder: Path = FOLDER):
        self.database, self.folder = database, folder
        self.file = folder / f"{PREFIX}{mark}.sqlite3"

    @contextmanager
    def locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def exists(self) -> bool:
        return self.file.exists()

    def copy(self) -> None:
        shutil.copyfile(self.file, self.database)

    def keep(self) -> None:
        """Write the template under another name first: an interrupted run leaves no half template."""
        unfinished = self.file.with_suffix(".unfinished")
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute("VACUUM INTO ?", [str(unfinished)])
        unfinished.replace(self.file)

    def discard_all(self) -> None:
        for suffix in (".sqlite3", ".unfinished"):
            for file in self.folder.glob(f"{PREFIX}*{suffix}"):
                file.unlink()


class ServerTemplate:
    """A template for PostgreSQL: a database of the same server. `make_empty` is Django's way to make the test database,
    which knows of templates.
    """

    def __init__(self, database: str, mark: str, connection: Any, make_empty: Callable[[], Any]):
        self.database, self.connection, self.make_empty = database, connection, make_empty
        self.name = f"{PREFIX}{mark}"
        self.dump = Dump(self.name, connection)

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """Yield a cursor outside the test database, which can be copied only while nobody is connected to it."""
        with self.connection._nodb_cursor() as cursor:
            yield cursor

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield

    def all(self) -> list[str]:
        with self.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            return [name for (name,) in cursor.fetchall()]

    def exists(self) -> bool:
        """Return whether the server has the template, or has it now, from its dump."""
        if self.name not in self.all() and self.dump.exists():
            self.dump.restore_into(self.name)
        return self.name in self.all()

    def copy(self) -> None:
        self.connection.settings_dict["TEST"]["TEMPLATE"] = self.name
        self.make_empty()

    def keep(self) -> None:
        with self.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.database}"')
        self.dump.keep(self.name)

    def discard_all(self) -> None:
        self.dump.discard_all()
        with self.cursor() as cursor:
            for name in self.all():
                cursor.execute(f'DROP DATABASE "{name}"')


class Dump:
    """Keeps a database of a server that is thrown away, by the programs that scripts/with-postgres names; without them
    (a server of its own) there is none.
    """

    def __init__(self, name: str, connection: Any, folder: Path = FOLDER):
        self.folder, self.connection = folder, connection
        self.prefix = name.rpartition("_")[0]
        self.file = folder / f"{name}.dump"
        self.programs = os.environ.get("POSTGRES_PROGRAMS")

    def exists(self) -> bool:
        return bool(self.programs) and self.file.exists()

    def keep(self, database: str) -> None:
        if self.programs:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = self.file.with_suffix(f".{os.getpid()}.unfinished")
            self._call("pg_dump", database, "--format=custom", "--compress=0", f"--file={unfinished}")
            unfinished.replace(self.file)

    def restore_into(self, database: str) -> None:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE template0')
        self._call("pg_restore", database, "--exit-on-error", "--single-transaction", str(self.file))

    def discard_all(self) -> None:
        for file in self.folder.glob(f"{self.prefix}_*.dump"):
            file.unlink()

    def _call(self, program: str, database: str, *arguments: str) -> None:
        at = self.connection.settings_dict
        where = {"host": at["HOST"], "port": at["PORT"], "username": at["USER"]}
        options = [f"--{name}={value}" for name, value in where.items() if value]
        line = [str(Path(self.programs or "", program)), *options, f"--dbname={database}", *arguments]
        subprocess.run(line, check=True)
