"""What a called unit's type and organ were called when it was called: until now, as in 2015."""

from django.db import migrations, models

from foundation.db.stepwise import InPieces, StepwiseMigration, pieces


def fill(apps, schema_editor):
    unit_types = list(apps.get_model("units", "UnitType").objects.filter(root=None))
    for rows in pieces(apps.get_model("campaigns", "CalledUnit")):
        for unit_type in unit_types:
            rows.filter(kind=unit_type.role).update(type_name=unit_type.short, organ=unit_type.organ)


class Migration(StepwiseMigration):
    dependencies = [("campaigns", "0019_progress_of_jobs"), ("units", "0012_every_unit_has_a_type")]

    operations = [
        migrations.AddField("calledunit", "type_name", models.CharField(default="", max_length=120), False),
        migrations.AddField("calledunit", "organ", models.CharField(default="", max_length=80), False),
        InPieces(fill, migrations.RunPython.noop),
    ]
