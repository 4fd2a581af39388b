"""Campaigns that exist have a line for thanks before the figures, which reviewers write if they wish."""

from django.db import migrations

from summaries.report.line_file import OF_2015, rows_of

KEY = "I.0"


def write_thanks(apps, schema_editor):
    ReportLine = apps.get_model("summaries", "ReportLine")
    hint = next(row["hint"] for row in rows_of(OF_2015) if row["key"] == KEY)
    first = ReportLine.objects.filter(role="sentence", key="I.1", part="I").exclude(level="grassroots")
    has_thanks = set(ReportLine.objects.filter(key=KEY).values_list("campaign", "level", "period"))
    ReportLine.objects.bulk_create(
        ReportLine(
            campaign_id=line.campaign_id,
            level=line.level,
            period=line.period,
            role="sentence",
            part="I",
            key=KEY,
            order=line.order - 1,
            hint=hint,
        )
        for line in first
        if (line.campaign_id, line.level, line.period) not in has_thanks
    )


class Migration(migrations.Migration):
    dependencies = [("summaries", "0015_wording")]

    operations = [migrations.RunPython(write_thanks, migrations.RunPython.noop)]
