"""Builds rows once for all tests of a module and rolls them back after the last; each test rolls back what it adds."""

from contextlib import contextmanager, nullcontext

import pytest
from django.db import connection, transaction

from awards.desk import appraising
from awards.rules import quota_usage
from awards.selectors import appraisal_overview
from campaigns import public_figures, running
from campaigns.catalogue import stored
from foundation import clock
from foundation.pagination import capped
from summaries import figures_cache
from tests.support import casts
from units.models import vocabulary
from units.rules import reader

TRANSACTIONAL = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


@contextmanager
def rows_for_module(django_db_blocker, build):
    """Yield what `build()` returns; its rows are in an open transaction around that of each test."""
    with _rows_around(django_db_blocker, build) as built:
        _analyze()
        yield built


@contextmanager
def cast_around_tests(django_db_blocker, build):
    """Hold the rows of a cast, of which `copied(build)` then returns the objects alone."""
    with _rows_around(django_db_blocker, lambda: casts.copied(build)), casts.held(build):
        yield


def cast_of_all(tests, cast_by_fixture):
    """Return the cast that each of a module's tests with a database begins with, by one of these fixtures of
    `tests/conftest.py`; None if there are several, a test without any, or one that commits.
    """
    with_database = [test for test in tests if "db" in test.fixturenames or test.get_closest_marker("django_db")]
    casts_asked = {_cast_of(test, cast_by_fixture) for test in with_database}
    return casts_asked.pop() if len(casts_asked) == 1 and len(with_database) > 1 else None


def _cast_of(test, cast_by_fixture):
    mark = test.get_closest_marker("django_db")
    if TRANSACTIONAL.intersection(test.fixturenames) or (mark and (mark.args or mark.kwargs)):
        return None
    defined = test._fixtureinfo.name2fixturedefs  # the last definition of a name is the nearest
    names = [name for name in cast_by_fixture if name in defined and defined[name][-1].baseid == "tests"]
    return cast_by_fixture[names[0]] if len(names) == 1 else None


@contextmanager
def _rows_around(django_db_blocker, build):
    empty_caches()  # of what the last module had under the same keys
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        connection.check_constraints()  # PostgreSQL alters no table that has checks waiting
        _read_words_again()
        yield built
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        _read_words_again()


def _read_words_again():
    """Read the words that the rows have: those of fictional data have a note for the foot of every paper."""
    vocabulary.forget()
    vocabulary.unit_types()


def empty_caches():
    """Empty the caches of this process, as it is when it starts."""
    stored.clear_cache()
    figures_cache.cache.clear()
    public_figures.cache.clear()
    for module in (quota_usage, appraisal_overview, appraising):
        module.cache.clear()
    reader.forget()
    running.forget()
    capped.forget()


def cast_for_module(build, moment=None):
    """Return two fixtures, which a module has as `rows` and by the name that its tests ask for: the rows of a cast,
    copied once for all tests of the module, and what `build` returned, for each test anew, at a moment.

        rows, world = cast_for_module(decided_awards.build, dossier_steps.DAY)

    All tests of the module see the rows, so it has tests of one cast alone. Keys of new rows differ from test to test.
    """

    @pytest.fixture(scope="module", autouse=True)
    def rows(django_db_setup, django_db_blocker):
        with rows_for_module(django_db_blocker, lambda: casts.copied(build)):
            yield

    @pytest.fixture
    def cast(rows, db):
        with clock.travel(moment) if moment else nullcontext():
            yield casts.returned(build)

    return rows, cast


def _analyze():
    """Update PostgreSQL's statistics: with uncommitted rows it plans for empty tables, and takes minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
