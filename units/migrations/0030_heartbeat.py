"""Signs of life of the worker and the tick."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0029_contact_of_unions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "process",
                    models.CharField(
                        choices=[("worker", "tiến trình nền"), ("tick", "việc theo giờ")],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                        verbose_name="tiến trình",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="lúc")),
            ],
            options={"verbose_name": "dấu hiệu hoạt động", "verbose_name_plural": "dấu hiệu hoạt động"},
        ),
    ]
