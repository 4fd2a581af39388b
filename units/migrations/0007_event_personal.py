"""The personal text of events moves to a table beside them; an event keeps the digest of it."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.db import migrations, models, transaction

from foundation.db.add_column import AddColumn
from foundation.db.fill import write_column
from foundation.db.stepwise import InPieces, StepwiseMigration
from units.models.event import personal_digest

BATCH = 2000


def move_text(apps: Any, schema_editor: Any) -> None:
    """Write the text of each event beside it, and its digest into the event."""
    personal_of = apps.get_model("units", "EventPersonal")
    Event = apps.get_model("units", "Event")
    for events in _batches(Event.objects.filter(personal_hash="")):
        rows, hashes = [], {}
        for pk, actor_name, reason, changes in events:
            text = {"actor_name": actor_name, "reason": reason, "changes": changes}
            personal = {key: value for key, value in text.items() if value}
            salt = secrets.token_hex(16)
            rows.append(personal_of(event_id=pk, salt=salt, data=personal))
            hashes[pk] = personal_digest(salt, personal)
        with transaction.atomic(using=schema_editor.connection.alias):
            personal_of.objects.bulk_create(rows)
            write_column(Event, "personal_hash", hashes)


def put_back(apps: Any, schema_editor: Any) -> None:
    """Write the text into the events again."""
    statement = "UPDATE units_event SET actor_name = %s, reason = %s, changes = %s WHERE id = %s"
    personal_of = apps.get_model("units", "EventPersonal")
    with schema_editor.connection.cursor() as cursor:
        for pk, data in personal_of.objects.values_list("pk", "data").iterator(chunk_size=BATCH):
            changes = json.dumps(data.get("changes", {}), ensure_ascii=False)
            cursor.execute(statement, [data.get("actor_name", ""), data.get("reason", ""), changes, pk])


def _batches(rows: Any) -> Iterator[list[Any]]:
    last = 0
    columns = rows.order_by("pk").values_list("pk", "actor_name", "reason", "changes")
    while events := list(columns.filter(pk__gt=last)[:BATCH]):
        last = events[-1][0]
        yield events


class Migration(StepwiseMigration):
    dependencies = [("units", "0006_planned_acts")]

    operations = [
        migrations.CreateModel(
            name="EventPersonal",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="personal",
                        serialize=False,
                        to="units.event",
                    ),
                ),
                ("salt", models.CharField(max_length=32)),
                ("data", models.JSONField()),
            ],
            options={"verbose_name": "lời của sự việc", "verbose_name_plural": "lời của các sự việc"},
        ),
        AddColumn("Event", "personal_hash", models.CharField(max_length=64, db_default="")),
        InPieces(move_text, put_back),
        migrations.SeparateDatabaseAndState(  # so that the columns can be added again when this is undone
            state_operations=[
                migrations.AlterField("Event", "actor_name", models.CharField(max_length=120, default="")),
                migrations.AlterField("Event", "reason", models.TextField(default="")),
            ]
        ),
        migrations.RemoveField("Event", "actor_name"),
        migrations.RemoveField("Event", "reason"),
        migrations.RemoveField("Event", "changes"),
    ]
