"""Which union filed a dossier: its own, or a union above on its behalf."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from foundation.db.stepwise import StepwiseMigration


def set_filing_units(apps, schema_editor):
    """Set each dossier's own unit, or the union above that made it on its behalf unless the unit itself sent it."""
    dossiers = apps.get_model("awards", "Dossier").objects
    dossiers.update(filing_unit=F("unit"))
    kind = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="awards", model="dossier").first()
    filings = apps.get_model("units", "Event").objects.filter(
        target_type=kind, verb__in=("make_dossier", "submit_dossier"), post__isnull=False
    )
    on_behalf = filings.exclude(post__unit=F("unit")).order_by().values_list("target_id", flat=True).distinct()
    for pk in list(on_behalf):
        own = filings.filter(target_id=pk)
        maker = own.filter(verb="make_dossier").order_by("at", "pk").values_list("post__unit", flat=True).first()
        if maker and not own.filter(verb="submit_dossier", post__unit=F("unit")).exists():
            dossiers.filter(pk=pk).update(filing_unit=maker)


class Migration(StepwiseMigration):
    dependencies = [
        ("awards", "0004_office_order"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("units", "0005_reviewers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Đang lập hồ sơ"),
                    ("submitted", "Đã gửi, chờ tiếp nhận"),
                    ("endorsed", "Cấp trên đã đề nghị"),
                    ("returned", "Trả lại bổ sung"),
                    ("appraised", "Đã thẩm định"),
                    ("closed", "Đã có kết quả"),
                    ("withdrawn", "Đã rút"),
                ],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="filing_unit",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="nơi lập, gửi",
            ),
        ),
        migrations.RunPython(set_filing_units, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="dossier",
            name="filing_unit",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="nơi lập, gửi",
            ),
        ),
    ]
