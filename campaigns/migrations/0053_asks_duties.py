"""Whether pledges of grassroots unions ask who does what: those of campaigns that are there already do not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0052_reminded_sheets")]

    operations = [
        migrations.AddField(
            "campaign",
            "asks_duties",
            models.BooleanField(default=False, verbose_name="hỏi phân công thực hiện"),
        ),
        migrations.AlterField(
            "campaign",
            "asks_duties",
            models.BooleanField(default=True, verbose_name="hỏi phân công thực hiện"),
        ),
    ]
