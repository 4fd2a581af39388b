"""Tests migrations that commit step by step: one that broke off goes on, and writes each piece once."""

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.models import F

from foundation.db.stepwise import AddUniqueConstraint, InPieces, StepwiseMigration, pieces

pytestmark = [pytest.mark.either, pytest.mark.django_db(transaction=True)]

NAME = "0001_of_this_test"


class Broken(Exception):
    """Raised where the migration of this test breaks off."""


@pytest.fixture
def migration():
    """A migration that makes a table, fills it, and breaks off in its second piece the first time."""
    calls = []

    def fill(apps, _schema_editor):
        Row = apps.get_model("units", "StepwiseRow")
        calls.append(Row.objects.filter(value=None).count())
        for rows in pieces(Row, size=2):
            if len(calls) == 1 and not rows.filter(pk=1).exists():
                raise Broken
            rows.filter(value=None).update(value=F("pk") * 10)

    def make_rows(apps, _schema_editor):
        apps.get_model("units", "StepwiseRow").objects.bulk_create(
            [apps.get_model("units", "StepwiseRow")(pk=pk) for pk in range(1, 6)]
        )

    class Migration(StepwiseMigration):
        operations = [
            migrations.CreateModel("StepwiseRow", [("id", models.BigAutoField(primary_key=True))]),
            migrations.RunPython(make_rows),
            migrations.AddField("StepwiseRow", "value", models.IntegerField(null=True, db_index=True)),
            InPieces(fill),
            AddUniqueConstraint("StepwiseRow", models.UniqueConstraint(fields=["value"], name="stepwise_value_once")),
        ]

    made = Migration(NAME, "units")
    made.calls = calls
    yield made
    with connection.schema_editor() as editor:
        editor.execute("DROP TABLE IF EXISTS units_stepwiserow")
    recorder = MigrationRecorder(connection)
    for app, name in recorder.applied_migrations():
        if name.startswith(NAME):
            recorder.record_unapplied(app, name)


def apply(migration):
    with connection.schema_editor(atomic=migration.atomic) as editor:
        migration.apply(ProjectState(), editor)


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, value FROM units_stepwiserow ORDER BY id")
        return cursor.fetchall()


def steps():
    return sorted(name for _app, name in MigrationRecorder(connection).applied_migrations() if name.startswith(NAME))


def test_a_migration_that_broke_off_goes_on_with_what_is_missing(migration):
    with pytest.raises(Broken):
        apply(migration)
    assert rows() == [(1, 10), (2, 20), (3, None), (4, None), (5, None)]
    assert steps() == [f"{NAME}, step {number}" for number in (1, 2, 3)]
    apply(migration)
    assert rows() == [(pk, pk * 10) for pk in range(1, 6)]
    assert migration.calls == [5, 3]
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "units_stepwiserow")
    found = {(tuple(each["columns"]), each["unique"]) for each in constraints.values() if not each["primary_key"]}
    assert found == {(("value",), False), (("value",), True)}


def test_steps_are_forgotten_once_the_migration_is_recorded(migration):
    migration.calls.append(0)  # so that it does not break off
    apply(migration)
    call_command("migrate", verbosity=0)
    assert len(steps()) == 5  # as if it had broken off before it was recorded
    MigrationRecorder(connection).record_applied("units", NAME)
    call_command("migrate", verbosity=0)
    assert steps() == [NAME]
