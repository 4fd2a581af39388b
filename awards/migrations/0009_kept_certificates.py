"""The certificates of issued decisions are kept; those of older decisions are asked for by the tick."""

import django.db.models.deletion
from django.db import migrations, models

WHOLE = models.Q(content__isnull=False, made_at__isnull=False) & ~models.Q(sha256="")


class Migration(migrations.Migration):
    dependencies = [("awards", "0008_kept_paper")]

    operations = [
        migrations.CreateModel(
            name="CertificateFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("touched_at", models.DateTimeField()),
                ("parts_done", models.PositiveIntegerField(default=0)),
                ("parts_total", models.PositiveIntegerField(default=0)),
                ("content", models.BinaryField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField(null=True)),
                ("printed", models.CharField(max_length=64)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate_files",
                        to="awards.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản PDF của bằng, giấy khen",
                "verbose_name_plural": "các bản PDF của bằng, giấy khen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(content=None, made_at=None, sha256="") | WHOLE,
                        name="certificate_file_is_whole",
                    ),
                    models.UniqueConstraint(fields=("decision", "printed"), name="certificates_drawn_once"),
                ],
            },
        ),
    ]
