"""Codes of letters that hand out accounts: their digests, and when each was used or replaced."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0030_heartbeat"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                ("expires_at", models.DateTimeField(verbose_name="dùng được đến")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="đã dùng lúc")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="thay bằng mã khác lúc")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_in_codes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã giao tài khoản",
                "verbose_name_plural": "mã giao tài khoản",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None), ("used_at", None)),
                        fields=("user",),
                        name="one_open_code_of_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at", None), ("replaced_at", None), _connector="OR"),
                        name="a_code_is_used_or_replaced",
                    ),
                ],
            },
        ),
    ]
