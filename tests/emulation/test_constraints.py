"""Tests the database's constraints: no query can store a state without the columns that prove it.

Which rows each refuses says `tests/support/refused_rows.txt`. A row comes in when its constraint is gone: it is what
refuses, and nothing else.
"""

import re
from collections import defaultdict
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction

from campaigns.models import Filing, WorkCheck, WorkEntry
from foundation.db import append_only, triggers
from tests.support.module_rows import rows_for_module
from tests.support.refused_rows import APPS, refused_rows, row
from units.models import Unit

REFUSED = defaultdict(list)
for refused in refused_rows():
    REFUSED[refused.constraint].append(refused)
CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in apps.get_models()
    if model._meta.app_label in APPS
    for constraint in model._meta.constraints
}


@pytest.fixture(scope="module", autouse=True)
def no_triggers(django_db_setup, django_db_blocker):
    """Drop our triggers meanwhile: on SQLite they refuse a second row before its constraint does."""
    with rows_for_module(django_db_blocker, lambda: triggers.drop(append_only.wanted_triggers(connection), connection)):
        yield


@contextmanager
def undone():
    """Undo what is inserted inside: its keys of other tables lead nowhere."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def insert(*rows):
    for inserted in rows:
        type(inserted)._base_manager.bulk_create([inserted])


def refused_by(*rows):
    """Return what the database calls the constraint that the last row breaks: of a unique one on SQLite the columns."""
    with undone():
        insert(*rows[:-1])
        with pytest.raises(IntegrityError) as raised, transaction.atomic():
            insert(rows[-1])
    if connection.vendor == "postgresql":
        return raised.value.__cause__.diag.constraint_name
    return re.fullmatch("(CHECK|UNIQUE) constraint failed: (.+)", str(raised.value))[2]


def name_of(constraint, model):
    if connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint):
        return constraint.name
    return ", ".join(f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in constraint.fields)


def test_every_constraint_has_rows_that_it_refuses():
    assert set(REFUSED) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_itself_refuses(db, name):
    model, constraint = CONSTRAINTS[name]
    for refused in REFUSED[name]:
        assert refused_by(*refused.rows()) == name_of(constraint, model), refused


@pytest.mark.deep
@pytest.mark.postgres
@pytest.mark.parametrize("name", REFUSED)
def test_the_control_without_the_constraint_the_rows_are_stored(db, name):
    """On PostgreSQL, where a constraint is dropped in a transaction."""
    with connection.schema_editor() as editor:
        editor.remove_constraint(*CONSTRAINTS[name])
    for refused in REFUSED[name]:
        with undone():
            try:
                insert(*refused.rows())
            except DataError:  # the days of a rule are in a range of its exclusion constraint too
                assert name == "rule_ends_after_it_begins"


@pytest.mark.parametrize(
    ("model", "column"), [(Filing, "late_days"), (WorkEntry, "expected_value"), (WorkCheck, "value"), (Unit, "women")]
)
def test_numbers_are_not_negative(db, model, column):
    assert column in refused_by(row(model, **{column: -1}))
