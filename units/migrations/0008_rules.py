from django.db import migrations, models

from units.rules.loading import load_rules


# Of a code and scope no two rules are valid on one day. A range of texts needs no extension, unlike equality in gist.
NO_OVERLAP = """
CREATE TYPE units_rule_key AS RANGE (subtype = text, collation = "C");
ALTER TABLE units_rule ADD CONSTRAINT rule_validity_overlaps EXCLUDE USING gist (
    units_rule_key(code || ' ' || scope, code || ' ' || scope, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
);
"""
UNDO = "ALTER TABLE units_rule DROP CONSTRAINT rule_validity_overlaps; DROP TYPE units_rule_key;"


def refuse_overlaps(apps, schema_editor):
    """On PostgreSQL; SQLite gets triggers (units/append_only.py)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NO_OVERLAP, params=None)


def allow_overlaps(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNDO, params=None)


def load(apps, schema_editor):
    load_rules(apps.get_model("units", "Rule"))


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0007_event_personal"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="quy định")),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        help_text="Mã danh hiệu, hình thức khen thưởng. Để trống: áp dụng chung.",
                        max_length=40,
                        verbose_name="áp dụng riêng cho",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "day",
                    models.CharField(
                        choices=[
                            ("received", "ngày tiếp nhận hồ sơ"),
                            ("held", "ngày họp, ngày tổ chức"),
                            ("decided", "ngày quyết định"),
                            ("signed", "ngày ký văn bản"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="xét theo",
                    ),
                ),
                ("value", models.JSONField(verbose_name="nội dung")),
                (
                    "article",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: Nghị định 152/2025/NĐ-CP, Điều 49.",
                        max_length=200,
                        verbose_name="văn bản, điều khoản",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="trích dẫn, ghi chú")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("read", "đã đọc văn bản"),
                            ("reported", "văn bản khác dẫn lại"),
                            ("inferred", "suy ra, cần đối chiếu văn bản"),
                            ("local", "nếp làm của đơn vị, cần đối chiếu văn bản"),
                        ],
                        max_length=10,
                        verbose_name="mức chắc chắn",
                    ),
                ),
            ],
            options={
                "verbose_name": "quy định theo ngày",
                "verbose_name_plural": "quy định theo ngày",
                "ordering": ("code", "scope", models.OrderBy(models.F("valid_from"), nulls_first=True)),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lte", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="rule_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("certainty", "read"), _negated=True),
                            models.Q(("article", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rule_that_was_read_names_its_article",
                    ),
                ],
            },
        ),
        migrations.RunPython(refuse_overlaps, allow_overlaps),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
