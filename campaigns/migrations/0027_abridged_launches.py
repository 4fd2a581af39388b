"""A launch may be an abridgement of a document that was signed elsewhere.

All launches marked as signed were such: the portal had no way to sign one. Stored launches are read in the same way
(campaigns/launch_content.py).
"""

from django.db import migrations, models


def mark_signed_launches(apps, schema_editor):
    apps.get_model("campaigns", "Campaign").objects.filter(signed=True).update(abridged=True)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0026_words_are_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="abridged",
            field=models.BooleanField(
                default=False,
                help_text="Cổng tóm lược bản phát động đã ký ở nơi khác: bản PDF ghi như vậy và không có phần chữ ký.",
                verbose_name="chỉ là nội dung tóm lược",
            ),
        ),
        migrations.AlterField(
            model_name="phase",
            name="review_occasion",
            field=models.CharField(
                blank=True,
                help_text="Ví dụ kỷ niệm 86 năm Ngày thành lập Công đoàn Việt Nam; chưa định ngày thì ghi cuối năm 2015.",
                max_length=200,
                verbose_name="nhân dịp",
            ),
        ),
        migrations.RunPython(mark_signed_launches, migrations.RunPython.noop),
    ]
