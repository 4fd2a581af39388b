from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0049_asks_titles"),
    ]

    operations = [
        migrations.AlterField(
            model_name="commemoration",
            name="owner",
            field=models.CharField(
                choices=[
                    ("country", "của đất nước"),
                    ("province", "của địa phương"),
                    ("sector", "của ngành"),
                    ("union", "của tổ chức Công đoàn"),
                ],
                default="country",
                max_length=10,
                verbose_name="của ai",
            ),
        ),
    ]
