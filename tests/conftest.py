"""Defines settings and fixtures of every test. No test is skipped; a run says which ones it left out and why."""

import os
from contextlib import nullcontext
from datetime import UTC, datetime

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase, client

from campaigns import running
from foundation import clock
from foundation.documents import pdf
from tests.support import (
    access_world,
    casts,
    interpreter,
    kept_papers,
    module_rows,
    page_context,
    password_given,
    quick_queries,
    racing,
    shared_folder,
    sweep_share,
    tally,
    template_database,
    turns,
    without_triggers,
)
from tests.support import world as world_cast
from tests.support.admin_pages import on_10_march_2015, sign_in_as  # noqa: F401  fixtures
from tests.support.deferred_columns import deferred_columns_forbidden
from tests.support.listener import listener  # noqa: F401  a fixture
from tests.support.seconds import Seconds
from units.models import vocabulary
from units.rules import reader

# How long one example may take is not judged: the machine may be busy.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")

interpreter.collect_garbage_seldom()
interpreter.give_tests_a_chunk_of_frames()

ONLY_ON = {"postgres": "postgresql", "sqlite": "sqlite"}  # marker → the vendor as Django names it
LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser):
    parser.addoption("--deep", action="store_true", help="the long tests too: `make check-deep`")
    parser.addoption("--other-half", action="store_true", help="the tests marked either may run in the other half")
    parser.addoption("--in-turns", action="store_true", help="of slow tests one in four (tests/turns.toml)")


def pytest_configure(config):
    tally.deep = config.getoption("deep")
    config.pluginmanager.register(Seconds())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix):
    """Let the test database be a copy of the template, unless it is kept between runs or made without migrations."""
    if not (request.config.getoption("reuse_db") or request.config.getoption("nomigrations")):
        template_database.use_template(connection)


@pytest.fixture(scope="session", autouse=True)
def restored_after_each_test():
    """Set the database back to the template after tests without a transaction; Django would flush more than that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers.restore)
        yield


@pytest.fixture(scope="session", autouse=True)
def contexts_of_pages_alone():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", page_context.keep_contexts_of_pages)
        yield


@pytest.fixture(scope="session", autouse=True)
def queries_compiled_quickly():
    """Compile queries with less work; not in the long run, which compiles them as in use."""
    with pytest.MonkeyPatch.context() as patch:
        if not tally.deep:
            quick_queries.compile_quickly(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def password_given_by_whoever_a_test_signs_in():
    """Let `force_login` be a sign-in with the password, which some acts ask for again a quarter of an hour later."""
    force_login = client.ClientMixin.force_login

    def with_password(browser, *args, **kwargs):
        force_login(browser, *args, **kwargs)
        password_given.give(browser)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client.ClientMixin, "force_login", with_password)
        yield


@pytest.fixture(scope="session", autouse=True)
def papers_drawn_when_read():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_drawn", kept_papers.drawing_when_read(pdf._drawn))
        yield


@pytest.fixture(autouse=True)
def papers_drawn_anew_where_marked(request):
    kept_papers.anew = request.node.get_closest_marker("drawn_anew") is not None


@pytest.fixture(scope="session", autouse=True)
def words_read_once(django_db_setup, django_db_blocker):
    """Read the words before the first test, as every process does once: no test counts that query. Nor does a test that
    takes longer count what processes read again every half minute.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        for module in (vocabulary, reader, running):
            patch.setattr(module, "KEPT_FOR", float("inf"))
        if connection.introspection.table_names():  # none, where no test asks the database
            vocabulary.unit_types()
        yield


@pytest.fixture(scope="session", autouse=True)
def folder_of_this_run(tmp_path_factory):
    """Share casts and other things made once with all processes of this run."""
    shared_folder.use_folder(tmp_path_factory)


@pytest.fixture(scope="session", autouse=True)
def connections_closed_at_the_end(django_db_setup, django_db_blocker):
    """Close the connections of the live server's threads: a database with connections cannot be dropped."""
    yield
    if connection.vendor == "postgresql":
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.fixture(scope="session", autouse=True)
def no_deferred_columns():
    with deferred_columns_forbidden():
        yield


@pytest.fixture(autouse=True)
def empty_caches():
    """Empty all caches before a test, as queries are counted from empty caches."""
    module_rows.empty_caches()


@pytest.fixture(scope="module", autouse=True)
def rows_of_the_only_cast(request, django_db_setup, django_db_blocker):
    """Copy a cast once for a module of which each test begins with it; elsewhere it is copied into each test."""
    tests = [test for test in request.session.items if test.path == request.path]
    cast = module_rows.cast_of_all(tests, {"world": world_cast.build, "province": access_world.build})
    with module_rows.cast_around_tests(django_db_blocker, cast) if cast else nullcontext():
        yield


@pytest.fixture
def words_read_again():
    """Have this process read the words of unions before and after a test that changes their rows."""
    vocabulary.forget()
    yield
    vocabulary.forget()


