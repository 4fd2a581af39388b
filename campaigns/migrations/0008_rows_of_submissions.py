"""Figures, headcounts, results and exemplars belong to a submission; a sheet knows its current and counted submission.

Each existing row goes to its sheet's last submission, piece by piece: a country has millions.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from foundation.db.deferred_checks import check_foreign_keys
from foundation.db.stepwise import (
    AddUniqueConstraint,
    AllowNull,
    IndexForeignKey,
    InPieces,
    RequireValue,
    StepwiseMigration,
    pieces,
)

ROWS = ("Headcount", "Figure", "WorkResult", "Exemplar")


def name_submissions(apps, schema_editor):
    Filing, Submission = apps.get_model("campaigns", "Filing"), apps.get_model("campaigns", "Submission")
    last = Submission.objects.filter(filing=OuterRef("pk")).order_by("-number").values("pk")[:1]
    for rows in pieces(Filing):
        counted = Case(When(status="accepted", then=Subquery(last)))
        rows.filter(submissions__isnull=False).update(current_submission=Subquery(last), counted_submission=counted)
    current = Filing.objects.filter(pk=OuterRef("filing")).order_by().values("current_submission")
    for name in ROWS:
        for rows in pieces(apps.get_model("campaigns", name)):
            rows.filter(submission=None).update(submission=Subquery(current))


def name_filings(apps, schema_editor):
    """Reverse: rows of earlier submissions are lost, and the others go to the sheet."""
    Submission = apps.get_model("campaigns", "Submission")
    filing = Submission.objects.filter(pk=OuterRef("submission")).values("filing")
    for name in ROWS:
        rows = apps.get_model("campaigns", name).objects
        rows.filter(submission__current_for=None).delete()
        rows.update(filing=Subquery(filing))
    check_foreign_keys(schema_editor)


def one_to_one(model, related_name, **options):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model, **options
    )


def many_to_one(model, related_name, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model, **options
    )


KINDS = {
    "headcount": (one_to_one, "headcount"),
    "figure": (many_to_one, "figures"),
    "workresult": (many_to_one, "work_results"),
    "exemplar": (many_to_one, "exemplars"),
}
MANY = ("figure", "workresult", "exemplar")
"""What a submission has many of: their index is built when it is known which."""
UNINDEXED = {name: {"db_index": False} if name in MANY else {} for name in KINDS}


class Migration(StepwiseMigration):
    dependencies = [("campaigns", "0007_discarded")]

    operations = [
        migrations.AddField(
            "filing",
            "current_submission",
            one_to_one("campaigns.submission", "current_for", editable=False, null=True),
        ),
        migrations.AddField(
            "filing",
            "counted_submission",
            one_to_one("campaigns.submission", "counted_for", editable=False, null=True),
        ),
        migrations.RemoveConstraint("figure", "figure_once"),
        migrations.RemoveConstraint("workresult", "work_result_once"),
        *(
            migrations.AddField(
                name, "submission", kind("campaigns.submission", related_name, null=True, **UNINDEXED[name])
            )
            for name, (kind, related_name) in KINDS.items()
        ),
        *(
            AllowNull(name, "filing", kind("campaigns.filing", related_name, null=True))
            for name, (kind, related_name) in KINDS.items()
        ),
        InPieces(name_submissions, name_filings),
        *(
            IndexForeignKey(name, "submission", KINDS[name][0]("campaigns.submission", KINDS[name][1], null=True))
            for name in MANY
        ),
        migrations.AlterModelOptions(
            "exemplar",
            {
                "ordering": ("submission", "order", "pk"),
                "verbose_name": "điển hình",
                "verbose_name_plural": "điển hình",
            },
        ),
        migrations.AlterModelOptions(
            "workresult",
            {
                "ordering": ("submission", "pk"),
                "verbose_name": "kết quả đề tài, sáng kiến, công trình",
                "verbose_name_plural": "kết quả đề tài, sáng kiến, công trình",
            },
        ),
        *(migrations.RemoveField(name, "filing") for name in KINDS),
        *(
            RequireValue(name, "submission", kind("campaigns.submission", related_name))
            for name, (kind, related_name) in KINDS.items()
        ),
        AddUniqueConstraint("figure", models.UniqueConstraint(fields=("submission", "indicator"), name="figure_once")),
        AddUniqueConstraint(
            "workresult", models.UniqueConstraint(fields=("submission", "work"), name="work_result_once")
        ),
        migrations.AddConstraint(
            "filing",
            models.CheckConstraint(
                condition=Q(status="accepted", counted_submission__isnull=False)
                & Q(current_submission__isnull=False, counted_submission=F("current_submission"))
                | ~Q(status="accepted") & Q(counted_submission=None),
                name="only_accepted_sheets_are_counted",
            ),
        ),
    ]
