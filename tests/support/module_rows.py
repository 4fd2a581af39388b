"""Builds rows once for all tests of a module and rolls them back after the last; each test rolls back what it adds."""

from contextlib import contextmanager, nullcontext

import pytest
from django.db import connection, transaction

from awards.desk import appraising
from awards.rules import quota_usage
from awards.selectors import appraisal_overview
from campaigns import public_figures
from campaigns.catalogue import stored
from foundation import clock
from summaries import figures_cache
from tests.support import casts
from units.rules import reader


@contextmanager
def rows_for_module(django_db_blocker, build):
    """Yield what `build()` returns; its rows are in an open transaction around that of each test."""
    empty_caches()  # of what the last module had under the same keys
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        connection.check_constraints()  # PostgreSQL alters no table that has checks waiting
        _analyze()
        yield built
        transaction.set_rollback(True)


def empty_caches():
    """Empty the caches of this process, as it is when it starts."""
    stored.clear_cache()
    figures_cache.cache.clear()
    public_figures.cache.clear()
    for module in (quota_usage, appraisal_overview, appraising):
        module.cache.clear()
    reader.forget()


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
