"""What a phase commemorates is an anniversary or an event, of the country, the province or the unions.

All rows were anniversaries. What was dated in its phase or later is an event; the day of the unions is theirs. Stored
launches are read in the same way (campaigns/launch_content.py).
"""

from datetime import date

from django.db import migrations, models
from foundation.db.stepwise import StepwiseMigration


def name_kinds_and_owners(apps, schema_editor):
    commemorations = apps.get_model("campaigns", "Commemoration").objects
    commemorations.filter(date__gte=models.F("phase__starts_on")).update(kind="event")
    commemorations.filter(date=date(1929, 7, 28)).update(owner="union")


class Migration(StepwiseMigration):
    dependencies = [
        ("campaigns", "0020_words_as_called"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="commemoration",
            options={
                "ordering": ("phase", "pk"),
                "verbose_name": "ngày kỷ niệm, sự kiện",
                "verbose_name_plural": "các ngày kỷ niệm, sự kiện",
            },
        ),
        migrations.AddField(
            model_name="commemoration",
            name="is_month_only",
            field=models.BooleanField(default=False, verbose_name="chỉ biết tháng"),
        ),
        migrations.AddField(
            model_name="commemoration",
            name="kind",
            field=models.CharField(
                choices=[("anniversary", "ngày kỷ niệm"), ("event", "sự kiện")],
                default="anniversary",
                max_length=12,
                verbose_name="loại",
            ),
        ),
        migrations.AddField(
            model_name="commemoration",
            name="owner",
            field=models.CharField(
                choices=[
                    ("country", "của đất nước"),
                    ("province", "của địa phương"),
                    ("union", "của tổ chức Công đoàn"),
                ],
                default="country",
                max_length=10,
                verbose_name="của ai",
            ),
        ),
        migrations.AddField(
            model_name="commemoration",
            name="words_after",
            field=models.CharField(blank=True, max_length=200, verbose_name="gọi khi đã diễn ra"),
        ),
        migrations.AddField(
            model_name="commemoration",
            name="words_before",
            field=models.CharField(blank=True, max_length=200, verbose_name="gọi khi chưa diễn ra"),
        ),
        migrations.AlterField(
            model_name="commemoration",
            name="date",
            field=models.DateField(blank=True, null=True, verbose_name="ngày gốc, ngày diễn ra"),
        ),
        migrations.AlterField(
            model_name="commemoration",
            name="name",
            field=models.CharField(max_length=160, verbose_name="tên ngày kỷ niệm, sự kiện"),
        ),
        migrations.RunPython(name_kinds_and_owners, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="commemoration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "anniversary"), _negated=True), ("date__isnull", False), _connector="OR"
                ),
                name="anniversary_has_the_day_of_its_origin",
                violation_error_message="Ngày kỷ niệm phải có ngày gốc để tính số năm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commemoration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "anniversary"), _negated=True),
                    models.Q(("is_month_only", False), ("words_after", ""), ("words_before", "")),
                    _connector="OR",
                ),
                name="anniversary_has_one_wording",
                violation_error_message="“Chỉ biết tháng” và hai cách gọi chỉ dùng cho sự kiện.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commemoration",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_month_only", False), ("date__isnull", False), _connector="OR"),
                name="month_of_an_event_is_known",
                violation_error_message="Chỉ biết tháng thì xin ghi một ngày trong tháng đó.",
            ),
        ),
    ]
