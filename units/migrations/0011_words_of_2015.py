"""The words of 2015, and the type of every union."""

import tomllib
from pathlib import Path

from django.db import migrations

from foundation.db.stepwise import InPieces, StepwiseMigration, pieces

WORDS = Path(__file__).resolve().parents[1] / "data/words-2015.toml"
TYPE = ("code", "role", "short", "full", "plural", "organ", "below")


def fill(apps, schema_editor):
    words = tomllib.loads(WORDS.read_text())
    since = {"valid_from": words["valid_from"]}
    for row in words["types"]:
        apps.get_model("units", "UnitType").objects.create(**{name: row[name] for name in TYPE}, **since)
    for row in words["strands"]:
        apps.get_model("units", "StrandName").objects.create(code=row["code"], name=row["name"], **since)
    for row in words["terms"]:
        apps.get_model("units", "Term").objects.create(code=row["code"], text=row["text"], **since)


def give_types(apps, schema_editor):
    types = list(apps.get_model("units", "UnitType").objects.all())
    for rows in pieces(apps.get_model("units", "Unit")):
        for unit_type in types:
            rows.filter(kind=unit_type.role, type=None).update(type=unit_type)


def empty(apps, schema_editor):
    apps.get_model("units", "Unit").objects.update(type=None)
    for name in ("UnitType", "StrandName", "Term"):
        apps.get_model("units", name).objects.all().delete()


class Migration(StepwiseMigration):
    dependencies = [("units", "0010_words")]

    operations = [migrations.RunPython(fill, empty), InPieces(give_types, migrations.RunPython.noop)]
