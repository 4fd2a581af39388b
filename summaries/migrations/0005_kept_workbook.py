"""The workbook of a final summary is kept like its PDF; those of older finals are asked for by the tick."""

import django.db.models.deletion
from django.db import migrations, models

WHOLE = models.Q(content__isnull=False, made_at__isnull=False) & ~models.Q(sha256="")


class Migration(migrations.Migration):
    dependencies = [("summaries", "0004_sources")]

    operations = [
        migrations.CreateModel(
            name="SummaryWorkbook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("touched_at", models.DateTimeField()),
                ("parts_done", models.PositiveIntegerField(default=0)),
                ("parts_total", models.PositiveIntegerField(default=0)),
                ("content", models.BinaryField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "summary",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="workbook", to="summaries.summary"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản Excel của báo cáo tổng hợp",
                "verbose_name_plural": "bản Excel của báo cáo tổng hợp",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(content=None, made_at=None, sha256="") | WHOLE,
                        name="summary_workbook_is_whole",
                    )
                ],
            },
        ),
    ]
