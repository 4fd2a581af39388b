"""Rows that a module's tests only read: built once, rolled back after the module's last test."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def standing(django_db_blocker, build):
    """What `build()` returns, its rows standing in an open transaction around each test's own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
