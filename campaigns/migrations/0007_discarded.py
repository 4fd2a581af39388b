"""Campaigns have a status; one that was never published, and a phase that was not opened, can be discarded.

What is discarded leaves its address or its number to another one.
"""

from django.db import migrations, models

from foundation.db import triggers
from foundation.db.triggers import Trigger
from foundation.db.stepwise import StepwiseMigration

STAMPED = ("phase", "commemoration", "duedate", "section", "indicator", "indicator_phases", "asked")
NOT_DISCARDED = ~models.Q(status="discarded")


def drop_stamp_triggers(apps, schema_editor):
    """SQLite renames no table, and so rebuilds none, that a trigger of another table names."""
    tables = [f"campaigns_{name}" for name in STAMPED]
    names = [(f"{table}_stamps_{act}", table) for table in tables for act in ("insert", "update", "delete")]
    triggers.drop([Trigger(name, table, "UPDATE") for name, table in names], schema_editor.connection)


def set_statuses(apps, schema_editor):
    apps.get_model("campaigns", "Campaign").objects.exclude(published_at=None).update(status="published")


class Migration(StepwiseMigration):
    dependencies = [("campaigns", "0006_counted")]

    operations = [
        migrations.RunPython(drop_stamp_triggers, migrations.RunPython.noop),
        migrations.AddField(
            model_name="campaign",
            name="status",
            field=models.CharField(
                choices=[("unpublished", "Chưa công bố"), ("published", "Đã công bố"), ("discarded", "Đã bỏ")],
                default="unpublished",
                editable=False,
                max_length=12,
                verbose_name="trạng thái",
            ),
        ),
        migrations.RunPython(set_statuses, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="campaign",
            name="slug",
            field=models.SlugField(help_text="Ví dụ 2015.", verbose_name="đường dẫn"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.UniqueConstraint(condition=NOT_DISCARDED, fields=("slug",), name="campaign_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(status="published", published_at__isnull=False)
                | models.Q(status__in=("unpublished", "discarded"), published_at=None),
                name="campaign_status_has_its_moment",
            ),
        ),
        migrations.AlterField(
            model_name="phase",
            name="status",
            field=models.CharField(
                choices=[
                    ("planned", "Chưa mở"),
                    ("open", "Đang thực hiện"),
                    ("locked", "Đã khóa số liệu"),
                    ("discarded", "Đã bỏ"),
                ],
                default="planned",
                editable=False,
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.RemoveConstraint(model_name="phase", name="phase_number_once"),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.UniqueConstraint(
                condition=NOT_DISCARDED, fields=("campaign", "number"), name="phase_number_once"
            ),
        ),
        migrations.RemoveConstraint(model_name="phase", name="phase_status_has_its_moment"),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(status__in=("planned", "discarded"), opened_at=None)
                | models.Q(status="open", opened_at__isnull=False)
                | models.Q(status="locked", opened_at__isnull=False, locked_at__isnull=False),
                name="phase_status_has_its_moment",
            ),
        ),
    ]
