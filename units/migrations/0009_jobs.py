"""Jobs of the background worker are rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("units", "0008_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("summary_file", "tạo bản PDF của báo cáo"),
                            ("summary_workbook", "tạo bản Excel của báo cáo"),
                            ("decision_paper", "tạo bản PDF của quyết định"),
                            ("certificates", "tạo bằng, giấy khen"),
                            ("bundle", "tạo một tập bằng, giấy khen"),
                            ("launch_paper", "tạo bản PDF của bản phát động"),
                            ("count", "đếm số liệu"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="của")),
                ("url", models.CharField(blank=True, max_length=200)),
                ("about_id", models.PositiveBigIntegerField()),
                ("parameters", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField(verbose_name="giao lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Đang chờ"),
                            ("running", "Đang làm"),
                            ("done", "Đã xong"),
                            ("failed", "Chưa làm được"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("beat_at", models.DateTimeField()),
                ("task_id", models.UUIDField(null=True)),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("lost", models.PositiveSmallIntegerField(default=0)),
                ("asked_again", models.BooleanField(default=False)),
                ("cancel_asked", models.BooleanField(default=False)),
                ("closed_at", models.DateTimeField(null=True, verbose_name="xong lúc")),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "about_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người giao",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc nền",
                "verbose_name_plural": "việc nền",
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "running"))), fields=["beat_at"], name="open_jobs"
                    ),
                    models.Index(fields=["key", "-id"], name="jobs_of_a_key"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=("key",),
                        name="job_is_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state__in", ("waiting", "running"))),
                            models.Q(
                                models.Q(("state__in", ("waiting", "running")), _negated=True),
                                ("closed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="job_closed_at_some_time",
                    ),
                ],
            },
        ),
    ]
