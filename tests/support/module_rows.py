"""Builds rows once for all tests of a module, which only read them, and rolls them back after the last."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def rows_for_module(django_db_blocker, build):
    """Yield what `build()` returns; its rows are in an open transaction around that of each test."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        _analyze()
        yield built
        transaction.set_rollback(True)


def _analyze():
    """Update PostgreSQL's statistics: with uncommitted rows it plans for empty tables, and takes minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
