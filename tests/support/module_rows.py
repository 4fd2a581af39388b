"""Rows that a module's tests only read: there once, rolled back after the module's last test."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def standing(django_db_blocker, build):
    """What `build()` returns, its rows standing in an open transaction around each test's own."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        _tell_the_planner()
        yield built
        transaction.set_rollback(True)


def _tell_the_planner():
    """PostgreSQL knows nothing of rows not yet committed: it would plan for empty tables, and take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
