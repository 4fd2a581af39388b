"""A work keeps its identity alone: its words are those of its entries."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from foundation.db.deferred_checks import check_foreign_keys
from foundation.db.stepwise import StepwiseMigration

WORDS = ("kind", "title", "authors", "author_class", "expected_value", "due_on", "welcomes_id")
LENGTHS = {"kind": 12, "title": 300, "authors": 300, "author_class": 10}


def write_words(apps, schema_editor):
    """Reverse: a work has the words of the submission that named it last."""
    Work, WorkEntry = apps.get_model("campaigns", "Work"), apps.get_model("campaigns", "WorkEntry")
    last = WorkEntry.objects.filter(work=OuterRef("pk")).order_by("-submission__at", "-pk")
    Work.objects.update(**{name: Subquery(last.values(name)[:1]) for name in WORDS})
    check_foreign_keys(schema_editor)


class Migration(StepwiseMigration):
    dependencies = [("campaigns", "0013_result_entries")]

    operations = [
        # nullable first, so that the columns can come back empty
        *(
            migrations.AlterField("work", name, models.CharField(max_length=length, null=True))
            for name, length in LENGTHS.items()
        ),
        migrations.RunPython(migrations.RunPython.noop, write_words),
        *(migrations.RemoveField("work", name.removesuffix("_id")) for name in WORDS),
    ]
