"""Campaigns that exist have the sentences that were in a file for all years: those of 2015.

A line about indicators that a campaign does not have is switched off. A campaign that asks what 2015 did not has the
default sentences, which tell of what no sentence of its own does; the others leave untold what 2015 left untold.
"""

import tomllib
from collections import defaultdict
from pathlib import Path

import campaigns
from django.db import migrations

from summaries.report.line_file import OF_2015, rows_of


INDICATORS = Path(campaigns.__file__).parent / "data" / "indicators-2015.toml"


def write_lines(apps, schema_editor):
    ReportLine, Campaign = apps.get_model("summaries", "ReportLine"), apps.get_model("campaigns", "Campaign")
    rows = [row for row in rows_of(OF_2015) if row.pop("period") == "phase"]
    asked, of_2015 = asked_codes(apps), codes_of_2015()
    ReportLine.objects.bulk_create(
        ReportLine(campaign_id=pk, **columns_for(columns, asked[pk], of_2015))
        for pk in Campaign.objects.order_by("pk").values_list("pk", flat=True)
        for columns in rows
    )


def asked_codes(apps):
    codes = defaultdict(set)
    for campaign, code in apps.get_model("campaigns", "Indicator").objects.values_list("campaign", "code"):
        codes[campaign].add(code)
    return codes


def codes_of_2015():
    return {indicator["code"] for indicator in tomllib.loads(INDICATORS.read_text("utf-8"))["indicators"]}


def columns_for(columns, codes, of_2015):
    """Return the columns of a line as a campaign with these indicators has it."""
    if columns["role"] == "default":
        return columns | {"active": not codes <= of_2015}
    asks = [code for code in columns.get("asks", ()) if code in codes]
    if asks or not columns.get("asks"):
        return columns | {"asks": asks}
    return columns | {"active": False}


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0009_report_lines"),
    ]

    operations = [migrations.RunPython(write_lines, migrations.RunPython.noop)]
