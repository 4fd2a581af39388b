"""A result names the entry in whose words its report listed the work.

Results were shown in the words of the work's own columns: those of the submission that named it last. Every work gets
an entry: one that no current submission names (it was taken out of the pledge) gets it at the submission that named
it last, whose other rows stay unwritten.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, OuterRef, Subquery, When

from foundation.db.stepwise import InPieces, RequireValue, StepwiseMigration, pieces

WORDS = ("kind", "title", "authors", "author_class", "expected_value", "due_on", "welcomes_id")
PART = {"pledge": "works", "report": "results"}
BATCH = 2000


def write_entries(apps, schema_editor):
    Work, WorkEntry = apps.get_model("campaigns", "Work"), apps.get_model("campaigns", "WorkEntry")
    entries = []
    for work in Work.objects.filter(entries=None).order_by("pk"):
        words = {name: getattr(work, name) for name in WORDS}
        entries.append(WorkEntry(work_id=work.pk, submission_id=last_naming(apps, work), **words))
    WorkEntry.objects.bulk_create(entries, batch_size=BATCH)


def last_naming(apps, work):
    """Return the id of the submission that named the work last; if none did, of the unit's last in the campaign."""
    Submission = apps.get_model("campaigns", "Submission")
    of_unit = Submission.objects.filter(
        filing__called__unit=work.unit_id, filing__called__phase__campaign=work.campaign_id
    )
    last = None
    for pk, kind, content in of_unit.order_by("-at", "-pk").values_list("pk", "filing__kind", "content"):
        last = last or pk
        if str(work.uuid) in {row.get("uuid") for row in content.get(PART[kind]) or []}:
            return pk
    if last is None:
        raise RuntimeError(f"work {work.pk}: its unit sent no sheet in its campaign, so nothing says who registered it")
    return last


def name_entries(apps, schema_editor):
    """Give each result the entry that is in force for its report: see WorkEntryQuerySet.in_force."""
    WorkEntry, WorkResult = apps.get_model("campaigns", "WorkEntry"), apps.get_model("campaigns", "WorkResult")
    own = WorkEntry.objects.filter(work=OuterRef("work"), submission=OuterRef("submission"))
    filing = "submission__filing"
    best_first = WorkEntry.objects.filter(work=OuterRef("work")).order_by(
        Case(When(submission__counted_for=None, then=1), default=0),
        f"-{filing}__called__phase__number",
        f"{filing}__kind",
        "-submission__at",
        "-pk",
    )
    for rows in pieces(WorkResult):
        for entry in (own.order_by(), best_first):
            rows.filter(registered=None).update(registered=Subquery(entry.values("pk")[:1]))


REGISTERED = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "results", "to": "campaigns.workentry"}


class Migration(StepwiseMigration):
    dependencies = [("campaigns", "0012_asked_catalogues")]

    operations = [
        migrations.AddField("workresult", "registered", models.ForeignKey(null=True, **REGISTERED)),
        migrations.RunPython(write_entries, migrations.RunPython.noop),
        InPieces(name_entries, migrations.RunPython.noop),
        RequireValue("workresult", "registered", models.ForeignKey(**REGISTERED)),
    ]
