"""How far the making of a kept file is, is told by its job."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0018_called_by_path"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="launchfile",
            name="parts_done",
        ),
        migrations.RemoveField(
            model_name="launchfile",
            name="parts_total",
        ),
        migrations.RemoveField(
            model_name="launchfile",
            name="touched_at",
        ),
    ]
