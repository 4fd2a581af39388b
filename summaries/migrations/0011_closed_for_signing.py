"""A summary is closed for signing before it gets number and date: when, by whom, and who signs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from foundation.db.stepwise import StepwiseMigration


class Migration(StepwiseMigration):
    dependencies = [
        ("summaries", "0010_lines_of_2015"),
        ("units", "0021_failed_mails"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="summary", name="phase_draft_once"),
        migrations.RemoveConstraint(model_name="summary", name="campaign_draft_once"),
        migrations.RemoveConstraint(model_name="summary", name="final_summary_is_whole"),
        migrations.AddField(
            model_name="summary",
            name="closed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="chốt để trình ký lúc"),
        ),
        migrations.AddField(
            model_name="summary",
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
            model_name="summary",
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
        migrations.AlterField(
            model_name="summary",
            name="finalised_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="ghi số, ngày lúc"),
        ),
        migrations.AlterField(
            model_name="summary",
            name="status",
            field=models.CharField(
                choices=[("draft", "Dự thảo"), ("to_sign", "Đã chốt, chờ ký"), ("final", "Đã ban hành")],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
    ]
