"""Whether a called unit had an employer when it was called: until now every grassroots union but a nghiệp đoàn."""

from django.db import migrations, models


def fill(apps, schema_editor):
    called = apps.get_model("campaigns", "CalledUnit").objects
    called.filter(kind="grassroots", form="workplace").update(has_employer=True)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0028_assessment_limits"),
    ]

    operations = [
        migrations.AddField("calledunit", "has_employer", models.BooleanField(default=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
