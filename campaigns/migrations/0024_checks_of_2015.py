"""Campaigns that exist have the cross-checks that were in the program: those of 2015, where they ask the indicators."""

import tomllib
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parents[1] / "data" / "indicators-2015.toml"


def write_checks(apps, schema_editor):
    CrossCheck, Indicator = apps.get_model("campaigns", "CrossCheck"), apps.get_model("campaigns", "Indicator")
    checks = tomllib.loads(FILE.read_text(encoding="utf-8"))["checks"]
    codes = {}
    for campaign, code in Indicator.objects.order_by("campaign", "pk").values_list("campaign", "code"):
        codes.setdefault(campaign, set()).add(code)
    CrossCheck.objects.bulk_create(
        CrossCheck(campaign_id=campaign, order=number * 10, **check)
        for campaign, asked in codes.items()
        for number, check in enumerate(checks, start=1)
        if {check["first"], check.get("second", check["first"])} <= asked
    )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0023_cross_checks")]

    operations = [migrations.RunPython(write_checks, migrations.RunPython.noop)]
