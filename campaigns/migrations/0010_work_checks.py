"""A checked value of a work's result is a row of its own; the latest counts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

CHECKED = ("checked_value", "checked_by", "checked_at")


def write_checks(apps, schema_editor):
    WorkCheck, WorkResult = apps.get_model("campaigns", "WorkCheck"), apps.get_model("campaigns", "WorkResult")
    checked = WorkResult.objects.exclude(checked_value=None).order_by("checked_at", "pk")
    rows = checked.values_list("pk", "checked_value", "checked_by", "checked_at").iterator()
    WorkCheck.objects.bulk_create(
        (WorkCheck(work_result_id=pk, value=value, by_id=by, at=at) for pk, value, by, at in rows), batch_size=2000
    )


def write_columns(apps, schema_editor):
    """Reverse: only the latest check of a result is left."""
    WorkCheck, WorkResult = apps.get_model("campaigns", "WorkCheck"), apps.get_model("campaigns", "WorkResult")
    newest = WorkCheck.objects.filter(work_result=OuterRef("pk")).order_by("-pk")
    checked = WorkResult.objects.annotate(latest=Subquery(newest.values("value")[:1])).exclude(latest=None)
    checked.update(
        **{name: Subquery(newest.values(name.removeprefix("checked_"))[:1]) for name in CHECKED},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0009_stored_format"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveBigIntegerField(null=True, verbose_name="giá trị đã rà soát, đồng")),
                ("at", models.DateTimeField(verbose_name="rà soát lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "work_result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="campaigns.workresult"
                    ),
                ),
            ],
            options={
                "verbose_name": "lần rà soát giá trị",
                "verbose_name_plural": "các lần rà soát giá trị",
                "ordering": ("work_result", "pk"),
            },
        ),
        migrations.RunPython(write_checks, write_columns),
        migrations.RemoveConstraint("workresult", "checked_value_has_checker"),
        *(migrations.RemoveField("workresult", name) for name in CHECKED),
    ]
