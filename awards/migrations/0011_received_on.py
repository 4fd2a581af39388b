"""A dossier has its day of receipt, the day it was last sent; a verdict keeps the rules by which it was given."""

from django.db import migrations, models
from django.db.models.functions import TruncDate

from foundation.db.add_column import AddColumn
from foundation.db.stepwise import InPieces, StepwiseMigration, pieces


def fill(apps, schema_editor):
    """`submitted_at` is the time of the last event `submit_dossier`: both are written by the same act."""
    for rows in pieces(apps.get_model("awards", "Dossier")):
        rows.exclude(submitted_at=None).update(received_on=TruncDate("submitted_at"))


class Migration(StepwiseMigration):
    dependencies = [
        ("awards", "0010_progress_of_jobs"),
        ("units", "0008_rules"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dossier",
            name="sent_dossier_was_submitted",
        ),
        migrations.AddField(
            model_name="dossier",
            name="received_on",
            field=models.DateField(editable=False, null=True, verbose_name="ngày tiếp nhận"),
        ),
        AddColumn(
            model_name="nomination",
            name="rules_used",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list, editable=False),
        ),
        InPieces(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ("submitted", "endorsed", "returned", "appraised", "closed")), _negated=True
                    ),
                    models.Q(
                        ("deciding_unit__isnull", False),
                        ("first_submitted_at__isnull", False),
                        ("received_on__isnull", False),
                        ("submitted_at__isnull", False),
                        ("submitted_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sent_dossier_was_submitted",
            ),
        ),
    ]
