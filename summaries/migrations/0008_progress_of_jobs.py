"""How far the making of a kept file is, is told by its job."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0007_sources_of_earlier_finals"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="summaryfile",
            name="parts_done",
        ),
        migrations.RemoveField(
            model_name="summaryfile",
            name="parts_total",
        ),
        migrations.RemoveField(
            model_name="summaryfile",
            name="touched_at",
        ),
        migrations.RemoveField(
            model_name="summaryworkbook",
            name="parts_done",
        ),
        migrations.RemoveField(
            model_name="summaryworkbook",
            name="parts_total",
        ),
        migrations.RemoveField(
            model_name="summaryworkbook",
            name="touched_at",
        ),
    ]
