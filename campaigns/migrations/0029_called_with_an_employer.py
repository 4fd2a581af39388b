"""Whether a called unit had an employer when it was called: until now every grassroots union but a nghiệp đoàn."""

from django.db import migrations, models

from foundation.db.stepwise import InPieces, StepwiseMigration, pieces


def fill(apps, schema_editor):
    for rows in pieces(apps.get_model("campaigns", "CalledUnit")):
        rows.filter(kind="grassroots", form="workplace").update(has_employer=True)


class Migration(StepwiseMigration):
    dependencies = [
        ("campaigns", "0028_assessment_limits"),
    ]

    operations = [
        migrations.AddField("calledunit", "has_employer", models.BooleanField(default=False)),
        InPieces(fill, migrations.RunPython.noop),
    ]
