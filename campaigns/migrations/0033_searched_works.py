"""Works are searched by title and authors; called units by their abbreviations and what those are short for."""

from django.db import migrations, models

from foundation.db.fill import fill
from foundation.db.stepwise import InPieces, StepwiseMigration
from foundation.db.trigram_index import IndexWords
from foundation.vietnamese import search_text


def write(apps, schema_editor):
    called = apps.get_model("campaigns", "CalledUnit").objects.only("name", "full_name", "search_text")
    fill(called, "search_text", lambda unit: search_text(unit.name, unit.full_name, longest=420))
    entries = apps.get_model("campaigns", "WorkEntry").objects.only("title", "authors", "search_text")
    fill(entries, "search_text", lambda entry: search_text(entry.title, entry.authors, longest=700))


class Migration(StepwiseMigration):
    dependencies = [("campaigns", "0032_paper_sheets"), ("units", "0025_searched_abbreviations")]

    operations = [
        migrations.AddField("workentry", "search_text", models.CharField(default="", editable=False, max_length=700)),
        migrations.AlterField("workentry", "search_text", models.CharField(editable=False, max_length=700)),
        InPieces(write, migrations.RunPython.noop),
        IndexWords("work_words", "workentry", "search_text"),
    ]
