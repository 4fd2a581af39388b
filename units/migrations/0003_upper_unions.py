"""The upper unions, one in a hundred, are found in the tree without reading the rest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0002_attachment")]

    operations = [
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["path"], name="upper_union_in_tree", condition=~models.Q(kind="grassroots")),
        ),
    ]