@pytest.fixture
def districts_below_districts(monkeypatch):
    """Let whole districts move: in a province of 2015 no union with others below it has two places to be."""
    monkeypatch.setattr(vocabulary.type_for("upper_place"), "below", ["province", "district"])


@pytest.fixture
def trials(request):
    """The number of times that two threads race in one test."""
    return racing.TRIALS if request.config.getoption("deep") else racing.FEW


@pytest.fixture
def world(db):
    """A province with thirteen people, the 2015 campaign published, phase 1 open (`tests.support.world`)."""
    return casts.copied()


@pytest.fixture
def province(db):
    """The world and a second province with everything that could leak, in March 2015 (`tests.support.access_world`)."""
    with clock.travel(access_world.NOW):
        yield casts.copied(access_world.build)


def pytest_sessionstart(session):
    if not hasattr(session.config, "workerinput"):
        tally.begin(datetime.now(UTC), whole=bool(os.environ.get("EVERY_TEST")))


def pytest_runtest_logreport(report):
    if report.failed:
        tally.fail(report.nodeid.partition("::")[0])


@pytest.hookimpl(trylast=True)  # after `-k` and `-m`: what is asked for by name is there to be chosen from
def pytest_collection_modifyitems(config, items):
    """Deselect, and count, the tests marked for the other database and, without --deep, the deep ones, seven eighths of
    those marked as a sweep and, of a whole run, the slow ones whose turn it is not.
    """
    deep = config.getoption("deep")
    left_out = {"marked for another database": [test for test in items if is_for_another(test, deep=deep)]}
    if not deep:
        here = set(items).difference(left_out["marked for another database"])
        left_out["marked deep"] = [test for test in items if test in here and test.get_closest_marker("deep")]
        if config.getoption("in_turns"):
            left_out[f"slow, {turns.whose_turn(config)}"] = turns.not_in_turn([*here], config)
        if config.getoption("other_half"):
            there = [test for test in items if test in here and is_in_the_other_half(test, config)]
            left_out["marked either, and by the seed in the other half"] = there
    deselected = {test for tests in left_out.values() for test in tests}
    rest = sweep_share.rest_of_sweeps([test for test in items if test not in deselected], config)
    left_out["not of this eighth"] = rest
    deselected |= set(rest)
    items[:] = sorted((test for test in items if test not in deselected), key=turn)
    config.stash[LEFT_OUT] = {why: len(tests) for why, tests in left_out.items()}
    if deselected:
        config.hook.pytest_deselected(items=list(deselected))


def is_for_another(test, *, deep):
    """Return whether a test is marked for the other database; with `deep="both"` the long run has it on either."""
    others = (test.get_closest_marker(marker) for marker, vendor in ONLY_ON.items() if vendor != connection.vendor)
    return any(mark and not (deep and mark.kwargs.get("deep") == "both") for mark in others)


def is_in_the_other_half(test, config):
    """Return whether a test that is the same on both databases runs on the other one, as the seed of the run says, for
    a file marked `either(whole=True)` once; one that a nearer mark keeps to this database runs here.
    """
    mark = test.get_closest_marker("either")
    if not mark or any(map(test.get_closest_marker, ONLY_ON)):
        return False
    drawn_for = test.nodeid.partition("::")[0] if mark.kwargs.get("whole") else test.nodeid
    return sweep_share.drawn(drawn_for, sorted(ONLY_ON.values()), config) != connection.vendor


def turn(test):
    """Sort key: tests in a browser begin first, as they take longest; then those of the demo, so that no process waits
    until the other has built it; then those marked long, so that none is the last one, for which the other processes
    wait; the rest as shuffled. On PostgreSQL, where to build it takes twice as long, the demo comes after those, when
    the run on SQLite has built it.
    """
    of_demo, is_long = "demo" in test.fixturenames, bool(test.get_closest_marker("long"))
    after_browser = (of_demo, is_long) if connection.vendor == "sqlite" else (is_long and not of_demo, of_demo)
    firsts = ("live_server" in test.fixturenames, *after_browser)
    return firsts.index(True) if True in firsts else len(firsts)


def pytest_sessionfinish(session):
    """Send from a worker of xdist to its controller how many tests it left out, and what it tried of the sweeps."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, {})
        session.config.workeroutput["tried"] = session.config.stash.get(sweep_share.TRIED, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Take over a worker's counts; every worker collects the same tests, so those of any one are the run's."""
    output = getattr(node, "workeroutput", {})
    node.config.stash[LEFT_OUT] = output.get("left_out", {})
    sweep_share.merge(output.get("tried", {}), node.config)


def pytest_terminal_summary(terminalreporter, config):
    for why, count in config.stash.get(LEFT_OUT, {}).items():
        if count:
            terminalreporter.write_line(f"left out, {why}: {count}")
    for line in sweep_share.lines(config):
        terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Fail a skipped test with the reason, which says how to make it run; xfail is not changed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Fail a module that skips itself."""
    report = yield
    if report.skipped:
        fail(report)
    return report


def fail(report):
    """Turn a skip into a failure that keeps the reason."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"Nothing is skipped here, and this was: {reason}"
