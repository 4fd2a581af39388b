"""A decision is closed for signing before it gets number and date; it has a file of either."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from foundation.db.stepwise import StepwiseMigration


def say_what_is_printed(apps, schema_editor):
    """Say of the files that are there, all of issued decisions, that they print what was issued."""
    decisions = apps.get_model("awards", "Decision").objects.filter(pk=OuterRef("decision"))
    apps.get_model("awards", "DecisionFile").objects.update(printed=Subquery(decisions.values("sha256")))


class Migration(StepwiseMigration):
    dependencies = [
        ("awards", "0013_chairs_who_signed_decisions"),
        ("units", "0021_failed_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decision",
            name="issued_decision_is_whole",
        ),
        migrations.AddField(
            model_name="decision",
            name="closed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="chốt để trình ký lúc"),
        ),
        migrations.AddField(
            model_name="decision",
            name="closed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="signer",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.signer",
                verbose_name="người ký",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="signer_block",
            field=models.CharField(blank=True, editable=False, max_length=80, verbose_name="thể thức ký"),
        ),
        migrations.AddField(
            model_name="decisionfile",
            name="printed",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AlterField(
            model_name="decision",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Dự thảo"),
                    ("to_sign", "Đã chốt, chờ ký và ghi số"),
                    ("issued", "Đã ban hành"),
                    ("discarded", "Bỏ dự thảo"),
                ],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.RunPython(say_what_is_printed, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="decisionfile",
            name="printed",
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name="decisionfile",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="awards.decision"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at__isnull", False),
                        ("issued_by__isnull", False),
                        ("status", "issued"),
                        ("content__isnull", False),
                        ("dated_on__isnull", False),
                        ("year__isnull", False),
                        models.Q(("number", ""), _negated=True),
                        models.Q(("number_key", ""), _negated=True),
                        models.Q(("signer_name", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "issued"), _negated=True),
                        ("issued_at", None),
                        ("issued_by", None),
                        models.Q(("status", "to_sign"), models.Q(("content", None), ("sha256", "")), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="issued_decision_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dated_on", None),
                        ("number", ""),
                        ("organ", ""),
                        ("status", "to_sign"),
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("content__isnull", False),
                        models.Q(("signer_name", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    models.Q(("status", "issued"), ("closed_at__isnull", False), ("closed_by__isnull", False)),
                    models.Q(
                        models.Q(("status", "to_sign"), _negated=True),
                        ("closed_at", None),
                        ("closed_by", None),
                        ("signer", None),
                    ),
                    _connector="OR",
                ),
                name="decision_to_sign_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionfile",
            constraint=models.UniqueConstraint(fields=("decision", "printed"), name="decision_drawn_once"),
        ),
    ]
