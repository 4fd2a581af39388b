"""What holds for every test: nothing is skipped, and a run says which tests its database left out."""

import gc
import os
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.db.models.query_utils import DeferredAttribute

from campaigns import catalogue_cache, public_figures
from foundation import clock
from summaries import figures_cache
from tests.support import access_world, casts, racing, sweep_share, tally, template_database
from tests.support.admin_pages import enter, march  # noqa: F401  fixtures
from tests.support.listener import listener  # noqa: F401  a fixture
from tests.support.seconds import Seconds

# A busy machine is no fault: how long one example may take is not judged.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


# Tests make very many objects and keep few: looking for garbage as often as usual takes an eighth of the time.
gc.freeze()
gc.set_threshold(100_000, 50, 100)

# Room for the frames of a page, as emulation/wsgi.py has it: pytest calls from so deep that a tenth of the time went
# into the edges of their chunks.
pytest.Function.runtest.__code__ = pytest.Function.runtest.__code__.replace(co_stacksize=16_000)

ONLY_ON = {"postgres": "postgresql", "sqlite": "sqlite"}  # marker → the vendor as Django names it
LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser):
    parser.addoption("--deep", action="store_true", help="the long tests too: `make check-deep`")


def pytest_configure(config):
    tally.deep = config.getoption("deep")
    config.pluginmanager.register(Seconds())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix):
    """Just before the test database is made: unless it is to be kept, or made without migrations, it is a copy."""
    if not (request.config.getoption("reuse_db") or request.config.getoption("nomigrations")):
        template_database.use_template(connection)


@pytest.fixture(scope="session", autouse=True)
def shelf(tmp_path_factory):
    """Where worlds are kept for all processes of this run, and by `scripts/test` for its second run."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    casts.shelf = Path(os.environ.get("TEST_SHELF", shared))


@pytest.fixture(scope="session", autouse=True)
def alone_at_the_end(django_db_setup, django_db_blocker):
    """A thread of the live server may still hold a connection: a database with visitors cannot be dropped."""
    yield
    if connection.vendor == "postgresql":
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.fixture(scope="session", autouse=True)
def nothing_read_later():
    """A column left out of a list and asked for afterwards costs a query a row: no page does that, unseen."""
    read = DeferredAttribute.__get__

    def guarded(self, instance, owner=None):
        if instance is not None and self.field.attname not in instance.__dict__:
            raise AssertionError(f"{self.field} was left out when its row was read, and is asked for now.")
        return read(self, instance, owner)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DeferredAttribute, "__get__", guarded)
        yield


@pytest.fixture(autouse=True)
def nothing_kept():
    """Queries are counted from a fresh start."""
    catalogue_cache.clear_cache()
    figures_cache.cache.clear()
    public_figures.cache.clear()


@pytest.fixture
def trials(request):
    """How often threads race for one thing."""
    return racing.TRIALS if request.config.getoption("deep") else racing.FEW


@pytest.fixture
def world(db):
    """Units and people, the 2015 campaign published, phase 1 open (`tests.support.world`); rolled back after."""
    return casts.copied()


@pytest.fixture
def province(db):
    """The same with everything that could leak, in March 2015 (`tests.support.access_world`)."""
    with clock.travel(access_world.NOW):
        yield casts.copied(access_world.build)


def pytest_sessionstart(session):
    if not hasattr(session.config, "workerinput"):
        tally.begin()


@pytest.hookimpl(trylast=True)  # after `-k` and `-m`: what is asked for by name is there to be chosen from
def pytest_collection_modifyitems(config, items):
    """Deselect, and count, the tests marked for the other database and, unless asked for, the long ones and seven
    eighths of those marked as a sweep.
    """
    deep = config.getoption("deep")
    left_out = {"marked for another database": [one for one in items if is_for_another(one, deep=deep)]}
    if not deep:
        here = [one for one in items if one not in left_out["marked for another database"]]
        left_out["marked deep"] = [one for one in here if one.get_closest_marker("deep")]
    gone = {one for group in left_out.values() for one in group}
    left_out["not of this eighth"] = sweep_share.rest_of_sweeps([one for one in items if one not in gone], config)
    gone |= set(left_out["not of this eighth"])
    items[:] = sorted((one for one in items if one not in gone), key=turn)
    config.stash[LEFT_OUT] = {why: len(group) for why, group in left_out.items()}
    if gone:
        config.hook.pytest_deselected(items=list(gone))


def is_for_another(item, *, deep):
    """Marked for the other database; with `deep="both"` the long run has it on either."""
    others = (item.get_closest_marker(marker) for marker, vendor in ONLY_ON.items() if vendor != connection.vendor)
    return any(mark and not (deep and mark.kwargs.get("deep") == "both") for mark in others)


def turn(item):
    """Stories in a browser begin first, lest one core waits for the other's at the end; then all who read the demo,
    lest one waits until the other has built it. The rest as shuffled.
    """
    return 0 if "live_server" in item.fixturenames else 1 if "demo" in item.fixturenames else 2


def pytest_sessionfinish(session):
    """A worker of xdist tells its controller how many it left out, and what it tried of the sweeps."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, {})
        session.config.workeroutput["tried"] = session.config.stash.get(sweep_share.TRIED, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Every worker collects the same tests, so the count of any one is the run's."""
    told = getattr(node, "workeroutput", {})
    node.config.stash[LEFT_OUT] = told.get("left_out", {})
    sweep_share.merge(told.get("tried", {}), node.config)


def pytest_terminal_summary(terminalreporter, config):
    for why, count in config.stash.get(LEFT_OUT, {}).items():
        if count:
            terminalreporter.write_line(f"left out, {why}: {count}")
    for line in sweep_share.lines(config):
        terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped test is a failed one: what cannot run says how to mend it. An expected failure stays one."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """The same for a module that skips itself."""
    report = yield
    if report.skipped:
        fail(report)
    return report


def fail(report):
    """Turn a skip into a failure that keeps the reason."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"Nothing is skipped here, and this was: {reason}"
