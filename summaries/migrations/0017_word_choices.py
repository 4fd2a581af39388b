"""The words an office prefers to those of the generated sentences."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0016_thanks"),
        ("units", "0022_types_with_an_employer"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=120, verbose_name="từ máy viết")),
                ("instead", models.CharField(max_length=200, verbose_name="từ của cơ quan")),
                ("active", models.BooleanField(default=True, editable=False, verbose_name="đang dùng")),
                (
                    "unit",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "từ dùng của cơ quan",
                "verbose_name_plural": "từ dùng của cơ quan",
                "ordering": ("unit", "words", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(active=True), fields=("unit", "words"), name="word_choice_once"
                    ),
                    models.CheckConstraint(condition=~Q(words="") & ~Q(instead=""), name="word_choice_has_words"),
                ],
            },
        ),
    ]
