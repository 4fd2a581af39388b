"""A line is of reports of a phase or of the year.

Campaigns that exist have the lines of 2015 for the year, as far as they can fill them.
"""

from importlib import import_module

from django.db import migrations, models

from summaries.report.line_file import OF_2015, rows_of

of_2015 = import_module("summaries.migrations.0010_lines_of_2015")


def write_lines_of_the_year(apps, schema_editor):
    ReportLine, Campaign = apps.get_model("summaries", "ReportLine"), apps.get_model("campaigns", "Campaign")
    rows = [row for row in rows_of(OF_2015) if row["period"] == "year"]
    asked, codes = of_2015.asked_codes(apps), of_2015.codes_of_2015()
    ReportLine.objects.bulk_create(
        ReportLine(campaign_id=pk, **of_2015.columns_for(columns, asked[pk], codes))
        for pk in Campaign.objects.order_by("pk").values_list("pk", flat=True)
        for columns in rows
    )


def remove_lines_of_the_year(apps, schema_editor):
    apps.get_model("summaries", "ReportLine").objects.filter(period="year").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0013_whole_by_status"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportline",
            name="period",
            field=models.CharField(
                choices=[("phase", "Báo cáo đợt"), ("year", "Tổng kết năm")],
                default="phase",
                editable=False,
                max_length=5,
                verbose_name="kỳ",
            ),
        ),
        migrations.AlterModelOptions(
            name="reportline",
            options={
                "ordering": ("campaign", "level", "period", "order", "pk"),
                "verbose_name": "câu của báo cáo",
                "verbose_name_plural": "câu của báo cáo",
            },
        ),
        migrations.RemoveConstraint(model_name="reportline", name="report_line_once"),
        migrations.AddConstraint(
            model_name="reportline",
            constraint=models.UniqueConstraint(
                fields=("campaign", "level", "period", "role", "key"), name="report_line_once"
            ),
        ),
        migrations.RunPython(write_lines_of_the_year, remove_lines_of_the_year),
    ]
