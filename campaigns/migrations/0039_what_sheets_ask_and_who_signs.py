"""Whether sheets list works and exemplars, and under which headings their papers are signed; examples beside figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0038_call_scopes")]

    operations = [
        migrations.AddField(
            "campaign",
            "asks_works",
            models.BooleanField(
                default=True,
                help_text="Các đợt mở sau theo lựa chọn này; đợt đang mở giữ như khi mở.",
                verbose_name="hỏi đề tài, sáng kiến, công trình",
            ),
        ),
        migrations.AddField(
            "campaign", "asks_exemplars", models.BooleanField(default=True, verbose_name="hỏi điển hình")
        ),
        migrations.AddField(
            "campaign",
            "employer_heading",
            models.CharField(
                blank=True,
                default="THỦ TRƯỞNG ĐƠN VỊ",
                help_text="In trên chữ ký bên trái của đăng ký, báo cáo. Để trống: thủ trưởng không ký cùng.",
                max_length=80,
                verbose_name="chức danh thủ trưởng ký cùng",
            ),
        ),
        migrations.AddField(
            "campaign",
            "chair_heading",
            models.CharField(
                default="CHỦ TỊCH",
                help_text="In trên chữ ký bên phải, ví dụ: CHỦ TỊCH CÔNG ĐOÀN.",
                max_length=80,
                verbose_name="chức danh người ký của công đoàn",
            ),
        ),
        migrations.AddField(
            "campaign",
            "signs_on_behalf",
            models.BooleanField(
                default=True,
                help_text="Ghi thay mặt ban chấp hành trên chức danh bên phải.",
                verbose_name="ký thay mặt ban chấp hành",
            ),
        ),
        migrations.AddField(
            "indicator",
            "example",
            models.CharField(
                blank=True,
                default="",
                help_text="In dưới ô nhập, sau hướng dẫn: “Ví dụ: …”.",
                max_length=160,
                verbose_name="ví dụ",
            ),
            preserve_default=False,
        ),
    ]
