"""Tests that a test can write what triggers refuse, that they refuse it afterwards, and that the schema stays."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from tests.support.without_triggers import without_triggers
from units.models import Event

pytestmark = pytest.mark.django_db


def delete_events():
    QuerySet(Event)._raw_delete(using="default")


def test_a_kept_row_is_deleted_without_triggers_and_with_them_not(world):
    assert Event.objects.exists()
    with without_triggers(), transaction.atomic():
        delete_events()
        assert not Event.objects.exists()
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match="_delete"), transaction.atomic():
        delete_events()


@pytest.mark.sqlite
def test_the_schema_of_sqlite_is_not_changed_as_it_would_be_read_again_at_each_rollback():
    def version():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA schema_version").fetchone()

    before = version()
    with without_triggers():
        assert version() == before
    assert version() == before
