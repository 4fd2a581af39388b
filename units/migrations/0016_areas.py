"""Areas are named sets of unions, whose desks are posts of a role of their own."""

import django.db.models.deletion
from django.db import migrations, models
from foundation.db.stepwise import StepwiseMigration


class Migration(StepwiseMigration):
    dependencies = [
        ("units", "0015_rules_that_are_read"),
    ]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Ví dụ: Khu vực 1, Địa bàn phía Bắc.", max_length=80, verbose_name="tên khu vực"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
                (
                    "may_decide",
                    models.BooleanField(
                        default=False,
                        help_text="Không chọn: người phụ trách chỉ xem, rà soát số liệu.",
                        verbose_name="người phụ trách được xác nhận, trả lại bản đăng ký, báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "khu vực",
                "verbose_name_plural": "khu vực",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="AreaUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "đơn vị thuộc khu vực",
                "verbose_name_plural": "đơn vị thuộc khu vực",
                "ordering": ("unit__order", "unit__path"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="post",
            name="post_held_once",
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
                    ("desk", "Phụ trách khu vực"),
                ],
                max_length=20,
                verbose_name="vai trò",
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="areas",
                to="units.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="area",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="units.area",
                verbose_name="khu vực",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area", None), ("until", None)),
                fields=("user", "unit", "role"),
                name="post_held_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("user", "area"), name="desk_held_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("area__isnull", False), ("role", "desk")),
                    models.Q(models.Q(("role", "desk"), _negated=True), ("area", None)),
                    _connector="OR",
                ),
                name="desk_post_has_area",
            ),
        ),
        migrations.AddField(
            model_name="areaunit",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="members", to="units.area"
            ),
        ),
        migrations.AddField(
            model_name="areaunit",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="area_memberships",
                to="units.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="area_named_once"),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="area_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="areaunit",
            constraint=models.UniqueConstraint(fields=("area", "unit"), name="unit_in_area_once"),
        ),
    ]
