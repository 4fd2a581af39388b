"""Stored figures and text have the number of their format beside them; what is there already is format 1."""

from django.db import migrations, models

from foundation.db.add_column import AddColumn


class Migration(migrations.Migration):
    dependencies = [("summaries", "0002_remove_version")]

    operations = [
        AddColumn(
            model_name="summary",
            name="figures_format",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        AddColumn(
            model_name="summary",
            name="text_format",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
    ]
