import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0011_words_of_2015")]

    operations = [
        migrations.AlterField(
            model_name="unit",
            name="type",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="units",
                to="units.unittype",
                verbose_name="loại đơn vị",
            ),
        ),
    ]
