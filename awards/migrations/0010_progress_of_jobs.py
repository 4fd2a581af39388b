"""How far the making of a kept file is, is told by its job."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0009_kept_certificates"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="certificatefile",
            name="parts_done",
        ),
        migrations.RemoveField(
            model_name="certificatefile",
            name="parts_total",
        ),
        migrations.RemoveField(
            model_name="certificatefile",
            name="touched_at",
        ),
        migrations.RemoveField(
            model_name="decisionfile",
            name="parts_done",
        ),
        migrations.RemoveField(
            model_name="decisionfile",
            name="parts_total",
        ),
        migrations.RemoveField(
            model_name="decisionfile",
            name="touched_at",
        ),
    ]
