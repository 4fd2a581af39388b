"""Loads the dump of an earlier version in place of the tests' database and migrates it to this one.

`tests/data/README.md` says what the dump holds and what stands beside it. Once migrated it is kept in
`var/test-databases/` until the dump, the migrations or a module that they import change.
"""

from __future__ import annotations

import lzma
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from tests.support import tally, template_database
from tests.support.quick_migrations import migrate_quickly
from units.models import vocabulary

DATA = Path(__file__).parents[1] / "data" / "v0.1.0"
NOW = "2015-07-20T09:00+07:00"
"""What the clock shows when its pages are opened and its papers drawn."""

PREFIX = "upgraded_"
IDS = re.compile(r"\{([\d,-]+)\}")
TARGETS_THEN, TARGETS_NOW = "/admin/campaigns/assignedtarget/", "/campaigns/2015/targets/"
CLOSED_NOW = re.compile(r"(?<=/)(?:issue|record|finalise)/$")
"""Where papers were made final with number and date at once, they are closed for signing now."""
HEADING = re.compile(r"^== (\S+) (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Paper:
    """Holds a paper as the earlier version drew it: its reader, its address, and its text."""

    reader: str
    address: str
    text: str


@contextmanager
def upgraded_database(folder: Path) -> Iterator[None]:
    """Connect to the earlier version's database, migrated; afterwards to the tests' own again."""
    own = connection.settings_dict["NAME"]
    mark = template_database.mark_of_migrations(_dump(), "as in use" if tally.deep else "quickly")
    migrated_database = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    try:
        with migrated_database(own, folder, f"{PREFIX}{mark}") as name:
            _connect_to(name)
            vocabulary.forget()
            if connection.vendor == "postgresql":
                _execute("ANALYZE")  # else the planner takes the tables for empty
            yield
    finally:
        _connect_to(own)
        vocabulary.forget()
        vocabulary.unit_types()  # the words of this database again, so that no test counts their query


@contextmanager
def _on_sqlite(own: str, folder: Path, kept_as: str) -> Iterator[str]:
    file = folder / "v0.1.0.sqlite3"
    kept = template_database.FOLDER / f"{kept_as}.sqlite3"
    if kept.exists():
        shutil.copyfile(kept, file)
    else:
        with closing(sqlite3.connect(file)) as loaded:
            loaded.executescript(_dump())
        _connect_to(str(file))
        _migrate()
        connection.close()
        _discard_others("sqlite3")
        unfinished = kept.with_suffix(f".{os.getpid()}.unfinished")
        with closing(sqlite3.connect(file)) as migrated:
            migrated.execute("VACUUM INTO ?", [str(unfinished)])
        unfinished.replace(kept)
    yield str(file)


@contextmanager
def _on_postgresql(own: str, folder: Path, kept_as: str) -> Iterator[str]:
    name = f"{own}_v010"
    kept = template_database.Dump(kept_as, connection)
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    with connection._nodb_cursor() as cursor:
        cursor.execute(drop)
    try:
        if kept.exists():
            kept.restore_into(name)
        else:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
            _connect_to(name)
            _execute(_dump())
            _migrate()
            _discard_others("dump")
            kept.keep(name)
        yield name
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(drop)


def _migrate() -> None:
    """Migrate; the long run as it is done in use."""
    if tally.deep:
        call_command("migrate", verbosity=0, interactive=False)
    else:
        migrate_quickly()


@contextmanager
def connected_to_an_empty_one(folder: Path, name: str) -> Iterator[None]:
    """Connect to a new database without tables; afterwards to the tests' own again."""
    own = connection.settings_dict["NAME"]
    empty = str(folder / f"{name}.sqlite3") if connection.vendor == "sqlite" else f"{own}_{name}"
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE \"{empty}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        _connect_to(empty)
        yield
    finally:
        _connect_to(own)
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{empty}" WITH (FORCE)')


def _discard_others(suffix: str) -> None:
    for file in template_database.FOLDER.glob(f"{PREFIX}*.{suffix}"):
        file.unlink(missing_ok=True)


def _connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()  # each database has numbers of its own


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _dump() -> str:
    return lzma.decompress((DATA / f"{connection.vendor}.sql.xz").read_bytes()).decode()


def triggers() -> set[str]:
    """Return the names of the triggers that the database had."""
    return set(re.findall(r'CREATE TRIGGER "?(\w+)', _dump()))


def lines_of(name: str) -> list[str]:
    """Return the lines of a list beside the dump; those that begin with # are comments."""
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if not line.startswith("#")]


def rows_of_tables() -> dict[str, int]:
    """Return table → how many rows it had."""
    return {table: int(count) for table, count in map(str.split, lines_of("rows.txt"))}


def kept_files() -> list[tuple[str, str, str]]:
    """Return (SHA-256, reader, address) of every file that the database holds."""
    return [(digest, reader, address) for digest, reader, address in map(str.split, lines_of("kept-files.txt"))]


def pages() -> list[tuple[str, int, str]]:
    """Return (reader, status, address) of every page that opened; "-" is nobody signed in.

    Pages that have another address since then are named by it. Who may not assign targets does not see their grid now.
    """
    opened = []
    for reader, status, addresses in map(str.split, lines_of("pages.txt")):
        if addresses == TARGETS_THEN:
            opened += [(reader, int(status), TARGETS_NOW)] if reader == "board" else []
            continue
        opened += [(reader, int(status), CLOSED_NOW.sub("close/", address)) for address in spelled_out(addresses)]
    return opened


def spelled_out(addresses: str) -> list[str]:
    """Return all addresses of an abbreviation: "/pledges/{1-3,7}/" is four."""
    ids = IDS.search(addresses)
    if not ids:
        return [addresses]
    ranges = [[int(end) for end in part.split("-")] for part in ids[1].split(",")]
    return [addresses.replace(ids[0], str(pk)) for ends in ranges for pk in range(ends[0], ends[-1] + 1)]


def files_of_papers() -> list[Path]:
    return sorted((DATA / "papers").glob("*.txt"))


def papers_in(file: Path) -> list[Paper]:
    """Return the papers in a file, each under a heading: == reader address"""
    _before, *parts = HEADING.split(file.read_text("utf-8"))
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [Paper(reader, address, text.strip("\n") + "\n") for reader, address, text in triples]


def write_papers(file: Path, papers: list[Paper]) -> None:
    file.write_text("\n".join(f"== {paper.reader} {paper.address}\n\n{paper.text}" for paper in papers), "utf-8")
