from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0013_outbox"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="inspects",
            field=models.CharField(
                blank=True,
                help_text="Chỉ của đoàn kiểm tra, cùng ngày kết thúc. Ví dụ: Kiểm tra việc xét khen thưởng, Quyết định 12/QĐ-LĐLĐ.",
                max_length=200,
                verbose_name="nội dung kiểm tra",
            ),
        ),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("officer", "Cán bộ nhập liệu"),
                    ("reviewer", "Cán bộ theo dõi thi đua"),
                    ("leader", "Lãnh đạo"),
                    ("administrator", "Quản trị hệ thống"),
                    ("clerk", "Văn thư"),
                    ("accountant", "Kế toán công đoàn"),
                    ("secretary", "Thư ký Hội đồng"),
                    ("member", "Ủy viên Hội đồng"),
                    ("inspector", "Đoàn kiểm tra"),
                ],
                max_length=20,
                verbose_name="vai trò",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("role", "inspector"), _negated=True), ("inspects", "")),
                    models.Q(
                        models.Q(("inspects", ""), _negated=True), ("role", "inspector"), ("until__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="inspection_has_scope_and_end",
            ),
        ),
    ]
