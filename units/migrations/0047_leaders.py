"""What leaders of a union are called is a word of the office: a ward's union has no "Thường trực LĐLĐ"."""

import tomllib
from pathlib import Path

from django.db import migrations

WORDS = Path(__file__).resolve().parents[1] / "data/words-2015.toml"
UPPER = ("upper_place", "upper_trade")
OF_FEDERATIONS, OF_UNIONS = "Lãnh đạo (Thường trực LĐLĐ)", "Lãnh đạo (Thường trực công đoàn)"


def add_terms(apps, schema_editor):
    """Add the terms that the set of 2015 has got since it was loaded, and those of leaders to each later set."""
    words, term = tomllib.loads(WORDS.read_text()), apps.get_model("units", "Term")
    for row in words["terms"]:
        since = {"root": None, "valid_from": words["valid_from"]}
        term.objects.get_or_create(code=row["code"], **since, defaults={"text": row["text"]})
    for board in term.objects.filter(code="board").exclude(root=None):
        days = {"root": board.root, "valid_from": board.valid_from, "valid_to": board.valid_to}
        types = apps.get_model("units", "UnitType").objects.filter(**days)
        term.objects.get_or_create(code="leader_launching", **days, defaults={"text": OF_FEDERATIONS})
        for kind in UPPER:
            names = types.filter(role=kind).values_list("full", flat=True)
            are_federations = any(name.startswith("Liên đoàn") for name in names)
            text = OF_FEDERATIONS if are_federations else OF_UNIONS
            term.objects.get_or_create(code=f"leader_{kind}", **days, defaults={"text": text})


class Migration(migrations.Migration):
    dependencies = [("units", "0046_mails_of_requests")]

    operations = [migrations.RunPython(add_terms, migrations.RunPython.noop)]
