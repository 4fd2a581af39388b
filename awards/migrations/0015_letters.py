"""Letters (tờ trình) are rows from when they are closed for signing; a dossier's minutes say who voted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from foundation.db.stepwise import StepwiseMigration


class Migration(StepwiseMigration):
    dependencies = [
        ("awards", "0014_closed_for_signing"),
        ("campaigns", "0029_called_with_an_employer"),
        ("units", "0022_types_with_an_employer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="voted_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("plenary", "Hội nghị toàn thể"),
                    ("committee", "Họp ban của công đoàn"),
                    ("council", "Hội đồng Thi đua - Khen thưởng"),
                ],
                max_length=10,
                verbose_name="nơi biểu quyết",
            ),
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="chốt để trình ký lúc")),
                (
                    "timing",
                    models.CharField(
                        choices=[
                            ("year", "Năm"),
                            ("school_year", "Năm học"),
                            ("phase", "Đợt"),
                            ("theme", "Chuyên đề"),
                            ("unexpected", "Đột xuất"),
                            ("career", "Cống hiến"),
                        ],
                        max_length=12,
                        verbose_name="dịp khen",
                    ),
                ),
                ("period_label", models.CharField(blank=True, max_length=160, verbose_name="ghi rõ dịp")),
                ("addressee", models.CharField(max_length=400, verbose_name="nơi nhận")),
                ("about", models.CharField(max_length=400, verbose_name="về việc")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("to_sign", "Đã chốt, chờ ký và ghi số"),
                            ("registered", "Đã ghi số, ngày"),
                            ("taken_back", "Đã thu lại"),
                        ],
                        default="to_sign",
                        editable=False,
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("signer_name", models.CharField(blank=True, max_length=120, verbose_name="người ký")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="số")),
                ("dated_on", models.DateField(null=True, verbose_name="ngày")),
                ("registered_at", models.DateTimeField(null=True, verbose_name="ghi số, ngày lúc")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.campaign",
                        verbose_name="phong trào",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deciding_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="nơi quyết định",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.phase",
                        verbose_name="đợt",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.signer",
                        verbose_name="người ký",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="units.unit",
                        verbose_name="đơn vị trình",
                    ),
                ),
            ],
            options={
                "verbose_name": "tờ trình",
                "verbose_name_plural": "tờ trình",
                "ordering": ("-closed_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="nomination",
            name="letter",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nominations",
                to="awards.letter",
            ),
        ),
        migrations.AddField(
            model_name="nomination",
            name="letter_up",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_up",
                to="awards.letter",
            ),
        ),
        migrations.CreateModel(
            name="LetterFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file", to="awards.letter"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản PDF của tờ trình",
                "verbose_name_plural": "bản PDF của các tờ trình",
            },
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)), name="letter_is_closed"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dated_on__isnull", False),
                        ("status", "registered"),
                        ("registered_at__isnull", False),
                        ("registered_by__isnull", False),
                        models.Q(("number", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "registered"), _negated=True),
                        ("dated_on", None),
                        ("number", ""),
                        ("registered_at", None),
                        ("registered_by", None),
                    ),
                    _connector="OR",
                ),
                name="registered_letter_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content", None), ("made_at", None), ("sha256", "")),
                    models.Q(
                        ("content__isnull", False), ("made_at__isnull", False), models.Q(("sha256", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="letter_file_is_whole",
            ),
        ),
    ]
