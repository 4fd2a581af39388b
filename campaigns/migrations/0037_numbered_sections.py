"""Sections have numbers of up to twelve characters and may stand below others; which unions are small is data."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

CATEGORIES = [
    ("movement", "Tổ chức phong trào"),
    ("title", "Danh hiệu, xếp loại"),
    ("work", "Đề tài, sáng kiến, công trình"),
    ("study", "Học tập"),
    ("office", "Cơ quan, đơn vị"),
    ("enterprise", "Doanh nghiệp"),
    ("safety", "An toàn, vệ sinh lao động"),
    ("union", "Tổ chức công đoàn, chăm lo"),
    ("spring", "Ra quân đầu xuân"),
    ("other", "Nhóm khác"),
]
NUMBER = django.core.validators.RegexValidator(
    r"^\w+([.-]\w+)*\Z", "Số mục gồm chữ, số, dấu chấm, ví dụ: I, 1, 1.1, A."
)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0036_phases_without_pledge")]

    operations = [
        migrations.RemoveConstraint("section", "section_letter_once"),
        # the column keeps its name, so that renaming the field does nothing to the table
        migrations.AlterField(
            "section", "letter", models.CharField(max_length=2, verbose_name="mục", db_column="letter")
        ),
        migrations.RenameField("section", "letter", "number"),
        migrations.AlterField(
            "section",
            "number",
            models.CharField(
                db_column="letter",
                help_text="Như in trước tên mục: I, 1, 1.1, A.",
                max_length=12,
                validators=[NUMBER],
                verbose_name="số mục",
            ),
        ),
        migrations.AlterField(
            "section",
            "category",
            models.CharField(
                choices=CATEGORIES,
                default="other",
                help_text="Để báo cáo biết mục nào là danh hiệu, an toàn lao động …; nếu không thuộc nhóm nào: Nhóm khác.",
                max_length=20,
                verbose_name="nhóm",
            ),
        ),
        migrations.AddField(
            "section",
            "line_numbers",
            models.CharField(
                choices=[("plain", "1, 2, 3 …"), ("nested", "theo số mục: I.1, I.2 …")],
                default="plain",
                max_length=10,
                verbose_name="đánh số dòng",
            ),
        ),
        migrations.AddField(
            "section",
            "parent",
            models.ForeignKey(
                blank=True,
                help_text="Để trống: mục lớn.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sub_sections",
                to="campaigns.section",
                verbose_name="nằm trong mục",
            ),
        ),
        migrations.AddConstraint(
            "section",
            models.UniqueConstraint(
                fields=["campaign", "number"], condition=Q(parent=None), name="section_letter_once"
            ),
        ),
        migrations.AddConstraint(
            "section",
            models.UniqueConstraint(fields=["parent", "number"], name="subsection_number_once"),
        ),
        migrations.AddConstraint(
            "section",
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="section_not_below_itself"),
        ),
        migrations.AddField(
            "indicator",
            "number",
            models.CharField(
                blank=True,
                default="",
                help_text="Để trống: đánh số theo mục. Có ghi thì in đúng như ghi.",
                max_length=12,
                verbose_name="số dòng",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "asked",
            "level",
            models.CharField(
                choices=[("all", "bắt buộc"), ("from_30", "bắt buộc, trừ đơn vị nhỏ"), ("offered", "tự chọn")],
                max_length=10,
                verbose_name="mức",
            ),
        ),
        migrations.AddField(
            "campaign",
            "small_below",
            models.PositiveSmallIntegerField(
                default=30,
                help_text="Công đoàn cơ sở có ít đoàn viên hơn được bỏ trống những dòng “bắt buộc, trừ đơn vị nhỏ”.",
                verbose_name="đơn vị nhỏ có dưới (đoàn viên)",
            ),
        ),
    ]
