"""Whom to call at a union: the person who answers, a telephone number and an address for mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0028_names_one_signs_in_by")]

    operations = [
        migrations.AddField(
            "unit",
            "contact_person",
            models.CharField(
                "người liên hệ",
                blank=True,
                help_text="Họ và tên người nghe máy, ví dụ kế toán công đoàn.",
                max_length=120,
            ),
        ),
        migrations.AddField("unit", "email", models.EmailField("thư điện tử", blank=True, max_length=254)),
        migrations.AddField("unit", "phone", models.CharField("điện thoại", blank=True, max_length=60)),
    ]
