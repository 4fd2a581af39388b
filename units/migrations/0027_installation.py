"""Writes whose data the database holds: fictional ones where the accounts of the demo are, else real ones.

`generate` makes the same accounts, and 1,420 unions at least; the demo has 70. An empty database gets its row from demo,
generate or begin.
"""

import django.utils.timezone
from django.db import migrations, models

import foundation.clock

ACCOUNTS = ("officer", "district", "chair", "board", "leader", "admin")
FEWEST_GENERATED = 1000


def write(apps, schema_editor):
    apps.get_model("units", "Term").objects.filter(code="paper_note").delete()  # what the row says now
    unions = apps.get_model("units", "Unit").objects.count()
    if not unions:
        return
    kind = "real"
    if apps.get_model("units", "User").objects.filter(username__in=ACCOUNTS).count() == len(ACCOUNTS):
        kind = "demo" if unions < FEWEST_GENERATED else "generated"
    apps.get_model("units", "Installation").objects.create(kind=kind, made_at=django.utils.timezone.now())


class Migration(migrations.Migration):
    dependencies = [("units", "0026_one_letter_d")]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("demo", "bản minh họa"),
                            ("generated", "dữ liệu do máy tạo để thử"),
                            ("real", "dữ liệu thật"),
                        ],
                        max_length=10,
                        verbose_name="loại dữ liệu",
                    ),
                ),
                ("made_at", models.DateTimeField(default=foundation.clock.now, verbose_name="dựng lúc")),
            ],
            options={
                "verbose_name": "bản cài đặt",
                "verbose_name_plural": "bản cài đặt",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_is_one_row"),
                ],
            },
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
