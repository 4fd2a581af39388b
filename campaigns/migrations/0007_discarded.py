"""Campaigns have a status; one that was never published, and a phase that was not opened, can be discarded.

What is discarded leaves its address or its number to another one.
"""

from django.db import migrations, models

from foundation.db.stamp_rows import StampRows, UnstampRows

CAMPAIGN = "campaigns_campaign"
OF_INDICATOR = "(SELECT campaign_id FROM campaigns_indicator WHERE id = ROW.indicator_id)"
OF_PHASE = "(SELECT campaign_id FROM campaigns_phase WHERE id = ROW.phase_id)"
STAMPED = (
    ("campaigns_phase", CAMPAIGN, "ROW.campaign_id"),
    ("campaigns_commemoration", CAMPAIGN, OF_PHASE),
    ("campaigns_duedate", CAMPAIGN, OF_PHASE),
    ("campaigns_section", CAMPAIGN, "ROW.campaign_id"),
    ("campaigns_indicator", CAMPAIGN, "ROW.campaign_id"),
    ("campaigns_indicator_phases", CAMPAIGN, OF_INDICATOR),
    ("campaigns_asked", CAMPAIGN, OF_INDICATOR),
)
NOT_DISCARDED = ~models.Q(status="discarded")


def set_statuses(apps, schema_editor):
    apps.get_model("campaigns", "Campaign").objects.exclude(published_at=None).update(status="published")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_counted")]

    operations = [
        *(UnstampRows(*row) for row in STAMPED),
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
        *(StampRows(*row) for row in STAMPED),
    ]
