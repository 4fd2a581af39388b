"""A campaign has no stamp any more, nor its tables the triggers that renewed it; an opened phase has its catalogue."""

from django.db import migrations, models
from django.db.models import Q

from foundation.db import triggers
from foundation.db.triggers import Trigger

STAMPED = ("phase", "commemoration", "duedate", "section", "indicator", "indicator_phases", "asked")


def drop_stamp_triggers(apps, schema_editor):
    tables = [f"campaigns_{name}" for name in STAMPED]
    names = [(f"{table}_stamps_{act}", table) for table in tables for act in ("insert", "update", "delete")]
    triggers.drop([Trigger(name, table, "UPDATE") for name, table in names], schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0015_launch_versions")]

    operations = [
        migrations.RunPython(drop_stamp_triggers, migrations.RunPython.noop),
        migrations.RemoveField("campaign", "stamp"),
        migrations.AddConstraint(
            "phase",
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(catalogue__isnull=False), name="opened_phase_has_its_catalogue"
            ),
        ),
    ]
