"""Unions are searched by what their abbreviations are short for, and by abbreviations of what is spelled out."""

from django.db import migrations

from foundation.db.fill import fill
from foundation.db.stepwise import InPieces, StepwiseMigration
from foundation.vietnamese import search_text


def write(apps, schema_editor):
    units = apps.get_model("units", "Unit").objects.only("name", "full_name", "search_text")
    fill(units, "search_text", lambda unit: search_text(unit.name, unit.full_name, longest=420))


class Migration(StepwiseMigration):
    dependencies = [("units", "0024_form_drafts")]

    operations = [InPieces(write, migrations.RunPython.noop)]
