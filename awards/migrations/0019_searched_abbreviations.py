"""Awards are searched by abbreviations and what they are short for, and by the union above."""

from django.db import migrations

from foundation.db.fill import fill
from foundation.db.stepwise import InPieces, StepwiseMigration
from foundation.vietnamese import search_text

NAMES = ("name", "unit_name", "upper_name", "unit__name")


def text_of(award):
    return search_text(award.name, award.unit_name, award.unit.name, award.upper_name, longest=900)


def write(apps, schema_editor):
    awards = apps.get_model("awards", "Award").objects.select_related("unit").only(*NAMES, "search_text")
    fill(awards, "search_text", text_of)


class Migration(StepwiseMigration):
    dependencies = [("awards", "0018_dossiers_begun_again"), ("units", "0025_searched_abbreviations")]

    operations = [InPieces(write, migrations.RunPython.noop)]
