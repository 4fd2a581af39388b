"""Who is insured is a word of the office: nobody is called CNLĐ any more in a province of wards and communes."""

import tomllib
from pathlib import Path

from django.db import migrations, models

WORDS = Path(__file__).resolve().parents[1] / "data/words-2015.toml"


def add_terms(apps, schema_editor):
    """Add the terms that the set of 2015 has got since it was loaded, and that of who is insured to each later set."""
    words, term = tomllib.loads(WORDS.read_text()), apps.get_model("units", "Term")
    for row in words["terms"]:
        since = {"root": None, "valid_from": words["valid_from"]}
        term.objects.get_or_create(code=row["code"], **since, defaults={"text": row["text"]})
    for workers in term.objects.filter(code="workers").exclude(root=None):
        text = "CNLĐ" if workers.text == "CNVCLĐ" else "người lao động"
        days = {"root": workers.root, "valid_from": workers.valid_from, "valid_to": workers.valid_to}
        term.objects.get_or_create(code="insured", **days, defaults={"text": f"{text} thuộc diện đóng BHXH"})


class Migration(migrations.Migration):
    dependencies = [("units", "0047_leaders")]

    operations = [
        migrations.AlterField(
            model_name="unit",
            name="insured",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="người thuộc diện đóng BHXH"),
        ),
        migrations.RunPython(add_terms, migrations.RunPython.noop),
    ]
