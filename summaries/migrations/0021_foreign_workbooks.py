import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0020_editing"),
        ("units", "0043_factor_resets"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForeignWorkbook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="tên biểu mẫu")),
                ("body", models.CharField(max_length=200, verbose_name="cơ quan ban hành")),
                ("letter", models.CharField(blank=True, max_length=200, verbose_name="công văn")),
                ("at", models.DateTimeField(verbose_name="đưa vào lúc")),
                (
                    "unit",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "biểu mẫu của cấp trên",
                "verbose_name_plural": "biểu mẫu của cấp trên",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="WorkbookVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="lần")),
                ("name", models.CharField(max_length=160, verbose_name="tệp")),
                ("at", models.DateTimeField(verbose_name="đưa vào lúc")),
                (
                    "blob",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.blob"),
                ),
                (
                    "workbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="summaries.foreignworkbook",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp của biểu mẫu",
                "verbose_name_plural": "tệp của biểu mẫu",
                "ordering": ("workbook", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Pointing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(max_length=100, verbose_name="trang tính")),
                ("cell", models.CharField(max_length=10, verbose_name="ô")),
                ("beside", models.CharField(blank=True, max_length=400)),
                ("above", models.CharField(blank=True, max_length=400)),
                ("subject", models.CharField(max_length=120)),
                ("measure", models.CharField(max_length=60)),
                ("slice", models.CharField(blank=True, max_length=200)),
                ("of_state", models.CharField(blank=True, max_length=20)),
                ("period", models.CharField(blank=True, default="", max_length=10)),
                (
                    "written_as",
                    models.CharField(
                        choices=[
                            ("number", "số như cổng đếm"),
                            ("fraction", "tỷ lệ cho ô có dạng % (0,985)"),
                            ("thousands", "chia cho 1.000 (nghìn đồng)"),
                            ("millions", "chia cho 1.000.000 (triệu đồng)"),
                        ],
                        default="number",
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pointed", "đã chỉ"),
                            ("suggested", "gợi ý chỗ mới"),
                            ("lost", "không còn chỗ"),
                            ("dropped", "đã bỏ"),
                        ],
                        default="pointed",
                        max_length=10,
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="summaries.pointing",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pointings",
                        to="summaries.workbookversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "ô đã chỉ",
                "verbose_name_plural": "ô đã chỉ",
                "ordering": ("version", "pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="foreignworkbook",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), models.Q(("body", ""), _negated=True)),
                name="foreign_workbook_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="workbookversion",
            constraint=models.UniqueConstraint(fields=("workbook", "number"), name="workbook_version_once"),
        ),
        migrations.AddConstraint(
            model_name="workbookversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="workbook_version_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pointed")),
                fields=("version", "sheet", "cell"),
                name="cell_is_pointed_at_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sheet", ""), _negated=True),
                    models.Q(("cell", ""), _negated=True),
                    models.Q(("subject", ""), _negated=True),
                ),
                name="pointing_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointing",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pointed", "dropped"]), ("origin__isnull", False), _connector="OR"),
                name="carried_pointing_has_origin",
            ),
        ),
    ]
