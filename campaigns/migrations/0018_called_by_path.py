"""Called units are found by their path alone: what is in somebody's reach, in all phases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0017_as_sent")]

    operations = [
        migrations.AddIndex("calledunit", models.Index(fields=["path"], name="called_by_path")),
    ]
