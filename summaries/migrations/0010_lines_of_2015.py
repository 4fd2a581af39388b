"""Campaigns that exist have the sentences that were in a file for all years: those of 2015."""

from django.db import migrations

from summaries.report.line_file import OF_2015, rows_of


def write_lines(apps, schema_editor):
    ReportLine, Campaign = apps.get_model("summaries", "ReportLine"), apps.get_model("campaigns", "Campaign")
    rows = rows_of(OF_2015)
    ReportLine.objects.bulk_create(
        ReportLine(campaign_id=pk, **columns)
        for pk in Campaign.objects.order_by("pk").values_list("pk", flat=True)
        for columns in rows
    )


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0009_report_lines"),
    ]

    operations = [migrations.RunPython(write_lines, migrations.RunPython.noop)]
