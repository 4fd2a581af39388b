"""Whether sheets ask for titles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0048_latest_first")]

    operations = [
        migrations.AddField(
            "campaign",
            "asks_titles",
            models.BooleanField(
                default=True,
                help_text="Không đánh dấu: phiếu của đợt mở sau không hỏi các mục thuộc nhóm Danh hiệu, xếp loại.",
                verbose_name="hỏi danh hiệu, xếp loại",
            ),
        ),
    ]
