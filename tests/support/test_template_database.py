"""Tests the template database: never of other migrations, never half made, and made once at a time."""

import os
import sqlite3
import threading
import time
from contextlib import closing
from functools import partial

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.support import template_database
from tests.support.template_database import FileTemplate, ServerTemplate, copy_or_make, fingerprint, migration_files
from tests.support.without_triggers import FILLED_BY_MIGRATIONS, SHIPPED

VERSIONS = ("5.2.8", "3.40.1")


class Office:
    """A folder of templates in which each process of a run has a database file of its own."""

    def __init__(self, folder):
        self.folder, self.migrated = folder, []

    def template(self, process, mark):
        return FileTemplate(str(self.folder / f"{process}.sqlite3"), mark, self.folder / "templates")

    def database(self, process, mark, seconds=0.0, fail=False):
        """Return what the database of a process holds, which migrates with `mark` if it has to."""
        template = self.template(process, mark)

        def migrate():
            self.migrated.append((process, mark))
            with closing(sqlite3.connect(template.database)) as database:
                database.execute("CREATE TABLE marks (mark)")
                time.sleep(seconds)
                assert not fail, "broken migration"
                database.execute("INSERT INTO marks VALUES (?)", [mark])
                database.commit()

        copy_or_make(template, migrate)
        with closing(sqlite3.connect(template.database)) as database:
            return database.execute("SELECT mark FROM marks").fetchall()

    def kept(self):
        return sorted(file.stem for file in (self.folder / "templates").glob("*.sqlite3"))


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


@pytest.mark.sqlite
def test_the_first_migrates_and_the_others_copy(office):
    assert [office.database(process, "a") for process in ("gw0", "gw1", "gw2")] == [[("a",)]] * 3
    assert office.migrated == [("gw0", "a")]


@pytest.mark.sqlite
def test_a_copy_is_ones_own(office):
    office.database("gw0", "a")
    with closing(sqlite3.connect(office.template("gw0", "a").database)) as database, database:
        database.execute("INSERT INTO marks VALUES ('of gw0')")
    assert office.database("gw1", "a") == [("a",)]


@pytest.mark.sqlite
def test_after_a_change_of_the_migrations_none_gets_the_old_one_and_it_is_thrown_away(office):
    office.database("gw0", "old")
    assert office.database("gw0 again", "new") == [("new",)]
    assert office.kept() == ["emulation_template_new"]
    assert office.database("gw1", "old") == [("old",)]
    assert office.migrated == [("gw0", "old"), ("gw0 again", "new"), ("gw1", "old")]


@pytest.mark.sqlite
def test_of_two_at_once_one_migrates_and_the_other_waits_for_it(office):
    got = {}

    def run(process, mark):
        got[process, mark] = office.database(process, mark, seconds=0.1)

    processes = [(f"gw{number}", mark) for number in range(3) for mark in ("a", "a", "b")]
    processes = [(f"{process} {number}", mark) for number, (process, mark) in enumerate(processes)]
    threads = [threading.Thread(target=run, args=process) for process in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {(process, mark): [(mark,)] for process, mark in processes}
    assert len(office.kept()) == 1


@pytest.mark.sqlite
def test_migrations_that_break_off_leave_no_template(office):
    with pytest.raises(AssertionError, match="broken migration"):
        office.database("gw0", "a", fail=True)
    assert office.kept() == []
    office.template("gw0", "a").file.with_suffix(".unfinished").write_text("half")
    assert office.database("gw1", "a") == [("a",)]


@pytest.fixture
def project(tmp_path):
    """A project with a migration, a module that it imports through another, and one that it does not import."""
    files = {
        "app/migrations/0001_initial.py": "from ground.triggers import Freeze\n",
        "ground/__init__.py": "",
        "ground/triggers.py": "import ground.sql\n",
        "ground/sql.py": "FREEZE = 1\n",
        "ground/pages.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def mark_of(project, versions=VERSIONS):
    return fingerprint((project / "app").rglob("*.py"), versions, project)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("app/migrations/0001_initial.py", True),
        ("app/migrations/0002_more.py", True),
        ("ground/__init__.py", True),
        ("ground/triggers.py", True),
        ("ground/sql.py", True),
        ("ground/pages.py", False),
    ],
)
def test_a_change_of_a_migration_or_of_what_it_imports_asks_for_a_new_template(project, name, new):
    before = mark_of(project)
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert (mark_of(project) != before) is new


@pytest.mark.sqlite
def test_so_does_another_version_of_a_library_and_a_migration_taken_away(project):
    before = mark_of(project)
    assert mark_of(project, ("5.2.9", "3.40.1")) != before
    (project / "app/migrations/0001_initial.py").rename(project / "app/migrations/0001_renamed.py")
    assert mark_of(project) != before


@pytest.mark.sqlite
def test_the_migrations_of_all_apps_and_what_ours_import_are_looked_at():
    names = {f"{file.parts[-3]}/{file.name}" for file in migration_files()}
    assert {"auth/0001_initial.py", "django_tasks_db/0001_initial.py", "units/0001_initial.py"} <= names
    reached = template_database.with_imports(migration_files(), template_database.ROOT)
    assert {"frozen_rows.py", "triggers.py", "trigram_index.py"} <= {file.name for file in reached}


@pytest.mark.django_db
def test_the_tests_own_database_has_every_migration():
    loader = MigrationLoader(connection)
    assert set(loader.disk_migrations) == set(loader.applied_migrations)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_on_a_server_the_first_migrates_the_second_copies_and_other_templates_go(monkeypatch):
    """It uses prefixes and names of its own, beside the database of the tests."""
    monkeypatch.setattr(template_database, "PREFIX", "another_template_")
    monkeypatch.setattr(template_database, "LOCK", template_database.LOCK + 1)
    creation, migrated = connection.creation, []
    monkeypatch.setattr(creation, "_get_test_db_name", lambda: "another_database")
    monkeypatch.setitem(connection.settings_dict["TEST"], "TEMPLATE", None)

    def database(mark):
        make_empty = partial(type(creation)._create_test_db, creation, 0, True)
        template = ServerTemplate("another_database", mark, connection, make_empty)

        def migrate():
            template.make_empty()
            migrated.append(mark)

        copy_or_make(template, migrate)
        return template.all()

    try:
        assert database("old") == database("old") == ["another_template_old"]
        assert connection.settings_dict["TEST"]["TEMPLATE"] == "another_template_old"
        if "POSTGRES_PROGRAMS" in os.environ:  # a new server has it from its dump
            with connection._nodb_cursor() as cursor:
                cursor.execute('DROP DATABASE "another_template_old"')
            assert database("old") == ["another_template_old"]
        monkeypatch.setitem(connection.settings_dict["TEST"], "TEMPLATE", None)
        assert database("new") == ["another_template_new"]
        assert migrated == ["old", "new"]
    finally:
        template = ServerTemplate("another_database", "", connection, lambda: None)
        template.discard_all()
        with template.cursor() as cursor:
            cursor.execute('DROP DATABASE IF EXISTS "another_database"')


def test_migrations_fill_the_tables_that_are_not_emptied_after_a_test(db):
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        filled = set()
        for table in tables:
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
            filled |= {table} if cursor.fetchone() else set()
    assert filled == FILLED_BY_MIGRATIONS | {model._meta.db_table for model in SHIPPED}
