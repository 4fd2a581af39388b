"""Stored JSON has the number of its format beside it; what is there already is format 1."""

from django.db import migrations, models

from foundation.db.add_column import AddColumn


class Migration(migrations.Migration):
    dependencies = [("awards", "0006_ended_quotas")]

    operations = [
        AddColumn(
            model_name="decision",
            name="format",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
    ]
