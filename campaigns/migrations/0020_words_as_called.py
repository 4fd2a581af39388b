"""What a called unit's type and organ were called when it was called: until now, as in 2015."""

from django.db import migrations, models


def fill(apps, schema_editor):
    called = apps.get_model("campaigns", "CalledUnit").objects
    for unit_type in apps.get_model("units", "UnitType").objects.filter(root=None):
        called.filter(kind=unit_type.role).update(type_name=unit_type.short, organ=unit_type.organ)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0019_progress_of_jobs"), ("units", "0012_every_unit_has_a_type")]

    operations = [
        migrations.AddField("calledunit", "type_name", models.CharField(default="", max_length=120), False),
        migrations.AddField("calledunit", "organ", models.CharField(default="", max_length=80), False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
