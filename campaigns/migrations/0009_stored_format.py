"""Stored JSON has the number of its format beside it; what is there already is format 1."""

from django.db import migrations, models

from foundation.db.add_column import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0008_rows_of_submissions")]

    operations = [
        AddColumn(
            model_name="submission",
            name="format",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        AddColumn(
            model_name="filing",
            name="format",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        AddColumn(
            model_name="count",
            name="format",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
    ]
