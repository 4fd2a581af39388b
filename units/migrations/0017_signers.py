import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Of one person in one position of a union no two rows are valid on one day. The range of texts is that of rules.
NO_OVERLAP = """
ALTER TABLE units_signer ADD CONSTRAINT signer_validity_overlaps EXCLUDE USING gist (
    int8range(unit_id, unit_id, '[]') WITH &&,
    units_rule_key("position" || ' ' || name, "position" || ' ' || name, '[]') WITH &&,
    daterange(since, until, '[)') WITH &&
);
"""
UNDO = "ALTER TABLE units_signer DROP CONSTRAINT signer_validity_overlaps;"


def refuse_overlaps(apps, schema_editor):
    """On PostgreSQL; SQLite gets triggers (units/append_only.py)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NO_OVERLAP, params=None)


def allow_overlaps(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNDO, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0016_areas"),
    ]

    operations = [
        migrations.CreateModel(
            name="Signer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="In trên văn bản đúng như ghi ở đây.", max_length=120, verbose_name="họ tên người ký"
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("chair", "Chủ tịch"),
                            ("acting_chair", "Q. Chủ tịch"),
                            ("vice_in_charge", "Phó Chủ tịch phụ trách"),
                            ("standing_vice", "Phó Chủ tịch Thường trực"),
                            ("vice", "Phó Chủ tịch"),
                        ],
                        max_length=20,
                        verbose_name="chức vụ",
                    ),
                ),
                (
                    "block",
                    models.CharField(
                        help_text="Ví dụ TM. BAN THƯỜNG VỤ, KT. CHỦ TỊCH, TL.",
                        max_length=80,
                        verbose_name="thể thức ký",
                    ),
                ),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signers",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        help_text="Để trống nếu người ký không dùng cổng.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "người ký",
                "verbose_name_plural": "người ký",
                "ordering": ("unit__order", "unit__path", "since", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                        name="signer_dates_in_order",
                    )
                ],
            },
        ),
        migrations.RunPython(refuse_overlaps, allow_overlaps),
    ]
