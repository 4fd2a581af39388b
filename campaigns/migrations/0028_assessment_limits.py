import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


def write_limits(apps, schema_editor):
    """Campaigns that exist get the limits that ship with the portal."""
    Campaign, AssessmentLimits = (apps.get_model("campaigns", name) for name in ("Campaign", "AssessmentLimits"))
    AssessmentLimits.objects.bulk_create(
        AssessmentLimits(campaign_id=pk) for pk in Campaign.objects.order_by("pk").values_list("pk", flat=True)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0027_abridged_launches"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentLimits",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answered_units",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("66.66"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="số đơn vị đã có số liệu, từ (%)",
                    ),
                ),
                (
                    "answered_workers",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("80.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="hoặc chiếm số người lao động, từ (%)",
                    ),
                ),
                (
                    "checked_money",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("80.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="giá trị sáng kiến đã rà soát, từ (%)",
                    ),
                ),
                (
                    "nearly_at_end",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("95.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="cơ bản đạt, cuối năm, từ (% kế hoạch)",
                    ),
                ),
                (
                    "nearly",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("90.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="cơ bản đạt, sơ kết, từ (% tiến độ)",
                    ),
                ),
                (
                    "short_at_end",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("80.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="dưới mức này là đạt thấp, cuối năm (% kế hoạch)",
                    ),
                ),
                (
                    "short",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("80.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="dưới mức này là đạt thấp, sơ kết (% tiến độ)",
                    ),
                ),
                (
                    "most_low",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="nêu nhiều nhất, chỉ tiêu đạt thấp",
                    ),
                ),
                (
                    "outstanding_at_end",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("110.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="cuối năm, từ (% kế hoạch)",
                    ),
                ),
                (
                    "outstanding",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("120.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="sơ kết, từ (% tiến độ)",
                    ),
                ),
                (
                    "contributing_units",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("33.33"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="số đơn vị có kết quả, từ (%)",
                    ),
                ),
                (
                    "fewest_contributors",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="ít nhất (đơn vị)",
                    ),
                ),
                (
                    "largest_unit",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("50.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="một đơn vị chiếm nhiều nhất (%)",
                    ),
                ),
                (
                    "of_last_year",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("90.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="kế hoạch so với kết quả năm trước, từ (%)",
                    ),
                ),
                (
                    "target_to_check",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("300.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="trên mức này phải rà soát chỉ tiêu đăng ký (%)",
                    ),
                ),
                (
                    "most_outstanding",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="nêu nhiều nhất, chỉ tiêu nổi bật",
                    ),
                ),
                (
                    "most_tied",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="khi bằng nhau, nêu nhiều nhất",
                    ),
                ),
                (
                    "gathered_total",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="tổng số, từ",
                    ),
                ),
                (
                    "gathered_places",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="nêu nhiều nhất (nơi)",
                    ),
                ),
                (
                    "gathered_tied",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="khi bằng nhau, nêu nhiều nhất (nơi)",
                    ),
                ),
                (
                    "gathered_in_one",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="mỗi nơi, từ",
                    ),
                ),
                (
                    "gathered_together",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("60.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="các nơi cộng lại, từ (%)",
                    ),
                ),
                (
                    "gathered_rate",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("150.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="tỷ lệ mỗi nơi so với tỷ lệ chung, từ (%)",
                    ),
                ),
                (
                    "praised_accepted",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("90.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="báo cáo đã được xác nhận, từ (%)",
                    ),
                ),
                (
                    "praised_reached",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("80.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="chỉ tiêu đạt và vượt, từ (%)",
                    ),
                ),
                (
                    "most_praised",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="nêu nhiều nhất (tập thể)",
                    ),
                ),
                (
                    "same_days",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("90.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="số ngày trùng nhau của hai kỳ, từ (%)",
                    ),
                ),
                (
                    "compared_workers",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("80.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="số người lao động có số liệu ở cả hai năm, từ (%)",
                    ),
                ),
                (
                    "same_result",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="thay đổi dưới mức này là tương đương (%)",
                    ),
                ),
                (
                    "told_in_times",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("300.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="trên mức này thì nói gấp mấy lần (%)",
                    ),
                ),
                (
                    "fewest_for_percent",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="tổng số dưới mức này thì không tính tỷ lệ",
                    ),
                ),
                (
                    "nearly_all",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("90.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="hầu hết, từ (%)",
                    ),
                ),
                (
                    "most",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("60.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="phần lớn, trên (%)",
                    ),
                ),
                (
                    "many",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("33.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="nhiều, từ (%)",
                    ),
                ),
                (
                    "near",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("2.00"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000")),
                        ],
                        verbose_name="trên, gần số tròn, trong khoảng (%)",
                    ),
                ),
                (
                    "campaign",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessment_limits",
                        to="campaigns.campaign",
                        verbose_name="phong trào",
                    ),
                ),
            ],
            options={
                "verbose_name": "ngưỡng đánh giá trong báo cáo",
                "verbose_name_plural": "ngưỡng đánh giá trong báo cáo",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("short__lte", models.F("nearly")), ("short_at_end__lte", models.F("nearly_at_end"))
                        ),
                        name="low_is_below_nearly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("many__lte", models.F("most")), ("most__lte", models.F("nearly_all"))),
                        name="words_for_quantities_in_order",
                    ),
                ],
            },
        ),
        migrations.RunPython(write_limits, migrations.RunPython.noop),
    ]
