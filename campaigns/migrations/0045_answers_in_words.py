"""Questions that are answered in words stand among the indicators; their answers are rows of a submission."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0044_data_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="WrittenAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, verbose_name="câu trả lời")),
                ("day", models.DateField(blank=True, null=True, verbose_name="ngày")),
                ("yes", models.BooleanField(blank=True, null=True, verbose_name="có")),
            ],
            options={
                "verbose_name": "câu trả lời bằng chữ",
                "verbose_name_plural": "câu trả lời bằng chữ",
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="answer",
            field=models.CharField(
                choices=[
                    ("figure", "số liệu"),
                    ("short_text", "một dòng chữ"),
                    ("long_text", "đoạn văn"),
                    ("date", "ngày"),
                    ("choice", "chọn một trong các mục"),
                    ("yes_no_note", "có/không, kèm ghi chú"),
                ],
                default="figure",
                max_length=12,
                verbose_name="trả lời bằng",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="choices",
            field=models.TextField(
                blank=True,
                help_text="Mỗi mục một dòng. Chỉ dùng khi trả lời bằng chọn mục.",
                verbose_name="các mục để chọn",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="over_phases",
            field=models.CharField(
                choices=[("sum", "cộng các đợt"), ("last", "lấy đợt cuối"), ("max", "lấy đợt cao nhất")],
                default="sum",
                max_length=10,
                verbose_name="cộng theo đợt",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="over_units",
            field=models.CharField(
                choices=[
                    ("sum", "cộng các đơn vị"),
                    ("ratio", "tỷ lệ: tổng tử số trên tổng mẫu số"),
                    ("yes_no", "có/không: đếm số đơn vị có"),
                ],
                default="sum",
                max_length=10,
                verbose_name="cộng theo đơn vị",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="unit_of_measure",
            field=models.CharField(
                blank=True,
                help_text="Của số liệu; trả lời bằng chữ thì để trống.",
                max_length=40,
                verbose_name="đơn vị tính",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "figure"), models.Q(("unit_of_measure", ""), _negated=True)),
                    models.Q(
                        models.Q(("answer", "figure"), _negated=True),
                        ("computed", ""),
                        ("counting", ""),
                        ("over_units", "sum"),
                        ("unit_of_measure", ""),
                    ),
                    _connector="OR",
                ),
                name="figure_has_its_unit_of_measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "choice"), models.Q(("choices", ""), _negated=True)),
                    models.Q(models.Q(("answer", "choice"), _negated=True), ("choices", "")),
                    _connector="OR",
                ),
                name="choice_has_what_is_chosen_from",
            ),
        ),
        migrations.AddField(
            model_name="writtenanswer",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="written_answers", to="campaigns.indicator"
            ),
        ),
        migrations.AddField(
            model_name="writtenanswer",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="written_answers", to="campaigns.submission"
            ),
        ),
        migrations.AddConstraint(
            model_name="writtenanswer",
            constraint=models.UniqueConstraint(fields=("submission", "indicator"), name="written_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="writtenanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True),
                    ("day__isnull", False),
                    ("yes__isnull", False),
                    _connector="OR",
                ),
                name="written_answer_says_something",
            ),
        ),
    ]
