"""Builds rows once for all tests of a module and rolls them back after the last; each test rolls back what it adds."""

from contextlib import contextmanager, nullcontext

import pytest
from django.db import connection, transaction

from foundation import clock
from tests.support import casts


@contextmanager
def rows_for_module(django_db_blocker, build):
    """Yield what `build()` returns; its rows are in an open transaction around that of each test."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        connection.check_constraints()  # PostgreSQL alters no table that has checks waiting
        _analyze()
        yield built
        transaction.set_rollback(True)


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
